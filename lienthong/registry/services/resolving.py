"""Asking for long lists of addresses to be resolved. Nothing else of resolving is written."""

from __future__ import annotations

import hashlib
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from lienthong.kernel import jobs
from lienthong.kernel.actor import Actor

from ..queries import AddressList


@transaction.atomic
def resolve_list(*, actor: Actor, listed: AddressList, data: bytes, on: date, form: str) -> jobs.Job:
    """Put a list of addresses into the queue; the same list asked for again is the same job.

    ``data``: the file that the list was read from. It lies beside the job and goes with the job's result; neither the
    queue nor the audit holds a word of it.
    """
    job = jobs.ask_for(
        actor=actor,
        kind="registry.resolve_addresses",
        label=_("Tra cứu %(number)d địa chỉ cũ") % {"number": len(listed.rows)},
        words={
            "digest": hashlib.sha256(data).hexdigest(),
            "workbook": not listed.name.lower().endswith(".csv"),
            "column": listed.column,
            "on": on.isoformat(),
            "form": form,
        },
    )
    jobs.bring(job, data)
    return job

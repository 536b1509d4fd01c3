"""Prints what stands in an installation's store, as JSON: python -m tests.faults.facts."""

from __future__ import annotations

import json
import os
import sys
from collections import Counter
from typing import Any


def main() -> dict[str, Any]:
    """Return what tests compare."""
    from django.db import connection  # Django has been set up by now

    from lienthong.desk.models import Notice
    from lienthong.kernel import outbox
    from lienthong.kernel.models import AuditEntry, Job, OutboxEntry
    from lienthong.reports.models import Return, Revision

    revisions: dict[str, list[Any]] = {}
    for uid, version, values in Revision.objects.order_by("version").values_list(
        "entry__organisation__uid", "version", "values"
    ):
        revisions.setdefault(str(uid), []).append([version, (values or {}).get("households")])
    faults = []
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA integrity_check")
            faults = [row[0] for row in cursor.fetchall() if row[0] != "ok"]
    return {
        "returns": {
            str(uid): [version, state, values.get("households")]
            for uid, version, state, values in Return.objects.values_list(
                "organisation__uid", "version", "state", "values"
            )
        },
        "revisions": revisions,
        "audited": Counter(
            f"{verb} {subject}" for verb, subject in AuditEntry.objects.values_list("verb", "subject")
        ),
        "jobs": {
            str(uid): [state, claim, lost, trace]
            for uid, state, claim, lost, trace in Job.objects.filter(schedule="").values_list(
                "uid", "state", "claim", "lost", "trace"
            )
        },
        "ended": Counter(
            str(uid)
            for uid in OutboxEntry.objects.filter(topic="job.ended").values_list("subject", flat=True)
        ),
        "notices": Counter(
            f"{kind} {subject} {account}"
            for kind, subject, account in Notice.objects.values_list("kind", "subject", "account")
        ),
        "unread": sum(one.unread for one in outbox.lag()),
        "broken_readers": [one.trace for one in outbox.lag() if one.fails],
        "faults": faults,
    }


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "lienthong.config.settings"
    import django  # the environment has to be set before Django reads its settings

    django.setup()
    json.dump(main(), sys.stdout)

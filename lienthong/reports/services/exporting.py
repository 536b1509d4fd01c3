"""Asking for files that take too long for a page."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from lienthong.kernel import jobs
from lienthong.kernel.actor import Actor
from lienthong.kernel.errors import WrongData
from lienthong.kernel.sheets import Form
from lienthong.registry.queries import Unit

from .. import permissions
from ..messages import week_label
from ..queries import Asked

_LABELS = {Form.XLSX: "Excel", Form.CSV: "CSV"}


@transaction.atomic
def ask_for_villages(*, actor: Actor, asked: Asked, unit: Unit, form: str) -> jobs.Job:
    """Ask for a file of every village below a province or the centre with all its values; tasks.py writes it.

    NotAllowed where the actor may not see the unit's reports, WrongData for a form that cannot hold so many rows.
    """
    permissions.VIEW.require_at(actor, unit.id, at=asked.day)
    if form not in set(_LABELS) or unit.level not in {"province", "centre"}:
        raise WrongData(
            _("Không tải được toàn bộ thôn theo cách này. Hãy chọn Excel hoặc CSV ở trang Số liệu.")
        )
    label = _("Toàn bộ thôn, tổ dân phố – %(unit)s, %(week)s (%(form)s)") % {
        "unit": unit.short_name,
        "week": week_label(asked.week),
        "form": _LABELS[Form(form)],
    }
    day = asked.structure.day
    words = {
        "series": asked.series.code,
        "period": str(asked.week),
        "unit": str(unit.uid),
        "form": form,
        "day": day.isoformat() if day else "",
    }
    return jobs.ask_for(
        actor=actor, kind="reports.export_villages", label=label, words=words, stream=unit.uid
    )

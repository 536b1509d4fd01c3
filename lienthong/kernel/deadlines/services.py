"""Writes of the administrators: days of the calendar that are announced after the product was shipped."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from .. import audit
from ..actor import Actor
from ..errors import WrongData, WrongMoment
from ..models import CalendarDay, CalendarKind
from ..permissions import MANAGE_CALENDAR
from .clocks import recount_clocks
from .loading import shipped_days

_YEARS = range(2020, 2100)
_SATURDAY = 5


@transaction.atomic
def set_day(
    *,
    actor: Actor,
    day: date,
    kind: CalendarKind,
    name: str,
    citation: str,
    verified: bool = False,
) -> CalendarDay:
    """Lay down what a day is, over what the calendar said of it; running clocks are counted anew."""
    MANAGE_CALENDAR.require_somewhere(actor)
    head = audit.lock(audit.SYSTEM)
    words = {
        "kind": str(kind),
        "name": {"vi": name.strip()},
        "citation": citation.strip(),
        "verified": verified,
    }
    _judge(day, kind, words)
    row = CalendarDay.objects.filter(day=day).first() or CalendarDay(day=day)
    if row.pk and all(getattr(row, column) == value for column, value in words.items()):
        return row
    for column, value in words.items():
        setattr(row, column, value)
    row.own = True
    row.save()
    moved = recount_clocks(actor=actor, day=day)
    facts = {"day": day.isoformat(), **words, "moved": moved}
    audit.record(actor, "calendar.day_set", "calendar", None, stream=head, facts=facts)
    return row


def _judge(day: date, kind: CalendarKind, words: dict[str, object]) -> None:
    faults: dict[str, list[object]] = {}
    if day.year not in _YEARS:
        faults["day"] = [_("Hãy ghi ngày từ năm 2020 đến năm 2099.")]
    elif kind == CalendarKind.MAKE_UP and day.weekday() < _SATURDAY and day not in shipped_days():
        faults["day"] = [_("Ngày này vốn là ngày làm việc. Ngày làm bù là thứ Bảy hoặc Chủ nhật.")]
    elif kind == CalendarKind.DAY_OFF and day.weekday() >= _SATURDAY and day not in shipped_days():
        faults["day"] = [_("Ngày này vốn là ngày nghỉ cuối tuần. Ngày nghỉ bù là từ thứ Hai đến thứ Sáu.")]
    if not words["name"] or not words["name"]["vi"]:  # type: ignore[index]
        faults["name"] = [_("Hãy ghi tên ngày, ví dụ: Làm bù cho thứ Sáu 02/01/2026.")]
    if not words["citation"]:
        faults["citation"] = [_("Hãy ghi văn bản quy định ngày này.")]
    if faults:
        raise WrongData(_("Chưa ghi được ngày này. Hãy sửa các chỗ được đánh dấu."), faults)


@transaction.atomic
def remove_day(*, actor: Actor, day: CalendarDay) -> None:
    """Take back a day that was laid down here; what the shipped calendar says of it holds again."""
    MANAGE_CALENDAR.require_somewhere(actor)
    head = audit.lock(audit.SYSTEM)
    row = CalendarDay.objects.select_for_update().filter(pk=day.pk).first()
    if row is None:
        return
    if not row.own:
        raise WrongMoment(
            _("Ngày này thuộc lịch đi kèm phần mềm, không bỏ được. Hãy ghi lại ngày đó theo văn bản mới.")
        )
    shipped = shipped_days().get(row.day)
    if shipped is None:
        row.delete()
    else:
        for column, value in {**shipped, "own": False}.items():
            setattr(row, column, value)
        row.save()
    moved = recount_clocks(actor=actor, day=row.day)
    facts = {"day": row.day.isoformat(), "moved": moved}
    audit.record(actor, "calendar.day_removed", "calendar", None, stream=head, facts=facts)

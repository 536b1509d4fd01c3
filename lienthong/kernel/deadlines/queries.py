"""Reads of the calendar, the limits and the clocks."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from .. import clock
from ..actor import Actor
from ..errors import NotFound, WrongMoment
from ..models import CalendarDay, Clock, ClockPause, Limit
from ..permissions import MANAGE_CALENDAR
from ..text import search_key
from ..working import Calendar, DayKind, Unit, YearUnknown, due_of


def calendar() -> Calendar:
    """Return the working calendar as it now is; one statement."""
    rows = list(CalendarDay.objects.values_list("day", "kind", "verified"))
    return Calendar.of(
        {day: DayKind(kind) for day, kind, _verified in rows},
        (day for day, _kind, verified in rows if not verified),
    )


def day_names() -> dict[date, dict[str, str]]:
    """Return what the days are called that differ from their weekday, by language: why a day was not counted."""
    return dict(CalendarDay.objects.values_list("day", "name"))


def limit_in_force(code: str, day: date) -> Limit:
    """Return a limit as it was on a day; WrongMoment where the catalogue has none."""
    limit: Limit | None = Limit.objects.on(day).filter(code=code).first()
    if limit is None:
        raise WrongMoment(
            _("Danh mục không có thời hạn “%(code)s” vào ngày %(day)s. Hãy báo người quản trị hệ thống.")
            % {"code": code, "day": f"{day:%d/%m/%Y}"}
        )
    return limit


def due_after(code: str, started: datetime) -> datetime:
    """Return when something is due that begins at a moment; WrongMoment where limit or calendar is not known."""
    limit = limit_in_force(code, started.astimezone(clock.LOCAL).date())
    try:
        return due_of(calendar(), Unit(limit.unit), limit.amount, started)
    except YearUnknown as unknown:
        raise WrongMoment(
            _(
                "Chưa có lịch làm việc năm %(year)s nên chưa tính được hạn. "
                "Hãy báo người quản trị thêm lịch năm đó ở trang Lịch làm việc."
            )
            % {"year": unknown.year}
        ) from unknown


def clocks_of(kind: str, subjects: Iterable[UUID]) -> dict[UUID, list[Clock]]:
    """Return the clocks that run against rows of a kind, the first due first; whoever asks has seen the rows."""
    found: dict[UUID, list[Clock]] = {}
    running = Clock.objects.filter(kind=kind, subject__in=list(subjects), stopped=None)
    for one in running.select_related("limit").prefetch_related("pauses").order_by("due", "pk"):
        found.setdefault(one.subject, []).append(one)
    return found


def overdue() -> QuerySet[Clock]:
    """Return the clocks that ran out and neither stopped nor stand still, the longest first; for schedules, not pages."""
    standing = ClockPause.objects.filter(clock=OuterRef("pk"), until=None)
    return Clock.objects.filter(~Exists(standing), stopped=None, due__lt=clock.now()).order_by("due", "pk")


def may_manage_calendar(actor: Actor) -> bool:
    """Say whether an actor looks after the calendar and the limits."""
    return actor.places.holds(MANAGE_CALENDAR.code)


# What the pages of the administrators show --------------------------------------------------------------------------------


def days_for(
    actor: Actor, *, q: str = "", year: int | None = None, kind: str = "", verified: str = ""
) -> list[CalendarDay]:
    """Return the days of the calendar that differ from their weekday, the earliest first."""
    MANAGE_CALENDAR.require_somewhere(actor)
    days = CalendarDay.objects.order_by("day")
    if year is not None:
        days = days.filter(day__year=year)
    if kind:
        days = days.filter(kind=kind)
    if verified:
        days = days.filter(verified=verified == "yes")
    return [day for day in days if _has(q, f"{day.label} {day.citation} {day.day:%d/%m/%Y}")]


def _has(q: str, text: str) -> bool:
    """Say whether a text holds what is looked for; of nothing but signs nothing is found."""
    wanted = search_key(q)
    return not q or (wanted != "" and wanted in search_key(text))


def years_for(actor: Actor) -> list[int]:
    """Return the years that the calendar has anything of."""
    MANAGE_CALENDAR.require_somewhere(actor)
    return sorted({day.year for day in CalendarDay.objects.values_list("day", flat=True)})


def get_day(actor: Actor, text: str) -> CalendarDay:
    """Return a day by its date as computers write it; NotFound where the calendar has no such row."""
    MANAGE_CALENDAR.require_somewhere(actor)
    try:
        row = CalendarDay.objects.filter(day=date.fromisoformat(text)).first()
    except ValueError:
        row = None
    if row is None:
        raise NotFound(_("Lịch không có dòng của ngày này. Hãy tải lại trang Lịch làm việc."))
    return row


def count_waiting(actor: Actor) -> int:
    """Return how many running clocks have no due moment, because the calendar does not reach so far."""
    MANAGE_CALENDAR.require_somewhere(actor)
    return Clock.objects.filter(stopped=None, due=None).count()


def next_unknown_year(actor: Actor) -> int | None:
    """Return this year or the next one, where its calendar is not known yet."""
    MANAGE_CALENDAR.require_somewhere(actor)
    known, this = calendar().years, clock.today().year
    return next((year for year in (this, this + 1) if year not in known), None)


def limits_for(
    actor: Actor, *, q: str = "", field: str = "", verified: str = "", past: bool = False
) -> list[Limit]:
    """Return the catalogue of limits by code; those of the past only when asked for."""
    MANAGE_CALENDAR.require_somewhere(actor)
    limits = Limit.objects.order_by("field", "code", "valid_from")
    if not past:
        limits = limits.filter(valid_to__gt=clock.today())
    if field:
        limits = limits.filter(field=field)
    if verified:
        limits = limits.filter(verified=verified == "yes")
    return [row for row in limits if _has(q, f"{row.code} {row.label} {row.citation} {row.note}")]


def fields_for(actor: Actor) -> list[str]:
    """Return what the limits of the catalogue are about."""
    MANAGE_CALENDAR.require_somewhere(actor)
    return sorted(set(Limit.objects.values_list("field", flat=True)))


def is_any_to_climb() -> bool:
    """Say whether the body above has to be told of any clock that ran out."""
    return Clock.objects.filter(stopped=None, climb_at__lte=clock.now()).exists()

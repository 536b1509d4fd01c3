"""When something is due, and the proof of it: every day from the beginning, with why it was counted or not. Plain Python.

What runs are clocks of the kernel; here is said until when, in a way that people can follow, over the same calendar.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from lienthong.kernel.working import (
    Calendar,
    DayKind,
    Fate,
    Pause,
    Unit,
    day_of,
    days_of,
    days_stood,
    due_of,
    midnight,
)

from .dated import Words
from .limits import Chosen, ClockKind

_DAY = timedelta(days=1)
_NOTHING = timedelta()


class Why(StrEnum):
    """What a day is to a count.

    ``BEFORE``: of hours, the first day, out of office hours. ``MADE_UP``: counted, though at a weekend. ``MOVED``: where it ends
    because the last day was off.
    """

    BEGAN = "began"
    BEFORE = "before"
    COUNTED = "counted"
    MADE_UP = "made_up"
    WEEKEND = "weekend"
    HOLIDAY = "holiday"
    DAY_OFF = "day_off"
    STOOD = "stood"
    MOVED = "moved"


@dataclass(frozen=True)
class Line:
    """A day of the proof. ``number``: of those that count, from 1; ``spent``: the time that passed on it, for hours.

    ``name``: what the calendar calls the day, by language.
    """

    day: date
    why: Why
    number: int = 0
    spent: timedelta = _NOTHING
    name: Words | None = None


@dataclass(frozen=True)
class Proof:
    """When something is due, day by day. ``sure``: no unverified day or limit is behind it."""

    chosen: Chosen
    started: datetime
    pauses: tuple[Pause, ...]
    lines: tuple[Line, ...]
    due: datetime
    sure: bool


def explain(
    chosen: Chosen,
    started: datetime,
    calendar: Calendar,
    *,
    pauses: Iterable[Pause] = (),
    names: Mapping[date, Words] | None = None,
) -> Proof:
    """Return when what began at a moment is due, with every day on the way; YearUnknown where the calendar ends.

    ``pauses``: those that are over. A clock that may not be held (``TOTAL``, most of law) refuses them with ValueError.
    """
    limit, pauses = chosen.limit, tuple(pauses)
    if limit.amount is None:
        raise ValueError(f"{limit.code} has no amount")
    if pauses and not limit.pauses:
        raise ValueError(f"{limit.code} is never held")
    due = due_of(calendar, limit.unit, limit.amount, started, pauses)
    in_days = limit.unit in (Unit.DAYS, Unit.WORKING_DAYS)
    sure = limit.source.verified and (
        limit.unit is Unit.HOURS or calendar.is_sure(day_of(started), day_of(due))
    )
    lines = (
        _days(calendar, limit.unit, limit.amount, day_of(started), pauses)
        if in_days
        else _hours(calendar, limit.unit, started, due, pauses)
    )
    named = tuple(
        Line(line.day, line.why, line.number, line.spent, (names or {}).get(line.day)) for line in lines
    )
    return Proof(chosen, started, pauses, named, due, sure)


def _days(
    calendar: Calendar, unit: Unit, amount: int, first: date, pauses: Iterable[Pause]
) -> Iterable[Line]:
    yield Line(first, Why.BEGAN)
    number = 0
    for day, fate in days_of(calendar, unit, amount, first, days_stood(pauses)):
        if fate is Fate.COUNTED:
            number += 1
            made_up = unit is Unit.WORKING_DAYS and calendar.days.get(day) is DayKind.MAKE_UP
            yield Line(day, Why.MADE_UP if made_up else Why.COUNTED, number)
        elif fate is Fate.STOOD:
            yield Line(day, Why.STOOD)
        else:
            yield Line(
                day, Why.MOVED if fate is Fate.MOVED and calendar.is_working(day) else _off(calendar, day)
            )


def _off(calendar: Calendar, day: date) -> Why:
    """Return why a day is not worked."""
    kind = calendar.days.get(day)
    return Why.WEEKEND if kind is None else Why(kind.value)


def _hours(
    calendar: Calendar, unit: Unit, started: datetime, due: datetime, pauses: tuple[Pause, ...]
) -> Iterable[Line]:
    stood_any = [pause for pause in pauses if pause.since < due]
    for n in range((day_of(due) - day_of(started)).days + 1):
        day = day_of(started) + _DAY * n
        begins, ends = max(midnight(day), started), min(midnight(day + _DAY), due)
        spent = _passed(calendar, unit, begins, ends) - sum(
            (_passed(calendar, unit, max(p.since, begins), min(p.until, ends)) for p in stood_any), _NOTHING
        )
        if spent:
            made_up = unit is Unit.WORKING_HOURS and calendar.days.get(day) is DayKind.MAKE_UP
            yield Line(day, Why.MADE_UP if made_up else Why.COUNTED, spent=spent)
        elif n == 0:
            yield Line(day, Why.BEFORE)
        else:
            yield Line(day, Why.STOOD if calendar.is_working(day) else _off(calendar, day))


def _passed(calendar: Calendar, unit: Unit, begins: datetime, ends: datetime) -> timedelta:
    """Return the time that counts between two moments; nothing where the second is not later."""
    if unit is Unit.WORKING_HOURS:
        return calendar.time_between(begins, ends)
    return max(ends - begins, _NOTHING)


def is_within(window: Chosen, answered: datetime, now: datetime, calendar: Calendar) -> bool:
    """Say whether a sender may still ask to have an answered matter opened again.

    Counted from the answer, whatever was written, rated or read since: nothing that is done later moves it.
    """
    if window.limit.clock is not ClockKind.REOPEN:
        raise ValueError(f"{window.limit.code} is no window for opening again")
    return answered <= now <= explain(window, answered, calendar).due

"""Working days and what is due by them: plain Python over a calendar that is data.

Days are counted as the Civil Code counts them (Law 91/2015/QH13, Articles 147 and 148): the day on which something begins
is not counted, and what would end on a day off ends on the next working day. A year of which the calendar is not known
is never guessed: ``YearUnknown``.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

LOCAL = ZoneInfo("Asia/Ho_Chi_Minh")
# Office hours in which working hours pass; the last of them ends the working day.
OFFICE = ((time(8), time(12)), (time(13), time(17)))
# So many days off with pay a year Article 112 of the Labour Code grants: with fewer, a calendar is not complete.
LAWFUL = 11

_DAY = timedelta(days=1)
_SATURDAY = 5


class DayKind(StrEnum):
    """What makes a day differ from others of its weekday. ``DAY_OFF``: in place of another, by law or by a swap."""

    HOLIDAY = "holiday"
    DAY_OFF = "day_off"
    MAKE_UP = "make_up"


class Unit(StrEnum):
    """In what a limit is counted. ``HOURS`` run day and night."""

    WORKING_DAYS = "working_days"
    DAYS = "days"
    WORKING_HOURS = "working_hours"
    HOURS = "hours"


class YearUnknown(ValueError):
    """The calendar does not reach so far. ``year``: what is missing."""

    def __init__(self, year: int) -> None:
        super().__init__(f"no working calendar of {year}")
        self.year = year


@dataclass(frozen=True)
class Calendar:
    """Which days are worked. ``days``: those that differ from their weekday; ``unverified``: not read in their source.

    >>> tet = {date(2026, 2, 15) + timedelta(days=n): DayKind.HOLIDAY for n in range(1, 6)}
    >>> Calendar({**tet, date(2026, 1, 10): DayKind.MAKE_UP}, years=frozenset({2026})).add(date(2026, 2, 13), 1)
    datetime.date(2026, 2, 23)
    """

    days: Mapping[date, DayKind]
    unverified: frozenset[date] = frozenset()
    years: frozenset[int] = field(default_factory=frozenset)

    @classmethod
    def of(cls, days: Mapping[date, DayKind], unverified: Iterable[date] = ()) -> Calendar:
        """Return a calendar that knows the years of which the lawful holidays are all there."""
        holidays = [day.year for day, kind in days.items() if kind is DayKind.HOLIDAY]
        known = {year for year in holidays if holidays.count(year) >= LAWFUL}
        return cls(days, frozenset(unverified), frozenset(known))

    def is_working(self, day: date) -> bool:
        """Say whether a day is worked; YearUnknown where nobody can know."""
        if day.year not in self.years:
            raise YearUnknown(day.year)
        kind = self.days.get(day)
        return day.weekday() < _SATURDAY if kind is None else kind is DayKind.MAKE_UP

    def on_or_after(self, day: date) -> date:
        """Return the first working day from a day on."""
        while not self.is_working(day):
            day += _DAY
        return day

    def add(self, day: date, number: int) -> date:
        """Return the n-th working day after a day; for 0 the day itself, or the next one that is worked."""
        if number == 0:
            return self.on_or_after(day)
        for _ in range(number):
            day = self.on_or_after(day + _DAY)
        return day

    def between(self, first: date, last: date) -> int:
        """Return how many working days come after ``first``, up to and with ``last``; 0 where it is not later."""
        return sum(self.is_working(first + _DAY * n) for n in range(1, (last - first).days + 1))

    def is_sure(self, first: date, last: date) -> bool:
        """Say whether every day that a count over this span depends on was read in its source."""
        return not any(first < day <= last for day in self.unverified)

    # Working hours ------------------------------------------------------------------------------------------------------

    def _spans(self, day: date) -> list[tuple[datetime, datetime]]:
        """Return the office hours of a day; Vietnam's clocks are never turned."""
        if not self.is_working(day):
            return []
        return [
            (datetime.combine(day, opens, LOCAL), datetime.combine(day, closes, LOCAL))
            for opens, closes in OFFICE
        ]

    def add_time(self, start: datetime, length: timedelta) -> datetime:
        """Return when so much of office hours has passed since a moment."""
        moment = start.astimezone(LOCAL)
        day = moment.date()
        while True:
            for opens, closes in self._spans(day):
                begins = max(opens, moment)
                if closes > begins and closes - begins >= length:
                    return begins + length
                length -= max(closes - begins, timedelta())
            day += _DAY

    def time_between(self, start: datetime, end: datetime) -> timedelta:
        """Return how much of office hours lies between two moments; nothing where the second is not later."""
        start, end = start.astimezone(LOCAL), end.astimezone(LOCAL)
        days = range((end.date() - start.date()).days + 1)
        spans = (span for n in days for span in self._spans(start.date() + _DAY * n))
        return sum(
            (max(min(closes, end) - max(opens, start), timedelta()) for opens, closes in spans), timedelta()
        )


@dataclass(frozen=True)
class Pause:
    """From when until when a clock stood. A clock that was set back between makes no pause negative."""

    since: datetime
    until: datetime

    @property
    def length(self) -> timedelta:
        """How long it took, day and night."""
        return max(self.until - self.since, timedelta())


def day_of(moment: datetime) -> date:
    """Return the day of a moment in Vietnam."""
    return moment.astimezone(LOCAL).date()


def midnight(day: date) -> datetime:
    """Return when a day begins in Vietnam."""
    return datetime.combine(day, time(), LOCAL)


def end_of(day: date) -> datetime:
    """Return when a working day ends."""
    return datetime.combine(day, OFFICE[-1][1], LOCAL)


class Fate(StrEnum):
    """What a day is to a limit in days. ``STOOD``: the clock was held on it. ``MOVED``: it would have ended on a day off."""

    COUNTED = "counted"
    OFF = "off"
    STOOD = "stood"
    MOVED = "moved"


def days_of(
    calendar: Calendar, unit: Unit, amount: int, first: date, stood: Collection[date] = ()
) -> Iterator[tuple[date, Fate]]:
    """Yield each day after the first with what it is to a limit in days; it ends with the last of them, or with the first."""
    day, left = first, amount
    while left:
        day += _DAY
        fate = _fate(calendar, unit, day, stood)
        left -= fate is Fate.COUNTED
        yield day, fate
    while day in stood or not calendar.is_working(day):
        day += _DAY
        yield day, Fate.STOOD if day in stood else Fate.MOVED


def _fate(calendar: Calendar, unit: Unit, day: date, stood: Collection[date]) -> Fate:
    if day in stood:
        return Fate.STOOD
    return Fate.COUNTED if unit is Unit.DAYS or calendar.is_working(day) else Fate.OFF


def days_stood(pauses: Iterable[Pause]) -> frozenset[date]:
    """Return the days on which a clock stood: from the one on which it was held, up to that on which it went on.

    What is done when a working day has ended is done on the next.
    """
    spans = [(_day_at_work(pause.since), _day_at_work(pause.until)) for pause in pauses]
    return frozenset(since + _DAY * n for since, until in spans for n in range((until - since).days))


def _day_at_work(moment: datetime) -> date:
    day = day_of(moment)
    return day if moment < end_of(day) else day + _DAY


def due_of(
    calendar: Calendar, unit: Unit, amount: int, started: datetime, pauses: Iterable[Pause] = ()
) -> datetime:
    """Return when something is due that began at a moment: a limit in days at the end of the working day.

    A pause moves it by what it took, in the limit's own unit; one that began when it was overdue moves nothing.
    YearUnknown where the calendar does not reach so far.
    """
    if unit in (Unit.WORKING_DAYS, Unit.DAYS):
        first = day_of(started)
        return end_of(
            [first, *(day for day, _is in days_of(calendar, unit, amount, first, days_stood(pauses)))][-1]
        )
    due = _later(calendar, unit, started, timedelta(hours=amount))
    for pause in sorted(pauses, key=lambda pause: pause.since):
        if pause.since >= due:
            break
        within = unit is Unit.WORKING_HOURS
        stood = calendar.time_between(pause.since, pause.until) if within else pause.length
        due = _later(calendar, unit, due, stood) if stood else due
    return due


def _later(calendar: Calendar, unit: Unit, moment: datetime, length: timedelta) -> datetime:
    return calendar.add_time(moment, length) if unit is Unit.WORKING_HOURS else moment + length

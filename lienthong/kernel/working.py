"""Working days and what is due by them: plain Python over a calendar that is data.

Days are counted as the Civil Code counts them (Law 91/2015/QH13, Articles 147 and 148): the day on which something begins
is not counted, and what would end on a day off ends on the next working day. A year of which the calendar is not known
is never guessed: ``YearUnknown``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
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


def end_of(day: date) -> datetime:
    """Return when a working day ends."""
    return datetime.combine(day, OFFICE[-1][1], LOCAL)


def due_of(
    calendar: Calendar, unit: Unit, amount: int, started: datetime, pauses: Iterable[Pause] = ()
) -> datetime:
    """Return when something is due that began at a moment: a limit in days at the end of the working day.

    Pauses move it by what they took, in the limit's own unit. YearUnknown where the calendar does not reach so far.
    """
    pauses = list(pauses)
    if unit is Unit.WORKING_HOURS:
        stood = sum((calendar.time_between(pause.since, pause.until) for pause in pauses), timedelta())
        return calendar.add_time(started, timedelta(hours=amount) + stood)
    if unit is Unit.HOURS:
        return started + timedelta(hours=amount) + sum((pause.length for pause in pauses), timedelta())
    first = day_of(started)
    spans = [(day_of(pause.since), day_of(pause.until)) for pause in pauses]
    if unit is Unit.WORKING_DAYS:
        return end_of(calendar.add(first, amount + sum(calendar.between(*span) for span in spans)))
    days = amount + sum(max((until - since).days, 0) for since, until in spans)
    return end_of(calendar.on_or_after(first + _DAY * days))

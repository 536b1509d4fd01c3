"""Values that every room speaks: the ISO week and the month made of weeks. Plain Python, immutable, ordered."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

_CODE = re.compile(r"(\d{4})-W(\d{2})", re.ASCII)
_MONTH_CODE = re.compile(r"(\d{4})-(\d{2})", re.ASCII)


@dataclass(frozen=True, order=True)
class Week:
    """An ISO 8601 week, Monday to Sunday.

    >>> Week.parse("2026-W47").first, Week.parse("2026-W47").last
    (datetime.date(2026, 11, 16), datetime.date(2026, 11, 22))
    >>> str(Week(2026, 53).next())
    '2027-W01'
    """

    year: int
    number: int

    def __post_init__(self) -> None:
        date.fromisocalendar(self.year, self.number, 1)

    @classmethod
    def parse(cls, code: str) -> Week:
        """Read a code such as 2026-W47; ValueError when there is no such week."""
        match = _CODE.fullmatch(code)
        if match is None:
            raise ValueError(f"not a week: {code!r}")
        return cls(int(match[1]), int(match[2]))

    @classmethod
    def of(cls, day: date) -> Week:
        """Return the week that holds a day."""
        year, number, _ = day.isocalendar()
        return cls(year, number)

    @property
    def first(self) -> date:
        """Monday."""
        return date.fromisocalendar(self.year, self.number, 1)

    @property
    def last(self) -> date:
        """Sunday: the day whose tree decides who is expected and where a return counts."""
        return date.fromisocalendar(self.year, self.number, 7)

    def shifted(self, weeks: int) -> Week:
        """Return the week so many weeks later (earlier when negative)."""
        return Week.of(self.first + timedelta(weeks=weeks))

    def next(self) -> Week:
        """Return the week after."""
        return self.shifted(1)

    def previous(self) -> Week:
        """Return the week before."""
        return self.shifted(-1)

    def __str__(self) -> str:
        return f"{self.year:04d}-W{self.number:02d}"


@dataclass(frozen=True, order=True)
class Month:
    """A month made of whole ISO weeks: a week belongs to the month that holds its last day.

    >>> [str(week) for week in Month.parse("2026-11").weeks]
    ['2026-W44', '2026-W45', '2026-W46', '2026-W47', '2026-W48']
    >>> Month.parse("2026-11").first, Month.parse("2026-11").last, str(Month(2026, 12).next())
    (datetime.date(2026, 10, 26), datetime.date(2026, 11, 29), '2027-01')
    """

    year: int
    number: int

    def __post_init__(self) -> None:
        date(self.year, self.number, 1)

    @classmethod
    def parse(cls, code: str) -> Month:
        """Read a code such as 2026-11; ValueError when there is no such month."""
        match = _MONTH_CODE.fullmatch(code)
        if match is None:
            raise ValueError(f"not a month: {code!r}")
        return cls(int(match[1]), int(match[2]))

    @classmethod
    def of(cls, week: Week) -> Month:
        """Return the month that a week belongs to."""
        return cls(week.last.year, week.last.month)

    @property
    def weeks(self) -> tuple[Week, ...]:
        """Its weeks, four or five, oldest first."""
        around = (Week.of(date(self.year, self.number, 1)).shifted(number) for number in range(6))
        return tuple(week for week in around if Month.of(week) == self)

    @property
    def first(self) -> date:
        """Monday of its first week."""
        return self.weeks[0].first

    @property
    def last(self) -> date:
        """Sunday of its last week: the day whose tree decides where a stock figure counts."""
        return self.weeks[-1].last

    def next(self) -> Month:
        """Return the month after."""
        return Month(self.year + self.number // 12, self.number % 12 + 1)

    def previous(self) -> Month:
        """Return the month before."""
        return Month(self.year - (self.number == 1), (self.number - 2) % 12 + 1)

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.number:02d}"

"""Values that every room speaks: the ISO week. Plain Python, immutable, ordered."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

_CODE = re.compile(r"(\d{4})-W(\d{2})", re.ASCII)


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

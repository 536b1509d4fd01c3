"""What became of the matters that were sent in a month, counted cell by cell; and what may be said of it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta

from .suppression import quantile, share

# A month is counted when the longest ordinary promise for what was sent on its last day has run out.
LAG = timedelta(days=30)


@dataclass(frozen=True)
class Fate:
    """One matter. ``days``: within how many days it was answered, None where it was not. ``verdict``: its sender's, if any."""

    commune: int
    category: int
    days: int | None
    on_time: bool
    verdict: bool | None = None


@dataclass
class Tally:
    """The matters of one cell. ``late``: of the ``open`` at the end of the month."""

    sent: int = 0
    on_time: int = 0
    days: Counter[int] = field(default_factory=Counter)
    rated: int = 0
    content: int = 0
    answered_in: int = 0
    on_time_in: int = 0
    open: int = 0
    late: int = 0

    def add(self, fate: Fate) -> None:
        """Count a matter that was sent in the month."""
        self.sent += 1
        if fate.days is not None:
            self.days[fate.days] += 1
            self.on_time += fate.on_time
        if fate.verdict is not None:
            self.rated += 1
            self.content += fate.verdict

    def said(self) -> dict[str, int | None]:
        """Return what may be said beside the number itself: shares and days, each of enough matters."""
        answered = sum(self.days.values())
        return {
            "answered": share(answered, self.sent),
            "on_time": share(self.on_time, self.sent),
            "on_time_period": share(self.on_time_in, self.answered_in),
            "median": quantile(self.days, 5),
            "p90": quantile(self.days, 9),
            "rated": share(self.rated, answered) if self.rated else None,
            "content": share(self.content, self.rated),
            "late": share(self.late, self.open),
        }


def month_after(month: date) -> date:
    """Return the first day of the month after a month.

    >>> month_after(date(2026, 12, 1))
    datetime.date(2027, 1, 1)
    """
    return (month.replace(day=28) + timedelta(days=4)).replace(day=1)


def months_between(first: date, last: date) -> list[date]:
    """Return the first days of the months from that of one day to that of another.

    >>> [f"{one:%m/%Y}" for one in months_between(date(2026, 11, 30), date(2027, 1, 1))]
    ['11/2026', '12/2026', '01/2027']
    """
    months = []
    month = first.replace(day=1)
    while month <= last:
        months.append(month)
        month = month_after(month)
    return months


def is_ripe(month: date, today: date) -> bool:
    """Say whether a month may be counted for the public."""
    return today >= month_after(month) + LAG

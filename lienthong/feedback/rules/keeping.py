"""When each part of what is kept goes, by the class that a matter has: to the day, in plain Python."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from .classes import ClassRule, class_rules

# In this order they go: who it was first, then what they showed, then what they wrote.
PARTS: Final = ("contact", "attachments", "text")


@dataclass(frozen=True)
class Cut:
    """Matters of a class that ended from ``since`` up to, but not on, ``before`` lose a part now."""

    rule: ClassRule
    part: str
    days: int
    since: date
    before: date

    @property
    def name(self) -> str:
        """What is written on a tombstone."""
        return f"{self.rule.code}.{self.part}: {self.days} {self.rule.valid_from.isoformat()}"


def goes_on(rule: ClassRule, part: str, ended: date) -> date:
    """Return the day on which a part of a matter goes that ended on a day: what is kept for 365 days is there on the 365th.

    >>> from .classes import class_on
    >>> goes_on(class_on("feedback", date(2026, 8, 1)), "contact", date(2026, 8, 1))
    datetime.date(2027, 8, 2)
    """
    return ended + timedelta(days=getattr(rule.retention, part) + 1)


def cuts_on(day: date) -> Iterator[Cut]:
    """Yield what goes on a day: for each time of each class, by the rule that held when a matter ended."""
    for part in PARTS:
        for rule in class_rules():
            days = getattr(rule.retention, part)
            before = min(day - timedelta(days=days), rule.valid_to)
            if before > rule.valid_from:
                yield Cut(rule, part, days, rule.valid_from, before)

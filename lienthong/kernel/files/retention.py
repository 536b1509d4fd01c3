"""How long files are kept: classes as dated data with their source."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources

from ..languages import label_of


@dataclass(frozen=True)
class RetentionClass:
    """How long something is kept. ``months`` None: for ever. ``verified``: whether somebody read the source."""

    code: str
    label: dict[str, str]
    months: int | None
    since: date
    citation: str
    verified: bool

    @property
    def name(self) -> str:
        """What it is called on the screen."""
        return label_of(self.label)

    def ends(self, added: date) -> date | None:
        """Return the first day on which what was added on a day may go; None where it never may."""
        return None if self.months is None else months_after(added, self.months)


def months_after(day: date, months: int) -> date:
    """Return the day so many months later; the last day of the month where it has none of that number.

    >>> months_after(date(2026, 1, 31), 1)
    datetime.date(2026, 2, 28)
    """
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    for number in range(day.day, 0, -1):
        try:
            return date(year, month + 1, number)
        except ValueError:
            continue
    raise ValueError(day)


@cache
def _rows() -> tuple[RetentionClass, ...]:
    rows = json.loads(resources.files("lienthong.kernel").joinpath("data/retention.json").read_text("utf-8"))
    return tuple(
        RetentionClass(
            row["code"],
            row["name"],
            row["months"],
            date.fromisoformat(row["valid_from"]),
            row["citation"],
            row["verified"],
        )
        for row in sorted(rows, key=lambda row: str(row["valid_from"]))
    )


def classes_on(day: date) -> dict[str, RetentionClass]:
    """Return the classes in force on a day, by code: the newest of each."""
    return {row.code: row for row in _rows() if row.since <= day}

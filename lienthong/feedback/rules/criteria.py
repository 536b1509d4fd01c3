"""What a proposal has to say, by what a panel judges it, and when its marks may be seen: dated data and plain Python."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from statistics import median
from typing import Final

from .dated import Lasting, lasting, read_rows

FEWEST_MEMBERS: Final = 3
MOST_MEMBERS: Final = 15
# So long a panel has unless whoever asks it says otherwise; within the thirty days of the answer.
PANEL_DAYS: Final = 14


@dataclass(frozen=True)
class Criterion(Lasting):
    """Something to look for. ``most``: the best mark; 0: it is there or it is not."""

    most: int


@cache
def _criteria() -> tuple[Criterion, ...]:
    return tuple(Criterion(**lasting(row), most=row.get("most", 0)) for row in read_rows("criteria.json"))


def checks_on(day: date) -> list[Criterion]:
    """Return what a proposal has to say, as it holds on a day."""
    return [one for one in _criteria() if not one.most and one.holds_on(day)]


def criteria_on(day: date) -> list[Criterion]:
    """Return by what proposals are judged on a day."""
    return [one for one in _criteria() if one.most and one.holds_on(day)]


def is_complete(checks: Mapping[str, bool], day: date) -> bool:
    """Say whether everything is there that has to be."""
    return all(checks.get(one.code) is True for one in checks_on(day))


def wrong_marks(marks: Mapping[str, int | None], day: date) -> list[str]:
    """Return the criteria whose marks are missing or out of their range."""
    return [one.code for one in criteria_on(day) if not 1 <= (marks.get(one.code) or 0) <= one.most]


@dataclass(frozen=True)
class Seat:
    """A member of a panel as far as counts matter. ``conflict``: None until they have said."""

    conflict: bool | None
    has_judged: bool


def is_open_to_view(seats: Iterable[Seat], until: datetime | None, now: datetime) -> bool:
    """Say whether marks may be seen: every member without an interest has given theirs, or the time is over.

    Who has said nothing is waited for. A panel of which nobody may judge shows nothing before its time is over.
    """
    left = [seat for seat in seats if seat.conflict is not True]
    if until is not None and now >= until:
        return True
    return bool(left) and all(seat.has_judged for seat in left)


def until_of(begins: datetime, days: int) -> datetime:
    """Return when a panel's time is over."""
    return begins + timedelta(days=days)


@dataclass(frozen=True)
class Score:
    """The marks of a criterion together. The median, so that one member alone moves nothing."""

    criterion: Criterion
    middle: float
    least: int
    most: int
    number: int


def scores(given: Iterable[Mapping[str, int]], day: date) -> list[Score]:
    """Return the marks by criterion; those that nobody gave a mark for are left out."""
    rows = list(given)
    found = []
    for one in criteria_on(day):
        marks = [row[one.code] for row in rows if one.code in row]
        if marks:
            found.append(Score(one, float(median(marks)), min(marks), max(marks), len(marks)))
    return found

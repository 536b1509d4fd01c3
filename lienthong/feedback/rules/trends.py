"""What rose, and which small numbers of others are not shown. Counts only: no text, no sender."""

from __future__ import annotations

import math
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final, TypeVar

from .suppression import LEAST

# Against how many periods before the last is compared.
BEFORE: Final = 4
# A rise is told from so many on, at least half as many again, and beyond what chance alone brings.
_FROM: Final = 5
_HALF_AGAIN: Final = 1.5
_MONDAY_TO_SUNDAY: Final = timedelta(days=6)
_CHANCE: Final = 2.0

Key = TypeVar("Key", bound=Hashable)


class Every(StrEnum):
    """How long a period is."""

    WEEK = "tuan"
    MONTH = "thang"


@dataclass(frozen=True, order=True)
class Period:
    """A week (Monday to Sunday) or a calendar month, both days included."""

    first: date
    last: date

    @property
    def is_week(self) -> bool:
        """Whether it is a week."""
        return self.last - self.first == _MONDAY_TO_SUNDAY

    @property
    def name(self) -> str:
        """Its name on an axis: the week's first day, or the month.

        >>> Period(date(2026, 11, 16), date(2026, 11, 22)).name, Period(date(2026, 11, 1), date(2026, 11, 30)).name
        ('16/11', '11/2026')
        """
        return f"{self.first:%d/%m}" if self.is_week else f"{self.first:%m/%Y}"


def period_of(day: date, every: Every) -> Period:
    """Return the period that holds a day.

    >>> period_of(date(2026, 11, 22), Every.WEEK).first, period_of(date(2026, 2, 3), Every.MONTH).last
    (datetime.date(2026, 11, 16), datetime.date(2026, 2, 28))
    """
    if every is Every.WEEK:
        first = day - timedelta(days=day.weekday())
        return Period(first, first + timedelta(days=6))
    first = day.replace(day=1)
    following = (first + timedelta(days=32)).replace(day=1)
    return Period(first, following - timedelta(days=1))


def periods_until(day: date, every: Every, count: int) -> list[Period]:
    """Return so many periods, the earliest first; the last one holds the day."""
    found = [period_of(day, every)]
    while len(found) < count:
        found.append(period_of(found[-1].first - timedelta(days=1), every))
    return found[::-1]


@dataclass(frozen=True)
class Shown:
    """A number as it is shown: of it what one's own unit has is known; None where the others' part is too small."""

    number: int | None

    @property
    def is_withheld(self) -> bool:
        """Whether a number is there and not shown."""
        return self.number is None


def shown(own: int, others: int) -> Shown:
    """Return a sum over one's own unit and others.

    >>> shown(2, 0).number, shown(2, 4).number, shown(2, 5).number
    (2, None, 7)
    """
    return Shown(own + others if others == 0 or others >= LEAST else None)


def withheld(numbers: Mapping[Key, int]) -> set[Key]:
    """Return which numbers of others are not shown beside their sum: the small ones, and one more where it could be worked out.

    >>> sorted(withheld({"a": 3, "b": 9, "c": 20})), withheld({"a": 0, "b": 9}), sorted(withheld({"a": 1, "b": 4, "c": 9}))
    (['a', 'b'], set(), ['a', 'b'])
    """
    hidden = {key for key, number in numbers.items() if 0 < number < LEAST}
    rest = sorted((number, str(key), key) for key, number in numbers.items() if number >= LEAST)
    # The sum of what is hidden follows from the sum of all: of one that is the number, of few it nearly is.
    while hidden and rest and (len(hidden) == 1 or sum(numbers[key] for key in hidden) < LEAST):
        hidden.add(rest.pop(0)[2])
    return hidden


@dataclass(frozen=True)
class Rise:
    """That the last period had clearly more than the ones before: so many, against so many on average."""

    last: int
    usual: float


def rise_in(numbers: Sequence[int | None]) -> Rise | None:
    """Say whether the last of some numbers rose clearly above the mean of those before; None where it did not, or is not known.

    >>> rise_in([10, 12, 11, 11, 34]), rise_in([1, 0, 2, 1, 4]), rise_in([30, 30, 30, 30, 36])
    (Rise(last=34, usual=11.0), None, None)
    """
    known = [number for number in numbers[-BEFORE - 1 :] if number is not None]
    if len(known) <= BEFORE:
        return None
    last, usual = known[-1], sum(known[:-1]) / BEFORE
    enough = last >= _FROM and last >= _HALF_AGAIN * usual
    return Rise(last, usual) if enough and last > usual + _CHANCE * math.sqrt(usual) else None

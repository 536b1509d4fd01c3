"""By which structure figures are shown: as it was in each period, or as it is on a chosen day. Plain Python."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from .apportion import amount_in, amounts_of, is_bounded


@dataclass(frozen=True)
class Structure:
    """A structure of units. ``day``: of this day for every period; None: of each period's own last day."""

    day: date | None = None

    def on(self, last: date) -> date:
        """Return the day whose tree counts for a period that ends on a day."""
        return self.day or last

    @property
    def as_was(self) -> bool:
        """Whether each period is shown as it was."""
        return self.day is None


AS_WAS = Structure()


class Shared(NamedTuple):
    """What bodies that belong to a unit only in part add to one of its figures, in units of 1/scale.

    ``low`` and ``high`` are equal where every share is known. ``divisible``: False where nothing certain can be said.
    ``returns``: how many such returns hold a value.
    """

    low: int = 0
    high: int = 0
    divisible: bool = True
    returns: int = 0

    def plus(self, other: Shared) -> Shared:
        """Return both together: what cannot be divided in one cannot be in the sum."""
        return Shared(
            self.low + other.low,
            self.high + other.high,
            self.divisible and other.divisible,
            self.returns + other.returns,
        )


NOT_DIVISIBLE = Shared(divisible=False, returns=1)


def shared_in(
    number: int, shares: Sequence[tuple[Fraction, Fraction]], inside: frozenset[int], *, never_negative: bool
) -> Shared:
    """Return what a split body's number adds at a unit in which some of its places lie, given by their order."""
    if not is_bounded(number, shares, never_negative=never_negative):
        return NOT_DIVISIBLE
    low, high = amount_in(number, amounts_of(number, shares), inside)
    return Shared(low, high, True, 1)


def shared_together(several: Sequence[Mapping[str, Shared]]) -> dict[str, Shared]:
    """Return by field what several sums share."""
    found: dict[str, Shared] = {}
    for one in several:
        for code, shared in one.items():
            found[code] = found[code].plus(shared) if code in found else shared
    return found

"""Numbers of a body that was split: divided by known shares so that they sum back exactly, and bounded where none is known."""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from fractions import Fraction
from typing import NamedTuple

Shares = tuple[Fraction, Fraction]


class Amount(NamedTuple):
    """A whole number that is at least ``low`` and at most ``high``: equal where it is known."""

    low: int
    high: int


def apportion(number: int, shares: Sequence[Fraction]) -> list[int]:
    """Divide a whole number by shares that sum to 1, by the largest remainder; of equal remainders the first comes first.

    >>> apportion(10, [Fraction(1, 3)] * 3), apportion(-7, [Fraction(1, 2)] * 2)
    ([4, 3, 3], [-3, -4])
    """
    exact = [number * share for share in shares]
    found = [math.floor(one) for one in exact]
    left = number - sum(found)
    by_remainder = sorted(range(len(shares)), key=lambda place: (found[place] - exact[place], place))
    for place in by_remainder[: max(0, left)]:
        found[place] += 1
    return found


def amounts_of(number: int, shares: Sequence[Shares]) -> list[Amount]:
    """Return what of a number stands at each of several places, given from which to which share of it is there.

    A number below zero has no bounds where a share is unknown: see ``is_bounded``.

    >>> amounts_of(9, [(Fraction(1, 3), Fraction(1, 3)), (Fraction(0), Fraction(2, 3)), (Fraction(0), Fraction(2, 3))])
    [Amount(low=3, high=3), Amount(low=0, high=6), Amount(low=0, high=6)]
    """
    known = [low for low, high in shares if low == high]
    rest = 1 - sum(known, Fraction(0))
    *sure, left = apportion(number, [*known, rest])
    if len(known) == len(shares) and sure:
        # What the shares leave over, if they do not sum to 1, is nobody's.
        sure = apportion(number, known) if rest == 0 else sure
    sures = iter(sure)
    return [
        Amount(one := next(sures), one)
        if low == high
        else Amount(max(0, min(left, math.floor(number * low))), max(0, min(left, math.ceil(number * high))))
        for low, high in shares
    ]


def is_bounded(number: int, shares: Sequence[Shares], *, never_negative: bool) -> bool:
    """Say whether anything certain can be said of a number's parts."""
    return all(low == high for low, high in shares) or (never_negative and number >= 0)


def amount_in(number: int, amounts: Sequence[Amount], inside: Collection[int]) -> Amount:
    """Return what of a number stands at some of its places together, given by their order.

    >>> amount_in(9, [Amount(3, 3), Amount(0, 6), Amount(0, 6)], {1, 2})
    Amount(low=6, high=6)
    """
    within = [amounts[place] for place in inside]
    without = [amount for place, amount in enumerate(amounts) if place not in inside]
    low = max(sum(one.low for one in within), number - sum(one.high for one in without))
    high = min(sum(one.high for one in within), number - sum(one.low for one in without))
    return Amount(low, max(low, high))

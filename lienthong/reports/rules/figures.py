"""What a field comes to at a unit, whatever its roll-up: exact numbers as decimal texts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from lienthong.forms.rules import ADDING, WEIGHT_BASE, Field, Rollup, scaled_half_up, unscaled

from .structures import Shared
from .totals import Figure, Sums


@dataclass(frozen=True)
class Outcome:
    """What a field comes to. ``number``: a decimal text; None where nothing was reported, or there is no number.

    ``weight``: what a weighted average was weighted by, as a decimal text. ``counts``: of each answer, how many.

    Across a split: ``apportioned``, part of the number is by known shares. ``between``: the least and the most that it
    can be, where a share is unknown. ``divisible``: False where nothing certain can be said. ``shared``: of how many
    returns only a part belongs here.
    """

    number: str | None
    values: int
    blank: int
    not_applicable: int
    withheld: bool = False
    weight: str | None = None
    counts: Mapping[str, int] = field(default_factory=dict)
    shared: int = 0
    apportioned: bool = False
    between: tuple[str, str] | None = None
    divisible: bool = True


NOTHING = Figure(0, 0, 0, 0)


def outcome_of(part: Field, sums: Sums) -> Outcome:
    """Return what a field comes to."""
    code = part.code
    own = sums.figures.get(code, NOTHING)
    states = (own.values, own.blank, own.not_applicable)
    if code in sums.withheld:
        return Outcome(None, *states, withheld=True)
    if code in sums.shared:
        return _shared(part, own, sums.shared[code])
    return _rolled_up(part, own, sums)


def _rolled_up(part: Field, own: Figure, sums: Sums) -> Outcome:
    code, states = part.code, (own.values, own.blank, own.not_applicable)
    if part.rollup in ADDING:
        return Outcome(part.unscaled(own.total) if own.values else None, *states)
    if part.rollup is Rollup.CHOICES:
        counts = {answer: sums.figures.get(f"{code}={answer}", NOTHING).total for answer in part.answers}
        return Outcome(None, *states, counts=counts)
    if part.rollup is Rollup.WEIGHTED:
        average, weight = _weighted(part, sums)
        return Outcome(average, *states, weight=weight)
    if part.rollup in _EXTREMES:
        found = sums.figures.get(code + _EXTREMES[part.rollup], NOTHING)
        return Outcome(part.unscaled(found.total) if found.values else None, *states)
    return Outcome(None, *states)


def _shared(part: Field, own: Figure, shared: Shared) -> Outcome:
    """Return what a field comes to where some returns belong to the unit only in part."""
    states = (own.values, own.blank, own.not_applicable)
    if not shared.divisible:
        return Outcome(None, *states, shared=shared.returns, divisible=False)
    least, most = (part.unscaled(own.total + more) for more in (shared.low, shared.high))
    if shared.low == shared.high:
        return Outcome(least, *states, shared=shared.returns, apportioned=True)
    return Outcome(None, *states, shared=shared.returns, between=(least, most))


_EXTREMES = {Rollup.MINIMUM: "<", Rollup.MAXIMUM: ">"}


def _weighted(part: Field, sums: Sums) -> tuple[str | None, str | None]:
    """Return a weighted average, rounded half away from zero to the field's decimals, and the weights' sum."""
    held = sums.figures.get(f"{part.code}*{part.weight}", NOTHING)
    # The four lanes of a product: its two halves, the weights, and how many.
    product, weight = held.total * WEIGHT_BASE + held.values, held.blank
    if weight == 0:
        return None, None
    average = scaled_half_up(Fraction(product, weight), 0)
    return part.unscaled(average), unscaled(weight, part.weight_decimals)

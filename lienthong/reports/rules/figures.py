"""What a field comes to at a unit, whatever its roll-up: exact numbers as decimal texts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from lienthong.forms.rules import ADDING, WEIGHT_BASE, Field, Rollup, scaled_half_up, unscaled

from .totals import Figure, Sums


@dataclass(frozen=True)
class Outcome:
    """What a field comes to. ``number``: a decimal text; None where nothing was reported, or there is no number.

    ``weight``: what a weighted average was weighted by, as a decimal text. ``counts``: of each answer, how many.
    """

    number: str | None
    values: int
    blank: int
    not_applicable: int
    withheld: bool = False
    weight: str | None = None
    counts: Mapping[str, int] = field(default_factory=dict)


NOTHING = Figure(0, 0, 0, 0)


def outcome_of(part: Field, sums: Sums) -> Outcome:
    """Return what a field comes to."""
    code = part.code
    own = sums.figures.get(code, NOTHING)
    states = (own.values, own.blank, own.not_applicable)
    if code in sums.withheld:
        return Outcome(None, *states, withheld=True)
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

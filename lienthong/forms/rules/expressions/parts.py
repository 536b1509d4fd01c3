"""Parts of an expression as columns: numbers and other values with the ranks of their states, and how two are joined."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import polars as pl

from .evaluation import COMPARISONS
from .language import State
from .wholes import NOTHING, DoesNotFit, Whole

_RANK = pl.UInt8

Ranks: TypeAlias = tuple[pl.Expr, ...]


def rank_of(state: State | None) -> pl.Expr:
    """Return the rank of a state, 0 for a value, as a column."""
    return pl.lit(state.value if state else 0, dtype=_RANK)


def worst_of(ranks: Ranks) -> pl.Expr:
    """Return the highest of ranks; 0 when there are none."""
    if not ranks:
        return rank_of(None)
    return ranks[0] if len(ranks) == 1 else pl.max_horizontal(*ranks)


@dataclass(frozen=True)
class Number:
    """A number: two whole columns, and the ranks of which the highest is its state."""

    over: Whole
    under: Whole
    ranks: Ranks

    @property
    def value(self) -> pl.Expr:
        return self.over.expr

    @property
    def state(self) -> pl.Expr:
        return worst_of(self.ranks)


@dataclass(frozen=True)
class Other:
    """A text, a date, a yes or no, or nothing at all; and the ranks of which the highest is its state."""

    value: pl.Expr
    ranks: Ranks

    @property
    def state(self) -> pl.Expr:
        return worst_of(self.ranks)


Part: TypeAlias = Number | Other
ONE = Whole.constant(1)


def as_number(part: Part) -> Number:
    """Take a part where a number is wanted: a bare state is a number that is not there."""
    return part if isinstance(part, Number) else Number(NOTHING, ONE, part.ranks)


def over_constants(numbers: Sequence[Number]) -> tuple[list[Whole], Whole]:
    """Bring numbers to one denominator, and return what then stands over it. Raises DoesNotFit for a quotient."""
    constants = [number.under.value for number in numbers if isinstance(number.under.value, int)]
    if len(constants) < len(numbers):
        raise DoesNotFit
    common = math.lcm(*constants)
    factors = [Whole.constant(common // constant) for constant in constants]
    overs = [number.over.times(factor) for number, factor in zip(numbers, factors, strict=True)]
    return overs, Whole.constant(common)


def alike(left: Number, right: Number) -> tuple[Whole, Whole, Whole]:
    """Bring two numbers to one denominator, and return what then stands over it, and that."""
    if isinstance(left.under.value, int) and isinstance(right.under.value, int):
        (one, other), under = over_constants([left, right])
        return one, other, under
    one, other = left.over.times(right.under), right.over.times(left.under)
    return one, other, left.under.times(right.under)


def compared(sign: str, left: Part, right: Part) -> Other:
    """Compare two parts, numbers crosswise."""
    ranks = left.ranks + right.ranks
    if not isinstance(left, Number) and not isinstance(right, Number):
        return Other(COMPARISONS[sign](left.value, right.value), ranks)
    one, other, _ = alike(as_number(left), as_number(right))
    limit = max(one.limit, other.limit)
    return Other(COMPARISONS[sign](one.typed(limit), other.typed(limit)), ranks)


def picked(truth: pl.Expr, then: Part, otherwise: Part, state: pl.Expr) -> Part:
    """Take one of two where a truth says so, nothing where it says neither."""

    def pick(one: pl.Expr, other: pl.Expr) -> pl.Expr:
        return pl.when(truth).then(one).when(~truth).then(other)

    if not isinstance(then, Number) and not isinstance(otherwise, Number):
        return Other(pick(then.value, otherwise.value), (state,))
    left, right = as_number(then), as_number(otherwise)
    if isinstance(left.under.value, int) and isinstance(right.under.value, int):
        one, other, under = alike(left, right)
        return Number(_picked_whole(pick, one, other), under, (state,))
    over = _picked_whole(pick, left.over, right.over)
    return Number(over, _picked_whole(pick, left.under, right.under), (state,))


def _picked_whole(pick: Callable[[pl.Expr, pl.Expr], pl.Expr], one: Whole, other: Whole) -> Whole:
    limit = max(one.limit, other.limit)
    return Whole(pick(one.typed(limit), other.typed(limit)), limit)


def how_many(truths: Sequence[pl.Expr]) -> pl.Expr:
    """Return in how many columns it is true; null counts as false."""
    return pl.sum_horizontal(*(truth.cast(pl.Int64) for truth in truths))


def sum_of(overs: Sequence[Whole]) -> Whole:
    """Add up what is there."""
    limit = sum(over.limit for over in overs)
    return Whole(pl.sum_horizontal(*(over.typed(limit) for over in overs)), limit)


def extreme_of(horizontal: Callable[..., pl.Expr]) -> Callable[[Sequence[Whole]], Whole]:
    """Return what finds the least or the greatest of what is there."""

    def extreme(overs: Sequence[Whole]) -> Whole:
        limit = max(over.limit for over in overs)
        return Whole(horizontal(*(over.typed(limit) for over in overs)), limit)

    return extreme

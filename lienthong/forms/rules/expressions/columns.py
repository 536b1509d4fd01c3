"""From a checked tree to columns: one expression worked out for all rows of a table at once.

A number is a pair of whole columns (over, under; under is positive), never a float. Beside each value stands the rank
of its state; a value is null exactly where that rank is not 0. A number that fits never comes near the limit of the
row evaluator, so both give the same. What does not fit raises DoesNotFit while it is compiled, whatever the rows hold.
"""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import reduce
from typing import Any, TypeAlias

import polars as pl

from lienthong.forms.rules.decimals import power

from .language import State, Tree, Type
from .wholes import NOTHING, DoesNotFit, Whole

_RANK = pl.UInt8
_LONGEST_TEXT = 10_000
_MOST_DAYS = 4_000_000
_COMPARISONS: dict[str, Callable[[Any, Any], pl.Expr]] = {
    "=": operator.eq,
    "<>": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
_FALLBACKS = {
    "if_blank": (State.BLANK,),
    "if_na": (State.NOT_APPLICABLE,),
    "if_nr": (State.NOT_REPORTED,),
    "if_missing": (State.NOT_APPLICABLE, State.BLANK, State.NOT_REPORTED),
    "if_error": (State.ERROR,),
}


def value_column(code: str, back: int) -> str:
    """Return the name of the column with a field's values so many periods back."""
    return f"{code}@{back}"


def state_column(code: str, back: int) -> str:
    """Return the name of the column with the ranks of its states; 0 is a value."""
    return f"{code}@{back}.state"


@dataclass(frozen=True)
class Column:
    """What a field's columns hold. A number is a scaled integer of at most ``limit``."""

    type: Type
    decimals: int = 0
    limit: int = 0


@dataclass(frozen=True)
class Program:
    """A compiled expression: columns to be added one after the other, then its value and the rank of its state."""

    steps: tuple[pl.Expr, ...]
    value: pl.Expr
    state: pl.Expr

    def run(self, frame: pl.DataFrame) -> pl.DataFrame:
        """Return a table of two columns, "value" and "state", with as many rows as the frame."""
        for step in self.steps:
            frame = frame.with_columns(step)
        return frame.with_columns(self.value.alias("value"), self.state.alias("state")).select(
            "value", "state"
        )


def compile_tree(tree: Tree, columns: Mapping[str, Column], decimals: int) -> Program:
    """Compile a checked tree over fields of the given columns.

    A number comes out as a scaled integer, rounded half away from zero to the decimals. Raises DoesNotFit.
    """
    compiler = _Compiler(columns)
    result = compiler.compile(tree)
    if isinstance(result, _Number):
        rounded = compiler.rounded(result, decimals)
        return Program(tuple(compiler.steps), rounded.expr, result.state)
    return Program(tuple(compiler.steps), result.value, result.state)


# What a part of a tree becomes ------------------------------------------------------------------------------

_Ranks: TypeAlias = tuple[pl.Expr, ...]


def _rank(state: State | None) -> pl.Expr:
    return pl.lit(state.value if state else 0, dtype=_RANK)


def _worst(ranks: _Ranks) -> pl.Expr:
    if not ranks:
        return _rank(None)
    return ranks[0] if len(ranks) == 1 else pl.max_horizontal(*ranks)


@dataclass(frozen=True)
class _Number:
    """A number: two whole columns, and the ranks of which the highest is its state."""

    over: Whole
    under: Whole
    ranks: _Ranks

    @property
    def value(self) -> pl.Expr:
        return self.over.expr

    @property
    def state(self) -> pl.Expr:
        return _worst(self.ranks)


@dataclass(frozen=True)
class _Other:
    """A text, a date, a yes or no, or nothing at all; and the ranks of which the highest is its state."""

    value: pl.Expr
    ranks: _Ranks

    @property
    def state(self) -> pl.Expr:
        return _worst(self.ranks)


_Part: TypeAlias = _Number | _Other
_ONE = Whole.constant(1)


def _number(part: _Part) -> _Number:
    """Take a part where a number is wanted: a bare state is a number that is not there."""
    return part if isinstance(part, _Number) else _Number(NOTHING, _ONE, part.ranks)


class _Compiler:
    """Compiles one tree. What is needed more than once becomes a column of its own, or expressions would explode."""

    def __init__(self, columns: Mapping[str, Column]) -> None:
        self.columns = columns
        self.steps: list[pl.Expr] = []

    def compile(self, tree: Tree) -> _Part:
        return _METHODS[tree[0]](self, tree)

    def compile_all(self, trees: Sequence[Tree]) -> list[_Part]:
        return [self.compile(tree) for tree in trees]

    def numbers(self, trees: Sequence[Tree]) -> list[_Number]:
        return [_number(self.compile(tree)) for tree in trees]

    def kept(self, expr: pl.Expr) -> pl.Expr:
        """Return what may be used many times for an expression."""
        if expr.meta.is_column() or expr.meta.is_literal():
            return expr
        name = f"step {len(self.steps)}"
        self.steps.append(expr.alias(name))
        return pl.col(name)

    def kept_whole(self, whole: Whole) -> Whole:
        return whole if isinstance(whole.value, int) else whole.mapped(self.kept)

    # Constants and fields -----------------------------------------------------------------------------------

    def constant(self, tree: Tree) -> _Part:
        number = Fraction(tree[1])
        return _Number(Whole.constant(number.numerator), Whole.constant(number.denominator), ())

    def literal(self, tree: Tree) -> _Part:
        return _Other(pl.lit(tree[1]), ())

    def state(self, tree: Tree) -> _Part:
        return _Other(pl.lit(None), (_rank(State(tree[1])),))

    def field(self, tree: Tree) -> _Part:
        _, code, back = tree
        column = self.columns[code]
        value, ranks = pl.col(value_column(code, back)), (pl.col(state_column(code, back)),)
        if column.type is not Type.NUMBER:
            return _Other(value, ranks)
        return _Number(Whole(value, column.limit), Whole.constant(power(column.decimals)), ranks)

    # Numbers ------------------------------------------------------------------------------------------------

    def chain(self, tree: Tree) -> _Part:
        result, *operands = self.numbers([tree[1], *tree[3::2]])
        for sign, operand in zip(tree[2::2], operands, strict=True):
            result = _ARITHMETIC[sign](self, result, operand)
        return result

    def plus(self, left: _Number, right: _Number) -> _Number:
        one, other, under = _alike(left, right)
        return _Number(one.plus(other), under, left.ranks + right.ranks)

    def minus(self, left: _Number, right: _Number) -> _Number:
        return self.plus(left, _Number(right.over.negated(), right.under, right.ranks))

    def times(self, left: _Number, right: _Number) -> _Number:
        return _Number(left.over.times(right.over), left.under.times(right.under), left.ranks + right.ranks)

    def divided(self, left: _Number, right: _Number, by_zero: State = State.ERROR) -> _Number:
        divisor = self.kept_whole(right.over)
        over = left.over.times(right.under).times(divisor.sign())
        under = left.under.times(divisor.size())
        ranks = left.ranks + right.ranks
        if isinstance(divisor.value, int) and divisor.value != 0:
            return _Number(over, under, ranks)
        is_zero = divisor.expr == 0
        worst = self.kept(_worst(ranks))
        state = pl.when((worst == 0) & is_zero).then(_rank(by_zero)).otherwise(worst)
        there = ~is_zero
        return _Number(
            Whole(pl.when(there).then(over.expr), over.limit),
            Whole(pl.when(there).then(under.expr), under.limit),
            (state,),
        )

    def percent(self, tree: Tree) -> _Part:
        part, whole = self.numbers(tree[1:])
        hundredfold = _Number(part.over.times(Whole.constant(100)), part.under, part.ranks)
        return self.divided(hundredfold, whole, State.NOT_APPLICABLE)

    def negative(self, tree: Tree) -> _Part:
        [number] = self.numbers(tree[1:])
        return _Number(number.over.negated(), number.under, number.ranks)

    def size(self, tree: Tree) -> _Part:
        [number] = self.numbers(tree[1:])
        return _Number(number.over.size(), number.under, number.ranks)

    def round(self, tree: Tree) -> _Part:
        number, decimals = _number(self.compile(tree[1])), tree[2]
        return _Number(self.rounded(number, decimals), Whole.constant(power(decimals)), number.ranks)

    def rounded(self, number: _Number, decimals: int) -> Whole:
        """Return a number times 10^decimals, rounded half away from zero."""
        wanted, under = power(decimals), number.under
        if isinstance(under.value, int) and wanted % under.value == 0:
            return number.over.times(Whole.constant(wanted // under.value))
        over, under = self.kept_whole(number.over), self.kept_whole(under)
        double = Whole.constant(2)
        nearest = over.size().times(Whole.constant(2 * wanted)).plus(under).over(under.times(double))
        return nearest.times(over.sign())

    # Lists --------------------------------------------------------------------------------------------------

    def listed(self, tree: Tree) -> _Part:
        numbers = self.numbers(tree[1:])
        # One number may stand over whatever it was divided by; of several, each may be missing by itself.
        overs, under = _over_constants(numbers) if len(numbers) > 1 else ([numbers[0].over], numbers[0].under)
        overs = [self.kept_whole(over) for over in overs]
        worst = self.kept(_worst(tuple(rank for number in numbers for rank in number.ranks)))
        count = self.kept(_how_many([over.expr.is_not_null() for over in overs]))
        is_lost = self.kept((worst >= State.NOT_REPORTED.value) | (count == 0))
        result = _LISTS[tree[0]](overs)
        if tree[0] == "avg":
            under = under.times(Whole(pl.when(~is_lost).then(count), len(numbers)))
        over = Whole(pl.when(~is_lost).then(result.expr), result.limit)
        return _Number(over, under, (pl.when(is_lost).then(worst).otherwise(_rank(None)),))

    def count(self, tree: Tree) -> _Part:
        parts = self.compile_all(tree[1:])
        counted = State.BLANK.value if tree[0] == "count_blank" else 0
        number = _how_many([part.state == counted for part in parts])
        return _Number(Whole(number, len(parts)), _ONE, ())

    # Truth and choice ---------------------------------------------------------------------------------------

    def comparison(self, tree: Tree) -> _Part:
        return _compared(tree[0], *self.compile_all(tree[1:]))

    def between(self, tree: Tree) -> _Part:
        found, low, high = self.numbers(tree[1:])
        shared = _Number(self.kept_whole(found.over), self.kept_whole(found.under), (self.kept(found.state),))
        return self.decided([_compared("<=", low, shared), _compared("<=", shared, high)], operator.and_)

    def one_of(self, tree: Tree) -> _Part:
        found, *options = self.compile_all(tree[1:])
        shared: _Part = _Other(self.kept(found.value), (self.kept(found.state),))
        if isinstance(found, _Number):
            shared = _Number(self.kept_whole(found.over), self.kept_whole(found.under), shared.ranks)
        return self.decided([_compared("=", shared, option) for option in options], operator.or_)

    def logic(self, tree: Tree) -> _Part:
        joined = operator.and_ if tree[0] == "and" else operator.or_
        return self.decided(self.compile_all(tree[1:]), joined)

    def decided(self, parts: Sequence[_Part], joined: Callable[[pl.Expr, pl.Expr], pl.Expr]) -> _Other:
        """Join truths; Polars leaves a null just where no part decides alone and one has no value."""
        truth = self.kept(reduce(joined, [part.value for part in parts]))
        worst = _worst(tuple(rank for part in parts for rank in part.ranks))
        return _Other(truth, (pl.when(truth.is_null()).then(worst).otherwise(_rank(None)),))

    def negation(self, tree: Tree) -> _Part:
        operand = self.compile(tree[1])
        return _Other(~operand.value, operand.ranks)

    def is_state(self, tree: Tree) -> _Part:
        return _Other(self.compile(tree[1]).state == tree[2], ())

    def choice(self, tree: Tree) -> _Part:
        condition, then, otherwise = self.compile_all(tree[1:])
        truth = self.kept(condition.value)
        state = pl.when(truth).then(then.state).when(~truth).then(otherwise.state).otherwise(condition.state)
        return _picked(truth, then, otherwise, state)

    def fallback(self, tree: Tree) -> _Part:
        operand, instead = self.compile_all(tree[1:])
        state = self.kept(operand.state)
        hit = self.kept(state.is_in([wanted.value for wanted in _FALLBACKS[tree[0]]]))
        return _picked(hit, instead, operand, pl.when(hit).then(instead.state).otherwise(state))

    # Texts and dates ----------------------------------------------------------------------------------------

    def length(self, tree: Tree) -> _Part:
        text = self.compile(tree[1])
        length = text.value.cast(pl.String).str.len_chars().cast(pl.Int64)
        return _Number(Whole(length, _LONGEST_TEXT), _ONE, text.ranks)

    def days(self, tree: Tree) -> _Part:
        first, last = self.compile_all(tree[1:])
        between = (last.value.cast(pl.Date) - first.value.cast(pl.Date)).dt.total_days()
        return _Number(Whole(between, _MOST_DAYS), _ONE, first.ranks + last.ranks)


def _over_constants(numbers: Sequence[_Number]) -> tuple[list[Whole], Whole]:
    """Bring numbers to one denominator, and return what then stands over it. Raises DoesNotFit for a quotient."""
    constants = [number.under.value for number in numbers if isinstance(number.under.value, int)]
    if len(constants) < len(numbers):
        raise DoesNotFit
    common = math.lcm(*constants)
    factors = [Whole.constant(common // constant) for constant in constants]
    overs = [number.over.times(factor) for number, factor in zip(numbers, factors, strict=True)]
    return overs, Whole.constant(common)


def _alike(left: _Number, right: _Number) -> tuple[Whole, Whole, Whole]:
    """Bring two numbers to one denominator, and return what then stands over it, and that."""
    if isinstance(left.under.value, int) and isinstance(right.under.value, int):
        (one, other), under = _over_constants([left, right])
        return one, other, under
    one, other = left.over.times(right.under), right.over.times(left.under)
    return one, other, left.under.times(right.under)


def _compared(sign: str, left: _Part, right: _Part) -> _Other:
    ranks = left.ranks + right.ranks
    if not isinstance(left, _Number) and not isinstance(right, _Number):
        return _Other(_COMPARISONS[sign](left.value, right.value), ranks)
    one, other, _ = _alike(_number(left), _number(right))
    limit = max(one.limit, other.limit)
    return _Other(_COMPARISONS[sign](one.typed(limit), other.typed(limit)), ranks)


def _picked(truth: pl.Expr, then: _Part, otherwise: _Part, state: pl.Expr) -> _Part:
    """Take one of two where a truth says so, nothing where it says neither."""

    def pick(one: pl.Expr, other: pl.Expr) -> pl.Expr:
        return pl.when(truth).then(one).when(~truth).then(other)

    if not isinstance(then, _Number) and not isinstance(otherwise, _Number):
        return _Other(pick(then.value, otherwise.value), (state,))
    left, right = _number(then), _number(otherwise)
    if isinstance(left.under.value, int) and isinstance(right.under.value, int):
        one, other, under = _alike(left, right)
        return _Number(_picked_whole(pick, one, other), under, (state,))
    over = _picked_whole(pick, left.over, right.over)
    return _Number(over, _picked_whole(pick, left.under, right.under), (state,))


def _picked_whole(pick: Callable[[pl.Expr, pl.Expr], pl.Expr], one: Whole, other: Whole) -> Whole:
    limit = max(one.limit, other.limit)
    return Whole(pick(one.typed(limit), other.typed(limit)), limit)


def _how_many(truths: Sequence[pl.Expr]) -> pl.Expr:
    return pl.sum_horizontal(*(truth.cast(pl.Int64) for truth in truths))


def _sum(overs: Sequence[Whole]) -> Whole:
    limit = sum(over.limit for over in overs)
    return Whole(pl.sum_horizontal(*(over.typed(limit) for over in overs)), limit)


def _extreme(horizontal: Callable[..., pl.Expr]) -> Callable[[Sequence[Whole]], Whole]:
    def extreme(overs: Sequence[Whole]) -> Whole:
        limit = max(over.limit for over in overs)
        return Whole(horizontal(*(over.typed(limit) for over in overs)), limit)

    return extreme


_ARITHMETIC: dict[str, Callable[[_Compiler, _Number, _Number], _Number]] = {
    "+": _Compiler.plus,
    "-": _Compiler.minus,
    "*": _Compiler.times,
    "/": _Compiler.divided,
}
_LISTS: dict[str, Callable[[Sequence[Whole]], Whole]] = {
    "sum": _sum,
    "avg": _sum,
    "min": _extreme(pl.min_horizontal),
    "max": _extreme(pl.max_horizontal),
}
_METHODS: dict[str, Callable[[_Compiler, Tree], _Part]] = {
    "n": _Compiler.constant,
    "t": _Compiler.literal,
    "b": _Compiler.literal,
    "s": _Compiler.state,
    "f": _Compiler.field,
    "chain": _Compiler.chain,
    "neg": _Compiler.negative,
    "abs": _Compiler.size,
    "percent": _Compiler.percent,
    "round": _Compiler.round,
    "len": _Compiler.length,
    "days": _Compiler.days,
    "count": _Compiler.count,
    "count_blank": _Compiler.count,
    "not": _Compiler.negation,
    "and": _Compiler.logic,
    "or": _Compiler.logic,
    "between": _Compiler.between,
    "one_of": _Compiler.one_of,
    "is": _Compiler.is_state,
    "if": _Compiler.choice,
    **dict.fromkeys(_LISTS, _Compiler.listed),
    **dict.fromkeys(_COMPARISONS, _Compiler.comparison),
    **dict.fromkeys(_FALLBACKS, _Compiler.fallback),
}

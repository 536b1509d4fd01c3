"""From a checked tree to columns: one expression worked out for all rows of a table at once.

A number is a pair of whole columns (over, under; under is positive), never a float. Beside each value stands the rank
of its state; a value is null exactly where that rank is not 0. A number that fits never comes near the limit of the
row evaluator, so both give the same (`parts`, `wholes`). What does not fit raises DoesNotFit while it is compiled, whatever the rows hold.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import reduce

import polars as pl

from lienthong.forms.rules.decimals import power

from .evaluation import COMPARISONS
from .language import State, Tree, Type
from .parts import (
    ONE,
    Number,
    Other,
    Part,
    alike,
    as_number,
    compared,
    extreme_of,
    how_many,
    over_constants,
    picked,
    rank_of,
    sum_of,
    worst_of,
)
from .wholes import Whole

_LONGEST_TEXT = 10_000
_MOST_DAYS = 4_000_000
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
            frame = frame.with_columns(_whole_column(frame, step))
        results = (self.value.alias("value"), self.state.alias("state"))
        return pl.DataFrame([_whole_column(frame, result) for result in results])


def _whole_column(frame: pl.DataFrame, expr: pl.Expr) -> pl.Series:
    """Compute an expression. Constants have one row, and so has whatever Polars sees to be null throughout."""
    found = frame.select(expr).to_series()
    return found if len(found) == frame.height else found.new_from_index(0, frame.height)


def compile_tree(tree: Tree, columns: Mapping[str, Column], decimals: int) -> Program:
    """Compile a checked tree over fields of the given columns.

    A number comes out as a scaled integer, rounded half away from zero to the decimals. Raises DoesNotFit.
    """
    compiler = _Compiler(columns)
    result = compiler.compile(tree)
    if isinstance(result, Number):
        rounded = compiler.rounded(result, decimals)
        return Program(tuple(compiler.steps), rounded.expr, result.state)
    return Program(tuple(compiler.steps), result.value, result.state)


class _Compiler:
    """Compiles one tree. What is needed more than once becomes a column of its own, or expressions would explode."""

    def __init__(self, columns: Mapping[str, Column]) -> None:
        self.columns = columns
        self.steps: list[pl.Expr] = []

    def compile(self, tree: Tree) -> Part:
        return _METHODS[tree[0]](self, tree)

    def compile_all(self, trees: Sequence[Tree]) -> list[Part]:
        return [self.compile(tree) for tree in trees]

    def numbers(self, trees: Sequence[Tree]) -> list[Number]:
        return [as_number(self.compile(tree)) for tree in trees]

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

    def constant(self, tree: Tree) -> Part:
        number = Fraction(tree[1])
        return Number(Whole.constant(number.numerator), Whole.constant(number.denominator), ())

    def literal(self, tree: Tree) -> Part:
        return Other(pl.lit(tree[1]), ())

    def state(self, tree: Tree) -> Part:
        return Other(pl.lit(None), (rank_of(State(tree[1])),))

    def field(self, tree: Tree) -> Part:
        _, code, back = tree
        column = self.columns[code]
        value, ranks = pl.col(value_column(code, back)), (pl.col(state_column(code, back)),)
        if column.type is not Type.NUMBER:
            return Other(value, ranks)
        return Number(Whole(value, column.limit), Whole.constant(power(column.decimals)), ranks)

    # Numbers ------------------------------------------------------------------------------------------------

    def chain(self, tree: Tree) -> Part:
        result, *operands = self.numbers([tree[1], *tree[3::2]])
        for sign, operand in zip(tree[2::2], operands, strict=True):
            result = _ARITHMETIC[sign](self, result, operand)
        return result

    def plus(self, left: Number, right: Number) -> Number:
        one, other, under = alike(left, right)
        return Number(one.plus(other), under, left.ranks + right.ranks)

    def minus(self, left: Number, right: Number) -> Number:
        return self.plus(left, Number(right.over.negated(), right.under, right.ranks))

    def times(self, left: Number, right: Number) -> Number:
        return Number(left.over.times(right.over), left.under.times(right.under), left.ranks + right.ranks)

    def divided(self, left: Number, right: Number, by_zero: State = State.ERROR) -> Number:
        divisor = self.kept_whole(right.over)
        over = left.over.times(right.under).times(divisor.sign())
        under = left.under.times(divisor.size())
        ranks = left.ranks + right.ranks
        if isinstance(divisor.value, int) and divisor.value != 0:
            return Number(over, under, ranks)
        is_zero = divisor.expr == 0
        worst = self.kept(worst_of(ranks))
        state = pl.when((worst == 0) & is_zero).then(rank_of(by_zero)).otherwise(worst)
        there = ~is_zero
        return Number(
            Whole(pl.when(there).then(over.expr), over.limit),
            Whole(pl.when(there).then(under.expr), under.limit),
            (state,),
        )

    def percent(self, tree: Tree) -> Part:
        part, whole = self.numbers(tree[1:])
        hundredfold = Number(part.over.times(Whole.constant(100)), part.under, part.ranks)
        return self.divided(hundredfold, whole, State.NOT_APPLICABLE)

    def negative(self, tree: Tree) -> Part:
        [number] = self.numbers(tree[1:])
        return Number(number.over.negated(), number.under, number.ranks)

    def size(self, tree: Tree) -> Part:
        [number] = self.numbers(tree[1:])
        return Number(number.over.size(), number.under, number.ranks)

    def round(self, tree: Tree) -> Part:
        number, decimals = as_number(self.compile(tree[1])), tree[2]
        return Number(self.rounded(number, decimals), Whole.constant(power(decimals)), number.ranks)

    def rounded(self, number: Number, decimals: int) -> Whole:
        """Return a number times 10^decimals, rounded half away from zero."""
        wanted, under = power(decimals), number.under
        if isinstance(under.value, int) and wanted % under.value == 0:
            return number.over.times(Whole.constant(wanted // under.value))
        over, under = self.kept_whole(number.over), self.kept_whole(under)
        double = Whole.constant(2)
        nearest = over.size().times(Whole.constant(2 * wanted)).plus(under).over(under.times(double))
        return nearest.times(over.sign())

    # Lists --------------------------------------------------------------------------------------------------

    def listed(self, tree: Tree) -> Part:
        numbers = self.numbers(tree[1:])
        # One number may stand over whatever it was divided by; of several, each may be missing by itself.
        overs, under = over_constants(numbers) if len(numbers) > 1 else ([numbers[0].over], numbers[0].under)
        overs = [self.kept_whole(over) for over in overs]
        worst = self.kept(worst_of(tuple(rank for number in numbers for rank in number.ranks)))
        count = self.kept(how_many([over.expr.is_not_null() for over in overs]))
        is_lost = self.kept((worst >= State.NOT_REPORTED.value) | (count == 0))
        result = _LISTS[tree[0]](overs)
        if tree[0] == "avg":
            under = under.times(Whole(pl.when(~is_lost).then(count), len(numbers)))
        over = Whole(pl.when(~is_lost).then(result.expr), result.limit)
        return Number(over, under, (pl.when(is_lost).then(worst).otherwise(rank_of(None)),))

    def count(self, tree: Tree) -> Part:
        parts = self.compile_all(tree[1:])
        counted = State.BLANK.value if tree[0] == "count_blank" else 0
        number = how_many([part.state == counted for part in parts])
        return Number(Whole(number, len(parts)), ONE, ())

    # Truth and choice ---------------------------------------------------------------------------------------

    def comparison(self, tree: Tree) -> Part:
        return compared(tree[0], *self.compile_all(tree[1:]))

    def between(self, tree: Tree) -> Part:
        found, low, high = self.numbers(tree[1:])
        shared = Number(self.kept_whole(found.over), self.kept_whole(found.under), (self.kept(found.state),))
        return self.decided([compared("<=", low, shared), compared("<=", shared, high)], operator.and_)

    def one_of(self, tree: Tree) -> Part:
        found, *options = self.compile_all(tree[1:])
        shared: Part = Other(self.kept(found.value), (self.kept(found.state),))
        if isinstance(found, Number):
            shared = Number(self.kept_whole(found.over), self.kept_whole(found.under), shared.ranks)
        return self.decided([compared("=", shared, option) for option in options], operator.or_)

    def logic(self, tree: Tree) -> Part:
        joined = operator.and_ if tree[0] == "and" else operator.or_
        return self.decided(self.compile_all(tree[1:]), joined)

    def decided(self, parts: Sequence[Part], joined: Callable[[pl.Expr, pl.Expr], pl.Expr]) -> Other:
        """Join truths; Polars leaves a null just where no part decides alone and one has no value."""
        truth = self.kept(reduce(joined, [part.value for part in parts]))
        worst = worst_of(tuple(rank for part in parts for rank in part.ranks))
        return Other(truth, (pl.when(truth.is_null()).then(worst).otherwise(rank_of(None)),))

    def negation(self, tree: Tree) -> Part:
        operand = self.compile(tree[1])
        return Other(~operand.value, operand.ranks)

    def is_state(self, tree: Tree) -> Part:
        return Other(self.compile(tree[1]).state == tree[2], ())

    def choice(self, tree: Tree) -> Part:
        condition, then, otherwise = self.compile_all(tree[1:])
        truth = self.kept(condition.value)
        state = pl.when(truth).then(then.state).when(~truth).then(otherwise.state).otherwise(condition.state)
        return picked(truth, then, otherwise, state)

    def fallback(self, tree: Tree) -> Part:
        operand, instead = self.compile_all(tree[1:])
        state = self.kept(operand.state)
        hit = self.kept(state.is_in([wanted.value for wanted in _FALLBACKS[tree[0]]]))
        return picked(hit, instead, operand, pl.when(hit).then(instead.state).otherwise(state))

    # Texts and dates ----------------------------------------------------------------------------------------

    def length(self, tree: Tree) -> Part:
        text = self.compile(tree[1])
        length = text.value.cast(pl.String).str.len_chars().cast(pl.Int64)
        return Number(Whole(length, _LONGEST_TEXT), ONE, text.ranks)

    def days(self, tree: Tree) -> Part:
        first, last = self.compile_all(tree[1:])
        between = (last.value.cast(pl.Date) - first.value.cast(pl.Date)).dt.total_days()
        return Number(Whole(between, _MOST_DAYS), ONE, first.ranks + last.ranks)


_ARITHMETIC: dict[str, Callable[[_Compiler, Number, Number], Number]] = {
    "+": _Compiler.plus,
    "-": _Compiler.minus,
    "*": _Compiler.times,
    "/": _Compiler.divided,
}
_LISTS: dict[str, Callable[[Sequence[Whole]], Whole]] = {
    "sum": sum_of,
    "avg": sum_of,
    "min": extreme_of(pl.min_horizontal),
    "max": extreme_of(pl.max_horizontal),
}
_METHODS: dict[str, Callable[[_Compiler, Tree], Part]] = {
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
    **dict.fromkeys(COMPARISONS, _Compiler.comparison),
    **dict.fromkeys(_FALLBACKS, _Compiler.fallback),
}

"""From a tree to a value: numbers are exact fractions, missing inputs are states.

A tree is compiled once into nested closures and then run over *rows*: row 0 is the return itself, row n the
return n periods back, None where there was no such return.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from fractions import Fraction
from functools import lru_cache
from typing import Any, TypeAlias

from lienthong.forms.rules.decimals import power, scaled_half_up

from .language import MAGNITUDE, State, Tree

Value: TypeAlias = Fraction | str | bool | date | State
Rows: TypeAlias = Sequence[Mapping[str, Value] | None]
Evaluator: TypeAlias = Callable[[Rows], Value]
# Operands were typed when the expression was checked; Any says so once instead of a cast at each step.
Operation: TypeAlias = Callable[..., Any]

_STATES = {state.value: state for state in State}
COMPARISONS: dict[str, Operation] = {
    "=": operator.eq,
    "<>": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
_FALLBACKS = {
    "if_blank": {State.BLANK},
    "if_na": {State.NOT_APPLICABLE},
    "if_nr": {State.NOT_REPORTED},
    "if_missing": {State.NOT_APPLICABLE, State.BLANK, State.NOT_REPORTED},
    "if_error": {State.ERROR},
}


@lru_cache(maxsize=2_000)
def evaluator(tree: Tree) -> Evaluator:
    """Return the function that computes a checked tree."""
    return _build(tree)


def evaluate(tree: Tree, rows: Rows) -> Value:
    """Compute a checked tree over the return and its earlier returns."""
    return evaluator(tree)(rows)


def _build(tree: Tree) -> Evaluator:
    return _BUILDERS[tree[0]](tree)


def _build_all(trees: Sequence[Tree]) -> list[Evaluator]:
    return [_build(tree) for tree in trees]


def worst(values: Sequence[Value]) -> State | None:
    """Return the state of highest rank among the values, None when all are there."""
    states = [value for value in values if isinstance(value, State)]
    return max(states, key=lambda state: state.value) if states else None


def bounded(number: Fraction) -> Value:
    """Return the number, or ERROR when it grew beyond what every evaluator can carry."""
    if abs(number.numerator) > MAGNITUDE or number.denominator > MAGNITUDE:
        return State.ERROR
    return number


# Constants and fields ---------------------------------------------------------------------------------------


def _constant(value: Value) -> Evaluator:
    return lambda rows: value


def _number(tree: Tree) -> Evaluator:
    return _constant(Fraction(tree[1]))


def _literal(tree: Tree) -> Evaluator:
    return _constant(tree[1])


def _state(tree: Tree) -> Evaluator:
    return _constant(_STATES[tree[1]])


def _field(tree: Tree) -> Evaluator:
    _, code, back = tree

    def value(rows: Rows) -> Value:
        row = rows[back] if back < len(rows) else None
        if row is None:
            return State.NOT_REPORTED
        # A field that an earlier return does not hold did not exist then.
        return row.get(code, State.NOT_APPLICABLE if back else State.BLANK)

    return value


# One, two or a chain of operands ----------------------------------------------------------------------------


def _strict(operation: Operation) -> Callable[[Tree], Evaluator]:
    """Build an operation that needs all of its operands: the highest state among them wins."""

    def build(tree: Tree) -> Evaluator:
        operands = _build_all(tree[1:])

        def value(rows: Rows) -> Value:
            values = [operand(rows) for operand in operands]
            state = worst(values)
            result: Value = operation(*values) if state is None else state
            return result

        return value

    return build


def _divide(dividend: Fraction, divisor: Fraction) -> Value:
    return bounded(dividend / divisor) if divisor else State.ERROR


def _percent(part: Fraction, whole: Fraction) -> Value:
    return bounded(part * 100 / whole) if whole else State.NOT_APPLICABLE


def _days(first: date, last: date) -> Value:
    return Fraction((last - first).days)


_ARITHMETIC: dict[str, Operation] = {
    "+": lambda left, right: bounded(left + right),
    "-": lambda left, right: bounded(left - right),
    "*": lambda left, right: bounded(left * right),
    "/": _divide,
}


def _chain(tree: Tree) -> Evaluator:
    """Build `first op second op third …`, worked from left to right and bounded after every step."""
    first = _build(tree[1])
    steps = [
        (_ARITHMETIC[sign], _build(operand)) for sign, operand in zip(tree[2::2], tree[3::2], strict=True)
    ]

    def value(rows: Rows) -> Value:
        result = first(rows)
        for operation, operand in steps:
            right = operand(rows)
            result = worst((result, right)) or operation(result, right)
        return result

    return value


def _round(tree: Tree) -> Evaluator:
    number, decimals = _build(tree[1]), tree[2]

    def value(rows: Rows) -> Value:
        found = number(rows)
        if not isinstance(found, Fraction):
            return found
        return bounded(Fraction(scaled_half_up(found, decimals), power(decimals)))

    return value


# Lists ------------------------------------------------------------------------------------------------------


def _list(operation: Callable[[list[Fraction]], Value]) -> Callable[[Tree], Evaluator]:
    """Build a list function: it skips blank and not applicable; not reported and error win."""

    def build(tree: Tree) -> Evaluator:
        operands = _build_all(tree[1:])

        def value(rows: Rows) -> Value:
            values = [operand(rows) for operand in operands]
            numbers = [found for found in values if isinstance(found, Fraction)]
            state = worst(values)
            if state is not None and (not numbers or state.value >= State.NOT_REPORTED.value):
                return state
            return operation(numbers)

        return value

    return build


def _sum(numbers: list[Fraction]) -> Value:
    total = Fraction(0)
    for number in numbers:
        total += number
        if bounded(total) is State.ERROR:
            return State.ERROR
    return total


def _average(numbers: list[Fraction]) -> Value:
    total = _sum(numbers)
    return bounded(total / len(numbers)) if isinstance(total, Fraction) else total


def _count(counts: Callable[[Value], bool]) -> Callable[[Tree], Evaluator]:
    def build(tree: Tree) -> Evaluator:
        operands = _build_all(tree[1:])
        return lambda rows: Fraction(sum(counts(operand(rows)) for operand in operands))

    return build


# Truth and choice -------------------------------------------------------------------------------------------


def _decided(values: Sequence[Value], decisive: bool) -> Value:
    """Return what decides alone (true for *or*, false for *and*), else the highest state, else the other."""
    if any(value is decisive for value in values):
        return decisive
    return worst(values) or not decisive


def _logic(decisive: bool) -> Callable[[Tree], Evaluator]:
    def build(tree: Tree) -> Evaluator:
        operands = _build_all(tree[1:])
        return lambda rows: _decided([operand(rows) for operand in operands], decisive)

    return build


def _compared(comparison: Operation, left: Value, right: Value) -> Value:
    return worst((left, right)) or bool(comparison(left, right))


def _between(tree: Tree) -> Evaluator:
    number, low, high = _build_all(tree[1:])

    def value(rows: Rows) -> Value:
        found = number(rows)
        above = _compared(operator.le, low(rows), found)
        below = _compared(operator.le, found, high(rows))
        return _decided((above, below), decisive=False)

    return value


def _one_of(tree: Tree) -> Evaluator:
    wanted, *options = _build_all(tree[1:])

    def value(rows: Rows) -> Value:
        found = wanted(rows)
        return _decided([_compared(operator.eq, found, option(rows)) for option in options], decisive=True)

    return value


def _is_state(tree: Tree) -> Evaluator:
    operand, state = _build(tree[1]), _STATES[tree[2]]
    return lambda rows: operand(rows) is state


def _if(tree: Tree) -> Evaluator:
    condition, then, otherwise = _build_all(tree[1:])

    def value(rows: Rows) -> Value:
        decided = condition(rows)
        if isinstance(decided, State):
            return decided
        return then(rows) if decided else otherwise(rows)

    return value


def _fallback(tree: Tree) -> Evaluator:
    operand, instead = _build_all(tree[1:])
    states = _FALLBACKS[tree[0]]

    def value(rows: Rows) -> Value:
        found = operand(rows)
        return instead(rows) if isinstance(found, State) and found in states else found

    return value


_BUILDERS: dict[str, Callable[[Tree], Evaluator]] = {
    "n": _number,
    "t": _literal,
    "b": _literal,
    "s": _state,
    "f": _field,
    "chain": _chain,
    "neg": _strict(operator.neg),
    "abs": _strict(abs),
    "not": _strict(operator.not_),
    "len": _strict(lambda text: Fraction(len(text))),
    "days": _strict(_days),
    "percent": _strict(_percent),
    "round": _round,
    "sum": _list(_sum),
    "avg": _list(_average),
    "min": _list(min),
    "max": _list(max),
    "count": _count(lambda value: not isinstance(value, State)),
    "count_blank": _count(lambda value: value is State.BLANK),
    "and": _logic(decisive=False),
    "or": _logic(decisive=True),
    "between": _between,
    "one_of": _one_of,
    "is": _is_state,
    "if": _if,
    **{sign: _strict(comparison) for sign, comparison in COMPARISONS.items()},
    **dict.fromkeys(_FALLBACKS, _fallback),
}

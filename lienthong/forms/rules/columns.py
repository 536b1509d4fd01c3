"""Formulas and rules for a whole week at once: columns instead of returns, with the same results.

A frame holds one return a row, numbered in "row"; for each field that the form's expressions read, and each period back,
a column of values (numbers as scaled integers) and one of states. What columns cannot hold is worked out row by row:
slower, but the same. Import this module by itself: Polars takes a moment to load, and most processes never need it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Any

import polars as pl

from .cells import CellValue, Earlier, Values, state_of, stored_state
from .decimals import scaled_half_up
from .definition import MAX_SCALED, Check, Field, Form
from .expressions import Expression, State, Type, Value, evaluate
from .expressions.columns import Column, compile_tree, state_column, value_column
from .expressions.wholes import DoesNotFit
from .validation import Outcome

_TYPES = {Type.NUMBER: pl.Int64, Type.TEXT: pl.String, Type.YESNO: pl.Boolean, Type.DATE: pl.Date}
_OUTCOMES = pl.Enum([str(outcome) for outcome in Outcome])
_RESULT_TYPES = {**_TYPES, Type.STATE: pl.Null}
_TOO_LARGE = MAX_SCALED + 1
_DIGITS = 20  # more than a stored number has
_NOT_REPORTED = stored_state(State.NOT_REPORTED)
_NOT_APPLICABLE = stored_state(State.NOT_APPLICABLE)
_STATES = {state.value: state for state in State}


def outcome_column(rule: str) -> str:
    """Return the name of the column with what became of a rule."""
    return f"rule {rule}"


def frame_of(form: Form, returns: Sequence[tuple[Values, Earlier]]) -> pl.DataFrame:
    """Return a frame of returns as they are stored, each with its earlier ones, nearest first.

    Raises ValueError for a number that is larger than what is stored.
    """
    columns: dict[str, pl.Series] = {}
    for code, back in sorted(_reads(form)):
        field = form.fields[code]
        cells = [_cell(code, back, *one) for one in returns]
        columns[value_column(code, back)] = _series(field, [_value(cell) for cell in cells])
        columns[state_column(code, back)] = pl.Series([_rank(cell) for cell in cells], dtype=pl.UInt8)
    return pl.DataFrame({"row": range(len(returns)), **columns})


def evaluate_columns(form: Form, frame: pl.DataFrame) -> pl.DataFrame:
    """Return the frame with its calculated fields and, in `outcome_column`, what became of every rule.

    A calculated field that comes to no result has the state error. A rule that reads one is not checked.
    """
    seen = frame
    for code in form.order:
        seen = seen.with_columns(_worked_out(form, form.fields[code], seen))
    outcomes = [_outcome(form, rule, seen) for rule in form.rules]
    failures = [_failure_column(code) for code in form.formulas]
    return seen.with_columns(*outcomes, *map(_with_error, form.formulas)).drop(failures)


# Into columns -----------------------------------------------------------------------------------------------


def _expressions(form: Form) -> list[Expression]:
    skips = [skip for each in form.skips.values() for skip in each]
    return [*skips, *form.formulas.values(), *(rule.expression for rule in form.rules)]


def _reads(form: Form) -> set[tuple[str, int]]:
    """Return what expressions read, without what they calculate themselves."""
    reads = {read for expression in _expressions(form) for read in expression.reads}
    return reads - {(code, 0) for code in form.formulas}


def _cell(code: str, back: int, values: Values, earlier: Earlier) -> CellValue:
    if back == 0:
        return values.get(code)
    before = earlier[back - 1] if back <= len(earlier) else None
    if before is None:
        return _NOT_REPORTED
    return before.get(code, _NOT_APPLICABLE)


def _value(cell: CellValue) -> str | bool | None:
    return cell if isinstance(cell, str | bool) else None


def _rank(cell: CellValue) -> int:
    state = None if isinstance(cell, str) else state_of(cell)
    return state.value if state else 0


def _series(field: Field, values: list[str | bool | None]) -> pl.Series:
    if field.is_number:
        exact = pl.Series(values, dtype=pl.String).cast(pl.Decimal(_DIGITS, field.decimals))
        scaled = exact.to_physical().cast(pl.Int64)
        if (scaled.abs() > MAX_SCALED).any():
            raise ValueError(field.code)  # no such number is ever stored, and compiled columns rely on it
        return scaled
    if field.expression_type is Type.DATE:
        return pl.Series(values, dtype=pl.String).str.to_date("%Y-%m-%d")
    return pl.Series(values, dtype=_TYPES[field.expression_type])


# Results ----------------------------------------------------------------------------------------------------


def _result(form: Form, expression: Expression, decimals: int, frame: pl.DataFrame) -> pl.DataFrame:
    """Return the columns "value" and "state" of an expression; numbers are scaled integers."""
    columns = {
        code: Column(field.expression_type, field.decimals, MAX_SCALED) for code, field in form.fields.items()
    }
    try:
        return compile_tree(expression.tree, columns, decimals).run(frame)
    except DoesNotFit:
        return _row_by_row(form, expression, decimals, frame)


def _row_by_row(form: Form, expression: Expression, decimals: int, frame: pl.DataFrame) -> pl.DataFrame:
    found = [evaluate(expression.tree, rows) for rows in _rows(form, expression, frame)]
    states = [value.value if isinstance(value, State) else 0 for value in found]
    values = [_scaled(value, decimals) for value in found]
    return pl.DataFrame(
        {
            "value": pl.Series(values, dtype=_RESULT_TYPES[expression.type]),
            "state": pl.Series(states, dtype=pl.UInt8),
        }
    )


def _scaled(value: Value, decimals: int) -> int | bool | None:
    if isinstance(value, Fraction):
        # Whatever is larger cannot be stored, however much larger it is.
        return max(-_TOO_LARGE, min(scaled_half_up(value, decimals), _TOO_LARGE))
    return value if isinstance(value, bool) else None


def _rows(form: Form, expression: Expression, frame: pl.DataFrame) -> Iterator[list[dict[str, Value]]]:
    """Yield each row of a frame as the row evaluator takes it: the return itself, then one and more periods back."""
    reads = sorted(expression.reads)
    names = [name(code, back) for code, back in reads for name in (value_column, state_column)]
    for record in frame.select("row", *names).iter_rows():
        rows: list[dict[str, Value]] = [{} for _ in range(expression.periods_back + 1)]
        for (code, back), value, state in zip(reads, record[1::2], record[2::2], strict=True):
            rows[back][code] = _STATES[state] if state else _known(form.fields[code], value)
        yield rows


def _known(field: Field, value: Any) -> Value:
    known: Value = Fraction(value, field.scale) if field.is_number else value
    return known


def _worked_out(form: Form, field: Field, frame: pl.DataFrame) -> list[pl.Series]:
    """Return the columns of a field that is calculated or may be skipped; none where nothing reads or makes it."""
    formula = form.formulas.get(field.code)
    value, state = value_column(field.code, 0), state_column(field.code, 0)
    if formula is None and value not in frame.columns:
        return []
    columns = (
        _calculated(form, field, formula, frame) if formula else frame.select(value, state).get_columns()
    )
    apart = {value: None, state: State.NOT_APPLICABLE.value, _failure_column(field.code): False}
    for skip in form.skips.get(field.code, ()):
        applies = ~_result(form, skip, 0, frame)["value"].fill_null(value=False)
        columns = [
            column.zip_with(applies, pl.Series(column.name, [apart[column.name]], dtype=column.dtype))
            for column in columns
        ]
    return columns


def _calculated(form: Form, field: Field, formula: Expression, frame: pl.DataFrame) -> list[pl.Series]:
    """Return value, state and failure of a calculated field. What reads it sees a blank where it failed."""
    found = _result(form, formula, field.decimals, frame)
    value = pl.col("value").cast(pl.Int128 if field.is_number else pl.Boolean)
    failed = pl.col("state") == State.ERROR.value
    if field.is_number:
        failed |= (value.abs() > MAX_SCALED).fill_null(value=False)
    blank = pl.lit(State.BLANK.value, dtype=pl.UInt8)
    columns = found.select(
        pl.when(~failed).then(value).cast(_TYPES[field.expression_type]).alias(value_column(field.code, 0)),
        pl.when(~failed).then(pl.col("state")).otherwise(blank).alias(state_column(field.code, 0)),
        failed.alias(_failure_column(field.code)),
    )
    return columns.get_columns()


def _outcome(form: Form, rule: Check, frame: pl.DataFrame) -> pl.Series:
    failures = [_failure_column(code) for code in sorted(rule.expression.fields & form.formulas.keys())]
    answered = frame.select(*failures, _result(form, rule.expression, 0, frame)["value"])
    is_checked = ~pl.any_horizontal(False, *failures) & pl.col("value").is_not_null()
    named = {outcome: pl.lit(str(outcome), dtype=_OUTCOMES) for outcome in Outcome}
    outcome = (
        pl.when(~is_checked)
        .then(named[Outcome.NOT_CHECKED])
        .when(pl.col("value"))
        .then(named[Outcome.PASSED])
        .otherwise(named[Outcome.FAILED])
    )
    return answered.select(outcome.alias(outcome_column(rule.code))).to_series()


def _failure_column(code: str) -> str:
    return f"{code} failed"


def _with_error(code: str) -> pl.Expr:
    error = pl.lit(State.ERROR.value, dtype=pl.UInt8)
    state = state_column(code, 0)
    return pl.when(pl.col(_failure_column(code))).then(error).otherwise(pl.col(state)).alias(state)

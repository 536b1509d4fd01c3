"""The tables of the copy as Ibis knows them, whatever engine reads them. Ibis is imported by whoever opens an analysis."""

from __future__ import annotations

from typing import Any

import ibis

from lienthong.forms.rules import FieldType

from ..rules.layout import CellState, How, Layout, Measure, ReturnState, answer_value, is_copied

# An expression or a column of Ibis.
Expr = Any

# Where who counts: organisation counts at ancestor while a day lies in [valid_from, valid_to). ``whole``: False where only
# a part of it does. ``level``, ``above``: of both, as places in LEVELS.
PLACES = {
    "organisation": "int64",
    "ancestor": "int64",
    "depth": "int16",
    "level": "int8",
    "above": "int8",
    "valid_from": "date",
    "valid_to": "date",
    "whole": "boolean",
}
RETURNS, UNITS, WAS, IS = "returns", "units", "places_was", "places_is"


def places(name: str) -> Expr:
    """Return one of the two tables of places: by each day's own tree, or by the tree of a chosen day."""
    return ibis.table(PLACES, name=name)


def returns(layout: Layout) -> Expr:
    """Return the table of single returns, as they are copied."""
    schema = {"day": "date", "organisation": "int64", "state": "int8", "on_time": "boolean"}
    for code, field in layout.fields.items():
        schema[f"s_{code}"] = "int8"
        if is_copied(field):
            schema[f"v_{code}"] = "string" if field.type is FieldType.CHOICE else "int64"
    return ibis.table(schema, name=RETURNS)


def unit_schema(layout: Layout) -> dict[str, str]:
    """Return the columns of what collecting units come to, once for what is approved and once for what waits."""
    schema = {"day": "date", "unit": "int64", "passed": "boolean", "expected": "int64"}
    schema |= dict.fromkeys(("returns", "on_time", "locked"), "int64")
    return schema | {one.column: "decimal(38, 0)" if one.wide else "int64" for one in layout.measures}


def units(layout: Layout) -> Expr:
    """Return the table of what collecting units come to."""
    return ibis.table(unit_schema(layout), name=UNITS)


def single(layout: Layout) -> Expr:
    """Return single returns with the columns of units: of one return each."""
    rows = returns(layout)
    return rows.select(
        day=rows.day,
        unit=rows.organisation,
        passed=rows.state >= ReturnState.APPROVED,
        expected=ibis.literal(0, "int64"),
        returns=ibis.literal(1, "int64"),
        on_time=rows.on_time.cast("int64"),
        locked=(rows.state == ReturnState.LOCKED).cast("int64"),
        **{one.column: _of_return(layout, one, rows) for one in layout.measures},
    )


_STATES = {"n": CellState.VALUE, "b": CellState.BLANK, "a": CellState.NOT_APPLICABLE}


def _of_return(layout: Layout, measure: Measure, rows: Expr) -> Expr:
    """Return what one return adds to a measure."""
    field, word = layout.fields[measure.code], measure.column.split("_")[0]
    if word in _STATES:
        return (rows[f"s_{field.code}"] == _STATES[word]).cast("int64")
    if measure.answer:
        return (rows[f"v_{field.code}"] == answer_value(field, measure.answer)).fill_null(False).cast("int64")
    if word in {"times", "weight", "pairs"}:
        return _weighted(word, rows[f"v_{field.code}"], rows[f"v_{field.weight}"])
    return rows[f"v_{field.code}"]


def _weighted(word: str, value: Expr, weight: Expr) -> Expr:
    if word == "times":
        return value.cast("decimal(19, 0)") * weight.cast("decimal(19, 0)")
    both = value.notnull() & weight.notnull()
    return both.cast("int64") if word == "pairs" else both.ifelse(weight, 0)


def combined(measure: Measure, rows: Expr, where: Expr = None) -> Expr:
    """Return what the rows of a group come to in a measure."""
    column = rows[measure.column]
    if measure.how is How.LEAST:
        return column.min(where=where)
    return column.max(where=where) if measure.how is How.MOST else column.sum(where=where)

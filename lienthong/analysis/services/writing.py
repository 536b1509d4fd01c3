"""Files of the copy: single returns of a week, what its units come to, a year of that, and the tree."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

from django.conf import settings

from lienthong.forms.rules import Field, FieldType, Form
from lienthong.kernel.values import Week
from lienthong.reports.queries import CountedWeek

from ..queries import store
from ..queries.engines import Duck, Packing
from ..rules.layout import LEVELS, CellState, Layout, ReturnState, is_copied

# Writing takes more memory than reading, and happens in a worker.
_TIMES = 8
# Of a row group so many rows are read to find one body; smaller ones cost more by their heads than they save.
_RETURNS, _PLACES = Packing(131_072), Packing(65_536)
# Of units few rows are read in many columns: there unpacking counts, and half as many bytes again are little beside returns.
_UNITS = Packing(16_384, "lz4_raw")
_STATES = {"submitted": ReturnState.SUBMITTED, "approved": ReturnState.APPROVED, "locked": ReturnState.LOCKED}


class Writer:
    """Writes the files of one series. Its database is its own, so that it can take more memory than those who read."""

    def __init__(self, series: str, layout: Layout) -> None:
        self.series, self.layout = series, layout
        self.folder = store.folder_of(series)
        self.folder.mkdir(parents=True, exist_ok=True)

    @cached_property
    def duck(self) -> Duck:
        """The database of this run."""
        return Duck(settings.ANALYSIS_MEMORY_MB * _TIMES, settings.ANALYSIS_THREADS)

    def _write(self, kind: str, statement: str, packing: Packing) -> str:
        """Write a file beside, then under a name that none had before; return the name."""
        name = f"{kind}.{secrets.token_hex(6)}.parquet"
        beside = self.folder / f"{name}.{os.getpid()}.tmp"
        self.duck.write(statement, beside, packing)
        store.settle(beside, self.folder / name)
        return name

    def places(self, closure: Sequence[tuple[int, int, int, str, str, str, str]]) -> str:
        """Write a tree through time, as registry.queries.closure_rows gives it."""
        import polars  # heavy: only where a copy is made

        columns = ("organisation", "ancestor", "depth", "valid_from", "valid_to", "level", "above")
        frame = polars.DataFrame(closure, schema=columns, orient="row", infer_schema_length=None)
        levels = dict(zip(LEVELS, range(len(LEVELS)), strict=True))
        frame = frame.with_columns(
            polars.col("valid_from", "valid_to").str.to_date(),
            polars.col("level", "above").replace_strict(levels, return_dtype=polars.Int8),
            polars.col("organisation", "ancestor").cast(polars.Int64),
            polars.col("depth").cast(polars.Int16),
            polars.lit(True).alias("whole"),
        )
        self.duck.connection.register("closure", frame.to_arrow())
        return self._write("places", "SELECT * FROM closure ORDER BY level, ancestor, organisation", _PLACES)

    def returns(self, week: Week, form: Form, counted: CountedWeek) -> str:
        """Write the returns of a week, by columns. ``form``: that of the week; a field that it lacks does not apply."""
        import polars  # heavy: only where a copy is made

        frame = polars.DataFrame(
            {
                "organisation": polars.Series(counted.organisations, dtype=polars.Int64),
                "state": polars.Series([_STATES[state] for state in counted.states], dtype=polars.Int8),
                "on_time": polars.Series(counted.on_time, dtype=polars.Boolean),
                "held": polars.Series(counted.values, dtype=polars.String),
            }
        )
        self.duck.connection.register("counted", frame.to_arrow())
        return self._write(f"{week}.returns", _columns(week, self.layout, form), _RETURNS)

    def units(self, week: Week, level: str, places: str, returns: str) -> str:
        """Write what the collecting units of a week come to, and who was expected."""
        from ..queries import suite, tables  # heavy: only where a copy is made

        files = {tables.WAS: [self.folder / places], tables.RETURNS: [self.folder / returns]}
        schema = tables.unit_schema(self.layout)
        typed = ", ".join(f'CAST("{name}" AS {_TYPES[kind]}) AS "{name}"' for name, kind in schema.items())
        reported, expected = (
            self.duck.statement(expression, files)
            for expression in (
                suite.collected(self.layout, week.last),
                suite.expected(self.layout, week.last, level),
            )
        )
        united = _UNITED.format(reported=reported, expected=expected)
        return self._write(f"{week}.units", f"SELECT {typed} FROM ({united}) ORDER BY unit, passed", _UNITS)

    def year(self, year: int, units: Sequence[str]) -> str:
        """Write what units come to in all weeks of a year, unit by unit."""
        listed = ", ".join(f"'{self.folder / name}'" for name in units)
        return self._write(
            f"{year}.units",
            f"SELECT * FROM read_parquet([{listed}]) ORDER BY unit, day, passed",
            _UNITS,
        )


# Who was expected stands in the first row of a unit, so that a unit of which all is approved has one row.
_UNITED = """
WITH reported AS ({reported}), expected AS ({expected}),
placed AS (SELECT *, row_number() OVER (PARTITION BY unit ORDER BY passed) AS place FROM reported)
SELECT placed.* EXCLUDE (place)
    REPLACE (CASE WHEN place = 1 THEN COALESCE(expected.expected, 0) ELSE 0 END AS expected)
FROM placed LEFT JOIN expected ON expected.unit = placed.unit
UNION ALL BY NAME SELECT * FROM expected WHERE unit NOT IN (SELECT unit FROM reported)
"""
_TYPES = {"date": "DATE", "int64": "BIGINT", "boolean": "BOOLEAN", "decimal(38, 0)": "DECIMAL(38, 0)"}


def _columns(week: Week, layout: Layout, form: Form) -> str:
    """Return the statement that makes columns of JSON."""
    asked = {code: field for code, field in layout.fields.items() if code in form.fields}
    # What is given as JSON keeps the marks of a text, so that a text which looks like a state is none.
    kinds = ", ".join(f'"{code}": "{_json_kind(field)}"' for code, field in asked.items())
    cells = ", ".join(cell for code, field in layout.fields.items() for cell in _cells(field, asked))
    held = f"json_transform(held, '{{{kinds}}}')" if asked else "NULL"
    return (
        f"SELECT DATE '{week.last}' AS day, organisation, state, on_time, {cells} "
        f"FROM (SELECT organisation, state, on_time, {held} AS cell FROM counted) ORDER BY organisation"
    )


def _json_kind(field: Field) -> str:
    return "VARCHAR" if is_copied(field) else "JSON"


def _cells(field: Field, asked: Mapping[str, Field]) -> Iterator[str]:
    """Yield the columns of a field. What is neither a value of its type nor a state stops the copy: nothing is left out."""
    code, kind = field.code, "VARCHAR" if field.type is FieldType.CHOICE else "BIGINT"
    if code not in asked:
        yield f"CAST({CellState.NOT_APPLICABLE} AS TINYINT) AS s_{code}"
        if is_copied(field):
            yield f"CAST(NULL AS {kind}) AS v_{code}"
        return
    cell = f"cell.{code}"
    stated = f"{cell} LIKE '{{%'"
    if is_copied(field):
        yield f"{_value(field, cell, stated)} AS v_{code}"
        there, wrong = f"v_{code} IS NOT NULL", f"error('{code}: ' || {cell})"
    else:
        there, wrong = f"{cell} IS NOT NULL AND {cell} <> 'null' AND NOT {stated}", "NULL"
    yield (
        f"CAST(CASE WHEN {there} THEN {CellState.VALUE} "
        f"WHEN {cell} IS NULL OR {cell} = 'null' THEN {CellState.BLANK} "
        f"WHEN {stated} AND {cell} LIKE '%\"not_applicable\"%' THEN {CellState.NOT_APPLICABLE} "
        f"WHEN {stated} THEN {CellState.NOT_REPORTED} ELSE {wrong} END AS TINYINT) AS s_{code}"
    )


def _value(field: Field, cell: str, stated: str) -> str:
    if field.type is FieldType.YESNO:
        return f"CASE {cell} WHEN 'true' THEN CAST(1 AS BIGINT) WHEN 'false' THEN CAST(0 AS BIGINT) END"
    if field.type is FieldType.CHOICE:
        return f"CASE WHEN NOT {stated} THEN {cell} END"
    if field.decimals == 0:
        return f"TRY_CAST({cell} AS BIGINT)"
    whole = f"TRY_CAST({cell} AS DECIMAL(28, {field.decimals}))"
    return f"CAST({whole} * CAST({field.scale} AS DECIMAL(10, 0)) AS BIGINT)"

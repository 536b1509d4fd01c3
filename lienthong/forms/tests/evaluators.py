"""The three evaluators of expressions, brought to one form: rows of stored cells in, texts out.

A result is a decimal text of at most six decimals, a text, an ISO date, true or false, or {"s": state}.
"""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

from lienthong.forms.rules import (
    CellValue,
    Check,
    Field,
    FieldType,
    Form,
    Outcome,
    Rollup,
    Section,
    Severity,
    browser_form,
    calculate,
    check_rules,
    skipped_fields,
)
from lienthong.forms.rules.cells import Earlier, Values, rows
from lienthong.forms.rules.columns import evaluate_columns, frame_of, outcome_column
from lienthong.forms.rules.decimals import scaled_half_up, unscaled
from lienthong.forms.rules.definition import MAX_SCALED
from lienthong.forms.rules.expressions import Expression, State, Value, evaluate
from lienthong.forms.rules.expressions.columns import Column, compile_tree, state_column, value_column

SCRIPT = Path(__file__).parents[1] / "static" / "forms" / "expressions.js"
_RUNNER = Path(__file__).parent / "data" / "run_expressions.mjs"
_DECIMALS = 6
ERROR = {"s": "error"}
_TYPES = {
    "number": FieldType.DECIMAL,
    "text": FieldType.TEXT,
    "yesno": FieldType.YESNO,
    "date": FieldType.DATE,
}
_STATES = {state.value: state for state in State}


@dataclass(frozen=True)
class Row:
    """A return and its earlier ones."""

    values: Values
    earlier: Earlier = ()


def form_of(fields: Mapping[str, Mapping[str, Any]], *expressions: Expression) -> Form:
    """Return a form of fields as the cases describe them, whose rules are expressions."""
    made = tuple(
        Field(code, _TYPES[field["type"]], {"vi": code}, Rollup.COUNT, decimals=field.get("decimals", 0))
        for code, field in fields.items()
    )
    rules = tuple(
        Check(f"rule_{number}", expression, Severity.ERROR, {"vi": "Sai."}, ())
        for number, expression in enumerate(expressions)
    )
    return Form("cases", (Section("all", {"vi": "Tất cả"}, made),), rules)


def by_rows(form: Form, expression: Expression, returns: Sequence[Row]) -> list[object]:
    """Compute an expression in Python, one return after the other."""
    return [_text(evaluate(expression.tree, rows(form, one.values, one.earlier))) for one in returns]


def by_columns(form: Form, expression: Expression, returns: Sequence[Row]) -> list[object]:
    """Compute an expression over all returns at once. Raises DoesNotFit."""
    columns = {
        code: Column(field.expression_type, field.decimals, MAX_SCALED) for code, field in form.fields.items()
    }
    program = compile_tree(expression.tree, columns, _DECIMALS)
    frame = frame_of(form, [(one.values, one.earlier) for one in returns])
    return [_from_columns(*record) for record in program.run(frame).iter_rows()]


def form_by_rows(form: Form, one: Row) -> dict[str, Any]:
    """Return what a return's formulas and rules come to in Python, as `check` and `workedOut` write it."""
    found = calculate(form, one.values, one.earlier)
    skipped = sorted(skipped_fields(form, found.values))
    worked = [code for code in form.order if code in form.formulas or code in skipped]
    cells = {code: ERROR if code in found.failed else found.values[code] for code in worked}
    outcomes = [
        Outcome.NOT_CHECKED if rule.expression.fields & set(found.failed) else outcome
        for rule, outcome in check_rules(form, found.values, one.earlier)
    ]
    return {"calculated": cells, "skipped": skipped, "outcomes": [str(outcome) for outcome in outcomes]}


def form_by_columns(form: Form, returns: Sequence[Row]) -> list[dict[str, Any]]:
    """Return the same of many returns by columns."""
    frame = evaluate_columns(form, frame_of(form, [(one.values, one.earlier) for one in returns]))
    return [
        {
            "calculated": {code: _stored(form.fields[code], record) for code in form.formulas},
            "outcomes": [record[outcome_column(rule.code)] for rule in form.rules],
        }
        for record in frame.iter_rows(named=True)
    ]


def in_browser(
    form: Form,
    runs: Sequence[tuple[Expression, Row]] = (),
    forms: Sequence[tuple[Form, Row]] = (),
    texts: Sequence[str] = (),
) -> dict[str, Any]:
    """Compute in one Node process what the browser's script makes of runs, of whole forms and of numbers."""
    node = shutil.which("node")
    assert node is not None, "Node is needed for these tests: apt-get install nodejs"
    question = {
        "fields": browser_form(form, "vi")["fields"],
        "runs": [{"tree": expression.tree, **vars(row)} for expression, row in runs],
        "forms": [{"form": browser_form(one, "vi"), **vars(row)} for one, row in forms],
        "texts": texts,
    }
    done = subprocess.run(
        [node, str(_RUNNER), str(SCRIPT)],
        input=json.dumps(question),
        capture_output=True,
        text=True,
        check=False,
        encoding="utf-8",
    )
    assert done.returncode == 0, done.stderr
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def _stored(field: Field, record: Mapping[str, Any]) -> CellValue:
    value, rank = record[value_column(field.code, 0)], record[state_column(field.code, 0)]
    if rank:
        return None if rank == State.BLANK.value else {"s": _STATES[rank].code}
    return field.unscaled(value) if field.is_number else bool(value)


def _text(value: Value) -> object:
    if isinstance(value, State):
        return {"s": value.code}
    if isinstance(value, Fraction):
        return unscaled(scaled_half_up(value, _DECIMALS), _DECIMALS)
    return value.isoformat() if isinstance(value, date) else value


def _from_columns(value: object, rank: int) -> object:
    if rank:
        assert value is None
        return {"s": _STATES[rank].code}
    if isinstance(value, int) and not isinstance(value, bool):
        return unscaled(value, _DECIMALS)
    return value.isoformat() if isinstance(value, date) else value

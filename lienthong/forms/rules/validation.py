"""Whether a return is valid: every cell by itself, then the rules over several cells and periods."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from lienthong.kernel.old_text import find_old_text

from .calculation import calculate
from .cells import CellValue, Earlier, Problem, Values, echoed, rows
from .decimals import grouped
from .definition import Check, Field, FieldType, Form, Labels, Severity
from .expressions import evaluate
from .reading import read_stored, show_cell

_TEXTS = frozenset({FieldType.TEXT, FieldType.NARRATIVE})


@dataclass(frozen=True)
class Finding:
    """A fault in a return. ``message`` is the rule's own; where it is None, the code has a sentence."""

    fields: tuple[str, ...]
    code: str
    severity: Severity
    params: Mapping[str, str] = field(default_factory=dict)
    message: Labels | None = None


class Outcome(StrEnum):
    """What became of a rule. A rule that meets a missing value is counted apart: it says nothing."""

    PASSED = "passed"
    FAILED = "failed"
    NOT_CHECKED = "not_checked"


def validate(form: Form, values: Values, earlier: Earlier = ()) -> list[Finding]:
    """Return what is wrong with a return; an empty list means that it is valid.

    ``earlier[0]`` is the return one period back; a period without one (None, or beyond the end) is not
    reported.
    Calculated fields are worked out anew. A rule that reads an unreadable cell is not applied.
    """
    readable, findings = _read_cells(form, values)
    calculation = calculate(form, readable, earlier)
    for code, value in calculation.put_aside.items():
        entered = echoed(show_cell(form.fields[code], value))
        findings.append(Finding((code,), "put_aside", Severity.WARNING, {"text": entered}))
    for code in calculation.failed:
        findings.append(Finding((code,), "not_calculated", Severity.ERROR))
    for code, part in form.fields.items():
        findings += _cell_findings(part, calculation.values.get(code), is_readable=code in readable)
    useless = (form.fields.keys() - readable.keys() - form.formulas.keys()) | set(calculation.failed)
    for rule, outcome in check_rules(form, calculation.values, earlier):
        if outcome is Outcome.FAILED and not rule.expression.fields & useless:
            findings.append(
                Finding(rule.fields, "rule_failed", rule.severity, {"rule": rule.code}, rule.message)
            )
    return findings


def check_rules(form: Form, values: Values, earlier: Earlier = ()) -> list[tuple[Check, Outcome]]:
    """Return what became of every rule, over values that are readable and calculated."""
    seen = rows(form, values, earlier)
    return [(rule, _outcome(evaluate(rule.expression.tree, seen))) for rule in form.rules]


def _outcome(value: object) -> Outcome:
    if not isinstance(value, bool):
        return Outcome.NOT_CHECKED
    return Outcome.PASSED if value else Outcome.FAILED


def _read_cells(form: Form, values: Values) -> tuple[dict[str, CellValue], list[Finding]]:
    """Return the cells of all typed fields (blank where nothing was sent) and findings for the unreadable."""
    readable: dict[str, CellValue] = {}
    findings = [
        Finding((code,), "unknown_field", Severity.ERROR, {"text": echoed(code)})
        for code in values
        if code not in form.fields
    ]
    for code, part in form.fields.items():
        if part.formula is not None:
            continue
        read = read_stored(part, values.get(code))
        if isinstance(read, Problem):
            findings.append(Finding((code,), read.code, Severity.ERROR, read.params))
        else:
            readable[code] = read.value
    return readable, findings


def _cell_findings(part: Field, value: CellValue, *, is_readable: bool) -> Iterator[Finding]:
    if value is None and part.required and is_readable:
        yield Finding((part.code,), "required", Severity.ERROR)
    if part.is_number and isinstance(value, str):
        yield from _bound_findings(part, value)
    if part.type in _TEXTS and isinstance(value, str) and find_old_text(value):
        yield Finding((part.code,), "old_encoding", Severity.WARNING, {"text": echoed(value)})


def _bound_findings(part: Field, text: str) -> Iterator[Finding]:
    number = part.scaled(text)
    if part.minimum is not None and number < part.scaled(part.minimum):
        yield Finding((part.code,), "below_minimum", Severity.ERROR, _bound_params(text, part.minimum))
    if part.maximum is not None and number > part.scaled(part.maximum):
        yield Finding((part.code,), "above_maximum", Severity.ERROR, _bound_params(text, part.maximum))


def _bound_params(text: str, bound: str) -> dict[str, str]:
    return {"text": grouped(text), "limit": grouped(bound)}

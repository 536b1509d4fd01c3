"""Calculated fields and skipped ones: worked out in order and rounded, so that what reads them reads what is stored."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from .cells import Cell, CellValue, Earlier, Values, known, row, rows, state_of, stored_state
from .decimals import scaled_half_up
from .definition import MAX_SCALED, Field, Form
from .expressions import State, Value, evaluate

_NOT_APPLICABLE = stored_state(State.NOT_APPLICABLE)


@dataclass(frozen=True)
class Calculation:
    """The values of a return with its calculated fields; ``failed`` names those that came to no result.

    ``put_aside``: what was entered in fields that do not apply, since the condition to skip them is true.
    """

    values: Mapping[str, CellValue]
    failed: tuple[str, ...]
    put_aside: Mapping[str, CellValue] = field(default_factory=dict)


def calculate(form: Form, values: Values, earlier: Earlier = ()) -> Calculation:
    """Work out the fields that are calculated or skipped, each after those that it reads.

    What was sent for a calculated field is replaced, a failed one is blank; a skipped field does not apply.
    """
    done = {code: value for code, value in values.items() if code not in form.formulas}
    if not form.order:
        return Calculation(done, ())
    current, *before = rows(form, done, earlier)
    seen = dict(current or {})
    failed, aside = [], {}
    for code in form.order:
        formula = form.formulas.get(code)
        if _is_skipped(form, code, seen):
            if state_of(done.get(code)) is None:
                aside[code] = done[code]
            done[code] = _NOT_APPLICABLE
        elif formula:
            cell = _cell(form.fields[code], evaluate(formula.tree, [seen, *before]))
            if cell is None:
                failed.append(code)
            done[code] = cell.value if cell else None
        else:
            continue
        seen[code] = known(form.fields[code], done[code])
    return Calculation(done, tuple(failed), aside)


def skipped_fields(form: Form, values: Values) -> frozenset[str]:
    """Return the fields of a stored return that do not apply because the condition to skip them is true."""
    seen = row(form, values)
    return frozenset(code for code in form.skips if _is_skipped(form, code, seen))


def _is_skipped(form: Form, code: str, seen: Mapping[str, Value]) -> bool:
    return any(evaluate(skip.tree, [seen]) is True for skip in form.skips.get(code, ()))


def _cell(part: Field, result: Value) -> Cell | None:
    """Return a result as it is stored; None where it cannot be."""
    if result is State.ERROR:
        return None
    if isinstance(result, State):
        return Cell(stored_state(result))
    if not isinstance(result, Fraction):
        return Cell(bool(result))
    number = scaled_half_up(result, part.decimals)
    return None if abs(number) > MAX_SCALED else Cell(part.unscaled(number))

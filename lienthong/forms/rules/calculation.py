"""Calculated fields: worked out in order and rounded, so that what reads them reads what is stored."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from .cells import Cell, CellValue, Earlier, Values, known, rows, stored_state
from .decimals import scaled_half_up
from .definition import MAX_SCALED, Field, Form
from .expressions import State, Value, evaluate


@dataclass(frozen=True)
class Calculation:
    """The values of a return with its calculated fields; ``failed`` names those that came to no result."""

    values: Mapping[str, CellValue]
    failed: tuple[str, ...]


def calculate(form: Form, values: Values, earlier: Earlier = ()) -> Calculation:
    """Work out the calculated fields; what was sent for one is replaced, a failed one is blank."""
    done = {code: value for code, value in values.items() if code not in form.formulas}
    if not form.formulas:
        return Calculation(done, ())
    current, *before = rows(form, done, earlier)
    seen = dict(current or {})
    failed = []
    for code, formula in form.formulas.items():
        cell = _cell(form.fields[code], evaluate(formula.tree, [seen, *before]))
        if cell is None:
            failed.append(code)
        done[code] = cell.value if cell else None
        seen[code] = known(form.fields[code], done[code])
    return Calculation(done, tuple(failed))


def _cell(field: Field, result: Value) -> Cell | None:
    """Return a result as it is stored; None where it cannot be."""
    if result is State.ERROR:
        return None
    if isinstance(result, State):
        return Cell(stored_state(result))
    if not isinstance(result, Fraction):
        return Cell(bool(result))
    number = scaled_half_up(result, field.decimals)
    return None if abs(number) > MAX_SCALED else Cell(field.unscaled(number))

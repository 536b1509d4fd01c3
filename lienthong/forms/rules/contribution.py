"""What one return adds to a kept total: four whole numbers for each field, never floats.

A total is a flat list of integers over an ordered list of field codes: lane 0 the scaled sum, lane 1 how
many values, lane 2 how many blanks, lane 3 how many not applicable. What is in none of the last three was
not reported.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import IntEnum

from .cells import CellValue, Values, state_of
from .definition import Field, FieldType, Form, Rollup
from .expressions import State


class Lane(IntEnum):
    """The numbers kept for each field."""

    SUM = 0
    VALUES = 1
    BLANK = 2
    NOT_APPLICABLE = 3


LANES = len(Lane)
_STATE_LANES = {State.BLANK: Lane.BLANK, State.NOT_APPLICABLE: Lane.NOT_APPLICABLE}


def layout(forms: Iterable[Form]) -> tuple[str, ...]:
    """Return the field codes of all versions of a form, oldest first, each in its permanent place."""
    return tuple(dict.fromkeys(code for form in forms for code in form.fields))


def place_of(codes: Sequence[str], code: str, lane: Lane) -> int:
    """Return where in a total a lane of a field stands."""
    return codes.index(code) * LANES + lane


def contribution(form: Form, codes: Sequence[str], values: Values) -> list[int]:
    """Return what a return adds, laid out by codes. A field that its version lacks is not applicable."""
    return [number for code in codes for number in _lanes(form.fields.get(code), values.get(code))]


def _lanes(field: Field | None, value: CellValue) -> list[int]:
    lanes = [0] * LANES
    state = State.NOT_APPLICABLE if field is None else state_of(value)
    if state is None and field is not None:
        lanes[Lane.VALUES] = 1
        lanes[Lane.SUM] = _summand(field, value)
    elif state in _STATE_LANES:
        lanes[_STATE_LANES[state]] = 1
    return lanes


def _summand(field: Field, value: CellValue) -> int:
    if field.rollup is not Rollup.SUM:
        return 0
    return int(value is True) if field.type is FieldType.YESNO else field.scaled(str(value))

"""What one return adds to a kept total: four whole numbers for each slot, never floats.

A total is a flat list of integers over an ordered list of slots. A slot named by a field's code holds lane 0 the scaled
sum, lane 1 how many values, lane 2 how many blanks, lane 3 how many not applicable; what is in none of the last three
was not reported. The other slots of a field say in their name what they are for:

    state=good    how many chose this answer (lane 0)
    price<        the smallest value (lane 0) of how many (lane 1); price> the largest
    price*area    price times area, summed (lanes 0 and 1: the number is lane 0 × WEIGHT_BASE + lane 1), area summed
                  where both are there (lane 2), and of how many (lane 3)

Everything adds up, but the smallest and the largest.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from functools import lru_cache

from .cells import CellValue, Values, state_of
from .definition import ADDING, NO, YES, Field, FieldType, Form, Rollup
from .expressions import State


class Lane(IntEnum):
    """The numbers kept for each field."""

    SUM = 0
    VALUES = 1
    BLANK = 2
    NOT_APPLICABLE = 3


class Operation(StrEnum):
    """What a slot is for, as it stands in its name behind the field's code."""

    OWN = ""
    CHOICE = "="
    LEAST = "<"
    MOST = ">"
    TIMES = "*"


@dataclass(frozen=True)
class Slot:
    """A slot by its name: the field, what is kept of it, and the answer or the weight that this goes with."""

    code: str
    operation: Operation
    other: str = ""


LANES = len(Lane)
# A product of two scaled numbers (10^26) is more than 64 bits hold: it is kept as two numbers to this base.
WEIGHT_BASE = 10**13
_STATE_LANES = {State.BLANK: Lane.BLANK, State.NOT_APPLICABLE: Lane.NOT_APPLICABLE}
_SLOT = re.compile(r"([a-z0-9_]+)([=<>*]?)(.*)")


@lru_cache(maxsize=4_096)
def read_slot(name: str) -> Slot:
    """Read the name of a slot.

    >>> read_slot("price*area")
    Slot(code='price', operation=<Operation.TIMES: '*'>, other='area')
    """
    found = _SLOT.fullmatch(name)
    if found is None:
        raise ValueError(f"not a slot: {name!r}")
    return Slot(found[1], Operation(found[2]), found[3])


def layout(forms: Iterable[Form]) -> tuple[str, ...]:
    """Return the slots of all versions of a form, oldest first, each in its permanent place."""
    return tuple(dict.fromkeys(slot for form in forms for slot in slots_of(form)))


def slots_of(form: Form) -> tuple[str, ...]:
    """Return the slots that one version of a form fills."""
    return tuple(slot for field in form.fields.values() for slot in _slots(field))


def _slots(field: Field) -> Iterator[str]:
    yield field.code
    if field.rollup is Rollup.CHOICES:
        yield from (f"{field.code}{Operation.CHOICE}{answer}" for answer in field.answers)
    elif field.rollup is Rollup.MINIMUM:
        yield f"{field.code}{Operation.LEAST}"
    elif field.rollup is Rollup.MAXIMUM:
        yield f"{field.code}{Operation.MOST}"
    elif field.rollup is Rollup.WEIGHTED:
        yield f"{field.code}{Operation.TIMES}{field.weight}"


def place_of(slots: Sequence[str], slot: str, lane: Lane) -> int:
    """Return where in a total a lane of a slot stands."""
    return slots.index(slot) * LANES + lane


def contribution(form: Form, slots: Sequence[str], values: Values) -> list[int]:
    """Return what a return adds, laid out by slots. A field that its version lacks is not applicable."""
    return [number for slot in slots for number in _lanes(form, read_slot(slot), values)]


def _lanes(form: Form, slot: Slot, values: Values) -> list[int]:
    field, value = form.fields.get(slot.code), values.get(slot.code)
    if slot.operation is Operation.OWN:
        return _own_lanes(field, value)
    if field is None or state_of(value) is not None:
        return [0] * LANES
    if slot.operation is Operation.CHOICE:
        return [int(_answer(value) == slot.other), 0, 0, 0]
    if slot.operation is Operation.TIMES:
        return _product_lanes(field, value, form.fields.get(slot.other), values.get(slot.other))
    return [field.scaled(str(value)), 1, 0, 0]


def _own_lanes(field: Field | None, value: CellValue) -> list[int]:
    lanes = [0] * LANES
    state = State.NOT_APPLICABLE if field is None else state_of(value)
    if state is None and field is not None:
        lanes[Lane.VALUES] = 1
        lanes[Lane.SUM] = _summand(field, value)
    elif state in _STATE_LANES:
        lanes[_STATE_LANES[state]] = 1
    return lanes


def _summand(field: Field, value: CellValue) -> int:
    if field.rollup not in ADDING:
        return 0
    return int(value is True) if field.type is FieldType.YESNO else field.scaled(str(value))


def _answer(value: CellValue) -> str:
    if isinstance(value, bool):
        return YES if value else NO
    return str(value)


def _product_lanes(field: Field, value: CellValue, by: Field | None, weight: CellValue) -> list[int]:
    if by is None or state_of(weight) is not None:
        return [0] * LANES
    share = by.scaled(str(weight))
    return [*divmod(field.scaled(str(value)) * share, WEIGHT_BASE), share, 1]

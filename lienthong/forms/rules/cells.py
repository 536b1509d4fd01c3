"""What one cell of a return holds, and what an expression sees in it.

As JSON: a number is a decimal text, a date is ISO 8601, a choice is its code, a text is a text, yes/no is
true or false, blank is null; any other state is {"s": "not_applicable"} or {"s": "not_reported"}.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from functools import lru_cache
from typing import TypeAlias

from .definition import Field, FieldType, Form
from .expressions import State, Value

CellValue: TypeAlias = str | bool | Mapping[str, str] | None
Values: TypeAlias = Mapping[str, CellValue]
# The return of one period back first; None where that period has no return.
Earlier: TypeAlias = Sequence[Values | None]

_LONGEST_ECHO = 40
# Control characters but line breaks and tabs, halves of surrogate pairs, and the marks that turn the
# direction of writing, with which a text can be made to read other than it is.
CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")

# What a reader sees instead of a cell that is not shown outside its collecting unit. Never stored.
WITHHELD: Mapping[str, str] = {"s": "withheld"}

STORED_STATES = {state.code: state for state in (State.NOT_APPLICABLE, State.NOT_REPORTED)}


@dataclass(frozen=True)
class Cell:
    """What was read, ready to be stored."""

    value: CellValue


@dataclass(frozen=True)
class Problem:
    """Why something cannot be read; the sentence for a person is made elsewhere."""

    code: str
    params: Mapping[str, str] = field(default_factory=dict)


def echoed(text: str) -> str:
    """Return what was typed, fit to be shown back: cut short, without characters that cannot be shown.

    Twenty megabytes of paste are not sent back, nor half a surrogate pair, which no page can carry.
    """
    short = text if len(text) <= _LONGEST_ECHO else text[:_LONGEST_ECHO] + "…"
    return CONTROL.sub("\N{REPLACEMENT CHARACTER}", short)


def state_of(value: CellValue) -> State | None:
    """Return the state of a cell; None where there is a value (zero, "no" and texts are values).

    Of a withheld cell its reader knows nothing, as if it were not reported.
    """
    if value is None:
        return State.BLANK
    return STORED_STATES.get(value["s"], State.NOT_REPORTED) if isinstance(value, Mapping) else None


def is_withheld(value: CellValue) -> bool:
    """Say whether a cell has been taken out of what a reader sees."""
    return value == WITHHELD


def stored_state(state: State) -> CellValue:
    """Return the JSON of a state."""
    return None if state is State.BLANK else {"s": state.code}


def known(field: Field, value: CellValue) -> Value:
    """Return what an expression sees in a stored cell."""
    if value is None or isinstance(value, Mapping):
        return state_of(value) or State.BLANK
    if field.is_number:
        return _number(str(value))
    return date.fromisoformat(str(value)) if field.type is FieldType.DATE else value


# Reading a number costs more than finding it again: of a country's cells most are small and come again and again.
@lru_cache(maxsize=16_384)
def _number(text: str) -> Fraction:
    return Fraction(text)


def row(form: Form, values: Values) -> dict[str, Value]:
    """Return the cells of one return as an expression sees them; a field that it lacks is not in the row."""
    return {code: known(field, values[code]) for code, field in form.fields.items() if code in values}


def rows(form: Form, values: Values, earlier: Earlier) -> list[Mapping[str, Value] | None]:
    """Return a return and its earlier ones as the rows that expressions run over."""
    return [row(form, values), *(None if before is None else row(form, before) for before in earlier)]

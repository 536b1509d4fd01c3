"""The columns of the copy: of single returns, and of what units come to. Plain Python.

Every column begins with a word that says what it is, and goes on with the permanent code of a field:

    s_CODE   how a cell stands: 0 value, 1 blank, 2 not applicable, 3 not reported
    v_CODE   its number in units of 1/scale (yes is 1), or the code of the answer that was chosen; texts and days are not copied
    n_, b_, a_   how many values, blanks, not applicable; least_, most_, times_, weight_, pairs_: see forms' contribution
    is_NUMBER    how many chose an answer; the number is the permanent place of its slot in the series

The measures of a unit are the lanes of a kept total, so that one can be compared with the other number by number.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from functools import cached_property

from lienthong.forms.rules import (
    ADDING,
    WEIGHT_BASE,
    YES,
    Field,
    FieldType,
    Form,
    Lane,
    Operation,
    Rollup,
    read_slot,
)

# From the root down: a level is copied as its place here.
LEVELS = ("centre", "province", "district", "commune", "village")


class CellState(IntEnum):
    """How a cell stands."""

    VALUE = 0
    BLANK = 1
    NOT_APPLICABLE = 2
    NOT_REPORTED = 3


class ReturnState(IntEnum):
    """Where a copied return stands; what does not count is not copied."""

    SUBMITTED = 1
    APPROVED = 2
    LOCKED = 3


class How(StrEnum):
    """How a measure of several units comes to one."""

    SUM = "sum"
    LEAST = "least"
    MOST = "most"


@dataclass(frozen=True)
class Measure:
    """A number of a unit: its column, and in which lane of which slot of a kept total it stands.

    ``answer``: the answer that is counted. ``wide``: does not fit 64 bits; in a kept total it takes two lanes.
    """

    column: str
    slot: str
    lane: Lane
    code: str
    how: How = How.SUM
    answer: str = ""
    wide: bool = False


@dataclass(frozen=True, eq=False)
class Layout:
    """What is copied of a series: its slots in their permanent order, and its fields as they were last said."""

    slots: tuple[str, ...]
    fields: Mapping[str, Field]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Layout) and self.stamp == other.stamp

    def __hash__(self) -> int:
        return hash(self.stamp)

    @cached_property
    def stamp(self) -> str:
        """Another one as soon as anything is copied otherwise."""
        said = [
            f"{field.code}:{field.type}:{field.rollup}:{field.decimals}:{field.weight}"
            for field in self.fields.values()
        ]
        return hashlib.sha256("|".join([*self.slots, *said]).encode()).hexdigest()[:16]

    @cached_property
    def measures(self) -> tuple[Measure, ...]:
        """Every measure of a unit."""
        return tuple(
            one for place, slot in enumerate(self.slots) for one in _measures(place, slot, self.fields)
        )

    def measures_of(self, code: str) -> tuple[Measure, ...]:
        """Return the measures of a field."""
        return tuple(one for one in self.measures if one.code == code)


def layout_of(slots: Sequence[str], forms: Sequence[Form]) -> Layout:
    """Return what is copied of a series, given all published versions of its form, oldest first."""
    own = {slot for slot in slots if read_slot(slot).operation is Operation.OWN}
    fields = {code: field for form in forms for code, field in form.fields.items() if code in own}
    known = tuple(slot for slot in slots if read_slot(slot).code in fields)
    return Layout(known, fields)


def has_number(field: Field) -> bool:
    """Say whether a field's number is copied."""
    return field.is_number or field.type is FieldType.YESNO


def is_copied(field: Field) -> bool:
    """Say whether what was answered is copied: numbers and chosen answers are, texts and days never."""
    return has_number(field) or field.type is FieldType.CHOICE


def _measures(place: int, slot: str, fields: Mapping[str, Field]) -> Iterator[Measure]:
    said = read_slot(slot)
    code, field = said.code, fields[said.code]
    if said.operation is Operation.OWN:
        if field.rollup in ADDING:
            yield Measure(f"v_{code}", slot, Lane.SUM, code)
        yield Measure(f"n_{code}", slot, Lane.VALUES, code)
        yield Measure(f"b_{code}", slot, Lane.BLANK, code)
        yield Measure(f"a_{code}", slot, Lane.NOT_APPLICABLE, code)
    elif said.operation is Operation.CHOICE:
        yield Measure(f"is_{place}", slot, Lane.SUM, code, answer=said.other)
    elif said.operation is Operation.LEAST:
        yield Measure(f"least_{code}", slot, Lane.SUM, code, How.LEAST)
    elif said.operation is Operation.MOST:
        yield Measure(f"most_{code}", slot, Lane.SUM, code, How.MOST)
    else:
        yield Measure(f"times_{code}", slot, Lane.SUM, code, wide=True)
        yield Measure(f"weight_{code}", slot, Lane.BLANK, code)
        yield Measure(f"pairs_{code}", slot, Lane.NOT_APPLICABLE, code)


def answer_value(field: Field, answer: str) -> str | int:
    """Return what stands in the column of a field where an answer was given."""
    return int(answer == YES) if field.type is FieldType.YESNO else answer


def lane_number(measure: Measure, lanes: Sequence[int]) -> int | None:
    """Return the number that a kept total holds for a measure, given the four lanes of its slot; None: there is none."""
    if measure.wide:
        return lanes[Lane.SUM] * WEIGHT_BASE + lanes[Lane.VALUES]
    if measure.how is not How.SUM:
        return lanes[Lane.SUM] if lanes[Lane.VALUES] else None
    return lanes[measure.lane]


# ── what a page shows ────────────────────────────────────────────────────────────────────────────────────────────────


class Kind(StrEnum):
    """How the number of an indicator is made of its measures."""

    NUMBER = "number"
    AVERAGE = "average"


@dataclass(frozen=True)
class Indicator:
    """What can be chosen: a field by its roll-up, or one answer of a choice. ``name``: as it stands in addresses."""

    name: str
    field: Field
    measures: tuple[Measure, ...]
    kind: Kind = Kind.NUMBER
    answer: str = ""

    @property
    def number(self) -> Measure:
        """The measure that is the number itself, or its dividend."""
        return self.measures[0]


def indicators_of(layout: Layout, codes: Sequence[str]) -> tuple[Indicator, ...]:
    """Return what can be shown of some fields, in their order; what can only be counted has no number."""
    return tuple(one for code in codes if code in layout.fields for one in _indicators(layout, code))


_NUMBER_OF = {Rollup.MINIMUM: "least_", Rollup.MAXIMUM: "most_", Rollup.WEIGHTED: "times_"}


def _indicators(layout: Layout, code: str) -> Iterator[Indicator]:
    field, measures = layout.fields[code], {one.column: one for one in layout.measures_of(code)}
    count = measures[f"n_{code}"]
    if field.rollup in ADDING:
        yield Indicator(code, field, (measures[f"v_{code}"], count))
    elif field.rollup is Rollup.CHOICES:
        for one in measures.values():
            if one.answer:
                yield Indicator(f"{code}-{one.answer}", field, (one, count), answer=one.answer)
    elif field.rollup is Rollup.WEIGHTED and f"times_{code}" in measures:
        both = (measures[f"times_{code}"], count, measures[f"weight_{code}"])
        yield Indicator(code, field, both, Kind.AVERAGE)
    elif (prefix := _NUMBER_OF.get(field.rollup)) and prefix + code in measures:
        yield Indicator(code, field, (measures[prefix + code], count))

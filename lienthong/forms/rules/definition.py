"""What a form is: sections, fields and rules, as values that never change. Its JSON is read elsewhere."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import TypeAlias

from .decimals import power, scaled, unscaled
from .expressions import LANGUAGE_VERSION, Expression, Type

SOURCE_LANGUAGE = "vi"
YES, NO = "yes", "no"
LANGUAGES = ("vi", "en")

# A cell's scaled integer stays within ±10^13, so that the sum of a national week (90,513 cells) fits 64 bits.
MAX_SCALED = 10**13
MAX_DECIMALS = 6
MAX_TEXT = 500
MAX_NARRATIVE = 10_000

Labels: TypeAlias = Mapping[str, str]


class FieldType(StrEnum):
    """What a person enters into a field."""

    INTEGER = "integer"
    DECIMAL = "decimal"
    PERCENTAGE = "percentage"
    MONEY = "money"
    YESNO = "yesno"
    CHOICE = "choice"
    DATE = "date"
    TEXT = "text"
    NARRATIVE = "narrative"


class Rollup(StrEnum):
    """How a field goes upward. Every one of them also counts values, blanks and what did not apply."""

    SUM = "sum"
    COUNT = "count"
    CHOICES = "choices"
    MINIMUM = "minimum"
    MAXIMUM = "maximum"
    WEIGHTED = "weighted"
    LAST = "last"
    AVERAGE = "average"
    JOIN = "join"


class Severity(StrEnum):
    """An error must be put right; a warning may be sent with a reason."""

    ERROR = "error"
    WARNING = "warning"


NUMBERS = frozenset({FieldType.INTEGER, FieldType.DECIMAL, FieldType.PERCENTAGE, FieldType.MONEY})
# Percentages never add up; a yes counts 1.
SUMMABLE = frozenset({FieldType.INTEGER, FieldType.DECIMAL, FieldType.MONEY, FieldType.YESNO})
_STOCKS = SUMMABLE - {FieldType.YESNO}
# What each type can come to at the level above; a type not named here can be counted only.
ROLLUPS: Mapping[Rollup, frozenset[FieldType]] = {
    Rollup.SUM: SUMMABLE,
    Rollup.COUNT: frozenset(FieldType),
    Rollup.CHOICES: frozenset({FieldType.CHOICE, FieldType.YESNO}),
    Rollup.MINIMUM: NUMBERS,
    Rollup.MAXIMUM: NUMBERS,
    Rollup.WEIGHTED: NUMBERS,
    Rollup.LAST: _STOCKS,
    Rollup.AVERAGE: _STOCKS,
    Rollup.JOIN: frozenset({FieldType.TEXT, FieldType.NARRATIVE}),
}
# Within a week these three are the same: only over several weeks do stock figures behave differently.
ADDING = frozenset({Rollup.SUM, Rollup.LAST, Rollup.AVERAGE})
STOCKS = frozenset({Rollup.LAST, Rollup.AVERAGE})
_EXPRESSION_TYPES = {FieldType.YESNO: Type.YESNO, FieldType.DATE: Type.DATE} | dict.fromkeys(
    NUMBERS, Type.NUMBER
)


@dataclass(frozen=True)
class Choice:
    """One answer that may be chosen."""

    code: str
    label: Labels


@dataclass(frozen=True)
class Field:
    """One question. Its code is permanent across versions of the form.

    ``minimum`` and ``maximum`` are decimal texts. A field with a ``formula`` is worked out, not typed. ``skip``: where
    it is true, the field does not apply. ``weight``: the field that a weighted average is weighted by. ``breakdown``:
    parts, each a field of its own behind this one (``part_of``), whose sum this field is.
    """

    code: str
    type: FieldType
    label: Labels
    rollup: Rollup
    short: Labels | None = None
    unit: Labels | None = None
    help: Labels | None = None
    required: bool = False
    decimals: int = 0
    minimum: str | None = None
    maximum: str | None = None
    choices: tuple[Choice, ...] = ()
    formula: Expression | None = None
    skip: Expression | None = None
    weight: str | None = None
    weight_decimals: int = 0
    breakdown: tuple[Choice, ...] = ()
    part_of: str | None = None

    @property
    def scale(self) -> int:
        """What a number is multiplied by to become a whole one."""
        return power(self.decimals)

    @property
    def is_number(self) -> bool:
        """Whether its values are numbers."""
        return self.type in NUMBERS

    @property
    def expression_type(self) -> Type:
        """What an expression sees in it."""
        return _EXPRESSION_TYPES.get(self.type, Type.TEXT)

    @property
    def choice_codes(self) -> frozenset[str]:
        """Codes that may be chosen."""
        return frozenset(choice.code for choice in self.choices)

    @property
    def grid_label(self) -> Labels:
        """The label where there is little room."""
        return self.short or self.label

    @property
    def parts(self) -> tuple[str, ...]:
        """Codes of the fields that this one is broken down into."""
        return tuple(part_code(self.code, part.code) for part in self.breakdown)

    @property
    def answers(self) -> tuple[str, ...]:
        """What a count by choice counts: the codes of the choices, or yes and no."""
        if self.type is FieldType.YESNO:
            return (YES, NO)
        return tuple(choice.code for choice in self.choices)

    def scaled(self, text: str) -> int:
        """Return a stored number as a scaled integer."""
        return scaled(text, self.decimals)

    def unscaled(self, number: int) -> str:
        """Return a scaled integer, such as a total, as a decimal text."""
        return unscaled(number, self.decimals)


def part_code(whole: str, part: str) -> str:
    """Return the permanent code of a part of a field.

    >>> part_code("members", "women")
    'members__women'
    """
    return f"{whole}__{part}"


@dataclass(frozen=True)
class Section:
    """Fields that belong together under one heading. ``skip``: where it is true, none of them applies."""

    code: str
    label: Labels
    fields: tuple[Field, ...]
    skip: Expression | None = None


@dataclass(frozen=True)
class Check:
    """A rule over fields: true passes, false fails, a state means that it could not be checked."""

    code: str
    expression: Expression
    severity: Severity
    message: Labels
    fields: tuple[str, ...]


@dataclass(frozen=True)
class Form:
    """One version of a form.

    ``order`` lists the fields that are calculated or may be skipped, each after those that it reads.
    """

    code: str
    sections: tuple[Section, ...]
    rules: tuple[Check, ...]
    order: tuple[str, ...] = ()
    language: int = LANGUAGE_VERSION

    @cached_property
    def fields(self) -> Mapping[str, Field]:
        """Every field by its code, in the order of the form."""
        return {field.code: field for section in self.sections for field in section.fields}

    @cached_property
    def formulas(self) -> Mapping[str, Expression]:
        """Formulas of the calculated fields, each after those that it reads."""
        formulas = {code: self.fields[code].formula for code in self.order}
        return {code: formula for code, formula in formulas.items() if formula}

    @cached_property
    def skips(self) -> Mapping[str, tuple[Expression, ...]]:
        """For each field that may be skipped, in that order, what lets it not apply: its own and its section's."""
        found = {
            field.code: tuple(skip for skip in (section.skip, field.skip) if skip)
            for section in self.sections
            for field in section.fields
        }
        return {code: found[code] for code in self.order if found[code]}

    @cached_property
    def guarded(self) -> frozenset[str]:
        """Parts of broken down fields, and all that is worked out from them: not shown outside the collecting unit."""
        guarded = {code for code, field in self.fields.items() if field.part_of}
        for code, formula in self.formulas.items():
            if not self.fields[code].breakdown and formula.fields & guarded:
                guarded.add(code)
        return frozenset(guarded)

    @cached_property
    def stocks(self) -> tuple[Field, ...]:
        """Stock figures: over several weeks they are not added up."""
        return tuple(field for field in self.fields.values() if field.rollup in STOCKS)

    @cached_property
    def periods_back(self) -> int:
        """How many earlier returns its rules and formulas may read."""
        expressions = [*self.formulas.values(), *(rule.expression for rule in self.rules)]
        return max((expression.periods_back for expression in expressions), default=0)

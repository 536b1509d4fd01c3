"""A form definition as JSON: read with every fault named by its path, and written back."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, NoReturn, TypeVar

from .decimals import decimals_in, is_decimal_text, scaled
from .definition import (
    LANGUAGES,
    MAX_DECIMALS,
    MAX_SCALED,
    NUMBERS,
    SOURCE_LANGUAGE,
    SUMMABLE,
    Check,
    Choice,
    Field,
    FieldType,
    Form,
    Labels,
    Rollup,
    Section,
    Severity,
)
from .expressions import (
    KEYWORDS,
    LANGUAGE_VERSION,
    Expression,
    ExpressionError,
    Type,
    calculation_order,
    check_expression,
    tree_as_json,
)

_FIELD_CODE = re.compile(r"[a-z][a-z0-9_]{0,59}")
_FORM_CODE = re.compile(r"[a-z][a-z0-9-]{0,49}")
_MAX_LABEL = 500
_Kind = TypeVar("_Kind", bound=StrEnum)


class DefinitionError(Exception):
    """A definition cannot be accepted. ``path`` names the place, such as "sections.0.fields.2.rollup"."""

    def __init__(self, path: str, code: str, params: Mapping[str, str] | None = None) -> None:
        super().__init__(path, code, params)
        self.path = path
        self.code = code
        self.params = dict(params or {})


def read_form(definition: object) -> Form:
    """Read a whole definition, or raise DefinitionError for its first fault.

    Expressions are checked anew; where the definition holds their trees as well, they must be the same.
    """
    top = _Place("", definition)
    top.want_keys("code", "language", "sections", "rules")
    if top.at("language").value != LANGUAGE_VERSION:
        top.at("language").refuse("language", expected=str(LANGUAGE_VERSION))
    sections = tuple(_section(place) for place in top.at("sections").items())
    if not sections:
        top.at("sections").refuse("empty")
    _refuse_repeats(
        [place for section in top.at("sections").items() for place in section.at("fields").items()]
    )
    _refuse_repeats(top.at("sections").items())
    _refuse_repeats(top.at("rules").items())
    sections, order = _with_formulas(top, sections)
    types = _types(sections)
    rules = tuple(_check(place, types) for place in top.at("rules").items())
    return Form(top.at("code").code(_FORM_CODE), sections, rules, order)


def form_as_json(form: Form) -> dict[str, Any]:
    """Return a form as the JSON that `read_form` reads, with the trees of its expressions."""
    return {
        "code": form.code,
        "language": form.language,
        "sections": [
            {
                "code": section.code,
                "label": dict(section.label),
                "fields": [_field_as_json(field) for field in section.fields],
            }
            for section in form.sections
        ],
        "rules": [_check_as_json(check) for check in form.rules],
    }


def refuse_changed_fields(earlier: Form, later: Form) -> None:
    """Refuse a later version in which a permanent code means something else.

    Type, decimals and roll-up decide how numbers of both versions add up; a field's code stands for them.
    """
    for section_number, section in enumerate(later.sections):
        for number, field in enumerate(section.fields):
            before = earlier.fields.get(field.code)
            if before and (before.type, before.decimals, before.rollup) != (
                field.type,
                field.decimals,
                field.rollup,
            ):
                path = f"sections.{section_number}.fields.{number}"
                raise DefinitionError(path, "field_changed", {"name": field.code})


# A place in the JSON ----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Place:
    """A value in the definition with the path that leads to it."""

    path: str
    value: object

    def refuse(self, fault: str, **params: str) -> NoReturn:
        raise DefinitionError(self.path, fault, params)

    def want_keys(self, *required: str, optional: Sequence[str] = ()) -> None:
        keys = self.mapping().keys()
        for key in required:
            if key not in keys:
                self.at(key).refuse("missing")
        for key in keys:
            if key not in required and key not in optional:
                self.at(str(key)).refuse("unknown_key")

    def mapping(self) -> Mapping[str, object]:
        if not isinstance(self.value, dict):
            self.refuse("not_object")
        return self.value

    def at(self, key: str) -> _Place:
        return _Place(f"{self.path}.{key}" if self.path else key, self.mapping().get(key))

    def find(self, key: str) -> _Place | None:
        return self.at(key) if self.mapping().get(key) is not None else None

    def items(self) -> Iterator[_Place]:
        if not isinstance(self.value, list):
            self.refuse("not_list")
        for number, value in enumerate(self.value):
            yield _Place(f"{self.path}.{number}", value)

    def text(self) -> str:
        if not isinstance(self.value, str) or not self.value.strip():
            self.refuse("not_text")
        return self.value

    def code(self, pattern: re.Pattern[str] = _FIELD_CODE) -> str:
        code = self.text()
        if pattern.fullmatch(code) is None or code in KEYWORDS:
            self.refuse("not_code", text=code[:60])
        return code

    def truth(self) -> bool:
        if not isinstance(self.value, bool):
            self.refuse("not_truth")
        return self.value

    def one_of(self, kind: type[_Kind]) -> _Kind:
        text = self.text()
        if text not in {str(member) for member in kind}:
            self.refuse("not_one_of", text=text[:60], options=", ".join(kind))
        return kind(text)

    def labels(self) -> Labels:
        labels = {key: self.at(key).text() for key in self.mapping()}
        if SOURCE_LANGUAGE not in labels:
            self.at(SOURCE_LANGUAGE).refuse("missing")
        for language, label in labels.items():
            if language not in LANGUAGES:
                self.at(language).refuse("unknown_key")
            if len(label) > _MAX_LABEL:
                self.at(language).refuse("too_long", limit=str(_MAX_LABEL))
        return labels


def _refuse_repeats(places: Iterator[_Place] | list[_Place]) -> None:
    seen: set[object] = set()
    for place in places:
        code = place.at("code")
        if code.value in seen:
            code.refuse("repeated", text=str(code.value))
        seen.add(code.value)


# Sections and fields ----------------------------------------------------------------------------------------


def _section(place: _Place) -> Section:
    place.want_keys("code", "label", "fields")
    fields = tuple(_field(item) for item in place.at("fields").items())
    if not fields:
        place.at("fields").refuse("empty")
    return Section(place.at("code").code(), place.at("label").labels(), fields)


def _field(place: _Place) -> Field:
    """Read a field without its formula, which can only be read when all fields are known."""
    place.want_keys(
        *("code", "type", "label", "rollup"),
        optional=(
            "short",
            "unit",
            "help",
            "required",
            "decimals",
            "minimum",
            "maximum",
            "choices",
            "formula",
        ),
    )
    type_ = place.at("type").one_of(FieldType)
    decimals = _decimals(place, type_)
    minimum = _bound(place.find("minimum"), type_, decimals)
    maximum = _bound(place.find("maximum"), type_, decimals)
    _refuse_crossed_bounds(place, minimum, maximum, decimals)
    return Field(
        code=place.at("code").code(),
        type=type_,
        label=place.at("label").labels(),
        rollup=_rollup(place.at("rollup"), type_),
        short=_optional(place, "short", _Place.labels),
        unit=_optional(place, "unit", _Place.labels),
        help=_optional(place, "help", _Place.labels),
        required=_optional(place, "required", _Place.truth) or False,
        decimals=decimals,
        choices=_choices(place, type_),
        minimum=minimum,
        maximum=maximum,
    )


_Read = TypeVar("_Read")


def _optional(place: _Place, key: str, read: Callable[[_Place], _Read]) -> _Read | None:
    found = place.find(key)
    return read(found) if found else None


def _rollup(place: _Place, type_: FieldType) -> Rollup:
    rollup = place.one_of(Rollup)
    if rollup is Rollup.SUM and type_ not in SUMMABLE:
        place.refuse("not_summable", type=type_)
    return rollup


def _decimals(place: _Place, type_: FieldType) -> int:
    found = place.find("decimals")
    if found is None:
        return 0
    most = 0 if type_ is FieldType.INTEGER or type_ not in NUMBERS else MAX_DECIMALS
    if type(found.value) is not int or not 0 <= found.value <= most:
        found.refuse("decimals", limit=str(most))
    return found.value


def _refuse_crossed_bounds(place: _Place, minimum: str | None, maximum: str | None, decimals: int) -> None:
    if minimum and maximum and scaled(minimum, decimals) > scaled(maximum, decimals):
        place.at("maximum").refuse("bounds_crossed")


def _bound(place: _Place | None, type_: FieldType, decimals: int) -> str | None:
    if place is None:
        return None
    text = place.text()
    if type_ not in NUMBERS:
        place.refuse("bound_type", type=type_)
    if not is_decimal_text(text) or decimals_in(text) > decimals or abs(scaled(text, decimals)) > MAX_SCALED:
        place.refuse("not_bound", text=text[:60])
    return text


def _choices(place: _Place, type_: FieldType) -> tuple[Choice, ...]:
    found = place.find("choices")
    if (found is not None) != (type_ is FieldType.CHOICE):
        place.at("choices").refuse("choices")
    if found is None:
        return ()
    choices = tuple(_choice(item) for item in found.items())
    if not choices:
        found.refuse("empty")
    _refuse_repeats(found.items())
    return choices


def _choice(place: _Place) -> Choice:
    place.want_keys("code", "label")
    return Choice(place.at("code").code(), place.at("label").labels())


# Formulas and rules -----------------------------------------------------------------------------------------


def _types(sections: Sequence[Section]) -> dict[str, Type]:
    return {field.code: field.expression_type for section in sections for field in section.fields}


def _with_formulas(top: _Place, sections: tuple[Section, ...]) -> tuple[tuple[Section, ...], tuple[str, ...]]:
    """Return the sections with the formulas of their fields, and the order to calculate them in."""
    types = _types(sections)
    formulas: dict[str, Expression] = {}
    paths: dict[str, _Place] = {}
    for section in top.at("sections").items():
        for field in section.at("fields").items():
            found = field.find("formula")
            if found is not None:
                code = field.at("code").code()
                formulas[code] = _formula(found, types, FieldType(field.at("type").text()))
                paths[code] = found
    try:
        order = calculation_order(formulas)
    except ExpressionError as fault:
        first = fault.params["circle"].partition(" ")[0]
        raise DefinitionError(paths[first].path, fault.code, fault.params) from None
    return tuple(_with_formulas_of(section, formulas) for section in sections), order


def _with_formulas_of(section: Section, formulas: Mapping[str, Expression]) -> Section:
    fields = tuple(replace(field, formula=formulas.get(field.code)) for field in section.fields)
    return replace(section, fields=fields)


def _formula(place: _Place, types: Mapping[str, Type], type_: FieldType) -> Expression:
    if type_ not in NUMBERS and type_ is not FieldType.YESNO:
        place.refuse("formula_type", type=type_)
    place.want_keys("expression", optional=("tree",))
    return _expression(place, types, Type.YESNO if type_ is FieldType.YESNO else Type.NUMBER)


def _check(place: _Place, types: Mapping[str, Type]) -> Check:
    place.want_keys("code", "expression", "severity", "message", "fields", optional=("tree",))
    return Check(
        code=place.at("code").code(),
        expression=_expression(place, types, Type.YESNO),
        severity=place.at("severity").one_of(Severity),
        message=place.at("message").labels(),
        fields=tuple(_flagged_fields(place.at("fields"), types)),
    )


def _flagged_fields(place: _Place, types: Mapping[str, Type]) -> Iterator[str]:
    empty = True
    for item in place.items():
        empty = False
        if item.text() not in types:
            item.refuse("unknown_field", name=item.text()[:60], nearest="")
        yield item.text()
    if empty:
        place.refuse("empty")


def _expression(place: _Place, types: Mapping[str, Type], wanted: Type) -> Expression:
    text = place.at("expression")
    try:
        expression = check_expression(text.text(), types, wanted)
    except ExpressionError as fault:
        position = {} if fault.position is None else {"position": str(fault.position + 1)}
        raise DefinitionError(text.path, fault.code, {**fault.params, **position}) from None
    kept = place.find("tree")
    if kept is not None and kept.value != tree_as_json(expression.tree):
        kept.refuse("tree_differs")
    return expression


# Writing ----------------------------------------------------------------------------------------------------


def _field_as_json(field: Field) -> dict[str, Any]:
    optional = {
        "short": field.short and dict(field.short),
        "unit": field.unit and dict(field.unit),
        "help": field.help and dict(field.help),
        "required": field.required,
        "decimals": field.decimals,
        "minimum": field.minimum,
        "maximum": field.maximum,
        "choices": [{"code": choice.code, "label": dict(choice.label)} for choice in field.choices],
        "formula": field.formula and _expression_as_json(field.formula),
    }
    written = {key: value for key, value in optional.items() if value}
    return {
        "code": field.code,
        "type": str(field.type),
        "label": dict(field.label),
        "rollup": str(field.rollup),
        **written,
    }


def _check_as_json(check: Check) -> dict[str, Any]:
    return {
        "code": check.code,
        **_expression_as_json(check.expression),
        "severity": str(check.severity),
        "message": dict(check.message),
        "fields": list(check.fields),
    }


def _expression_as_json(expression: Expression) -> dict[str, Any]:
    return {"expression": expression.text, "tree": tree_as_json(expression.tree)}

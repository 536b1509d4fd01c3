"""A form definition read from JSON, with every fault named by its path. ``definition_writing`` writes it back."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

from lienthong.kernel.text import label_in

from .decimals import decimals_in, is_decimal_text, scaled
from .definition import (
    MAX_DECIMALS,
    MAX_SCALED,
    NUMBERS,
    ROLLUPS,
    Check,
    Choice,
    Field,
    FieldType,
    Form,
    Labels,
    Rollup,
    Section,
    Severity,
    part_code,
)
from .expressions import (
    LANGUAGE_VERSION,
    Expression,
    ExpressionError,
    Type,
    calculation_order,
    check_expression,
    tree_as_json,
)
from .places import FIELD_CODE, FORM_CODE, DefinitionError, Place, refuse_repeats


def read_form(definition: object) -> Form:
    """Read a whole definition, or raise DefinitionError for its first fault.

    Expressions are checked anew; where the definition holds their trees as well, they must be the same.
    """
    top = Place("", definition)
    top.want_keys("code", "language", "sections", "rules")
    if top.at("language").value != LANGUAGE_VERSION:
        top.at("language").refuse("language", expected=str(LANGUAGE_VERSION))
    sections = tuple(_section(place) for place in top.at("sections").items())
    if not sections:
        top.at("sections").refuse("empty")
    refuse_repeats(
        [place for section in top.at("sections").items() for place in section.at("fields").items()]
    )
    refuse_repeats(top.at("sections").items())
    refuse_repeats(top.at("rules").items())
    _refuse_parts_that_are_fields(top, sections)
    types = _types(sections)
    sections, order = _with_expressions(top, sections, types)
    form = Form(top.at("code").code(FORM_CODE), sections, (), order)
    _refuse_leaks(top, form)
    rules = tuple(_check(place, types) for place in top.at("rules").items())
    return replace(form, rules=rules)


def refuse_changed_fields(earlier: Form, later: Form) -> None:
    """Refuse a later version in which a permanent code means something else.

    Type, decimals, roll-up and weight decide how numbers of both versions add up; a field's code stands for them.
    """
    for section_number, section in enumerate(later.sections):
        typed = [field for field in section.fields if not field.part_of]
        for number, field in enumerate(typed):
            before = earlier.fields.get(field.code)
            if before and _meaning(before) != _meaning(field):
                path = f"sections.{section_number}.fields.{number}"
                raise DefinitionError(path, "field_changed", {"name": field.code})


def _meaning(field: Field) -> tuple[object, ...]:
    return field.type, field.decimals, field.rollup, field.weight, bool(field.breakdown)


# Sections and fields ----------------------------------------------------------------------------------------


_FIELD_KEYS = (
    *("short", "unit", "help", "required", "decimals", "minimum", "maximum", "choices"),
    *("formula", "skip", "weight", "breakdown"),
)


def _section(place: Place) -> Section:
    place.want_keys("code", "label", "fields", optional=("skip",))
    fields = tuple(field for item in place.at("fields").items() for field in _with_parts(item))
    if not fields:
        place.at("fields").refuse("empty")
    return Section(place.at("code").code(), place.at("label").labels(), fields)


def _with_parts(place: Place) -> list[Field]:
    whole = _field(place)
    return [whole, *(_part(whole, part) for part in whole.breakdown)]


def _field(place: Place) -> Field:
    """Read a field without its formula and its skip, which can only be read when all fields are known."""
    place.want_keys("code", "type", "label", "rollup", optional=_FIELD_KEYS)
    type_ = place.at("type").one_of(FieldType)
    decimals = _decimals(place, type_)
    minimum = _bound(place.find("minimum"), type_, decimals)
    maximum = _bound(place.find("maximum"), type_, decimals)
    _refuse_crossed_bounds(place, minimum, maximum, decimals)
    field = Field(
        code=place.at("code").code(),
        type=type_,
        label=place.at("label").labels(),
        rollup=_rollup(place.at("rollup"), type_),
        short=_optional(place, "short", Place.labels),
        unit=_optional(place, "unit", Place.labels),
        help=_optional(place, "help", Place.labels),
        required=_optional(place, "required", Place.truth) or False,
        decimals=decimals,
        choices=_choices(place, type_),
        minimum=minimum,
        maximum=maximum,
        weight=_weight(place),
        breakdown=tuple(_listed(place.find("breakdown"))),
    )
    if field.breakdown:
        _refuse_unfit_whole(place, field)
    return field


_Read = TypeVar("_Read")


def _optional(place: Place, key: str, read: Callable[[Place], _Read]) -> _Read | None:
    found = place.find(key)
    return read(found) if found else None


def _rollup(place: Place, type_: FieldType) -> Rollup:
    rollup = place.one_of(Rollup)
    if type_ not in ROLLUPS[rollup]:
        fit = ", ".join(rollup for rollup, types in ROLLUPS.items() if type_ in types)
        place.refuse("rollup_type", rollup=rollup, options=fit)
    return rollup


def _weight(place: Place) -> str | None:
    found = place.find("weight")
    if (found is not None) != (place.at("rollup").value == Rollup.WEIGHTED):
        place.at("weight").refuse("weight")
    return found.text() if found else None


def _decimals(place: Place, type_: FieldType) -> int:
    found = place.find("decimals")
    if found is None:
        return 0
    most = 0 if type_ is FieldType.INTEGER or type_ not in NUMBERS else MAX_DECIMALS
    if type(found.value) is not int or not 0 <= found.value <= most:
        found.refuse("decimals", limit=str(most))
    return found.value


def _refuse_crossed_bounds(place: Place, minimum: str | None, maximum: str | None, decimals: int) -> None:
    if minimum and maximum and scaled(minimum, decimals) > scaled(maximum, decimals):
        place.at("maximum").refuse("bounds_crossed")


def _bound(place: Place | None, type_: FieldType, decimals: int) -> str | None:
    if place is None:
        return None
    text = place.text()
    if type_ not in NUMBERS:
        place.refuse("bound_type", type=type_)
    if not is_decimal_text(text) or decimals_in(text) > decimals or abs(scaled(text, decimals)) > MAX_SCALED:
        place.refuse("not_bound", text=text[:60])
    return text


def _choices(place: Place, type_: FieldType) -> tuple[Choice, ...]:
    found = place.find("choices")
    if (found is not None) != (type_ is FieldType.CHOICE):
        place.at("choices").refuse("choices")
    if found is None:
        return ()
    return tuple(_listed(found))


def _listed(place: Place | None) -> Iterator[Choice]:
    """Yield codes with labels: choices, or the parts of a breakdown; nothing where there is no such list."""
    if place is None:
        return
    refuse_repeats(place.items())
    empty = True
    for item in place.items():
        empty = False
        yield _choice(item)
    if empty:
        place.refuse("empty")


def _choice(place: Place) -> Choice:
    place.want_keys("code", "label")
    return Choice(place.at("code").code(), place.at("label").labels())


# Parts ------------------------------------------------------------------------------------------------------


def _part(whole: Field, part: Choice) -> Field:
    return replace(
        whole,
        code=part_code(whole.code, part.code),
        label=_joined(whole.label, part.label),
        short=whole.short and _joined(whole.short, part.label),
        help=None,
        maximum=None,
        breakdown=(),
        part_of=whole.code,
    )


def _joined(whole: Labels, part: Labels) -> Labels:
    return {language: f"{label_in(whole, language)} – {label_in(part, language)}" for language in whole}


def _refuse_unfit_whole(place: Place, whole: Field) -> None:
    """Parts are counts of people or things: whole numbers that are not below zero, and add up."""
    counts = whole.type is FieldType.INTEGER and whole.minimum is not None
    adds = whole.rollup in {Rollup.SUM, Rollup.LAST} and place.find("formula") is None
    if not (counts and adds and not str(whole.minimum).startswith("-") and len(whole.breakdown) > 1):
        place.at("breakdown").refuse("breakdown")


def _refuse_parts_that_are_fields(top: Place, sections: Sequence[Section]) -> None:
    """Refuse a part whose code is that of another field, or is too long."""
    seen: set[str] = set()
    for section in sections:
        for field in section.fields:
            if field.code in seen or FIELD_CODE.fullmatch(field.code) is None:
                top.at("sections").refuse("part_code", text=field.code)
            seen.add(field.code)


def _refuse_leaks(top: Place, form: Form) -> None:
    """Refuse what would carry parts that are not shown above the collecting unit upward all the same."""
    for path, field in _fields_with_places(top, form.sections):
        rolls = field.rollup is not Rollup.COUNT
        if field.code in form.guarded and not field.part_of and rolls:
            path.at("rollup").refuse("guarded", name=field.code)
        if field.weight is not None:
            weight = form.fields.get(field.weight)
            fit = weight and weight.is_number and weight.minimum and not weight.minimum.startswith("-")
            if not fit or field.weight in form.guarded:
                path.at("weight").refuse("weight_field", name=field.weight[:60])


def _fields_with_places(top: Place, sections: Sequence[Section]) -> Iterator[tuple[Place, Field]]:
    """Yield each field that stands in the definition with its place there; parts stand nowhere."""
    for place, section in zip(top.at("sections").items(), sections, strict=True):
        typed = [field for field in section.fields if not field.part_of]
        yield from zip(place.at("fields").items(), typed, strict=True)


# Formulas, skips and rules ----------------------------------------------------------------------------------


def _types(sections: Sequence[Section]) -> dict[str, Type]:
    return {field.code: field.expression_type for section in sections for field in section.fields}


def _with_expressions(
    top: Place, sections: tuple[Section, ...], types: Mapping[str, Type]
) -> tuple[tuple[Section, ...], tuple[str, ...]]:
    """Return the sections with formulas and skips, and the order in which to work their fields out."""
    skips = [_skip(place, types) for place in top.at("sections").items()]
    own: dict[str, Field] = {}
    paths: dict[str, Place] = {}
    decimals = {field.code: field.decimals for section in sections for field in section.fields}
    for place, field in _fields_with_places(top, sections):
        read = _with_own_expressions(place, field, types)
        own[field.code] = replace(read, weight_decimals=decimals.get(field.weight or "", 0))
        paths[field.code] = place
    done = tuple(
        replace(section, skip=skip, fields=tuple(_derived(field, own) for field in section.fields))
        for section, skip in zip(sections, skips, strict=True)
    )
    return done, _order(done, paths)


def _with_own_expressions(place: Place, field: Field, types: Mapping[str, Type]) -> Field:
    formula = place.find("formula")
    read = _formula(formula, types, field.type) if formula else None
    if field.breakdown:
        read = check_expression(" + ".join(field.parts), types, Type.NUMBER)
    return replace(field, formula=read, skip=_skip(place, types))


def _derived(field: Field, own: Mapping[str, Field]) -> Field:
    """Return a field with its expressions; a part is skipped with its whole."""
    return replace(field, skip=own[field.part_of].skip) if field.part_of else own[field.code]


def _order(sections: Sequence[Section], paths: Mapping[str, Place]) -> tuple[str, ...]:
    """Return the fields that are calculated or may be skipped, each after those that it reads."""
    reading: dict[str, Expression] = {}
    for section in sections:
        for field in section.fields:
            expressions = [one for one in (section.skip, field.skip, field.formula) if one]
            if expressions:
                reads = frozenset[tuple[str, int]]().union(*(one.reads for one in expressions))
                reading[field.code] = replace(expressions[-1], reads=reads)
    try:
        return calculation_order(reading)
    except ExpressionError as fault:
        first = fault.params["circle"].partition(" ")[0]
        place = paths.get(first) or paths[first.rpartition("__")[0]]
        at = place.at("formula" if place.find("formula") else "skip")
        raise DefinitionError(at.path, fault.code, fault.params) from None


def _skip(place: Place, types: Mapping[str, Type]) -> Expression | None:
    found = place.find("skip")
    if found is None:
        return None
    found.want_keys("expression", optional=("tree",))
    skip = _expression(found, types, Type.YESNO)
    if skip.periods_back:
        found.at("expression").refuse("skip_earlier")
    return skip


def _formula(place: Place, types: Mapping[str, Type], type_: FieldType) -> Expression:
    if type_ not in NUMBERS and type_ is not FieldType.YESNO:
        place.refuse("formula_type", type=type_)
    place.want_keys("expression", optional=("tree",))
    return _expression(place, types, Type.YESNO if type_ is FieldType.YESNO else Type.NUMBER)


def _check(place: Place, types: Mapping[str, Type]) -> Check:
    place.want_keys("code", "expression", "severity", "message", "fields", optional=("tree",))
    return Check(
        code=place.at("code").code(),
        expression=_expression(place, types, Type.YESNO),
        severity=place.at("severity").one_of(Severity),
        message=place.at("message").labels(),
        fields=tuple(_flagged_fields(place.at("fields"), types)),
    )


def _flagged_fields(place: Place, types: Mapping[str, Type]) -> Iterator[str]:
    empty = True
    for item in place.items():
        empty = False
        if item.text() not in types:
            item.refuse("unknown_field", name=item.text()[:60], nearest="")
        yield item.text()
    if empty:
        place.refuse("empty")


def _expression(place: Place, types: Mapping[str, Type], wanted: Type) -> Expression:
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

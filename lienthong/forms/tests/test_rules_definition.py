"""Definitions: read whole or refused with the path of the fault; written back unchanged."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from lienthong.forms.rules import (
    DefinitionError,
    FieldType,
    Rollup,
    Severity,
    form_as_json,
    read_form,
    refuse_changed_fields,
)
from lienthong.kernel.text import label_in

WEEKLY = json.loads((Path(__file__).parent.parent / "data" / "weekly.json").read_text("utf-8"))
EVERY_KIND = json.loads((Path(__file__).parent.parent / "data" / "every-kind.json").read_text("utf-8"))
NINE_COLUMNS = [
    "households",
    "people",
    "poor",
    "near_poor",
    "supported",
    "meetings",
    "attendances",
    "petitions_received",
    "petitions_settled",
]


def name(vi: str) -> dict[str, str]:
    return {"vi": vi}


def field(code: str, kind: str = "integer", **more: Any) -> dict[str, Any]:
    return {"code": code, "type": kind, "label": name(code), "rollup": "count", **more}


def sample() -> dict[str, Any]:
    """Return a definition in which every kind of field occurs."""
    choices = [{"code": "good", "label": name("Tốt")}, {"code": "fair", "label": name("Khá")}]
    return {
        "code": "sample-form",
        "language": 1,
        "sections": [
            {
                "code": "first",
                "label": name("Phần đầu"),
                "fields": [
                    field("a", rollup="sum", required=True, minimum="0", maximum="100"),
                    field("b", "decimal", decimals=2, rollup="sum", minimum="-1.5"),
                    field("c", "percentage", decimals=1, formula={"expression": "percent(a, a + b)"}),
                    field(
                        "d", "money", rollup="sum", unit=name("đ"), help=name("Bằng đồng"), short=name("Tiền")
                    ),
                ],
            },
            {
                "code": "second",
                "label": name("Phần sau"),
                "fields": [
                    field("e", "yesno", rollup="sum", formula={"expression": "c > 50"}),
                    field("f", "choice", choices=choices),
                    field("g", "date"),
                    field("h", "text"),
                    field("i", "narrative"),
                ],
            },
        ],
        "rules": [
            {
                "code": "a_grows",
                "expression": "a >= prev(a, 2) and f <> 'fair'",
                "severity": "warning",
                "message": {"vi": "Giảm", "en": "Less"},
                "fields": ["a", "f"],
            }
        ],
    }


def test_a_definition_is_read_whole() -> None:
    form = read_form(sample())
    assert list(form.fields) == list("abcdefghi")
    assert form.order == ("c", "e")
    assert list(form.formulas) == ["c", "e"]
    assert form.periods_back == 2
    assert form.fields["b"].scale == 100
    assert form.fields["f"].choice_codes == {"good", "fair"}
    assert form.fields["d"].grid_label == name("Tiền")
    assert form.fields["g"].grid_label == name("g")
    assert form.rules[0].severity is Severity.WARNING
    assert form.rules[0].expression.fields == {"f", "a"}


def test_a_form_written_is_read_again_as_itself() -> None:
    for definition in (sample(), WEEKLY, EVERY_KIND):
        form = read_form(definition)
        written = json.loads(json.dumps(form_as_json(form)))
        assert read_form(written) == form
        assert form_as_json(read_form(written)) == written


def test_a_label_falls_back_to_vietnamese() -> None:
    assert label_in({"vi": "Số hộ", "en": "Households"}, "en") == "Households"
    assert label_in({"vi": "Số hộ"}, "en") == "Số hộ"


Change = Callable[[dict[str, Any]], object]


def put(path: str, value: object) -> Change:
    """Return a change that puts a value at a path; "" as value removes what is there."""

    def change(definition: Any) -> None:
        *way, last = [int(step) if step.isdigit() else step for step in path.split(".")]
        for step in way:
            definition = definition[step]
        if value == "":
            del definition[last]
        else:
            definition[last] = value

    return change


FIELD = "sections.0.fields.0"
PARTS = [{"code": "women", "label": name("nữ")}, {"code": "men", "label": name("nam")}]


FAULTS: list[tuple[str, object, str, str]] = [
    ("code", "", "code", "missing"),
    ("code", "Sample", "code", "not_code"),
    ("language", 2, "language", "language"),
    ("language", "1", "language", "language"),
    ("title", "x", "title", "unknown_key"),
    ("sections", [], "sections", "empty"),
    ("sections", {}, "sections", "not_list"),
    ("sections.0", [], "sections.0", "not_object"),
    ("sections.0.fields", [], "sections.0.fields", "empty"),
    ("sections.1.code", "first", "sections.1.code", "repeated"),
    ("sections.1.fields.0.code", "a", "sections.1.fields.0.code", "repeated"),
    (f"{FIELD}.colour", "red", f"{FIELD}.colour", "unknown_key"),
    (f"{FIELD}.code", "hộ", f"{FIELD}.code", "not_code"),
    (f"{FIELD}.code", "blank", f"{FIELD}.code", "not_code"),
    (f"{FIELD}.code", 5, f"{FIELD}.code", "not_text"),
    (f"{FIELD}.type", "number", f"{FIELD}.type", "not_one_of"),
    (f"{FIELD}.label", {"en": "A"}, f"{FIELD}.label.vi", "missing"),
    (f"{FIELD}.label", {"vi": " "}, f"{FIELD}.label.vi", "not_text"),
    (f"{FIELD}.label", {"vi": "A", "fr": "A"}, f"{FIELD}.label.fr", "unknown_key"),
    (f"{FIELD}.label", {"vi": "A" * 501}, f"{FIELD}.label.vi", "too_long"),
    (f"{FIELD}.label", "A", f"{FIELD}.label", "not_object"),
    (f"{FIELD}.rollup", "", f"{FIELD}.rollup", "missing"),
    (f"{FIELD}.rollup", "avg", f"{FIELD}.rollup", "not_one_of"),
    ("sections.0.fields.2.rollup", "sum", "sections.0.fields.2.rollup", "rollup_type"),
    ("sections.1.fields.4.rollup", "sum", "sections.1.fields.4.rollup", "rollup_type"),
    (f"{FIELD}.rollup", "weighted", f"{FIELD}.weight", "weight"),
    (f"{FIELD}.weight", "b", f"{FIELD}.weight", "weight"),
    (f"{FIELD}.skip", {"expression": "e"}, f"{FIELD}.skip", "loop"),
    (f"{FIELD}.skip", {"expression": "prev(a) > 1"}, f"{FIELD}.skip.expression", "skip_earlier"),
    (f"{FIELD}.skip", {"expression": "b + 1"}, f"{FIELD}.skip.expression", "result_type"),
    ("sections.0.skip", {"expression": "z"}, "sections.0.skip.expression", "unknown_field"),
    (f"{FIELD}.breakdown", PARTS[:1], f"{FIELD}.breakdown", "breakdown"),
    (f"{FIELD}.breakdown", [], f"{FIELD}.breakdown", "empty"),
    ("sections.0.fields.1.breakdown", PARTS, "sections.0.fields.1.breakdown", "breakdown"),
    (f"{FIELD}.breakdown", [*PARTS, PARTS[0]], f"{FIELD}.breakdown.2.code", "repeated"),
    (f"{FIELD}.required", "yes", f"{FIELD}.required", "not_truth"),
    (f"{FIELD}.decimals", 1, f"{FIELD}.decimals", "decimals"),
    ("sections.0.fields.1.decimals", 7, "sections.0.fields.1.decimals", "decimals"),
    ("sections.0.fields.1.decimals", True, "sections.0.fields.1.decimals", "decimals"),
    ("sections.1.fields.3.decimals", 1, "sections.1.fields.3.decimals", "decimals"),
    (f"{FIELD}.minimum", "1.5", f"{FIELD}.minimum", "not_bound"),
    (f"{FIELD}.minimum", "1e3", f"{FIELD}.minimum", "not_bound"),
    (f"{FIELD}.minimum", "9" * 14, f"{FIELD}.minimum", "not_bound"),
    (f"{FIELD}.minimum", 0, f"{FIELD}.minimum", "not_text"),
    (f"{FIELD}.minimum", "101", f"{FIELD}.maximum", "bounds_crossed"),
    ("sections.1.fields.3.maximum", "5", "sections.1.fields.3.maximum", "bound_type"),
    ("sections.1.fields.1.choices", "", "sections.1.fields.1.choices", "choices"),
    ("sections.1.fields.1.choices", [], "sections.1.fields.1.choices", "empty"),
    ("sections.1.fields.1.choices.1.code", "good", "sections.1.fields.1.choices.1.code", "repeated"),
    (f"{FIELD}.choices", [], f"{FIELD}.choices", "choices"),
    (f"{FIELD}.formula", {"expression": "b"}, "sections.0.fields.0.formula", "loop"),
    ("sections.1.fields.3.formula", {"expression": "h"}, "sections.1.fields.3.formula", "formula_type"),
    (f"{FIELD}.formula", {"expression": "a +"}, f"{FIELD}.formula.expression", "syntax"),
    (f"{FIELD}.formula", {"expression": "h"}, f"{FIELD}.formula.expression", "result_type"),
    (f"{FIELD}.formula", "b", f"{FIELD}.formula", "not_object"),
    ("rules.0.expression", "aa > 1", "rules.0.expression", "unknown_field"),
    ("rules.0.expression", "a + 1", "rules.0.expression", "result_type"),
    ("rules.0.tree", [">", ["f", "a", 0], ["n", "1"]], "rules.0.tree", "tree_differs"),
    ("rules.0.severity", "fatal", "rules.0.severity", "not_one_of"),
    ("rules.0.fields", ["z"], "rules.0.fields.0", "unknown_field"),
    ("rules.0.fields", [], "rules.0.fields", "empty"),
    ("rules.0.message", "", "rules.0.message", "missing"),
]


@pytest.mark.parametrize(
    ("at", "value", "path", "code"),
    FAULTS,
)
def test_a_fault_is_named_by_its_path(at: str, value: object, path: str, code: str) -> None:
    definition = sample()
    put(at, value)(definition)
    if code == "loop":
        put("sections.0.fields.1.formula", {"expression": "a"})(definition)
    with pytest.raises(DefinitionError) as caught:
        read_form(definition)
    assert (caught.value.path, caught.value.code) == (path, code)


def broken_down(**more: Any) -> dict[str, Any]:
    """Return the sample with its first field broken down, and with something else changed."""
    definition = sample()
    definition["sections"][0]["fields"][0] |= {"breakdown": PARTS, **more}
    return definition


PART_FAULTS: list[tuple[str, object, str, str]] = [
    ("sections.0.fields.1.code", "a__women", "sections", "part_code"),
    (
        "sections.0.fields.2.formula",
        {"expression": "percent(a__women, a)"},
        "sections.1.fields.0.rollup",
        "guarded",
    ),
    ("sections.0.fields.3.formula", {"expression": "a__women * 2"}, "sections.0.fields.3.rollup", "guarded"),
]


@pytest.mark.parametrize(("at", "value", "path", "code"), PART_FAULTS)
def test_what_is_worked_out_from_parts_does_not_go_upward(
    at: str, value: object, path: str, code: str
) -> None:
    definition = broken_down()
    put(at, value)(definition)
    with pytest.raises(DefinitionError) as caught:
        read_form(definition)
    assert (caught.value.path, caught.value.code) == (path, code)


@pytest.mark.parametrize("weight", ["zz", "g", "b"])
def test_a_weight_is_a_number_of_the_form_that_is_never_below_zero(weight: str) -> None:
    definition = sample()
    definition["sections"][0]["fields"][0] |= {"rollup": "weighted", "weight": weight}
    with pytest.raises(DefinitionError) as caught:
        read_form(definition)
    assert (caught.value.path, caught.value.code) == (f"{FIELD}.weight", "weight_field")


def test_another_weight_needs_another_code() -> None:
    earlier, later = sample(), sample()
    for definition, weight in ((earlier, "a"), (later, "d")):
        definition["sections"][0]["fields"][3]["minimum"] = "0"
        definition["sections"][0]["fields"][1] |= {"rollup": "weighted", "weight": weight}
    with pytest.raises(DefinitionError) as caught:
        refuse_changed_fields(read_form(earlier), read_form(later))
    assert (caught.value.path, caught.value.code) == ("sections.0.fields.1", "field_changed")


@pytest.mark.parametrize("definition", [None, [], "form", 5])
def test_what_is_no_object_is_no_definition(definition: object) -> None:
    with pytest.raises(DefinitionError) as caught:
        read_form(definition)
    assert caught.value.code == "not_object"


def test_two_rules_of_one_code_are_refused() -> None:
    definition = sample()
    definition["rules"].append(copy.deepcopy(definition["rules"][0]))
    with pytest.raises(DefinitionError) as caught:
        read_form(definition)
    assert (caught.value.path, caught.value.code) == ("rules.1.code", "repeated")


def test_a_circle_is_named_field_by_field() -> None:
    definition = sample()
    put("sections.0.fields.0.formula", {"expression": "d * 2"})(definition)
    put("sections.0.fields.3.formula", {"expression": "round(c, 0)"})(definition)
    with pytest.raises(DefinitionError) as caught:
        read_form(definition)
    assert caught.value.code == "loop"
    circle = caught.value.params["circle"].split(" → ")
    assert circle[0] == circle[-1]
    assert circle[1:] in (["d", "c", "a"], ["c", "a", "d"], ["a", "d", "c"])


def test_a_later_version_may_add_and_drop_fields_but_not_change_what_a_code_means() -> None:
    earlier = read_form(sample())
    grown = sample()
    grown["sections"][1]["fields"].append(field("boats"))
    del grown["sections"][1]["fields"][2]
    refuse_changed_fields(earlier, read_form(grown))
    for at, value in [("type", "percentage"), ("decimals", 1), ("rollup", "count")]:
        changed = sample()
        put(f"sections.0.fields.1.{at}", value)(changed)
        changed["sections"][0]["fields"][1].update({"rollup": "count"} if at == "type" else {})
        changed["sections"][0]["fields"][1].pop("minimum")
        with pytest.raises(DefinitionError) as caught:
            refuse_changed_fields(earlier, read_form(changed))
        assert (caught.value.path, caught.value.code) == ("sections.0.fields.1", "field_changed")


def test_the_weekly_return_has_the_columns_of_the_grid_and_every_word_in_both_languages() -> None:
    form = read_form(WEEKLY)
    assert [code for code, part in form.fields.items() if part.short] == NINE_COLUMNS
    assert list(form.fields)[9:] == ["sessions", "participants", "money", "helped", "work_done", "proposals"]
    assert all(form.fields[code].required for code in NINE_COLUMNS)
    for part in form.fields.values():
        for labels in filter(None, (part.label, part.short, part.unit, part.help)):
            assert set(labels) == {"vi", "en"}
    assert all(set(rule.message) == {"vi", "en"} for rule in form.rules)
    assert all(set(section.label) == {"vi", "en"} for section in form.sections)
    narratives = [part for part in form.fields.values() if part.type is FieldType.NARRATIVE]
    assert [part.code for part in narratives] == ["work_done", "proposals"]
    assert all(part.rollup is Rollup.COUNT and not part.required for part in narratives)
    assert all("bí mật nhà nước" in part.help["vi"] for part in narratives if part.help)

"""Validation: cells by themselves, rules over cells and periods, calculated fields; the weekly return."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from lienthong.forms.rules import (
    CellValue,
    Finding,
    Form,
    Outcome,
    Severity,
    calculate,
    check_rules,
    read_form,
    validate,
)

from .test_rules_definition import field, name, sample

WEEKLY = read_form(json.loads((Path(__file__).parent.parent / "data" / "weekly.json").read_text("utf-8")))
NOT_APPLICABLE: CellValue = {"s": "not_applicable"}
KNIA: dict[str, CellValue] = {
    **{"households": "158", "people": "603", "poor": "20", "near_poor": "6", "supported": "6"},
    **{"meetings": "2", "attendances": "168", "petitions_received": "3", "petitions_settled": "1"},
    **{"sessions": "1", "participants": "40", "money": "500000", "helped": "3"},
    **{"work_done": None, "proposals": None},
}
WEEK_BEFORE = {**KNIA, "poor": "19", "petitions_received": "2", "petitions_settled": "2"}
FOUR_WEEKS: list[Mapping[str, CellValue] | None] = [WEEK_BEFORE] * 4


def found(form: Form, values: Mapping[str, CellValue], *earlier: Mapping[str, CellValue] | None) -> list[str]:
    """Return the codes of what is wrong, rules by their own code, as "severity code"."""
    findings = validate(form, values, earlier)
    return [f"{finding.severity} {finding.params.get('rule', finding.code)}" for finding in findings]


def weekly(**changes: CellValue) -> list[str]:
    return found(WEEKLY, {**KNIA, **changes}, *FOUR_WEEKS)


def test_a_whole_weekly_return_is_valid() -> None:
    assert validate(WEEKLY, KNIA, FOUR_WEEKS) == []


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"poor": "159"}, ["error poor_within_households", "warning poor_changed_much"]),
        ({"near_poor": "159"}, ["error near_poor_within_households"]),
        ({"poor": "28", "near_poor": "131"}, ["error poor_and_near_poor_within_households"]),
        ({"poor": "28", "near_poor": "130"}, []),
        ({"supported": "159"}, ["error supported_within_households"]),
        ({"people": "157"}, ["warning people_for_households"]),
        ({"helped": "159"}, ["error helped_within_households"]),
        ({"meetings": "0"}, ["warning attendances_need_meetings"]),
        ({"meetings": "0", "attendances": "0"}, []),
        ({"meetings": "1", "attendances": "0"}, []),
        ({"petitions_settled": "3"}, []),
        ({"petitions_settled": "4"}, ["error settled_within_open"]),
        ({"poor": "28"}, []),
        ({"poor": "29"}, ["warning poor_changed_much"]),
        ({"poor": "9"}, ["warning poor_changed_much"]),
        ({"poor": NOT_APPLICABLE}, []),
        ({"poor": None}, ["error required"]),
        ({"money": None}, []),
        ({"meetings": "-1", "attendances": "0"}, ["error below_minimum"]),
    ],
)
def test_the_rules_of_the_weekly_return(changes: dict[str, CellValue], expected: list[str]) -> None:
    assert weekly(**changes) == expected


def test_what_earlier_weeks_left_open_may_be_settled() -> None:
    left_open = {**WEEK_BEFORE, "petitions_received": "5", "petitions_settled": "1"}
    settled = {**KNIA, "petitions_settled": "7"}
    assert found(WEEKLY, settled, WEEK_BEFORE, WEEK_BEFORE, WEEK_BEFORE, left_open) == []
    assert found(
        WEEKLY, {**settled, "petitions_settled": "8"}, WEEK_BEFORE, WEEK_BEFORE, WEEK_BEFORE, left_open
    ) == ["error settled_within_open"]


def test_weeks_that_settled_more_than_they_received_leave_nothing_below_zero() -> None:
    caught_up = {**WEEK_BEFORE, "petitions_received": "0", "petitions_settled": "9"}
    assert found(WEEKLY, {**KNIA, "petitions_settled": "3"}, *[caught_up] * 4) == []


@pytest.mark.parametrize("earlier", [[], [WEEK_BEFORE], [WEEK_BEFORE, None, WEEK_BEFORE, WEEK_BEFORE]])
def test_where_an_earlier_week_is_missing_settling_too_much_is_only_a_warning(
    earlier: list[Mapping[str, CellValue] | None],
) -> None:
    assert found(WEEKLY, {**KNIA, "petitions_settled": "4"}, *earlier) == [
        "warning settled_within_known_open"
    ]
    assert found(WEEKLY, {**KNIA, "petitions_settled": "3"}, *earlier) == []


def test_a_rule_that_meets_a_missing_value_is_counted_apart() -> None:
    outcomes = {
        rule.code: outcome for rule, outcome in check_rules(WEEKLY, {**KNIA, "near_poor": None}, [None])
    }
    assert outcomes["poor_within_households"] is Outcome.PASSED
    assert outcomes["near_poor_within_households"] is Outcome.NOT_CHECKED
    assert outcomes["poor_changed_much"] is Outcome.NOT_CHECKED
    assert outcomes["settled_within_open"] is Outcome.NOT_CHECKED
    assert check_rules(WEEKLY, {**KNIA, "poor": "159"})[0][1] is Outcome.FAILED


def test_an_empty_return_lacks_what_is_required_and_nothing_else() -> None:
    assert found(WEEKLY, {}) == ["error required"] * 9


def test_a_finding_names_its_fields_and_brings_the_words_of_its_rule() -> None:
    (finding,) = validate(WEEKLY, {**KNIA, "supported": "159"}, FOUR_WEEKS)
    assert finding.fields == ("supported", "households")
    assert finding.message is not None
    assert finding.message["en"].startswith("More households were supported than there are.")


def one(**more: Any) -> Form:
    """Return a form with one field `a`, and a field `b` that adds 1 to it."""
    definition = sample()
    definition["sections"] = [
        {"code": "only", "label": name("Phần"), "fields": [field("a", **more), field("b")]},
    ]
    definition["rules"] = [
        {
            **{"code": "small", "severity": "error", "message": name("Lớn"), "fields": ["a"]},
            "expression": "if_blank(a, 100) < 100",
        }
    ]
    return read_form(definition)


def test_bounds_are_inclusive_and_shown_as_people_write_them() -> None:
    form = one(kind="decimal", decimals=1, minimum="-1.5", maximum="99.5")
    assert validate(form, {"a": "-1.5"}) == validate(form, {"a": "99.5"}) == []
    assert validate(form, {"a": "99.6"}) == [
        Finding(("a",), "above_maximum", Severity.ERROR, {"text": "99,6", "limit": "99,5"})
    ]
    assert validate(form, {"a": "-1.6"}) == [
        Finding(("a",), "below_minimum", Severity.ERROR, {"text": "-1,6", "limit": "-1,5"})
    ]


def test_an_unreadable_cell_is_one_finding_and_no_rule_guesses_about_it() -> None:
    assert found(one(required=True), {"a": "twelve"}) == ["error not_decimal_text"]
    assert found(one(), {"a": None}) == ["error small"]


def test_an_unknown_field_is_refused() -> None:
    assert validate(one(), {"a": "1", "zz": "1"}) == [
        Finding(("zz",), "unknown_field", Severity.ERROR, {"text": "zz"})
    ]


def with_formulas(**formulas: str) -> Form:
    """Return a form with typed fields a, b and whole calculated fields of those names."""
    definition = sample()
    definition["sections"][0]["fields"] = [
        field("a"),
        field("b"),
        *(
            field(code, "decimal", decimals=1, required=True, formula={"expression": text})
            for code, text in formulas.items()
        ),
    ]
    definition["sections"][1:] = []
    definition["rules"] = []
    return read_form(definition)


def test_calculated_fields_are_worked_out_in_order_from_stored_values() -> None:
    form = with_formulas(third="half * 10", half="a / b")
    assert calculate(form, {"a": "1", "b": "8"}).values == {"a": "1", "b": "8", "half": "0.1", "third": "1"}


def test_what_is_sent_for_a_calculated_field_is_replaced() -> None:
    form = with_formulas(total="a + b")
    assert calculate(form, {"a": "1", "b": "8", "total": "99"}).values["total"] == "9"
    assert validate(form, {"a": "1", "b": "8", "total": "nonsense"}) == []


def test_a_calculated_field_takes_the_state_of_what_it_lacks() -> None:
    form = with_formulas(total="a + b", grown="a - prev(a)")
    values = calculate(form, {"a": "1", "b": NOT_APPLICABLE}).values
    assert values == {"a": "1", "b": NOT_APPLICABLE, "total": NOT_APPLICABLE, "grown": {"s": "not_reported"}}
    assert calculate(form, {"a": "1"}, [{"a": "3"}]).values == {"a": "1", "total": None, "grown": "-2"}


def test_a_calculated_field_without_result_is_blank_and_found() -> None:
    form = with_formulas(share="a / b", huge="a * 1000000000000", next="if_blank(share, 0)")
    calculation = calculate(form, {"a": "2", "b": "0"})
    assert calculation.failed == ("share", "huge")
    assert calculation.values == {"a": "2", "b": "0", "share": None, "huge": None, "next": "0"}
    assert found(form, {"a": "2", "b": "0"})[:2] == ["error not_calculated"] * 2

"""Server, browser and columns: every evaluator gives the same text for the same expression and cells."""

from __future__ import annotations

import gzip
import json
import re
from contextlib import suppress
from pathlib import Path
from random import Random
from typing import Any

import pytest

from lienthong.forms.rules import CellValue, browser_form, calculate, grouped, read_form
from lienthong.forms.rules.columns import evaluate_columns, frame_of
from lienthong.forms.rules.expressions import Expression, Type, check_expression
from lienthong.forms.rules.expressions.columns import value_column
from lienthong.forms.rules.expressions.wholes import DoesNotFit

from .evaluators import (
    ERROR,
    SCRIPT,
    Row,
    by_columns,
    by_rows,
    form_by_columns,
    form_by_rows,
    form_of,
    in_browser,
)
from .random_expressions import FIELDS as RANDOM_FIELDS
from .random_expressions import random_expressions, random_rows
from .test_rules_definition import field, name

WEEKLY = read_form(json.loads((Path(__file__).parents[1] / "data" / "weekly.json").read_text("utf-8")))
SHARED = json.loads((Path(__file__).parent / "data" / "expression_cases.json").read_text("utf-8"))
TYPES = {code: Type(field["type"]) for code, field in SHARED["fields"].items()}
ROW = Row(SHARED["values"], SHARED["earlier"])
CASES: list[tuple[Expression, object]] = [
    (check_expression(text, TYPES), expected) for text, expected in SHARED["cases"]
]


def differences(
    found: list[object], expected: list[object], texts: list[str]
) -> list[tuple[str, object, object]]:
    """Return where two lists of results differ; true is not the text "true", nor 1."""
    return [
        (text, one, other)
        for text, one, other in zip(texts, found, expected, strict=True)
        if one != other or type(one) is not type(other)
    ]


def test_each_case_gives_its_text_on_the_server() -> None:
    found = [by_rows(form_of(SHARED["fields"]), expression, [ROW])[0] for expression, _ in CASES]
    assert differences(found, [expected for _, expected in CASES], [case.text for case, _ in CASES]) == []


def test_each_case_gives_its_text_in_the_browser() -> None:
    form = form_of(SHARED["fields"])
    found = in_browser(form, [(expression, ROW) for expression, _ in CASES])["runs"]
    assert differences(found, [expected for _, expected in CASES], [case.text for case, _ in CASES]) == []


def test_each_case_gives_its_text_by_columns_but_for_what_outgrows_them() -> None:
    found: list[object] = []
    fitting: list[tuple[Expression, object]] = []
    for expression, expected in CASES:
        with suppress(DoesNotFit):
            # Two rows, since one alone hides a result of too few.
            first, second = by_columns(form_of(SHARED["fields"], expression), expression, [ROW, ROW])
            assert first == second
            found.append(first)
            fitting.append((expression, expected))
    assert differences(found, [expected for _, expected in fitting], [case.text for case, _ in fitting]) == []
    assert (len(CASES), len(fitting)) == (382, 354)


def test_random_expressions_come_to_the_same_text_everywhere() -> None:
    compare(Random(20261125), expressions=300, returns=5)


@pytest.mark.slow
def test_many_random_expressions_come_to_the_same_text_everywhere() -> None:
    seed = Random().randrange(10**9)
    compare(Random(seed), expressions=4_000, returns=5, told=f"seed {seed}")


def compare(chance: Random, expressions: int, returns: int, told: str = "") -> None:
    """Compare the three evaluators over random expressions and returns. ``told``: shown when they differ."""
    form, rows = form_of(RANDOM_FIELDS), random_rows(chance, returns)
    written = list(random_expressions(chance, expressions))
    expected = {expression.text: by_rows(form, expression, rows) for expression in written}
    runs = [(expression, row) for expression in written for row in rows]
    browser = in_browser(form, runs)["runs"]
    texts = [expression.text for expression, _ in runs]
    assert differences(browser, [one for each in written for one in expected[each.text]], texts) == [], told
    fitting = 0
    for expression in written:
        with suppress(DoesNotFit):
            found = by_columns(form_of(RANDOM_FIELDS, expression), expression, rows)
            assert differences(found, expected[expression.text], [expression.text] * returns) == [], told
            fitting += 1
    assert fitting > expressions * 0.85


def test_nested_choices_stay_small_as_columns() -> None:
    text = "a"
    for _ in range(12):
        text = f"if(between({text}, 0, 9), 1, 2)"
    expression = check_expression(text, TYPES)
    assert by_columns(form_of(SHARED["fields"], expression), expression, [ROW]) == ["1"]


# Whole forms ------------------------------------------------------------------------------------------------


def rule(code: str, expression: str) -> dict[str, Any]:
    message = {"vi": f"Sai {code}.", "en": f"Wrong {code}."}
    return {
        "code": code,
        "expression": expression,
        "severity": "warning",
        "message": message,
        "fields": ["a"],
    }


def calculated(code: str, expression: str, kind: str = "integer", **more: Any) -> dict[str, Any]:
    return field(code, kind, formula={"expression": expression}, **more)


FORM = read_form(
    {
        "code": "calculated",
        "language": 1,
        "sections": [
            {
                "code": "all",
                "label": name("Tất cả"),
                "fields": [
                    calculated("after_failure", "if_blank(too_large, -1)"),
                    field("a"),
                    field("b"),
                    field("d", "decimal", decimals=2),
                    calculated("total", "sum(a, b)"),
                    calculated("share", "percent(a, a + b)", "percentage", decimals=1),
                    calculated("quotients", "sum(a / b, b / a, 1)", "decimal", decimals=2),
                    calculated("too_large", "a * 1000000000 * d"),
                    calculated("grows", "total > prev(total)", "yesno"),
                    calculated("never", "if(a > 0, blank, not_reported)"),
                    field("c", required=False, skip={"expression": "total > 45"}),
                    calculated("twice", "c * 2", skip={"expression": "a = 1 or share > 90"}),
                    calculated("after_skipped", "if_na(twice, 0) + if_na(c, 0)"),
                ],
            }
        ],
        "rules": [
            rule("small", "total <= 100"),
            rule("reads_failure", "too_large >= 0 or true"),
            rule("rows_only", "sum(a / b, b / a) > 1"),
            rule("before", "a >= prev(a, 2)"),
            rule("yes", "grows or share < 50"),
            rule("rounded", "share = percent(a, a + b)"),
            rule("no_field", "1 < 2"),
            rule("reads_skipped", "c > 2 and if_na(twice, 8) > 5"),
        ],
    }
)


def form_rows(chance: Random, count: int) -> list[Row]:
    """Return returns with their calculated fields, and with what was typed where it does not apply, now as before."""
    return [
        Row(_stored_return(chance), [_stored_return(chance), None, {}][: chance.randint(0, 3)])
        for _ in range(count)
    ]


def _stored_return(chance: Random) -> dict[str, CellValue]:
    states: tuple[CellValue, ...] = (None, {"s": "not_applicable"}, {"s": "not_reported"})
    typed = {code: chance.choice([*states, "0", "1", "3", "40", "99"]) for code in ("a", "b")}
    values: dict[str, CellValue] = {
        **typed,
        "c": chance.choice([None, {"s": "not_applicable"}, "0", "3", "4"]),
        "d": chance.choice([None, "0.25", "-1.5", "12345.67"]),
    }
    return {**calculate(FORM, values).values, "c": values["c"]}


def test_formulas_and_rules_of_a_form_come_to_the_same_everywhere() -> None:
    rows = form_rows(Random(7), 200)
    expected = [form_by_rows(FORM, row) for row in rows]
    formulas = [
        {**one, "calculated": {code: one["calculated"][code] for code in FORM.formulas}} for one in expected
    ]
    assert form_by_columns(FORM, rows) == [
        {key: one[key] for key in ("calculated", "outcomes")} for one in formulas
    ]
    browser = in_browser(FORM, forms=[(FORM, row) for row in rows])["forms"]
    assert [
        {**one, "outcomes": [found["outcome"] for found in one["rules"]], "rules": None} for one in browser
    ] == [{**one, "rules": None} for one in expected]
    assert {tuple(one["skipped"]) for one in expected} == {(), ("c",), ("twice",), ("c", "twice")}
    outcomes = {outcome for one in expected for outcome in one["outcomes"]}
    assert outcomes == {"passed", "failed", "not_checked"}
    assert any(ERROR in one["calculated"].values() for one in expected)


def test_a_rule_over_a_failed_formula_or_an_unreadable_cell_is_not_checked() -> None:
    large = Row({"a": "99", "b": "1", "d": "12345.67"})
    unreadable = Row({"a": ERROR, "b": "1", "d": "1"})
    first, second = in_browser(FORM, forms=[(FORM, large), (FORM, unreadable)])["forms"]
    assert first["calculated"]["too_large"] == ERROR
    assert first["calculated"]["after_failure"] == "-1"
    assert first["rules"][1] == {
        **{"code": "reads_failure", "severity": "warning", "message": "Sai reads_failure.", "fields": ["a"]},
        "outcome": "not_checked",
    }
    assert second["calculated"]["total"] == ERROR
    assert [found["outcome"] for found in second["rules"]] == ["not_checked"] * 6 + ["passed", "not_checked"]


def test_rules_of_the_weekly_return_come_to_the_same_everywhere() -> None:
    chance = Random(11)
    rows = [Row(_week(chance), [_week(chance) for _ in range(chance.randint(0, 4))]) for _ in range(100)]
    expected = [form_by_rows(WEEKLY, row) for row in rows]
    assert form_by_columns(WEEKLY, rows) == [
        {key: one[key] for key in ("calculated", "outcomes")} for one in expected
    ]
    browser = in_browser(WEEKLY, forms=[(WEEKLY, row) for row in rows])["forms"]
    assert [[found["outcome"] for found in one["rules"]] for one in browser] == [
        one["outcomes"] for one in expected
    ]


def _week(chance: Random) -> dict[str, CellValue]:
    cells: tuple[CellValue, ...] = (None, {"s": "not_applicable"}, "0", "2", "20", "150", "160")
    return {code: chance.choice(cells) for code, found in WEEKLY.fields.items() if found.is_number}


def test_the_browser_gets_trees_and_messages_but_no_text_of_an_expression() -> None:
    exported = json.dumps(browser_form(FORM, "en"))
    assert "Wrong small." in exported
    assert "total <= 100" not in exported
    assert json.loads(exported)["fields"]["share"] == {"type": "number", "decimals": 1}


def test_a_frame_without_rows_and_a_form_without_rules_are_worked_out_too() -> None:
    assert evaluate_columns(FORM, frame_of(FORM, [])).height == 0
    bare = form_of(RANDOM_FIELDS)
    assert evaluate_columns(bare, frame_of(bare, [({}, ())] * 3)).to_dict(as_series=False) == {
        "row": [0, 1, 2]
    }


def test_a_number_larger_than_what_is_stored_never_becomes_a_column() -> None:
    assert frame_of(FORM, [({"a": "-10000000000000"}, ())])[value_column("a", 0)].to_list() == [-(10**13)]
    with pytest.raises(ValueError, match="a"):
        frame_of(FORM, [({"a": "10000000000001"}, ())])


# The script itself ------------------------------------------------------------------------------------------


def test_numbers_are_grouped_in_the_browser_as_on_the_server() -> None:
    texts = ["0", "12", "123", "1234", "-1234567.5", "-999", "0.05", "1000000", "-123456"]
    assert in_browser(FORM, texts=texts)["texts"] == [grouped(text) for text in texts]


def test_the_script_stays_small_and_runs_no_code_from_strings() -> None:
    source = SCRIPT.read_bytes()
    assert len(gzip.compress(source, 9)) <= 4 * 1024
    assert not re.search(rb"\beval\b|\bFunction\(|\bimport\b|\bdocument\b|innerHTML", source)

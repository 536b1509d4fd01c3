"""The expression language: the shared vectors, what is refused, exactness, states and limits."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lienthong.forms.rules.decimals import scaled_half_up, unscaled
from lienthong.forms.rules.expressions import (
    Expression,
    ExpressionError,
    State,
    Type,
    Value,
    calculation_order,
    check_expression,
    evaluate,
    tree_as_json,
)

SHARED = json.loads(Path(__file__).with_name("expressions.json").read_text("utf-8"))
FIELDS = {code: Type(field["type"]) for code, field in SHARED["fields"].items()}


def loaded(code: str, value: Any) -> Value:
    """Return a value of the vectors as an expression sees it."""
    if value is None:
        return State.BLANK
    if isinstance(value, dict):
        return State[value["s"].upper()]
    if FIELDS[code] is Type.NUMBER:
        return Fraction(value)
    return date.fromisoformat(value) if FIELDS[code] is Type.DATE else value


def row(values: Mapping[str, Any]) -> dict[str, Value]:
    return {code: loaded(code, values.get(code)) for code in FIELDS}


def shown(value: Value) -> object:
    """Return a result as the vectors write it: numbers rounded to six places."""
    if isinstance(value, State):
        return {"s": value.code}
    return unscaled(scaled_half_up(value, 6), 6) if isinstance(value, Fraction) else value


def result(text: str, *rows: Mapping[str, Any]) -> object:
    """Compute a text over the values of a return and of earlier ones."""
    return shown(evaluate(check_expression(text, FIELDS).tree, [row(values) for values in rows or ({},)]))


def refused(text: str) -> ExpressionError:
    with pytest.raises(ExpressionError) as caught:
        check_expression(text, FIELDS)
    return caught.value


@pytest.mark.parametrize("vector", SHARED["vectors"], ids=lambda vector: vector["id"])
def test_each_shared_vector_gives_its_result(vector: dict[str, Any]) -> None:
    found = result(vector["expr"], vector["values"], *vector.get("prev", []))
    assert found == vector["expect"]
    assert type(found) is type(vector["expect"])


@pytest.mark.parametrize("case", SHARED["design_errors"], ids=lambda case: case["expr"][:30])
def test_each_shared_design_error_is_refused_with_its_code(case: dict[str, str]) -> None:
    assert refused(case["expr"]).code == case["code"]


@pytest.mark.parametrize("case", SHARED["loops"], ids=lambda case: str(case["code"]))
def test_the_shared_loops(case: dict[str, Any]) -> None:
    formulas = {code: check_expression(text, FIELDS) for code, text in case["calculated"].items()}
    if case["code"] is None:
        assert calculation_order(formulas) == ("a",)
        return
    with pytest.raises(ExpressionError) as caught:
        calculation_order(formulas)
    assert caught.value.code == case["code"]
    assert caught.value.params["circle"] in {"a → b → c → a", "b → c → a → b", "c → a → b → c"}


def test_formulas_are_ordered_after_what_they_read() -> None:
    formulas = {
        code: check_expression(text, FIELDS) for code, text in {"a": "b + c", "b": "c + d", "c": "d"}.items()
    }
    assert calculation_order(formulas) == ("c", "b", "a")


def test_a_field_that_reads_itself_beside_its_previous_value_runs_in_a_circle() -> None:
    with pytest.raises(ExpressionError) as caught:
        calculation_order({"a": check_expression("a - prev(a)", FIELDS)})
    assert caught.value.params == {"circle": "a → a"}


FAULTS: list[tuple[str, str, int]] = [
    ("sum(1,5)", "decimal_comma", 4),
    ("a > 1.000,5", "decimal_comma", 4),
    ("if(a > 0, 1,0)", "decimal_comma", 10),
    ("\uff11 + 1", "syntax", 0),
    ("a = ", "syntax", 4),
    ("1a", "syntax", 0),
    ("(a", "syntax", 2),
    ("t = 'x", "syntax", 4),
    ("1234567890123456789", "number", 0),
    ("a = (b = blank)", "type", 5),
    ("blank = blank", "state_compare", 0),
    ("a = if(p, blank, not_reported)", "state_compare", 0),
    ("count(a, blank)", "type", 9),
    ("one_of(a, 1, 't')", "type", 13),
    ("sum()", "args", 0),
    ("abs(a, b)", "args", 0),
    ("between(a, 1)", "args", 0),
    ("round(a, 7)", "args", 9),
    ("round(a, 1.5)", "args", 9),
    ("prev(a, 0)", "args", 0),
    ("prev(a, 61)", "args", 0),
    ("prev(a, b)", "args", 0),
    ("prev(a, 1, 1)", "args", 0),
    ("prev()", "args", 0),
    ("percent(a, 1 - 1)", "div_zero", 11),
    ("a / (2 * 3 - 6)", "div_zero", 5),
    ("a / -0", "div_zero", 4),
    ("sum(x1..y5)", "range", 4),
    ("sum(x1..x201)", "range", 4),
    ("sum(a..b)", "range", 4),
    ("count(x1..x5, t) + lenn(t)", "unknown_function", 19),
    ("not a", "type", 4),
    ("-t", "type", 1),
    ("t%", "type", 0),
    ("p and a", "type", 6),
    ("len(a)", "type", 4),
    ("days(d1, a)", "type", 9),
    ("p < q", "type", 0),
    ("d1 = t", "type", 5),
]


@pytest.mark.parametrize(
    ("text", "code", "position"),
    FAULTS,
)
def test_a_fault_is_refused_at_its_place(text: str, code: str, position: int) -> None:
    fault = refused(text)
    assert (fault.code, fault.position) == (code, position)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("round(x1,2)", "1.01"),
        ("if(a > 1; 10; 20)", "10"),
        ("IF(a > 1; 10; 20)", "10"),
        ("'1,5' = t", False),
        ("between(a, 1, 5)", True),
        ("between(a, 3, 5)", False),
        ("between(b, 1, 5)", {"s": "blank"}),
        ("between(a, b, 1)", False),
        ("between(a, b, 5)", {"s": "blank"}),
        ("one_of(t, 'x', u)", {"s": "blank"}),
        ("one_of(t, 'abc', u)", True),
        ("one_of(t, 'x', 'y')", False),
        ("and(p, not q)", True),
        ("or(q; p)", True),
        ("if(b > 0, 1, 2)", {"s": "blank"}),
        ("if_error(1 / (a - a), 7)", "7"),
        ("if_na(c, 7)", "7"),
        ("if_nr(d, 7)", "7"),
        ("if_missing(c, 7) + if_missing(b, 7) + if_missing(d, 7)", "21"),
        ("if_missing(1 / (a - a), 7)", {"s": "error"}),
        ("if_blank(blank, 3) + 1", "4"),
        ("sum(a, 1 / (a - a))", {"s": "error"}),
        ("avg(b, c)", {"s": "blank"}),
        ("b + 1 / (a - a)", {"s": "error"}),
        ("b / 0.5", {"s": "blank"}),
        ("blank = a", False),
        ("d <> not_reported", False),
        ("days(d2, d1)", "-2"),
        ("d1 < d2", True),
        ("8 - 4 - 2", "2"),
        ("8 / 4 / 2", "1"),
        ("2 + 3 * 4 - 6 / 2", "11"),
        ("50% * a", "1"),
        ("round(-0.5, 0)", "-1"),
        ("count(a, b, 1 / (a - a))", "1"),
        ("prev(a)", {"s": "not_reported"}),
        ("a <> 1 or b > 1 and q", True),
    ],
)
def test_results_beyond_the_vectors(text: str, expected: object) -> None:
    values = {
        **{"a": "2", "c": {"s": "not_applicable"}, "d": {"s": "not_reported"}, "x1": "1.005"},
        **{"t": "abc", "p": True, "q": False, "d1": "2024-02-28", "d2": "2024-03-01"},
    }
    assert result(text, values) == expected


def test_an_earlier_period_that_lacks_the_field_is_not_applicable_and_one_without_return_not_reported() -> (
    None
):
    tree = check_expression("prev(a)", FIELDS).tree
    assert evaluate(tree, [{"a": Fraction(1)}, {"b": Fraction(1)}]) is State.NOT_APPLICABLE
    assert evaluate(tree, [{"a": Fraction(1)}, None]) is State.NOT_REPORTED
    assert evaluate(tree, [{"a": Fraction(1)}]) is State.NOT_REPORTED


def test_what_an_expression_reads_is_known() -> None:
    expression = check_expression("a - prev(a) + prev(b, 3) + sum(x1..x2)", FIELDS)
    assert expression.reads == {("a", 0), ("a", 1), ("b", 3), ("x1", 0), ("x2", 0)}
    assert expression.fields == {"a", "x1", "x2"}
    assert expression.periods_back == 3


def test_a_result_of_another_type_than_wanted_is_refused() -> None:
    assert check_expression("a > 1", FIELDS, Type.YESNO).type is Type.YESNO
    assert check_expression("blank", FIELDS, Type.NUMBER).type is Type.STATE
    for text, wanted in [("a + 1", Type.YESNO), ("blank", Type.YESNO), ("t", Type.NUMBER)]:
        with pytest.raises(ExpressionError) as caught:
            check_expression(text, FIELDS, wanted)
        assert caught.value.code == "result_type"


def test_a_tree_is_json_without_change() -> None:
    tree = check_expression("if(a >= 1 and not p; round(a / 3; 2); blank)", FIELDS).tree
    assert json.loads(json.dumps(tree)) == tree_as_json(tree)


def test_names_and_texts_are_compared_in_nfc_and_counted_in_code_points() -> None:
    decomposed = "t = 'ho\u0300a'"
    assert check_expression(decomposed, FIELDS).text == "t = 'hòa'"
    assert result(decomposed, {"t": "hòa"}) is True
    assert result("len(t)", {"t": "😀"}) == "1"


def test_ranges_expand_by_number_and_keep_their_width() -> None:
    fields = {f"m{number:02d}": Type.NUMBER for number in range(1, 13)}
    expression = check_expression("sum(m08..m12)", fields)
    assert expression.tree == ("sum", *(("f", f"m{number:02d}", 0) for number in range(8, 13)))


def _of_limit(text: str) -> Expression | str:
    try:
        return check_expression(text, FIELDS | {f"y{number}": Type.NUMBER for number in range(1, 400)})
    except ExpressionError as fault:
        return fault.code


@pytest.mark.parametrize(
    ("inside", "beyond", "code"),
    [
        ("a" + " " * 1_999, "a" + " " * 2_000, "too_big"),
        ("+".join("a" * 498), "+".join("a" * 500), "too_big"),
        ("sum(y1..y200)", "sum(y1..y201)", "range"),
        ("sum(y1..y200, y1..y200)", "sum(y1..y200, y1..y200, y1..y200)", "too_big"),
        ("-" * 32 + "a", "-" * 33 + "a", "too_deep"),
        ("9" * 18, "9" * 19, "number"),
        ("0." + "9" * 16, "0." + "9" * 17, "number"),
        ("abs(" * 32 + "a" + ")" * 32, "abs(" * 33 + "a" + ")" * 33, "too_deep"),
    ],
)
def test_limits_are_exact(inside: str, beyond: str, code: str) -> None:
    assert isinstance(_of_limit(inside), Expression)
    assert _of_limit(beyond) == code


def test_magnitude_is_checked_after_every_step() -> None:
    ten_to_40 = "*".join(["10000000000"] * 4)
    assert result(ten_to_40) == "1" + "0" * 40
    assert result(f"{ten_to_40} + 1") == {"s": "error"}
    assert result(f"{ten_to_40} + 1 - 1") == {"s": "error"}
    assert result(f"sum({ten_to_40}, 1, -1)") == {"s": "error"}
    assert result(f"avg({ten_to_40}, 1, -1)") == {"s": "error"}
    assert result(f"sum({ten_to_40}, -1, 1)") == "1" + "0" * 40
    assert result(f"1 / ({ten_to_40}) / 10") == {"s": "error"}
    assert result(f"if_error(({ten_to_40}) * 10, 5)") == "5"


def test_nested_choices_stay_as_small_as_they_are_written() -> None:
    text = "a"
    for _ in range(12):
        text = f"if(between({text}, 0, 9), 1, 2)"
    assert result(text, {"a": "5"}) == "1"
    assert len(json.dumps(check_expression(text, FIELDS).tree)) < 20 * len(text)


_NUMBERS = st.fractions(min_value=-(10**6), max_value=10**6, max_denominator=10**6)


@given(_NUMBERS, _NUMBERS, _NUMBERS)
def test_arithmetic_is_exact(first: Fraction, second: Fraction, third: Fraction) -> None:
    rows = [{"a": first, "b": second, "c": third}]
    tree = check_expression("a * b - c + a", FIELDS).tree
    assert evaluate(tree, rows) == first * second - third + first
    quotient = evaluate(check_expression("a / c", FIELDS).tree, rows)
    assert quotient == (first / third if third else State.ERROR)


@given(st.lists(st.one_of(_NUMBERS, st.sampled_from(State)), min_size=5, max_size=5))
def test_a_sum_skips_blank_and_not_applicable_only(values: list[Fraction | State]) -> None:
    found = evaluate(check_expression("sum(x1..x5)", FIELDS).tree, [dict(zip(_XS, values, strict=True))])
    numbers = [value for value in values if isinstance(value, Fraction)]
    ranks = [value.value for value in values if isinstance(value, State)]
    if ranks and (max(ranks) >= State.NOT_REPORTED.value or not numbers):
        assert found is State(max(ranks))
    else:
        assert found == sum(numbers)


_XS = [f"x{number}" for number in range(1, 6)]


_SCRAPS = st.lists(
    st.sampled_from(
        [*"ab1,;()+-*/=%<. ", "sum(", "if(", "prev(", " and ", "not ", "blank", "x1..x3", "'t'", "ễ"]
    )
)


@given(st.one_of(st.text(max_size=60), _SCRAPS.map("".join)))
def test_any_text_is_checked_or_refused_at_a_place_inside_it(text: str) -> None:
    normal = unicodedata.normalize("NFC", text)
    try:
        place = len(check_expression(text, FIELDS).text)
    except ExpressionError as fault:
        place = fault.position or 0
    assert 0 <= place <= len(normal)

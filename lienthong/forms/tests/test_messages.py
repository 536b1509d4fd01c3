"""Every code has a whole Vietnamese sentence that names the thing and says what to do."""

from __future__ import annotations

import pytest

from lienthong.forms import messages
from lienthong.forms.rules import (
    DefinitionError,
    ExpressionError,
    Field,
    FieldType,
    Finding,
    Labels,
    Problem,
    Rollup,
    Severity,
    check_expression,
    read_cell,
)
from lienthong.forms.rules.expressions import Type

from . import test_rules_definition, test_rules_expressions, test_rules_reading

POOR = Field("poor", FieldType.INTEGER, {"vi": "Hộ nghèo", "en": "Poor households"}, Rollup.SUM, minimum="0")
RATE = Field("rate", FieldType.PERCENTAGE, {"vi": "Tỷ lệ"}, Rollup.COUNT, decimals=1)
# Every parameter that some code brings.
PARAMS = {
    **{"text": "T", "limit": "L", "better": "B", "whole": "W", "grouped": "G", "decimals": "2"},
    **{"name": "N", "nearest": "", "expected": "number", "found": "text", "function": "sum"},
    **{"circle": "a → b → a", "options": "sum, count", "rollup": "sum"},
}


@pytest.mark.parametrize(
    ("field", "text", "sentence"),
    [
        (
            POOR,
            "1.234,5",
            'Hộ nghèo: "1.234,5" không phải số nguyên. Hãy nhập số nguyên, ví dụ 1234 hoặc 1.234.',
        ),
        (
            POOR,
            "1 234",
            'Hộ nghèo: "1 234" có khoảng trắng ở giữa nên có thể là hai số. Hãy nhập một số liền nhau, '
            "ví dụ 1234 hoặc 1.234.",
        ),
        (
            POOR,
            "1,234",
            'Hộ nghèo: "1,234" có thể hiểu theo hai cách. Nếu muốn nói 1234, hãy nhập 1234 hoặc 1.234; '
            "ô này không nhận phần lẻ.",
        ),
        (POOR, "muời", 'Hộ nghèo: "muời" không phải là số. Hãy chỉ nhập chữ số, ví dụ 1234 hoặc 1.234.'),
        (POOR, "-3", 'Hộ nghèo: "-3" là số âm. Hãy nhập số từ 0 trở lên.'),
        (
            POOR,
            "99999999999999",
            'Hộ nghèo: "99999999999999" quá lớn. Hãy kiểm tra lại; số lớn nhất nhập được là 10.000.000.000.000.',
        ),
        (RATE, "12.5", 'Tỷ lệ: "12.5" dùng dấu chấm cho phần lẻ. Hãy dùng dấu phẩy: 12,5.'),
    ],
)
def test_a_wrong_number_is_told_in_a_whole_sentence(field: Field, text: str, sentence: str) -> None:
    problem = read_cell(field, text)
    assert isinstance(problem, Problem)
    assert messages.sentence_for(problem, field, "vi") == sentence


def test_the_codes_that_the_rules_use_and_no_others_have_a_sentence() -> None:
    cells = {"required", "below_minimum", "above_maximum", "unknown_field", "old_encoding"}
    validation = cells | {"not_calculated", "put_aside"}
    typed = {code for _, _, code in test_rules_reading.TYPED_FAULTS}
    sent = {code for _, _, code in test_rules_reading.SENT_FAULTS}
    assert messages._CELL.keys() == typed | sent | validation

    limits = {"too_big", "too_deep"}
    nearest = {"unknown_field_near", "unknown_function_near"}
    expressions = {code for _, code, _ in test_rules_expressions.FAULTS} | limits | nearest
    definitions = {code for _, _, _, code in test_rules_definition.FAULTS}
    definitions |= {code for _, _, _, code in test_rules_definition.PART_FAULTS}
    definitions |= {"field_changed", "weight_field"}
    assert messages._EXPRESSION.keys() | messages._DEFINITION.keys() == expressions | definitions | {
        "unknown_field"
    }


@pytest.mark.parametrize("code", messages._CELL)
def test_every_sentence_about_a_cell_is_whole(code: str) -> None:
    sentence = messages.sentence_for(Problem(code, PARAMS), POOR, "vi")
    assert sentence.endswith(".")
    assert "%(" not in sentence
    assert "ãy " in sentence


@pytest.mark.parametrize("code", [*messages._EXPRESSION, *messages._DEFINITION])
def test_every_sentence_about_a_definition_is_whole_and_names_the_place(code: str) -> None:
    sentence = messages.sentence_for_definition(DefinitionError("rules.0", code, PARAMS), "vi")
    assert sentence.startswith("rules.0: ")
    assert sentence.endswith(".")
    assert "%(" not in sentence
    assert "ãy " in sentence


def test_a_finding_of_a_rule_speaks_with_the_words_of_the_rule() -> None:
    words: Labels = {"vi": "Nhiều quá.", "en": "Too many."}
    finding = Finding(("poor",), "rule_failed", Severity.ERROR, {"rule": "r"}, words)
    assert messages.sentence_for(finding, POOR, "vi") == "Nhiều quá."
    assert messages.sentence_for(finding, POOR, "en") == "Too many."


def test_a_field_is_named_in_the_language_asked_for() -> None:
    finding = Finding(("poor",), "required", Severity.ERROR)
    assert messages.sentence_for(finding, POOR, "vi").startswith("Hộ nghèo: chưa nhập.")
    assert messages.sentence_for(finding, POOR, "en").startswith("Poor households: ")


def test_an_unknown_field_needs_no_field() -> None:
    finding = Finding(("zz",), "unknown_field", Severity.ERROR, {"text": "zz"})
    assert messages.sentence_for(finding, None, "vi").startswith('Biểu mẫu này không có trường "zz".')


def expression_sentence(text: str) -> str:
    with pytest.raises(ExpressionError) as caught:
        check_expression(text, {"ho_ngheo": Type.NUMBER, "t": Type.TEXT})
    return messages.sentence_for_definition(caught.value, "vi")


def test_an_expression_that_cannot_be_accepted_is_told_plainly() -> None:
    assert expression_sentence("ho_ngeo > 1").startswith(
        'Không có trường "ho_ngeo". Có phải là "ho_ngheo" không?'
    )
    assert expression_sentence("ho_ngheo + t").startswith("Ở đây cần số nhưng gặp chữ.")
    assert "round(số; số chữ số lẻ từ 0 đến 6)" in expression_sentence("round(ho_ngheo)")
    assert "sum(giá trị; giá trị; …)" in expression_sentence("sum()")


def test_a_circle_is_told_with_its_fields() -> None:
    fault = DefinitionError("sections.0.fields.1.formula", "loop", {"circle": "a → b → a"})
    assert messages.sentence_for_definition(fault, "vi") == (
        "sections.0.fields.1.formula: Các công thức chạy vòng quanh: a → b → a. Hãy sửa một công thức trong vòng "
        "này để không trường nào phải dùng kết quả của chính nó."
    )

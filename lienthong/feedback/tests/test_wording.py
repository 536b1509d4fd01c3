"""Every question of a letter is found with its place, and politeness is none."""

from __future__ import annotations

import doctest

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lienthong.feedback.rules import wording
from lienthong.feedback.rules.wording import questions

CASES = [
    (
        "Kính gửi UBND xã. Đường liên thôn hỏng từ tháng 3. Đề nghị xã cho biết khi nào sửa? Trân trọng cảm ơn.",
        ["Đề nghị xã cho biết khi nào sửa?"],
    ),
    (
        "Tôi xin hỏi mấy việc sau:\n1. Bao giờ có nước sạch?\n2. Giá nước bao nhiêu một khối\n3. Đăng ký ở đâu?",
        ["1. Bao giờ có nước sạch?", "2. Giá nước bao nhiêu một khối", "3. Đăng ký ở đâu?"],
    ),
    (
        "Đề nghị xã các nội dung sau: 1) sửa cống trước nhà văn hóa; 2) lắp thêm đèn; 3) dọn rác ở bãi đất trống.",
        ["1) sửa cống trước nhà văn hóa;", "2) lắp thêm đèn;", "3) dọn rác ở bãi đất trống."],
    ),
    ("cho hoi khi nao co dien lai, hom nay nong qua", ["cho hoi khi nao co dien lai, hom nay nong qua"]),
    (
        "Vì sao hộ tôi không được xét? Ai chịu trách nhiệm?",
        ["Vì sao hộ tôi không được xét?", "Ai chịu trách nhiệm?"],
    ),
    ("Mần răng mà tháng mô cũng cúp điện rứa?", ["Mần răng mà tháng mô cũng cúp điện rứa?"]),
    ("Tôi cảm ơn xã đã sửa đường. Trân trọng!", []),
    ("Kính gửi lãnh đạo xã. Hôm qua mưa to, nước ngập vào nhà.", []),
    ("Việc này đã có ai kiểm tra chưa", ["Việc này đã có ai kiểm tra chưa"]),
    ("Nhà tôi ở TP. Buôn Ma Thuột. Mong xã sớm trả lời.", ["Mong xã sớm trả lời."]),
    ("Bà con yêu cầu dừng đổ đất!!! Không ai nghe cả.", ["Bà con yêu cầu dừng đổ đất!!!"]),
    ("", []),
]


def test_its_examples_are_true() -> None:
    assert doctest.testmod(wording).failed == 0


@pytest.mark.parametrize(("letter", "asked"), CASES)
def test_questions_are_found_as_written(letter: str, asked: list[str]) -> None:
    assert [one.text for one in questions(letter)] == asked


@given(st.text(alphabet="đề nghị khi nào? 1.)\n;!-aă\u0301\u200b", max_size=200))
def test_what_is_raised_stands_where_it_is_said_to_and_never_overlaps(letter: str) -> None:
    place = 0
    for one in questions(letter):
        assert letter[one.start : one.end] == one.text
        assert place <= one.start < one.end
        place = one.end

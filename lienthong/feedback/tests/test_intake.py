"""What is sent is kept as it was meant, or refused with a reason; what was changed is said."""

from __future__ import annotations

import doctest
import json
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lienthong.feedback.rules import intake
from lienthong.feedback.rules.intake import Limits, Say, take_in

LIMITS = Limits(fewest_letters=5, most_characters=10_000)
LETTER = (
    "Kính gửi Ủy ban nhân dân xã. Tôi phản ánh con đường liên thôn bị hư hỏng nặng, nhiều ổ gà, trẻ em đi học rất nguy hiểm."
    " Đề nghị xã sớm sửa chữa và trả lời cho bà con được biết. Quán Café Trung Nguyên ở đầu thôn cũng lấn vỉa hè."
)
TABLES = json.loads(
    (Path(intake.__file__).parents[2] / "kernel" / "static" / "ui" / "old-encodings.json").read_text("utf-8")
)


def typed(text: str, table: str) -> str:
    """Return text as a keyboard of the 1990s left it."""
    signs = {letter: sign for sign, letter in TABLES[table].items()}
    return "".join(signs.get(letter, letter) for letter in unicodedata.normalize("NFC", text))


def test_its_examples_are_true() -> None:
    assert doctest.testmod(intake).failed == 0


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ("", Say.EMPTY),
        (" \n\t \u200b\u00ad ", Say.EMPTY),
        ("\x00\x07", Say.EMPTY),
        ("😡😡😡", Say.NO_WORDS),
        ("?!…///", Say.NO_WORDS),
        ("12345 67890", Say.NO_WORDS),
        ("ok em", Say.TOO_SHORT),
        ("a" * 10_001, Say.TOO_LONG),
        ("a" * 100_000, Say.TOO_LONG),
    ],
)
def test_what_cannot_be_worked_on_is_refused_with_one_reason(sent: str, said: Say) -> None:
    judged = take_in(sent, LIMITS)
    assert judged.refused
    assert judged.said == (said,)


def test_a_usual_letter_stays_as_it_is() -> None:
    assert take_in(LETTER, LIMITS) == intake.Intake(LETTER, ())


def test_the_longest_letter_allowed_is_taken_in() -> None:
    assert take_in("đ" * 10_000, LIMITS) == intake.Intake("đ" * 10_000, ())


@pytest.mark.parametrize(("table", "said"), [("tcvn3", Say.CONVERTED_TCVN3), ("vni", Say.CONVERTED_VNI)])
def test_a_letter_in_an_old_encoding_is_turned_into_unicode_and_it_is_said(table: str, said: Say) -> None:
    old = typed(LETTER.lower(), table)
    assert old != LETTER.lower()
    assert take_in(old, LIMITS) == intake.Intake(LETTER.lower(), (said,))


def test_one_foreign_word_does_not_hinder_the_turning() -> None:
    old = typed("đường liên thôn bị hư hỏng nặng, đề nghị xã sớm sửa chữa và trả lời", "tcvn3") + " Zoë"
    assert take_in(old, LIMITS).said == (Say.CONVERTED_TCVN3,)


@pytest.mark.parametrize(
    "text", ["Noël naïve déjà vu", "hoà toán hà là", "Müller und Söhne aus Köln", "Việt Nam ôi"]
)
def test_what_is_no_old_encoding_is_left_alone(text: str) -> None:
    judged = take_in(text, LIMITS)
    assert judged.text == text
    assert not {Say.CONVERTED_TCVN3, Say.CONVERTED_VNI} & set(judged.said)


@pytest.mark.parametrize("read_as", ["latin-1", "cp1252"])
def test_utf8_read_as_western_text_is_put_right(read_as: str) -> None:
    spoilt = (
        "Mưa to là ngã".encode().decode(read_as, "strict")
        if read_as == "latin-1"
        else "Mưa to".encode().decode(read_as)
    )
    judged = take_in(spoilt, LIMITS)
    assert (judged.text, judged.said) == (
        ("Mưa to là ngã" if read_as == "latin-1" else "Mưa to"),
        (Say.REPAIRED,),
    )


def test_control_signs_and_directions_go_and_pictures_stay() -> None:
    judged = take_in("Nhà\x00 tôi\u202e ngập\ud800 👨\u200d👩\u200d👧 rồi\r\nmong xã", LIMITS)
    assert judged == intake.Intake("Nhà tôi ngập 👨\u200d👩\u200d👧 rồi\nmong xã", (Say.CLEANED,))


def test_marks_heaped_on_a_letter_are_cut() -> None:
    judged = take_in("Zalo" + "\u0336" * 500 + " của tôi", LIMITS)
    assert len(judged.text) < 20
    assert judged.said == (Say.CLEANED,)


def test_lost_letters_are_said() -> None:
    assert take_in("\ufffdường làng hư", LIMITS).said == (Say.LETTERS_LOST,)


def test_marks_apart_are_put_together_without_a_word() -> None:
    assert take_in(unicodedata.normalize("NFD", LETTER), LIMITS) == intake.Intake(LETTER, ())


@given(st.text(max_size=300))
def test_whatever_is_sent_can_be_stored_and_taking_it_in_again_changes_nothing(sent: str) -> None:
    once = take_in(sent, LIMITS)
    once.text.encode("utf-8")
    assert "\x00" not in once.text
    assert unicodedata.is_normalized("NFC", once.text)
    if not once.refused and not {Say.REPAIRED, Say.CONVERTED_VNI, Say.CONVERTED_TCVN3} & set(once.said):
        assert take_in(once.text, LIMITS).text == once.text

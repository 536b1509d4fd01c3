"""Planted identifiers are found in every way of writing them, and what only looks like one is left alone.

Letters made by chance and sentences written by hand are kept apart: the first hold the rule to a thousand cases, the second
to what its author did not think of while writing the rule.
"""

from __future__ import annotations

import doctest
import time
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lienthong.feedback.rules import folding, personal
from lienthong.feedback.rules.folding import fold, is_unseen
from lienthong.feedback.rules.labels import Kind
from lienthong.feedback.rules.personal import MASK, Found, find_personal, holds_mask, masked

from .letters import PLANTERS, letters, read
from .measuring import Score, measured

BY_HAND = [
    read(line)
    for line in Path(__file__).with_name("held_out_personal.txt").read_text("utf-8").splitlines()
    if line[:1] not in {"", "#"}
]
PHONE = "0912345678"
UNSEEN = ["\u200b", "\u200c", "\u200d", "\u2060", "\u00ad", "\ufeff", "\u202e"]


def shown(title: str, score: Score) -> None:
    """Print figures beside the test, as whoever releases the product wants to read them."""
    print("\n".join(["", title, *score.lines()]))  # noqa: T201


@pytest.mark.parametrize("module", [folding, personal])
def test_its_examples_are_true(module: object) -> None:
    assert doctest.testmod(module).failed == 0  # type: ignore[arg-type]


def test_of_planted_identifiers_hardly_one_in_a_hundred_is_missed(capsys: pytest.CaptureFixture[str]) -> None:
    score = measured(letters(seed=20_261, count=3_600), find_personal)
    with capsys.disabled():
        shown("invented letters", score)
    assert set(score.planted) == set(PLANTERS)
    assert {kind: score.recall(kind) for kind in score.planted if score.recall(kind) < 0.99} == {}, (
        score.missed[:5]
    )
    assert score.recall() >= 0.99
    assert score.precision() >= 0.97, score.wrong[:5]


def test_in_sentences_by_hand_too(capsys: pytest.CaptureFixture[str]) -> None:
    score = measured(BY_HAND, find_personal)
    with capsys.disabled():
        shown("sentences by hand", score)
    assert len(BY_HAND) >= 60
    assert score.recall() >= 0.99, score.missed
    assert score.precision() >= 0.95, score.wrong


def test_nothing_planted_is_left_in_a_masked_text() -> None:
    for letter in letters(seed=77, count=450):
        (piece,) = letter.planted
        public = masked(letter.text, find_personal(letter.text))
        assert letter.text[piece.start : piece.end] not in public


@given(st.lists(st.sampled_from(["", *UNSEEN]), min_size=10, max_size=10))
def test_signs_nobody_sees_hide_nothing(between: list[str]) -> None:
    text = "gọi " + "".join(digit + sign for digit, sign in zip(PHONE, between, strict=True)) + " nhé"
    (found,) = find_personal(text)
    assert (found.kind, found.sure) == (Kind.PHONE, True)
    assert fold(text[found.start : found.end]).plain == PHONE


@given(st.lists(st.sampled_from(["", "", " ", ".", "-", " - ", "  ", "\u00a0", "–"]), min_size=9, max_size=9))
def test_signs_between_digits_hide_nothing(between: list[str]) -> None:
    number = "".join(digit + sign for digit, sign in zip(PHONE, [*between, ""], strict=True))
    text = f"Số điện thoại {number}"
    covered = {place for found in find_personal(text) for place in range(found.start, found.end)}
    assert {place for place, sign in enumerate(text) if sign.isdigit()} <= covered


@given(st.sampled_from(["０", "𝟎", "٠", "०"]), st.sampled_from(["NFC", "NFD", "NFKC", "NFKD"]))
def test_digits_of_other_scripts_and_forms_are_digits(zero: str, form: str) -> None:
    other = "".join(chr(ord(zero) + int(digit)) for digit in PHONE)
    text = unicodedata.normalize(form, f"Điện thoại {other}")  # type: ignore[arg-type]
    assert [found.kind for found in find_personal(text)] == [Kind.PHONE]


@given(st.text(max_size=200))
def test_marks_stand_in_the_text_in_order_and_apart(text: str) -> None:
    place = 0
    for found in find_personal(text):
        assert place <= found.start < found.end <= len(text)
        place = found.end


@given(st.text(alphabet="0123456789 .-@:/aGọi số CDT\n", max_size=120))
def test_a_masked_text_masks_to_itself_but_for_what_stood_between(text: str) -> None:
    once = masked(text, find_personal(text))
    assert holds_mask(once) == (MASK in once)
    assert sum(sign.isdigit() for sign in once) <= sum(sign.isdigit() for sign in text)


@given(st.text(max_size=120))
def test_the_view_is_letter_for_letter_and_knows_its_way_back(text: str) -> None:
    view = fold(text)
    assert len(view.plain) == len(view.cased) == len(view.starts) == len(view.ends)
    assert list(view.starts) == sorted(view.starts)
    assert all(0 <= start < end <= len(text) for start, end in zip(view.starts, view.ends, strict=True))


def test_stretches_that_overlap_are_taken_out_together() -> None:
    text = "Nguyễn Văn An 0912"
    found = [Found(0, 6, Kind.NAME, True), Found(0, 13, Kind.NAME, True), Found(10, 18, Kind.PHONE, True)]
    assert masked(text, found) == MASK
    assert masked(text, []) == text


def test_services_sums_and_numbers_of_documents_are_nobodys() -> None:
    for text in (
        "Gọi 113 hoặc 1900 6789",
        "912.345.678 đồng",
        "Quyết định 0912345/QĐ-UBND",
        "ngày 03.12.2024 15 giờ",
        "12.345 người, 3.210 hộ",
        "000.25.66.H15-250701-0123",
    ):
        assert find_personal(text) == ()


def test_masked_values_are_recognised_before_they_are_saved_over_the_real_ones() -> None:
    assert [holds_mask(text) for text in ("0912***678", "▇▇▇", "xxxx678", "●●●●", "066xxxx321")] == [True] * 5
    assert [holds_mask(text) for text in ("0912345678", "rất * hay", "xxx", "Ôi xời ơi", "•  mục một")] == [
        False
    ] * 5


def test_time_grows_with_the_text_and_no_faster() -> None:
    def taken(text: str) -> float:
        begun = time.process_time()
        find_personal(text)
        return time.process_time() - begun

    for piece in ("a.", "0 ", "không ", "a@", "1.", "x a cong ", "(", "29A-"):
        short, long = (min(taken(piece * count) for _ in range(2)) for count in (1_000, 4_000))
        assert long <= max(12 * short, 0.5), piece


def test_unseen_signs_are_known() -> None:
    assert all(is_unseen(sign) for sign in UNSEEN)
    assert not any(is_unseen(sign) for sign in "aạ1 .\n")

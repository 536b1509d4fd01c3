"""A topic is suggested with its words, or nothing is; spellings, dialects and a lost diacritic do not change much.

The letters by hand come from whoever wrote the lists, though not while looking at them: they show robustness between groups
of writers, not what real letters will show.
"""

from __future__ import annotations

import doctest
import unicodedata

import pytest

from lienthong.feedback.rules import topics as rule
from lienthong.feedback.rules.topics import suggest, topics

from .labelled import held_out, labelled, quality

HELD_OUT = held_out()
LEAST = {"plain": 0.9, "bare": 0.88, "dialect": 0.85, "voice": 0.88}


def test_its_examples_are_true() -> None:
    assert doctest.testmod(rule).failed == 0


def test_invented_letters_are_told_well(capsys: pytest.CaptureFixture[str]) -> None:
    letters = list(labelled(seed=41, count=1300))
    figures = quality(letters, [suggest(letter.text) for letter in letters])
    with capsys.disabled():
        print(f"\n{figures.line('invented')}")  # noqa: T201
    assert figures.macro_f1 >= 0.95
    assert figures.right >= 0.95


@pytest.mark.parametrize("group", sorted(LEAST))
def test_letters_by_hand_are_told_in_every_group_of_writers(
    group: str, capsys: pytest.CaptureFixture[str]
) -> None:
    letters = [letter for letter in HELD_OUT if letter.group == group]
    figures = quality(letters, [suggest(letter.text) for letter in letters])
    with capsys.disabled():
        print(f"\n{figures.line(group)}")  # noqa: T201
    assert figures.macro_f1 >= LEAST[group]


def test_there_are_enough_letters_by_hand_and_every_topic_is_among_them() -> None:
    assert len(HELD_OUT) >= 130
    assert {letter.topic for letter in HELD_OUT} == {*topics().labels, None}


@pytest.mark.parametrize(
    "text", ["", "😡", "Tôi muốn gặp lãnh đạo", "trong trường hợp này", "cảm ơn nhiều", "123"]
)
def test_nothing_is_suggested_where_nothing_tells(text: str) -> None:
    assert suggest(text).topic is None


def test_two_topics_nearly_even_are_left_to_a_person() -> None:
    both = suggest("Trường học ngập nước, trạm y tế mất điện, đường hỏng, sổ đỏ chưa có")
    assert both.topic is None
    assert both.confidence < topics().threshold


def test_it_says_by_which_words() -> None:
    told = suggest("Bãi rác sau chợ bốc mùi hôi thối")
    assert (told.topic, told.version) == ("environment", "1.0")
    assert set(told.words) == {"bãi rác", "bốc mùi", "hôi thối"}


@pytest.mark.parametrize("text", [letter.text for letter in HELD_OUT if letter.group == "plain"][:20])
def test_the_way_of_typing_marks_changes_nothing(text: str) -> None:
    assert suggest(unicodedata.normalize("NFD", text)) == suggest(text)
    assert suggest(text.replace("hóa", "hoá").replace("thủy", "thuỷ")).topic == suggest(text).topic
    assert suggest(text.upper()).topic == suggest(text).topic


def test_a_marked_word_is_not_taken_for_another_that_only_looks_like_it_without_marks() -> None:
    assert "đất" not in suggest("Giá cả đắt đỏ quá, hàng đắt").words

"""Copies are found among others, small edits do not hide them, and other matters stay apart."""

from __future__ import annotations

import doctest
import random

import pytest

from lienthong.feedback.rules import likeness as rule
from lienthong.feedback.rules.folding import without_marks
from lienthong.feedback.rules.likeness import BANDS, Likeness, band_keys, campaigns, likeness, suggests_same

from .letters import letters

COPIED = (
    "Kính gửi lãnh đạo xã, chúng tôi đề nghị dừng việc đặt trạm trộn bê tông sát trường tiểu học vì bụi và tiếng ồn ảnh hưởng"
    " đến sức khỏe của con em, đề nghị tổ chức đối thoại công khai với phụ huynh trước ngày khai giảng và trả lời bằng văn bản."
)
TEXTS = [letter.text for letter in letters(seed=5, count=1500)]


def edited(rng: random.Random, text: str) -> str:
    """Return text as the next person sends it: a word left out, one put in, perhaps no marks, an own beginning."""
    words = text.split()
    del words[rng.randrange(len(words))]
    words.insert(rng.randrange(len(words)), rng.choice(["rất", "ngay", "thật", "gấp"]))
    own = rng.choice(["", "Tôi ở xóm trên. ", "Gia đình tôi có hai cháu học ở đây. "]) + " ".join(words)
    return without_marks(own) if rng.random() < 0.3 else own


def test_its_examples_are_true() -> None:
    assert doctest.testmod(rule).failed == 0


def test_a_thousand_copies_are_one_campaign_and_nothing_else_is_in_it() -> None:
    rng = random.Random(11)
    texts = {f"copy-{n}": edited(rng, COPIED) for n in range(1000)} | {
        f"own-{n}": t for n, t in enumerate(TEXTS[:300])
    }
    names = list(texts)
    rng.shuffle(names)
    largest = campaigns({name: texts[name] for name in names})[0]
    assert all(name.startswith("copy-") for name in largest)
    assert len(largest) >= 990


def test_copies_without_change_are_all_gathered_whatever_the_figures_in_them() -> None:
    texts = {n: f"{COPIED} Điện thoại 09{n:08}." for n in range(200)}
    assert campaigns(texts) == [list(range(200))]


def test_nothing_is_gathered_where_nothing_is_alike() -> None:
    assert (
        campaigns({1: "Đèn đường hỏng ở ngã ba", 2: "Trạm y tế thiếu thuốc cho người già", 3: "", 4: "😀"})
        == []
    )


def test_keys_are_stable_numbers_for_an_indexed_column() -> None:
    keys = band_keys(COPIED)
    assert len(keys) == BANDS
    assert all(0 <= key < 2**63 for key in keys)
    assert keys == band_keys(without_marks(COPIED).upper())
    # A change of the rule shows here: keys stored before no longer meet new ones.
    assert keys[:2] == (3559113038809543786, 907236049553886843)
    assert band_keys("123 !!!") == ()


def test_an_edit_keeps_some_key_and_another_matter_shares_none() -> None:
    rng = random.Random(3)
    kept = sum(bool(set(band_keys(edited(rng, COPIED))) & set(band_keys(COPIED))) for _ in range(200))
    assert kept >= 199
    assert not set(band_keys(COPIED)) & set(
        band_keys("Đèn đường trước nhà văn hóa thôn tắt cả tháng nay, trộm cắp nhiều.")
    )


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (
            "Ổ gà to giữa đường trước chợ Ea Tul, xe máy ngã suốt",
            "đường ngay chợ có ổ gà, hôm qua hai xe máy ngã",
        ),
        ("Cột đèn cao áp ở ngã ba cháy bóng tối om", "den cao ap nga ba chay bong hon tuan nay"),
        (
            "Cống thoát nước tắc, nước thải tràn ra đường hôi thối",
            "nước thải ở cống tràn lên đường, hôi không chịu nổi",
        ),
    ],
)
def test_one_matter_in_other_words_is_suggested_only_near_in_place_and_time(one: str, other: str) -> None:
    alike = likeness(one, other)
    assert suggests_same(alike, same_place=True, days_apart=3)
    assert not suggests_same(alike, same_place=False, days_apart=3)
    assert not suggests_same(alike, same_place=True, days_apart=31)


def test_other_matters_of_the_same_place_and_day_are_not_suggested() -> None:
    alike = likeness("Đèn đường tắt cả tuần, tối om", "Đề nghị xã hỗ trợ tiền cho hộ nghèo bị bệnh")
    assert not suggests_same(alike, same_place=True, days_apart=0)


def test_likeness_has_no_side_and_knows_itself() -> None:
    for one, other in zip(TEXTS[:60], TEXTS[60:120], strict=True):
        assert likeness(one, other) == likeness(other, one)
        assert likeness(one, one).copy == 1.0
    assert likeness("", "") == Likeness(0.0, 0.0)

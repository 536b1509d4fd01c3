"""Vietnamese text: one normal form, one key to search by, one key to sort by."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lienthong.kernel.text import nfc, search_key, sort_key


@pytest.mark.parametrize(
    "spellings",
    [
        ("Hòa Bình", "Hoà Bình", "hoa binh", "HÒA  BÌNH", unicodedata.normalize("NFD", "Hòa Bình")),
        ("Đắk Lắk", "Ðắk Lắk", "đắk lắk", "dak lak", "DAK LAK"),
        ("Thủy", "Thuỷ"),
        ("Buôn Ma Thuột", "buon  ma-thuot"),
        ("Ea H’leo", "Ea H'leo", "ea hleo"),
    ],
)
def test_spellings_share_one_search_key(spellings: tuple[str, ...]) -> None:
    assert len({search_key(spelling) for spelling in spellings}) == 1


def test_other_names_have_other_search_keys() -> None:
    assert search_key("Tân An") != search_key("Tân Ân Đông")


def test_text_is_kept_composed_with_one_letter_d() -> None:
    assert nfc(unicodedata.normalize("NFD", "Ðồng Tháp")) == "Đồng Tháp"
    assert nfc("") == ""


@pytest.mark.parametrize(
    "ordered",
    [
        ["a", "ă", "â", "b", "c", "d", "đ", "e", "ê", "g"],
        ["o", "ô", "ơ", "p", "u", "ư", "v"],
        ["ba", "bà", "bả", "bã", "bá", "bạ"],
        ["Tổ 2", "Tổ 10", "Tổ 100"],
        ["Buôn Knia 1", "Buôn Knia 2", "Buôn Knia 10"],
        ["An Bình", "Ân Thi", "Đa Kao", "Eo Gió"],
        ["Cà Mau", "Cao Bằng", "Cần Thơ"],
        ["Hoa An", "Hòa An", "Hoa Bắc"],
    ],
)
def test_order_is_the_dictionarys(ordered: list[str]) -> None:
    jumbled = [*ordered[1::2], *ordered[::2]]
    assert sorted(jumbled, key=sort_key) == ordered


def test_case_and_composition_do_not_change_the_order() -> None:
    assert sort_key("ĐẮK LẮK") == sort_key("đắk lắk") == sort_key(unicodedata.normalize("NFD", "Đắk Lắk"))


@given(st.text())
def test_keys_can_be_made_of_any_text(text: str) -> None:
    key = search_key(text)
    assert search_key(key) == key
    assert nfc(nfc(text)) == nfc(text)
    assert sort_key(text) == sort_key(nfc(text))

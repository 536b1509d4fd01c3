"""What a text can mean, over the whole country: no database."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lienthong.registry.rules.addresses import Doubt, Fates, Reason, Verdict, judge, match

from .gazetteers import CHANGE, country, former_communes
from .perturbed import written

EVE = date(2025, 6, 30)
BEN_THANH = ("26743", "26743", True)


def judged(text: str, on: date = CHANGE, written_on: date | None = None) -> Verdict:
    gazetteer = country()
    return judge(match(gazetteer, text, written_on), Fates(gazetteer, on))


def told(text: str, on: date = CHANGE, written_on: date | None = None) -> tuple[str, str, bool]:
    """Return the codes that are meant, those in force, and whether it is certain."""
    verdict = judged(text, on, written_on)
    units = country().units
    meant = [verdict.readings[place].unit.versions[0].code for place in verdict.meant]
    now = [called.code for key in verdict.now if (called := units[key].on(on))]
    return "|".join(dict.fromkeys(meant)), "+".join(now), verdict.certain


@pytest.mark.parametrize(
    "text",
    [
        "Phường Bến Thành, Quận 1, Thành phố Hồ Chí Minh",
        "P. Bến Thành, Q. 1, TP. HCM",
        "p ben thanh q1 tphcm",
        "P.Bến Thành - Q1 - TP.HCM",
        "TP HCM, Q.1, P. Bến Thành",
        "12/3A Lê Lai, Phường Bến Thành, Quận 1, TP.HCM, Việt Nam",
        "12 Nguyễn Trãi Phường Bến Thành Quận 1 TP HCM",
        "Khu phố 2, PHƯỜNG BẾN THÀNH, QUẬN 1, SÀI GÒN",
        "Phường Bến Thnàh, Quận 1, Thành phố Hồ Chí Minh",
        "PhườngBến Thành, Quận1, TPHCM",
        "Ben Thanh Ward, District 1, Ho Chi Minh City",
        "Phường Bến Thành, Quận 1",
        "Phường Bến Thành cũ, thuộc Quận 1 (Thành phố Hồ Chí Minh)",
        "Phường Bến Thành, Quận 1, 700000, Thành phố Hồ Chí Minh",
    ],
)
def test_one_address_written_in_many_ways(text: str) -> None:
    assert told(text) == BEN_THANH


@pytest.mark.parametrize(
    ("text", "meant", "now"),
    [
        ("Xã Hoà Phú, Huyện Hoà Vang, Đà Nẵng", "20317", "20320"),
        ("Xã Hòa Phú, H. Hòa Vang, TP. Đà Nẵng", "20317", "20320"),
        ("xa yang tao, tinh dak lak", "24583", "24580"),
        ("Xã Yang Tao, H. Lắk, Đắc Lắc", "24583", "24580"),
        ("TT. Ea T'Ling, H. Cư Jút, Đăk Nông", "24640", "24640"),
    ],
)
def test_marks_and_spellings(text: str, meant: str, now: str) -> None:
    assert told(text) == (meant, now, True)


def test_an_old_unit_that_was_split_gives_all_and_its_default_but_is_not_certain() -> None:
    verdict = judged("Xã Kim Chung, Huyện Đông Anh, Hà Nội")
    assert (verdict.reason, verdict.doubts) == (Reason.SPLIT, Doubt.NONE)
    assert told("Xã Kim Chung, Huyện Đông Anh, Hà Nội") == ("00493", "00493+00508", False)
    best = country().units[verdict.best or 0].on(CHANGE)
    assert best is not None
    assert best.full_name == "Xã Thiên Lộc"


def test_what_is_both_a_former_district_and_a_ward_in_force_is_said_to_be_both() -> None:
    verdict = judged("Ba Đình, Hà Nội")
    assert verdict.reason is Reason.OLD_AND_NEW
    meant, now, certain = told("Ba Đình, Hà Nội")
    assert (meant, certain, "00004" in now.split("+")) == ("001|00004", False, True)
    # With the word for its kind only one of them is meant.
    assert told("Phường Ba Đình, Hà Nội") == ("00004", "00004", True)
    assert told("Quận Ba Đình, Hà Nội")[0] == "001"


def test_a_street_is_not_taken_for_a_ward() -> None:
    verdict = judged("12 Phố Huế, Hai Bà Trưng, Hà Nội")
    assert {reading.unit.versions[0].full_name for reading in verdict.readings} == {
        "Quận Hai Bà Trưng",
        "Phường Hai Bà Trưng",
    }
    assert not verdict.certain


def test_a_namesake_gives_all() -> None:
    verdict = judged("Xã Tân Lập")
    assert (len(verdict.readings), verdict.certain, verdict.best) == (25, False, None)


def test_a_province_and_a_city_of_one_name() -> None:
    assert told("Sơn La")[0] == "14|116"
    assert told("Tỉnh Sơn La") == ("14", "14", True)
    assert told("TP Sơn La")[0] == "116"
    assert told("Tỉnh Hà Giang") == ("02", "08", True)
    assert told("Huyện Lý Sơn, Quảng Ngãi") == ("536", "21548", True)


def test_more_words_behind_a_name_may_be_another_name() -> None:
    assert told("Phường Bến Thành Mới, Quận 1, Thành phố Hồ Chí Minh") == ("26743", "26743", False)
    assert told("Thành phố Hồ Chí Minh, Quận 1, Phường Bến Thành Đông") == ("26743", "26743", False)


def test_other_marks_may_be_a_slip_so_without_a_district_they_are_not_certain() -> None:
    # Tân Hồng and Tân Hương lie in one province.
    verdict = judged("Xã Tân Huồng, Tỉnh Đồng Tháp")
    named = {reading.unit.versions[0].full_name for reading in verdict.readings}
    assert ({"Xã Tân Hồng", "Xã Tân Hương"} <= named, verdict.certain) == (True, False)


def test_a_wrong_district_is_never_certain() -> None:
    verdict = judged("Phường Trúc Bạch, Quận Đống Đa, Hà Nội")
    assert verdict.readings[0].unit.versions[0].full_name == "Phường Trúc Bạch"
    assert (verdict.certain, Doubt.UNKNOWN_PART in verdict.doubts) == (False, True)


def test_old_and_new_names_mixed() -> None:
    # Bắc Kạn went into Thái Nguyên, in which there was no Tân Lập before.
    assert told("Xã Tân Lập, Huyện Chợ Đồn, Tỉnh Thái Nguyên") == ("02032", "02038", True)
    assert judged("Xã Tân Lập, Huyện Chợ Đồn, Tỉnh Thái Nguyên").readings[0].mixed


@pytest.mark.parametrize(
    "text", ["", "   ", "Công ty Sao Mai", "12 Nguyễn Trãi", "?!", "Xã Abc, Huyện Def, Tỉnh Ghi"]
)
def test_what_matches_nothing_gives_nothing(text: str) -> None:
    assert judged(text).reason is Reason.NOTHING


def test_a_commune_that_is_not_known_is_not_guessed() -> None:
    verdict = judged("Xã Abc Xyz, Huyện Đông Anh, Hà Nội")
    assert [reading.unit.versions[0].full_name for reading in verdict.readings] == ["Huyện Đông Anh"]
    assert (verdict.certain, verdict.best) == (False, None)


def test_codes_with_and_without_their_zeros() -> None:
    assert told("00004") == ("00004", "00004", True)
    assert told("mã xã 4") == ("00004", "00004", True)
    assert told("4")[::2] == ("04|004|00004", False)
    assert told("01") == ("01", "01", True)
    assert told("001")[0] == "001"
    assert told("99999") == ("", "", False)
    # A code that was used again for other ground: only with a day it means one.
    assert told("00008", written_on=EVE)[0] == told("00008", written_on=CHANGE)[0] == "00008"
    assert judged("00008").reason is Reason.OLD_AND_NEW


def test_the_day_of_the_text_decides_between_old_and_new() -> None:
    assert told("Ba Đình, Hà Nội", written_on=CHANGE)[0] == "00004"
    assert told("Ba Đình, Hà Nội", written_on=EVE)[0] == "001"
    assert Doubt.OUT_OF_TIME in judged("Phường Trúc Bạch, Quận Ba Đình, Hà Nội", written_on=CHANGE).doubts


def test_on_a_day_before_the_change_the_old_unit_is_in_force() -> None:
    assert told("Phường Trúc Bạch, Quận Ba Đình, Hà Nội", on=EVE) == ("00004", "00004", True)
    assert judged("Phường Ba Đình, Hà Nội", on=EVE).reason is Reason.BEFORE
    assert judged("Phường Ba Đình, Hà Nội", on=date(1990, 1, 1)).reason is Reason.NOWHERE


def test_of_many_texts_every_certain_one_is_right_and_hardly_one_is_lost() -> None:
    gazetteer = country()
    keys = former_communes(gazetteer)
    by_code = {address.code: key for address, key in keys.items()}
    fates = Fates(gazetteer, CHANGE)
    wrong, lost = [], []
    for one in written(sorted(keys), 2_000, seed=2025):
        verdict = judge(match(gazetteer, one.text), fates)
        key = by_code[one.code]
        if verdict.certain and (verdict.now != fates.of(key).units or len(verdict.now) != 1):
            wrong.append(one.text)
        if key not in {reading.unit.key for reading in verdict.readings}:
            lost.append(one.text)
    assert wrong == []
    assert len(lost) <= 2


@settings(deadline=None)  # the first one builds the country
@given(st.text(max_size=80))
def test_no_text_breaks_it(text: str) -> None:
    verdict = judged(text)
    assert len(verdict.readings) == len(verdict.fates)


@settings(deadline=None)  # the first one builds the country
@given(
    st.lists(
        st.sampled_from(
            [
                "p",
                "q",
                "tp",
                "xã",
                "phường",
                "quận",
                "huyện",
                "tỉnh",
                "thị",
                "hà",
                "nội",
                "ba",
                "đình",
                "1",
                "12",
                ",",
                "-",
                ".",
                "trúc",
                "bạch",
                "hồ",
            ]
        ),
        max_size=30,
    )
)
def test_no_jumble_of_words_breaks_it(words: list[str]) -> None:
    verdict = judged(" ".join(words))
    assert not verdict.certain or len(verdict.now) == 1

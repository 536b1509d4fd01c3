"""What the file of administrative units holds. No database."""

from __future__ import annotations

import unicodedata
from collections import Counter
from datetime import date

import pytest

from lienthong.kernel.text import nfc, search_key
from lienthong.registry.unitdata import LinkRecord, UnitRecord, Units, read_units


@pytest.fixture(scope="module")
def units() -> Units:
    return read_units()


def by_code(records: tuple[UnitRecord, ...], level: str) -> dict[str, UnitRecord]:
    return {unit.code: unit for unit in records if unit.level == level}


def commune_links(units: Units) -> list[LinkRecord]:
    return [link for link in units.links if link.from_level == link.to_level == "commune"]


def test_the_country_after_has_34_provinces_and_3321_communes(units: Units) -> None:
    assert units.changed_on == date(2025, 7, 1)
    assert Counter((unit.level, unit.kind) for unit in units.after) == {
        ("province", "thanh_pho_tw"): 6,
        ("province", "tinh"): 28,
        ("commune", "phuong"): 687,
        ("commune", "xa"): 2_621,
        ("commune", "dac_khu"): 13,
    }
    assert (len(by_code(units.after, "province")), len(by_code(units.after, "commune"))) == (34, 3_321)


def test_the_country_before_has_63_provinces_696_districts_and_10035_communes(units: Units) -> None:
    assert Counter((unit.level, unit.kind) for unit in units.before) == {
        ("province", "thanh_pho_tw"): 6,
        ("province", "tinh"): 57,
        ("district", "quan"): 49,
        ("district", "huyen"): 508,
        ("district", "thi_xa"): 52,
        ("district", "thanh_pho"): 87,
        ("commune", "phuong"): 1_726,
        ("commune", "xa"): 7_692,
        ("commune", "thi_tran"): 617,
    }
    counts = [len(by_code(units.before, level)) for level in ("province", "district", "commune")]
    assert counts == [63, 696, 10_035]


def test_codes_are_texts_of_a_fixed_length(units: Units) -> None:
    digits = {"province": 2, "district": 3, "commune": 5}
    assert all(unit.code.isdigit() and len(unit.code) == digits[unit.level] for unit in units.before)
    assert all(unit.code.isdigit() and len(unit.code) == digits[unit.level] for unit in units.after)


def test_every_unit_but_a_province_lies_in_a_unit_of_its_time(units: Units) -> None:
    above = {"district": by_code(units.before, "province"), "commune": by_code(units.before, "district")}
    assert all(unit.parent in above[unit.level] for unit in units.before if unit.level != "province")
    provinces = by_code(units.after, "province")
    assert all(unit.parent in provinces for unit in units.after if unit.level == "commune")
    assert {unit.parent for unit in (*units.before, *units.after) if unit.level == "province"} == {""}


def test_names_are_nfc_with_the_vietnamese_d_and_without_their_kind(units: Units) -> None:
    for unit in (*units.before, *units.after):
        assert unit.name == nfc(unit.name) == unicodedata.normalize("NFC", unit.name)
        assert "\u00d0" not in unit.name
        assert unit.name[0].isupper() or unit.name[0].isdigit(), unit
    kinds = ("phường ", "xã ", "thị trấn ", "thị xã ", "huyện ", "quận ", "thành phố ", "đặc khu ", "tỉnh ")
    doubled = {unit.name for unit in (*units.before, *units.after) if unit.name.lower().startswith(kinds)}
    assert doubled == {"Phường Đúc"}  # the ward of Huế is in full "Phường Phường Đúc"


def test_full_names_put_the_kind_before_the_name(units: Units) -> None:
    assert by_code(units.after, "commune")["00004"].full_name == "Phường Ba Đình"
    assert by_code(units.after, "province")["79"].full_name == "Thành phố Hồ Chí Minh"
    assert by_code(units.before, "district")["760"].full_name == "Quận 1"
    assert by_code(units.before, "commune")["15061"].full_name == "Thị trấn Ngọc Lặc"  # a xã in one column


def test_full_names_are_unique_within_a_province_after(units: Units) -> None:
    names = Counter((unit.parent, unit.full_name) for unit in units.after if unit.level == "commune")
    assert set(names.values()) == {1}
    # but unaccented names are not: Sơn Hà and Sơn Hạ are two communes of Quảng Ngãi
    keys = Counter(
        (unit.parent, search_key(unit.full_name)) for unit in units.after if unit.level == "commune"
    )
    assert sum(times > 1 for times in keys.values()) == 8


def test_links_join_units_that_exist_and_stand_once(units: Units) -> None:
    before = {(unit.level, unit.code) for unit in units.before}
    after = {(unit.level, unit.code) for unit in units.after}
    assert {(link.from_level, link.from_code) for link in units.links} <= before
    assert {(link.to_level, link.to_code) for link in units.links} <= after
    ends = [(link.from_level, link.from_code, link.to_level, link.to_code) for link in units.links]
    assert len(set(ends)) == len(ends) == 10_633


def test_links_are_of_these_kinds(units: Units) -> None:
    assert Counter((link.from_level, link.kind, link.extent) for link in units.links) == {
        ("province", "merged", "whole"): 52,
        ("province", "unchanged", "whole"): 11,
        ("district", "district_to_special_zone", "whole"): 5,
        ("commune", "merged", "whole"): 9_463,
        ("commune", "split", "part"): 970,
        ("commune", "unchanged", "whole"): 127,
        ("commune", "retyped", "whole"): 3,
        ("commune", "renamed", "whole"): 2,
    }


def test_every_unit_after_has_a_predecessor(units: Units) -> None:
    reached = {(link.to_level, link.to_code) for link in units.links}
    assert reached == {(unit.level, unit.code) for unit in units.after}


def test_island_districts_without_communes_became_special_zones(units: Units) -> None:
    zones = {link.to_code for link in units.links if link.kind == "district_to_special_zone"}
    names = {by_code(units.after, "commune")[code].full_name for code in zones}
    assert names == {
        f"Đặc khu {name}" for name in ("Bạch Long Vĩ", "Cồn Cỏ", "Hoàng Sa", "Lý Sơn", "Côn Đảo")
    }
    assert zones.isdisjoint(link.to_code for link in commune_links(units))
    peopled = {unit.parent for unit in units.before if unit.level == "commune"}
    empty = set(by_code(units.before, "district")) - peopled
    assert empty == {link.from_code for link in units.links if link.from_level == "district"}


def test_every_province_and_commune_before_has_one_default_successor(units: Units) -> None:
    defaults = Counter((link.from_level, link.from_code) for link in units.links if link.is_default)
    expected = {(unit.level, unit.code) for unit in units.before if unit.level != "district"}
    assert {place for place in defaults if place[0] != "district"} == expected
    assert set(defaults.values()) == {1}


def test_a_whole_stands_alone_and_a_part_never_does(units: Units) -> None:
    successors = Counter((link.from_level, link.from_code) for link in units.links)
    assert all(
        (link.extent == "whole") is (successors[link.from_level, link.from_code] == 1) for link in units.links
    )


def test_no_commune_crosses_from_one_province_into_another(units: Units) -> None:
    moved = {link.from_code: link.to_code for link in units.links if link.from_level == "province"}
    districts = by_code(units.before, "district")
    old, new = by_code(units.before, "commune"), by_code(units.after, "commune")
    for link in commune_links(units):
        province = districts[old[link.from_code].parent].parent
        assert moved[province] == new[link.to_code].parent, link


def test_an_area_that_goes_on_keeps_its_code_and_has_no_other_link(units: Units) -> None:
    same = [link for link in units.links if link.same_area]
    assert len(same) == 11 + 127 + 3 + 2
    assert all(link.from_code == link.to_code and link.from_level == link.to_level for link in same)
    arrivals = Counter((link.to_level, link.to_code) for link in units.links)
    assert {arrivals[link.to_level, link.to_code] for link in same} == {1}


def test_no_code_is_a_key(units: Units) -> None:
    old, new = by_code(units.before, "commune"), by_code(units.after, "commune")
    reused = old.keys() & new.keys()
    assert len(reused) == 3_316 == len(new) - 5
    assert sum(old[code].name != new[code].name for code in reused) == 1_801
    # Marks and case aside; a second reading spells a few old names otherwise and counts 1,794.
    assert sum(search_key(old[code].name) != search_key(new[code].name) for code in reused) == 1_792
    assert (old["00004"].full_name, new["00004"].full_name) == ("Phường Trúc Bạch", "Phường Ba Đình")
    old, new = by_code(units.before, "province"), by_code(units.after, "province")
    assert new.keys() <= old.keys()
    assert sum(old[code].name != new[code].name for code in new) == 7


@pytest.mark.parametrize(
    ("code", "successors", "default"),
    [
        ("27691", {"27694"}, "27694"),  # the source adds the successor of a namesake, Phường 4 of Tây Ninh
        ("31379", {"31378"}, "31378"),  # the source even makes the namesake's successor the default
        ("09013", {"08980", "08995", "09022", "09817"}, "09022"),  # the source misses 09817
        ("00118", {"00097", "00118"}, "00118"),  # all its people went to 00118, only ground to 00097
    ],
)
def test_the_source_is_corrected(units: Units, code: str, successors: set[str], default: str) -> None:
    links = [link for link in commune_links(units) if link.from_code == code]
    assert {link.to_code for link in links} == successors
    assert [link.to_code for link in links if link.is_default] == [default]

"""The invented villages and names: exact totals, always the same, never two alike. No database."""

from __future__ import annotations

import hashlib
from collections import Counter
from itertools import islice

import pytest

from lienthong.kernel.text import nfc
from lienthong.registry.unitdata import UnitRecord, read_units
from lienthong.registry.villages import (
    EA_TUL,
    HABITS,
    VILLAGE_WORDS,
    VillageRecord,
    count_villages,
    generate_names,
    generate_villages,
    name_villages,
)


@pytest.fixture(scope="module")
def communes() -> dict[str, UnitRecord]:
    return {unit.code: unit for unit in read_units().after if unit.level == "commune"}


@pytest.fixture(scope="module")
def villages(communes: dict[str, UnitRecord]) -> list[VillageRecord]:
    return list(generate_villages(communes.values()))


def test_there_are_as_many_villages_as_the_census_counted(
    communes: dict[str, UnitRecord], villages: list[VillageRecord]
) -> None:
    urban = sum(communes[village.commune_code].kind == "phuong" for village in villages)
    assert (len(villages), len(villages) - urban, urban) == (90_513, 63_619, 26_894)


def test_only_the_two_archipelagos_have_none(
    communes: dict[str, UnitRecord], villages: list[VillageRecord]
) -> None:
    peopled = {village.commune_code for village in villages}
    empty = {communes[code].full_name for code in communes.keys() - peopled}
    assert empty == {"Đặc khu Hoàng Sa", "Đặc khu Trường Sa"}


def test_communes_differ_in_size_but_not_beyond_belief(
    communes: dict[str, UnitRecord], villages: list[VillageRecord]
) -> None:
    counts = Counter(village.commune_code for village in villages)
    rural = sorted(counts[code] for code, unit in communes.items() if unit.kind == "xa")
    urban = sorted(counts[code] for code, unit in communes.items() if unit.kind == "phuong")
    assert (rural[0], rural[-1], urban[0], urban[-1]) == (8, 56, 13, 92)


def test_names_are_unique_within_a_commune(villages: list[VillageRecord]) -> None:
    assert len({(village.commune_code, village.full_name) for village in villages}) == len(villages)
    assert len({(village.commune_code, village.number) for village in villages}) == len(villages)


def test_names_are_in_normal_form(villages: list[VillageRecord]) -> None:
    assert all(village.name == nfc(village.name) for village in villages)


def test_kinds_are_those_of_the_region(
    communes: dict[str, UnitRecord], villages: list[VillageRecord]
) -> None:
    assert {unit.parent for unit in communes.values()} == HABITS.keys()
    homes: dict[str, set[str]] = {kind: set() for kind in VILLAGE_WORDS}
    for village in villages:
        homes[village.kind].add(communes[village.commune_code].parent)
    assert homes["buon"] == {"66"}
    assert homes["bon"] == {"68"}
    assert homes["lang"] == {"51", "52"}
    assert homes["ap"] == {"75", "79", "80", "82", "86", "91", "92", "96"}
    assert {"11", "12", "14"} <= homes["ban"]
    assert homes["khu_vuc"] == {"92"}


def test_the_villages_of_ea_tul_are_those_of_the_cast(
    communes: dict[str, UnitRecord], villages: list[VillageRecord]
) -> None:
    assert (communes[EA_TUL].full_name, communes[EA_TUL].parent) == ("Xã Ea Tul", "66")
    assert [village.full_name for village in villages if village.commune_code == EA_TUL] == [
        "Buôn Ea Tul A",
        "Buôn Ea Tul B",
        "Buôn Knia 1",
        "Buôn Knia 2",
        nfc("Buôn H'Ra Ea Hning"),
        "Buôn Cuôr Đăng",
        "Thôn An Bình",
        "Thôn An Phú",
        "Thôn Đoàn Kết",
        "Thôn Hiệp Hòa",
        "Thôn Hiệp Tiến",
        "Thôn Quảng Cư",
        "Thôn Tân Lập",
        "Thôn Tân Thành",
        "Thôn Tiến Phát",
        "Tổ dân phố 1",
        "Tổ dân phố 2",
        "Tổ dân phố 3",
    ]


def test_the_same_villages_are_made_on_every_machine(villages: list[VillageRecord]) -> None:
    text = "\n".join(f"{village.commune_code} {village.number} {village.full_name}" for village in villages)
    assert (
        hashlib.sha256(text.encode()).hexdigest()
        == "acc84194d8e58249fbe1c3a75812a5f563613fd526890d70563f067c13e0ff24"
    )


def test_the_order_of_communes_does_not_matter(
    communes: dict[str, UnitRecord], villages: list[VillageRecord]
) -> None:
    backwards = generate_villages(reversed(communes.values()))
    assert set(backwards) == set(villages)


def test_a_part_of_the_country_has_the_villages_it_has_in_the_whole(
    communes: dict[str, UnitRecord], villages: list[VillageRecord]
) -> None:
    counts = count_villages(communes.values())
    commune = next(unit for unit in communes.values() if unit.parent == "66" and unit.code != EA_TUL)
    expected = [village for village in villages if village.commune_code == commune.code]
    assert list(name_villages(commune, counts[commune.code])) == expected


def test_people_are_named_the_vietnamese_way() -> None:
    names = list(islice(generate_names("xã"), 2_000))
    assert all(len(name.split()) == 3 and name == nfc(name) for name in names)
    assert Counter(name.split()[0] for name in names).most_common(1)[0][0] == "Nguyễn"
    assert len(set(names)) > len(names) / 2


def test_people_of_the_highlands_bear_their_clan_last() -> None:
    names = list(islice(generate_names("buôn", highland=True), 200))
    women = [name for name in names if name.startswith(nfc("H'"))]
    men = [name for name in names if name.startswith("Y ")]
    assert len(women) + len(men) == 200
    assert all(
        name.split()[-1] in {"Niê", "Mlô", "Êban", "Ayun", "Byă", "Kbuôr", "Knul", "Ênuôl", "Hmok", "Hdơk"}
        for name in names
    )


def test_a_seed_always_gives_the_same_names() -> None:
    first, second = (list(islice(generate_names("24277"), 50)) for _ in range(2))
    assert first == second
    assert first != list(islice(generate_names("24278"), 50))

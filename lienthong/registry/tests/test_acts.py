"""The acts that changed units since 2025-07-01, and what the country comes to on each day. Two provinces; the whole once."""

from __future__ import annotations

import csv
from collections import Counter
from datetime import date
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from lienthong.kernel.actor import NOBODY, OPERATOR
from lienthong.kernel.command import AMISS, MISSING
from lienthong.registry import queries
from lienthong.registry.models import Area, AreaSuccession, AreaVersion, Organisation, OrganisationVersion
from lienthong.registry.rules.country import OPEN, course_of, names_of, villages_of
from lienthong.registry.services import load_country
from lienthong.registry.unitdata import read_acts, read_units
from lienthong.registry.villages import homes_before

EVE = date(2025, 6, 30)


def loaded(provinces: set[str], as_of: date = OPEN) -> None:
    load_country(actor=OPERATOR, progress=lambda label, rows, total: rows, provinces=provinces, as_of=as_of)


def rows(*words: str) -> list[dict[str, Any]]:
    out = StringIO()
    call_command("units", *words, "--format", "csv", stdout=out, stderr=StringIO())
    return list(csv.DictReader(StringIO(out.getvalue())))


def failed(*words: str) -> int:
    with pytest.raises(CommandError) as caught:
        rows(*words)
    return caught.value.returncode


# ── the file ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_acts_of_2025_are_one_of_provinces_and_one_of_communes_for_each_province() -> None:
    of_2025 = [act for act in read_acts() if act.effective_on == date(2025, 7, 1)]
    assert [act.number for act in of_2025 if act.level == "province"] == ["202/2025/QH15"]
    communes = [act for act in of_2025 if act.level == "commune"]
    assert sorted(act.number for act in communes) == [f"{n}/NQ-UBTVQH15" for n in range(1654, 1688)]
    provinces = {unit.code for unit in read_units().after if unit.level == "province"}
    assert {code for act in communes for code in act.provinces} == provinces
    assert {(act.issued, len(act.provinces), act.steps) for act in communes} == {(date(2025, 6, 16), 1, ())}


def test_the_acts_of_2026_are_those_that_are_known() -> None:
    of_2026 = [act for act in read_acts() if act.effective_on.year == 2026]
    told = [
        (act.number, act.issued.isoformat(), act.effective_on.isoformat(), act.level, len(act.steps))
        for act in of_2026
    ]
    assert told == [
        ("237/NQ-UBTVQH16", "2026-04-14", "2026-04-30", "commune", 10),
        ("30/2026/QH16", "2026-04-24", "2026-04-30", "province", 1),
        ("36/2026/QH16", "2026-08-24", "2026-09-01", "province", 1),
        ("388/NQ-UBTVQH16", "2026-08-04", "2026-09-20", "commune", 12),
        ("39/2026/QH16", "2026-08-24", "2026-09-20", "province", 1),
    ]
    assert {step.step for act in of_2026 for step in act.steps} == {"retype"}


def test_what_nobody_has_compared_is_said_of_every_act() -> None:
    assert [act.number for act in read_acts() if not (act.source and act.unverified)] == []


def test_every_step_changes_a_unit_of_the_act_s_province() -> None:
    units = {(unit.level, unit.code): unit for unit in read_units().after}
    for act in read_acts():
        for step in act.steps:
            unit = units[step.level, step.code]
            assert unit.kind != step.kind
            assert {unit.parent or unit.code} <= set(act.provinces)


# ── the course of the country, without a database ────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2025-06-30", {"thanh_pho_tw": 6, "tinh": 57, "phuong": 1_726, "xa": 7_692, "thi_tran": 617}),
        ("2025-07-01", {"thanh_pho_tw": 6, "tinh": 28, "phuong": 687, "xa": 2_621, "dac_khu": 13}),
        ("2026-04-29", {"thanh_pho_tw": 6, "tinh": 28, "phuong": 687, "xa": 2_621, "dac_khu": 13}),
        ("2026-05-01", {"thanh_pho_tw": 7, "tinh": 27, "phuong": 697, "xa": 2_611, "dac_khu": 13}),
        ("2026-09-02", {"thanh_pho_tw": 8, "tinh": 26, "phuong": 697, "xa": 2_611, "dac_khu": 13}),
        ("2026-09-21", {"thanh_pho_tw": 9, "tinh": 25, "phuong": 709, "xa": 2_599, "dac_khu": 13}),
    ],
)
def test_the_country_has_so_many_units_of_each_kind(day: str, expected: dict[str, int]) -> None:
    on = date.fromisoformat(day)
    names = names_of(course_of(read_units(), read_acts(), ()))
    kinds = Counter(
        fact.kind
        for fact in names
        if fact.since <= on < fact.until and fact.area.key[0] in ("province", "commune")
    )
    assert kinds == expected


def test_every_village_lay_in_a_unit_that_its_commune_was_made_of() -> None:
    units = read_units()
    villages = villages_of(units, units)
    homes = homes_before(villages, units.links)
    made_of = {(link.to_code, (link.from_level, link.from_code)) for link in units.links}
    assert len(homes) == len(villages) == 90_513
    assert {(village.commune_code, home) for village, home in zip(villages, homes, strict=True)} <= made_of
    peopled = set(homes)
    empty = {unit.code for unit in units.before if unit.level == "commune"} - {
        code for _level, code in peopled
    }
    # Vân Đồn has eight villages of twelve communes, a xã eight of ten, and Trường Sa none of three.
    assert len(empty) == 4 + 1 + 3
    assert {link.to_code for link in units.links if link.from_code in empty} == {"06994", "10273", "22736"}
    assert {code for level, code in peopled if level == "district"} == {"318", "471", "536", "755"}


# ── the registry ─────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.django_db
def test_an_area_goes_on_under_its_new_kind_with_its_bodies() -> None:
    loaded({"75"})
    [after] = queries.areas_by_code(NOBODY, "26368", date(2026, 4, 30))
    [before] = queries.areas_by_code(NOBODY, "26368", date(2026, 4, 29))
    assert (before.uid, before.full_name, after.full_name) == (
        after.uid,
        "Xã Long Thành",
        "Phường Long Thành",
    )
    versions = OrganisationVersion.objects.filter(area__uid=after.uid, organisation__system__code="state")
    assert list(versions.order_by("valid_from").values_list("name", "short_name", "valid_from")) == [
        ("Ủy ban nhân dân xã Long Thành", "Xã Long Thành", date(2025, 7, 1)),
        ("Ủy ban nhân dân phường Long Thành", "Phường Long Thành", date(2026, 4, 30)),
    ]
    names = OrganisationVersion.objects.on(date(2026, 4, 30)).filter(organisation__level="province")
    assert set(names.values_list("name", "short_name")) == {
        ("Ban Thường trực Ủy ban MTTQ Việt Nam thành phố Đồng Nai", "Đồng Nai"),
        ("Ủy ban nhân dân thành phố Đồng Nai", "Đồng Nai"),
    }
    assert AreaSuccession.objects.filter(on__year=2026).count() == 0


@pytest.mark.django_db
def test_the_country_as_of_a_day_knows_nothing_of_what_came_later() -> None:
    loaded({"66"}, EVE)
    assert set(AreaVersion.objects.values_list("valid_from", "valid_to")) == {(date(2025, 1, 1), OPEN)}
    assert AreaSuccession.objects.count() == 0
    assert dict(Counter(Area.objects.values_list("level", flat=True))) == {
        **{"centre": 1, "province": 2, "district": 24, "commune": 286, "village": 2_495},
    }
    front = Counter(Organisation.objects.filter(system__code="front").values_list("level", flat=True))
    assert front == {"centre": 1, "province": 2, "district": 24, "commune": 286, "village": 2_495}
    [commune] = OrganisationVersion.objects.filter(
        area__versions__code="24277", organisation__system__code="front", organisation__level="commune"
    )
    assert commune.name == "Ban Thường trực Ủy ban MTTQ Việt Nam xã Ea Tul"
    [edge] = commune.organisation.parents.all()
    assert edge.parent is not None
    assert edge.parent.level == "district"


# ── the command ──────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.django_db
def test_units_are_counted_by_province_and_type() -> None:
    loaded({"75", "12"})
    assert rows("--on", "2026-05-01", "--counts") == [
        {
            **{"day": "2026-05-01", "province_code": "12", "province_type": "tinh"},
            **{"phuong": "2", "xa": "36", "thi_tran": "0", "dac_khu": "0"},
        },
        {
            **{"day": "2026-05-01", "province_code": "75", "province_type": "thanh_pho_tw"},
            **{"phuong": "33", "xa": "62", "thi_tran": "0", "dac_khu": "0"},
        },
    ]
    before = rows("--on", "2025-06-30", "--counts", "--province", "12")
    assert before == [
        {
            **{"day": "2025-06-30", "province_code": "12", "province_type": "tinh"},
            **{"phuong": "5", "xa": "94", "thi_tran": "7", "dac_khu": "0"},
            **{"quan": "0", "huyen": "7", "thi_xa": "0", "thanh_pho": "1"},
        }
    ]
    assert rows("--on", "2025-06-30", "--counts", "--province", "12", "--level", "commune") == [
        {
            key: value
            for key, value in before[0].items()
            if key not in ("quan", "huyen", "thi_xa", "thanh_pho")
        }
    ]


@pytest.mark.django_db
def test_units_are_listed() -> None:
    loaded({"75"})
    [province] = rows("--on", "2026-05-01", "--level", "province")
    assert province == {
        **{"level": "province", "code": "75", "name": "Thành phố Đồng Nai", "type": "thanh_pho_tw"},
        **{"parent_code": "", "valid_from": "2026-04-30", "valid_to": ""},
    }
    communes = rows("--on", "2025-06-30", "--level", "commune")
    assert communes == sorted(communes, key=lambda row: row["code"])
    assert {len(row["parent_code"]) for row in communes} == {3}
    assert failed("--on", "2026-05-01", "--province", "12") == MISSING
    assert failed("--on", "2024-12-31") == AMISS

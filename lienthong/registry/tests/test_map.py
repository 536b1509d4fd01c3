"""The map: every province of the day, both archipelagos, the sea by its name."""

from __future__ import annotations

import doctest
import re
from datetime import date

import pytest

from lienthong.registry import queries
from lienthong.registry.models import AreaVersion
from lienthong.registry.rules import country_outline, outline
from lienthong.registry.unitdata import read_units
from tests.small_province import CHANGE, Province

OUTLINE = country_outline()


def test_the_examples_in_the_docstrings_are_true() -> None:
    assert doctest.testmod(outline).failed == 0


def test_each_province_in_force_from_the_first_day_of_the_map_has_its_shape() -> None:
    in_force = {unit.code for unit in read_units().after if unit.level == "province"}
    assert len(in_force) == 34
    assert {shape.code for shape in OUTLINE.shapes} == in_force
    assert OUTLINE.valid_from == date(2025, 7, 1)


def test_both_archipelagos_and_the_sea_are_named_in_both_languages() -> None:
    assert {(group.name["vi"], group.province) for group in OUTLINE.islands} == {
        ("Quần đảo Hoàng Sa", "48"),
        ("Quần đảo Trường Sa", "56"),
    }
    assert all("Hoàng Sa" in g.name["en"] or "Trường Sa" in g.name["en"] for g in OUTLINE.islands)
    assert OUTLINE.sea_name["vi"] == "Biển Đông"
    assert OUTLINE.sea_name["en"].startswith("Biển Đông")
    assert min(len(group.points) for group in OUTLINE.islands) >= 8


def test_everything_lies_within_the_drawing() -> None:
    labels = [group.label for group in OUTLINE.islands] + [OUTLINE.sea_label]
    islands = [point for group in OUTLINE.islands for point in group.points]
    for point in [*labels, *islands, *(shape.centre for shape in OUTLINE.shapes)]:
        assert 0 <= point.x <= OUTLINE.width
        assert 0 <= point.y <= OUTLINE.height


def test_paths_are_whole_numbers_that_every_browser_reads() -> None:
    form = re.compile(r"(M\d+,\d+l(-?\d+,-?\d+ ?)+z)+")
    assert [shape.code for shape in OUTLINE.shapes if not form.fullmatch(shape.path)] == []


@pytest.mark.django_db
def test_bodies_stand_on_the_map_by_the_code_of_the_day(province: Province) -> None:
    body = province["P"]
    unit = queries.get_unit(body.uid, CHANGE)
    AreaVersion.objects.filter(area_id=unit.area_id).update(code="66", full_name="Tỉnh Đắk Lắk")
    places = queries.map_places([unit], CHANGE)
    assert places is not None
    assert [(shape.code, held.id) for shape, held in places.shapes] == [("66", body.pk)]
    assert places.names == {"66": "Tỉnh Đắk Lắk"}
    assert queries.map_places([unit], date(2025, 6, 30)) is None


@pytest.mark.django_db
def test_there_is_no_map_where_no_province_is_asked_for(province: Province) -> None:
    commune = queries.get_unit(province["C"].uid, CHANGE)
    assert queries.map_places([commune], CHANGE) is None

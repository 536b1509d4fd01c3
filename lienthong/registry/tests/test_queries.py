"""Areas and bodies are read as they were: before, on and after 2025-07-01, by name, by code and date, through time."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lienthong.kernel.actor import NOBODY, OPERATOR
from lienthong.kernel.errors import NotFound
from lienthong.kernel.text import search_key, sort_key
from lienthong.kernel.validity import FOREVER
from lienthong.kernel.values import Week
from lienthong.registry import queries, services
from lienthong.registry.models import Area, AreaEdge, AreaVersion, Organisation, Post, Tree
from lienthong.registry.rules.country import BEGIN
from tests.small_province import CHANGE, Province

BEFORE = CHANGE - timedelta(days=1)
AFTER = CHANGE + timedelta(days=1)


def told(area: queries.AreaFound) -> tuple[str, str, tuple[str, ...]]:
    return area.full_name, area.code, tuple(place.full_name for place in area.within)


def by_code(code: str, day: date) -> queries.AreaFound:
    [found] = queries.areas_by_code(NOBODY, code, day)
    return found


# ── trees ────────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("day", "provinces", "villages"),
    [
        (BEFORE, ["A", "B"], {"A1": ["v1", "v2"], "A2": ["v3"], "B1": ["v4"], "C": [], "D": []}),
        (CHANGE, ["P"], {"A1": [], "A2": [], "B1": [], "C": ["v1", "v2", "v3"], "D": ["v4"]}),
        (AFTER, ["P"], {"A1": [], "A2": [], "B1": [], "C": ["v1", "v2", "v3"], "D": ["v4"]}),
    ],
)
def test_one_tree_on_several_days(
    province: Province, day: date, provinces: list[str], villages: dict[str, list[str]]
) -> None:
    def below(name: str) -> list[str]:
        return [u.short_name for u in queries.units_below(province.tree.pk, province[name].pk, day)]

    assert below("Trung ương") == provinces
    assert {name: below(name) for name in villages} == villages
    communes = [province[name].pk for name in villages]
    counts = queries.child_counts(province.tree.pk, communes, day)
    assert counts == {province[name].pk: len(found) for name, found in villages.items() if found}


def test_the_last_day_decides_in_the_week_of_the_change(province: Province) -> None:
    week = Week.parse("2025-W27")
    assert week.first < CHANGE <= week.last
    way = queries.units_above(province.tree.pk, province["v3"].pk, week.last)
    assert [unit.short_name for unit in way] == ["Trung ương", "P", "C", "v3"]
    way = queries.units_above(province.tree.pk, province["v3"].pk, week.previous().last)
    assert [unit.short_name for unit in way] == ["Trung ương", "A", "A2", "v3"]


def test_a_tree_has_a_code(province: Province) -> None:
    assert queries.get_tree(NOBODY, "state") == province.state_tree
    with pytest.raises(NotFound):
        queries.get_tree(NOBODY, "party")


def test_the_stream_of_a_village_is_its_commune(province: Province) -> None:
    assert queries.stream_of(province["v1"]) == province["C"].uid
    assert queries.stream_of(province["C"]) == province["C"].uid
    lone = Organisation.objects.create(system=province.front, level="village")
    assert queries.stream_of(lone) == lone.uid


# ── areas ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_code_means_an_area_only_with_a_date(dak_lak: dict[str, int]) -> None:
    before, on, after = (by_code("24277", day) for day in (BEFORE, CHANGE, AFTER))
    assert told(before) == ("Xã Ea Tul", "24277", ("Huyện Cư M’gar", "Tỉnh Đắk Lắk"))
    assert told(on) == ("Xã Ea Tul", "24277", ("Tỉnh Đắk Lắk",))
    assert on == after
    assert before.uid != on.uid
    assert queries.areas_by_code(NOBODY, "24277", BEGIN - timedelta(days=1)) == []
    assert queries.areas_by_code(NOBODY, "", CHANGE) == []


def test_a_name_is_found_with_and_without_marks(dak_lak: dict[str, int]) -> None:
    wanted = [
        ("Xã Ea Tul", "24277", ("Tỉnh Đắk Lắk",)),
        ("Buôn Ea Tul A", "", ("Xã Ea Tul", "Tỉnh Đắk Lắk")),
        ("Buôn Ea Tul B", "", ("Xã Ea Tul", "Tỉnh Đắk Lắk")),
    ]
    assert [told(area) for area in queries.find_areas(NOBODY, " ea  tul", AFTER)] == wanted
    assert told(queries.find_areas(NOBODY, "DAK LAK", AFTER)[0]) == ("Tỉnh Đắk Lắk", "66", ())
    assert told(queries.find_areas(NOBODY, "tỉnh đắk lắk", AFTER)[0]) == ("Tỉnh Đắk Lắk", "66", ())


def made(name: str, within: Area, tree: Tree) -> Area:
    """Write a commune of a name within an area."""
    area = Area.objects.create(level="commune")
    AreaVersion.objects.create(
        area=area,
        name=name,
        full_name=f"Xã {name}",
        kind="xa",
        search_key=search_key(f"Xã {name}"),
        sort_key=sort_key(name),
        valid_from=CHANGE,
    )
    AreaEdge.objects.create(tree=tree, child=area, parent=within, valid_from=CHANGE)
    return area


def test_what_is_written_just_so_comes_before_its_namesakes(province: Province) -> None:
    tree = Tree.objects.create(code="admin", name={})
    within = province["P"].versions.get().area
    for name in ("Hoa Tân", "Hòa Tân", "Hóa Tân", "Hòa Tân", "Hòa Tân Tây", "An Hòa Tân"):
        made(name, within, tree)

    def names(text: str, limit: int = 50, offset: int = 0) -> list[str]:
        return [area.name for area in queries.find_areas(NOBODY, text, CHANGE, limit=limit, offset=offset)]

    rest = ["Hòa Tân Tây", "An Hòa Tân"]
    assert names("hóa tân") == ["Hóa Tân", "Hoa Tân", "Hòa Tân", "Hòa Tân", *rest]
    assert names("xã hòa tân") == ["Hòa Tân", "Hòa Tân", "Hoa Tân", "Hóa Tân", "Hòa Tân Tây"]
    assert names("hoa tan") == ["Hoa Tân", "Hòa Tân", "Hòa Tân", "Hóa Tân", *rest]
    assert [names("hoa tan", 2, start) for start in (0, 2, 4, 6)] == [
        ["Hoa Tân", "Hòa Tân"],
        ["Hòa Tân", "Hóa Tân"],
        rest,
        [],
    ]
    assert names("hoa tan", 3, 3) == ["Hóa Tân", *rest]


def test_namesakes_are_never_merged(province: Province) -> None:
    tree = Tree.objects.create(code="admin", name={})
    homes = [province[name].versions.get().area for name in ("P", "C")]
    made_uids = {made("Tân Tiến", home, tree).uid for home in homes}
    found = queries.find_areas(NOBODY, "tan tien", CHANGE)
    assert {area.uid for area in found} == made_uids
    assert {told(area) for area in found} == {
        ("Xã Tân Tiến", "", ("P",)),
        ("Xã Tân Tiến", "", ("C",)),
    }
    assert queries.find_areas(NOBODY, "tan tien", BEFORE) == []
    assert queries.find_areas(NOBODY, "tan tien", CHANGE, "province") == []
    assert len(queries.find_areas(NOBODY, "tan tien")) == 2


def test_the_count_of_queries_stays_level(province: Province) -> None:
    tree = Tree.objects.create(code="admin", name={})
    home = province["P"].versions.get().area

    def counted() -> list[int]:
        counts = []
        for read in (
            lambda: queries.find_areas(NOBODY, "tan tien", CHANGE),
            lambda: queries.history_of(NOBODY, home),
            lambda: list(queries.areas_within(NOBODY, home, CHANGE)),
            lambda: queries.bodies_of(OPERATOR, home, CHANGE),
        ):
            with CaptureQueriesContext(connection) as captured:
                read()
            counts.append(len(captured))
        return counts

    made("Tân Tiến", home, tree)
    appoint(province, "P")
    few = counted()
    for number in range(20):
        made(f"Tân Tiến {number}", home, tree)
        appoint(province, "P", f"Nguyễn Văn {number}")
    assert counted() == few == [5, 6, 1, 2]


def test_another_spelling_and_a_code_are_found(dak_lak: dict[str, int]) -> None:
    [alias] = queries.find_areas(NOBODY, "Đắc Lắc", AFTER)
    assert alias.full_name == "Tỉnh Đắk Lắk"
    [code] = queries.find_areas(NOBODY, "24277", BEFORE)
    assert told(code) == ("Xã Ea Tul", "24277", ("Huyện Cư M’gar", "Tỉnh Đắk Lắk"))


def test_nothing_is_found_by_nothing(dak_lak: dict[str, int]) -> None:
    assert queries.find_areas(NOBODY, " – ", AFTER) == []
    assert queries.find_areas(NOBODY, "Bikini", AFTER) == []


def test_an_area_is_told_through_time(dak_lak: dict[str, int]) -> None:
    renamed = by_code("24235", AFTER)
    history = queries.history_of(NOBODY, queries.get_area(NOBODY, renamed.uid))
    assert [(v.full_name, v.valid_from, v.last_day) for v in history.versions] == [
        ("Xã Buôn Đôn", CHANGE, None),
        ("Xã Krông Na", BEGIN, BEFORE),
    ]
    assert [(lay.place.full_name, lay.valid_from, lay.valid_to) for lay in history.parents] == [
        ("Tỉnh Đắk Lắk", CHANGE, FOREVER),
        ("Huyện Buôn Đôn", BEGIN, CHANGE),
    ]
    assert (history.predecessors, history.successors) == ((), ())
    assert history.on(BEFORE) == history.versions[1]
    assert history.on(BEGIN - timedelta(days=1)) is None
    assert history.day_near(BEGIN - timedelta(days=9)) == BEGIN
    assert history.day_near(AFTER) == AFTER


def test_predecessors_and_successors_are_named_as_they_were(dak_lak: dict[str, int]) -> None:
    merged = queries.history_of(NOBODY, queries.get_area(NOBODY, by_code("24277", AFTER).uid))
    came_from = [(row.place.full_name, row.kind, row.whole, row.on) for row in merged.predecessors]
    assert came_from == [
        (name, "merged", True, CHANGE) for name in ("Xã Cư Dliê M’nông", "Xã Ea Tar", "Xã Ea Tul")
    ]
    gone = queries.history_of(NOBODY, queries.get_area(NOBODY, merged.predecessors[2].place.uid))
    assert [(row.place.uid, row.default) for row in gone.successors] == [(merged.area.uid, True)]
    assert gone.versions[0].last_day == BEFORE
    assert gone.day_near(date(2026, 11, 22)) == BEFORE
    province = queries.history_of(NOBODY, queries.get_area(NOBODY, by_code("66", AFTER).uid))
    assert {row.place.full_name for row in province.predecessors} == {"Tỉnh Đắk Lắk", "Tỉnh Phú Yên"}
    assert province.aliases == ("Daklak", "Đắc Lắc")


def test_what_lies_within_an_area_depends_on_the_day(dak_lak: dict[str, int]) -> None:
    def inside(code: str, day: date) -> list[str]:
        area = queries.get_area(NOBODY, by_code(code, day).uid)
        return [version.full_name for version in queries.areas_within(NOBODY, area, day)]

    assert len(inside("66", AFTER)) == 102
    assert len(inside("66", BEFORE)) == 15
    assert inside("24277", BEFORE) == []
    assert "Buôn Knia 1" in inside("24277", AFTER)
    assert len(inside("24277", AFTER)) == 18


# ── officials ────────────────────────────────────────────────────────────────────────────────────────────────────────


def appoint(province: Province, name: str, person: str = "Nguyễn Thị Lan") -> Post:
    return services.appoint_official(
        actor=OPERATOR, organisation=province[name], name=person, title="Cán bộ", since=CHANGE
    )


def test_officials_are_seen_on_their_days_by_those_who_may(province: Province) -> None:
    post = appoint(province, "C")
    services.end_post(actor=OPERATOR, post=post, on=date(2026, 1, 1))
    body = province["C"]
    for day, held in ((CHANGE, [post]), (date(2025, 12, 31), [post]), (date(2026, 1, 1), [])):
        assert queries.officials_at(OPERATOR, body, day) == held
        assert queries.officials_at(NOBODY, body, day) == []
    assert queries.get_post(OPERATOR, post.uid) == post
    with pytest.raises(NotFound):
        queries.get_post(NOBODY, post.uid)


def test_the_bodies_of_an_area_are_public_and_their_officials_are_not(province: Province) -> None:
    post = appoint(province, "C")
    area = province["C"].versions.get().area
    [seen] = queries.bodies_of(OPERATOR, area, AFTER)
    assert (seen.name, seen.system, seen.posts, seen.area_uid) == ("Ban C", "Mặt trận", (post,), area.uid)
    assert (seen.shows_officials, seen.may_manage_posts) == (True, True)
    [public] = queries.bodies_of(NOBODY, area, AFTER)
    assert (public.name, public.posts) == ("Ban C", ())
    assert (public.shows_officials, public.may_manage_posts) == (False, False)
    assert queries.bodies_of(OPERATOR, area, BEFORE) == []


def test_a_body_is_shown_as_it_was_last(province: Province) -> None:
    assert queries.get_body(NOBODY, province["A1"].uid, AFTER).name == "Ban A1"
    with pytest.raises(NotFound):
        queries.get_body(NOBODY, province["C"].uid, BEFORE)


def test_what_does_not_exist_is_not_found(db: None) -> None:
    with pytest.raises(NotFound):
        queries.get_area(NOBODY, UUID(int=7))

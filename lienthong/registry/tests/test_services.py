"""Bodies and posts through time: what a service does, and that a refusal changes nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db.models import Model

from lienthong.kernel.actor import NOBODY, OPERATOR
from lienthong.kernel.errors import NotAllowed, Refusal, WrongData, WrongMoment
from lienthong.kernel.models import AuditEntry
from lienthong.kernel.validity import FOREVER
from lienthong.registry import services
from lienthong.registry.derivation import derive_tree
from lienthong.registry.models import (
    ChildCount,
    Closure,
    Official,
    Organisation,
    OrganisationEdge,
    OrganisationVersion,
    Post,
    System,
    Tree,
)
from tests.small_province import BEGIN, CHANGE, Province

LATER = date(2026, 1, 1)
TABLES: list[type[Model]] = [
    *(AuditEntry, ChildCount, Closure, Official, Organisation),
    *(OrganisationEdge, OrganisationVersion, Post),
]


def everything() -> list[Any]:
    return [list(table._default_manager.order_by("pk").values()) for table in TABLES]


def refused(kind: type[Refusal], act: Callable[[], object]) -> Refusal:
    """Run what is refused and assert that nothing has changed."""
    before = everything()
    with pytest.raises(kind) as caught:
        act()
    assert everything() == before
    return caught.value


def derived(tree: Tree) -> tuple[set[Any], set[Any]]:
    spans = Closure.objects.filter(tree=tree).values_list(
        "ancestor_id", "descendant_id", "depth", "system_id", "valid_from", "valid_to"
    )
    counts = ChildCount.objects.filter(tree=tree).values_list("parent_id", "count", "valid_from", "valid_to")
    return set(spans), set(counts)


def assert_derived(tree: Tree) -> None:
    """Assert that what was derived in part equals what is derived from the whole tree."""
    in_part = derived(tree)
    derive_tree(tree)
    assert in_part == derived(tree)


def last_entry() -> tuple[str, str, Any, Any]:
    entry = AuditEntry.objects.select_related("stream").latest("pk")
    return entry.verb, entry.kind, entry.subject, entry.stream.uid


def parents(body: Organisation) -> list[tuple[int | None, date, date]]:
    edges = OrganisationEdge.objects.filter(child=body).order_by("valid_from")
    return list(edges.values_list("parent_id", "valid_from", "valid_to"))


def place(province: Province, child: str, parent: str, since: date) -> Callable[[], OrganisationEdge]:
    return lambda: services.place_organisation(
        actor=OPERATOR,
        tree=province.tree,
        child=province[child],
        parent=province[parent],
        since=since,
    )


# ── places ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_village_moves_and_the_place_before_ends(province: Province) -> None:
    place(province, "v2", "D", LATER)()
    assert parents(province["v2"]) == [
        (province["A1"].pk, BEGIN, CHANGE),
        (province["C"].pk, CHANGE, LATER),
        (province["D"].pk, LATER, FOREVER),
    ]
    assert last_entry() == (
        "organisation.placed",
        "organisation",
        province["v2"].uid,
        province["D"].uid,
    )
    assert_derived(province.tree)


def test_a_commune_moves_with_all_below_it(province: Province) -> None:
    other = services.create_organisation(
        actor=OPERATOR,
        system=province.front,
        level="province",
        area=province["P"].versions.get().area,
        name="Ban Q",
        short_name="Q",
        tree=province.tree,
        parent=province["Trung ương"],
        since=CHANGE,
    )
    services.place_organisation(
        actor=OPERATOR, tree=province.tree, child=province["C"], parent=other, since=LATER
    )
    below = Closure.objects.filter(ancestor=other, valid_from__lte=LATER, valid_to__gt=LATER, depth=2)
    assert set(below.values_list("descendant_id", flat=True)) == {province[v].pk for v in ("v1", "v2", "v3")}
    assert_derived(province.tree)


def test_a_place_taken_on_the_day_of_the_last_one_replaces_it(province: Province) -> None:
    place(province, "v2", "D", CHANGE)()
    assert parents(province["v2"]) == [
        (province["A1"].pk, BEGIN, CHANGE),
        (province["D"].pk, CHANGE, FOREVER),
    ]
    assert_derived(province.tree)


def test_a_move_into_the_past_ends_at_the_next_known_move(province: Province) -> None:
    place(province, "v2", "A2", date(2025, 1, 1))()
    assert parents(province["v2"])[1:] == [
        (province["A2"].pk, date(2025, 1, 1), CHANGE),
        (province["C"].pk, CHANGE, FOREVER),
    ]
    assert_derived(province.tree)


def test_a_body_never_stands_below_itself(province: Province) -> None:
    refused(WrongData, place(province, "P", "C", LATER))
    refused(WrongData, place(province, "C", "C", LATER))


def test_a_parent_stands_on_all_days_of_its_child(province: Province) -> None:
    refused(WrongMoment, place(province, "v2", "A2", LATER))
    refused(WrongMoment, place(province, "v2", "D", date(2025, 1, 1)))


def test_a_tree_takes_no_system_that_it_does_not_hold(province: Province) -> None:
    refused(WrongData, place(province, "UBND C", "P", LATER))


def test_nobody_places_nothing(province: Province) -> None:
    refused(
        NotAllowed,
        lambda: services.place_organisation(
            actor=NOBODY, tree=province.tree, child=province["v2"], parent=province["D"], since=LATER
        ),
    )


# ── bodies ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def found_village(province: Province, **words: Any) -> Organisation:
    given: dict[str, Any] = {
        "actor": OPERATOR,
        "system": province.front,
        "level": "village",
        "area": province["v4"].versions.get().area,
        "name": "Ban công tác Mặt trận thôn Mới",
        "short_name": "Thôn Mới",
        "tree": province.tree,
        "parent": province["E"],
        "since": LATER,
    }
    return services.create_organisation(**(given | words))


def test_a_village_is_founded_and_counts_from_its_day(province: Province) -> None:
    body = found_village(province)
    version = OrganisationVersion.objects.get(organisation=body)
    assert (version.name, version.search_key) == (
        "Ban công tác Mặt trận thôn Mới",
        "ban cong tac mat tran thon moi",
    )
    assert (version.valid_from, version.valid_to) == (LATER, FOREVER)
    counts = ChildCount.objects.filter(parent=province["E"])
    assert list(counts.values_list("count", "valid_from", "valid_to")) == [(1, LATER, FOREVER)]
    assert last_entry() == ("organisation.created", "organisation", body.uid, province["E"].uid)
    assert_derived(province.tree)


def test_a_body_without_a_name_is_refused(province: Province) -> None:
    refusal = refused(WrongData, lambda: found_village(province, name=" ", short_name="x" * 161))
    assert isinstance(refusal, WrongData)
    assert set(refusal.faults) == {"name", "short_name"}


def test_a_body_of_a_system_that_the_tree_does_not_hold_is_refused(province: Province) -> None:
    women = System.objects.create(code="women", name={"vi": "Phụ nữ"})
    refused(WrongData, lambda: found_village(province, system=women))


def test_a_body_in_an_area_that_is_no_more_is_refused(province: Province) -> None:
    gone = province["A1"].versions.get().area
    refused(WrongMoment, lambda: found_village(province, area=gone))


def test_nobody_founds_nothing(province: Province) -> None:
    refused(NotAllowed, lambda: found_village(province, actor=NOBODY))


def rename(province: Province, name: str, since: date, **words: Any) -> Callable[[], OrganisationVersion]:
    given: dict[str, Any] = {"actor": OPERATOR, "organisation": province[name]}
    return lambda: services.rename_organisation(
        **(given | words), name="Ban Mới", short_name="Mới", since=since
    )


def test_a_name_ends_where_the_next_begins(province: Province) -> None:
    rename(province, "C", LATER)()
    names = OrganisationVersion.objects.filter(organisation=province["C"]).order_by("valid_from")
    assert list(names.values_list("name", "valid_from", "valid_to")) == [
        ("Ban C", CHANGE, LATER),
        ("Ban Mới", LATER, FOREVER),
    ]
    assert last_entry() == ("organisation.renamed", "organisation", province["C"].uid, province["C"].uid)


def test_a_name_given_on_the_day_of_the_last_one_replaces_it(province: Province) -> None:
    rename(province, "C", CHANGE)()
    assert OrganisationVersion.objects.get(organisation=province["C"]).name == "Ban Mới"


def test_a_body_that_is_no_more_is_not_renamed(province: Province) -> None:
    refused(WrongMoment, rename(province, "A1", CHANGE))
    refused(NotAllowed, rename(province, "C", LATER, actor=NOBODY))


def close(province: Province, name: str, on: date, **words: Any) -> Callable[[], None]:
    given: dict[str, Any] = {"actor": OPERATOR, "organisation": province[name]}
    return lambda: services.close_organisation(**(given | words), on=on)


def test_a_village_is_closed_with_its_places_and_posts(province: Province) -> None:
    official = services.create_official(actor=OPERATOR, name="H’Nga Niê")
    post = services.assign_post(
        actor=OPERATOR,
        official=official,
        organisation=province["v4"],
        title="Trưởng ban",
        since=CHANGE,
    )
    close(province, "v4", LATER)()
    post.refresh_from_db()
    assert post.valid_to == LATER
    assert parents(province["v4"])[-1] == (province["D"].pk, CHANGE, LATER)
    assert OrganisationVersion.objects.get(organisation=province["v4"]).valid_to == LATER
    assert list(ChildCount.objects.filter(parent=province["D"]).values_list("count", "valid_to")) == [
        (1, LATER)
    ]
    assert last_entry() == ("organisation.closed", "organisation", province["v4"].uid, province["D"].uid)
    assert_derived(province.tree)


def test_a_body_is_not_closed_over_those_below_it(province: Province) -> None:
    refused(WrongMoment, close(province, "C", LATER))


def test_a_body_is_not_closed_before_it_was_there_or_again(province: Province) -> None:
    refused(WrongMoment, close(province, "D", CHANGE))
    refused(WrongMoment, close(province, "A1", LATER))
    refused(NotAllowed, close(province, "v4", LATER, actor=NOBODY))


# ── posts ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def appoint(province: Province, **words: Any) -> Post:
    given: dict[str, Any] = {
        "actor": OPERATOR,
        "organisation": province["C"],
        "name": "Nguyễn Thị Lan",
        "title": "Cán bộ Mặt trận xã",
        "since": CHANGE,
    }
    return services.appoint_official(**(given | words))


def test_an_official_takes_up_a_post(province: Province) -> None:
    post = appoint(province, work_phone="0262 3851 234", work_email="lan@eatul.example")
    assert (post.valid_from, post.valid_to, post.organisation) == (CHANGE, FOREVER, province["C"])
    assert (post.official.search_key, post.official.work_phone) == ("nguyen thi lan", "0262 3851 234")
    assert last_entry() == ("post.assigned", "post", post.uid, province["C"].uid)


def test_a_post_at_a_village_is_told_in_the_stream_of_its_commune(province: Province) -> None:
    post = appoint(province, organisation=province["v1"])
    assert last_entry() == ("post.assigned", "post", post.uid, province["C"].uid)


def test_an_official_who_cannot_be_entered_leaves_no_trace(province: Province) -> None:
    refusal = refused(WrongData, lambda: appoint(province, name="", work_phone="gọi Lan", work_email="lan"))
    assert isinstance(refusal, WrongData)
    assert set(refusal.faults) == {"name", "work_phone", "work_email"}


def test_a_post_that_cannot_be_held_leaves_no_official(province: Province) -> None:
    refused(WrongData, lambda: appoint(province, title=""))
    refused(WrongMoment, lambda: appoint(province, since=date(2025, 6, 30)))
    refused(WrongMoment, lambda: appoint(province, organisation=province["A1"], since=BEGIN))
    refused(NotAllowed, lambda: appoint(province, actor=NOBODY))


def test_the_same_post_is_not_entered_twice(province: Province) -> None:
    post = appoint(province)
    refused(
        WrongData,
        lambda: services.assign_post(
            actor=OPERATOR,
            official=post.official,
            organisation=province["C"],
            title=post.title,
            since=LATER,
        ),
    )


def test_a_post_lasts_a_day_at_least(province: Province) -> None:
    official = services.create_official(actor=OPERATOR, name="Lê Quang Minh")
    refused(
        WrongData,
        lambda: services.assign_post(
            actor=OPERATOR,
            official=official,
            organisation=province["D"],
            title="Cán bộ",
            since=LATER,
            until=LATER,
        ),
    )


def test_a_post_ends(province: Province) -> None:
    post = services.end_post(actor=OPERATOR, post=appoint(province), on=LATER)
    assert Post.objects.get().valid_to == LATER
    assert last_entry() == ("post.ended", "post", post.uid, province["C"].uid)
    refused(WrongMoment, lambda: services.end_post(actor=OPERATOR, post=post, on=LATER))
    refused(NotAllowed, lambda: services.end_post(actor=NOBODY, post=post, on=CHANGE))


def test_the_country_is_not_loaded_over_a_registry(province: Province) -> None:
    refused(
        WrongMoment,
        lambda: services.load_country(actor=OPERATOR, progress=lambda label, rows, total: rows),
    )

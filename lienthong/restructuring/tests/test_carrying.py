"""A plan carried out: bodies closed, founded, moved and renamed, people and work following, and all of it taken back."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from lienthong.desk.models import Notice, WorkItem
from lienthong.identity.models import Grant
from lienthong.identity.queries import actor_for
from lienthong.kernel import search
from lienthong.kernel.actor import NOBODY, OPERATOR
from lienthong.kernel.errors import NotAllowed, Refusal, WrongData, WrongMoment
from lienthong.kernel.models import AuditEntry, JournalPart, SearchRow
from lienthong.registry.models import (
    AreaEdge,
    AreaSuccession,
    AreaVersion,
    Closure,
    Organisation,
    OrganisationEdge,
    OrganisationSuccession,
    OrganisationVersion,
    Post,
)
from lienthong.registry.queries import units_above
from lienthong.registry.services import restructuring
from lienthong.reports.permissions import VIEW as VIEW_REPORTS
from lienthong.restructuring import services
from lienthong.restructuring.models import DecisionKind, PlanState
from lienthong.restructuring.rules.steps import Key

from .lands import abolish, create, merge, rename, retype, split, transfer
from .registered import DAY, EVE, Land, build, dump, planned

pytestmark = pytest.mark.django_db


@pytest.fixture
def land() -> Land:
    return build()


def carry(land: Land, *steps: Any, **facts: Any) -> Any:
    plan = planned(land, *steps, **facts)
    return services.carry_out(actor=OPERATOR, plan=plan)


MERGER = (create("00021", "Bến Cầu", "01"), merge("00001", "00021"), merge("00002", "00021"))


def called(body: Organisation | int, day: date = DAY) -> tuple[str, str] | None:
    key = body if isinstance(body, int) else body.pk
    row = OrganisationVersion.objects.on(day).filter(organisation_id=key).first()
    return (row.name, row.short_name) if row else None


def above(land: Land, body: Organisation, system: str = "front", day: date = DAY) -> int | None:
    rows = OrganisationEdge.objects.on(day).filter(child=body, tree=land.trees[system])
    (parent,) = rows.values_list("parent_id", flat=True)
    return None if parent is None else int(parent)


def founded(code: str, system: str = "front") -> Organisation:
    area = AreaVersion.objects.on(DAY).get(code=code).area_id
    return Organisation.objects.get(versions__area_id=area, system__code=system, versions__valid_from=DAY)


# ── what the registry says ───────────────────────────────────────────────────────────────────────────────────────────


def test_two_communes_end_and_a_third_begins_with_a_body_in_each_system(land: Land) -> None:
    carry(land, *MERGER)
    for code in ("00001", "00002"):
        area = land.areas[code]
        assert AreaVersion.objects.get(area=area).valid_to == DAY
        assert AreaEdge.objects.get(child=area).valid_to == DAY
    new = AreaVersion.objects.get(code="00021")
    assert (new.full_name, new.valid_from, new.area.level) == ("Xã Bến Cầu", DAY, "commune")
    assert AreaEdge.objects.get(child=new.area).parent == land.areas["01"]
    assert called(founded("00021")) == ("Ban Thường trực Ủy ban MTTQ Việt Nam xã Bến Cầu", "Xã Bến Cầu")
    assert called(founded("00021", "state")) == ("Ủy ban nhân dân xã Bến Cầu", "Xã Bến Cầu")
    assert called(founded("00021", "party")) == ("Ban Thường vụ Đảng ủy xã Bến Cầu", "Xã Bến Cầu")
    assert called(land.body("00001")) is None
    assert called(land.body("00001"), EVE) is not None


def test_each_tree_has_the_new_body_below_the_one_of_its_own_system(land: Land) -> None:
    carry(land, *MERGER)
    for system in ("front", "state", "party"):
        assert above(land, founded("00021", system), system) == land.body("01", system).pk
    path = [unit.short_name for unit in units_above(land.trees["front"].pk, founded("00021").pk, DAY)]
    assert path == ["Việt Nam", "Sông Lam", "Xã Bến Cầu"]


def test_villages_go_with_their_commune(land: Land) -> None:
    carry(land, *MERGER)
    new = AreaVersion.objects.get(code="00021").area
    for code in ("00001a", "00001b", "00002a", "00002b"):
        assert AreaEdge.objects.on(DAY).get(child=land.areas[code]).parent == new
        assert above(land, land.body(code)) == founded("00021").pk
        assert above(land, land.body(code), day=EVE) == land.body(code[:-1]).pk


def test_successions_say_what_followed_what(land: Land) -> None:
    carry(land, create("00021", "Bến Cầu", "01"), create("00022", "Bãi Nổi", "01"),
          split("00001", "00021", "0.25", default=True, share_key="population"),
          split("00001", "00022", "0.75", share_key="population"))  # fmt: skip
    rows = AreaSuccession.objects.order_by("-default").values_list(
        "kind", "whole", "default", "share", "share_key"
    )
    assert [(*row[:3], str(row[3]), row[4]) for row in rows] == [
        ("split", False, True, "0.2500000000", "population"),
        ("split", False, False, "0.7500000000", "population"),
    ]
    bodies = OrganisationSuccession.objects.filter(predecessor=land.body("00001")).order_by("-default")
    assert list(bodies.values_list("successor_id", "on", "default")) == [
        (founded("00021").pk, DAY, True),
        (founded("00022").pk, DAY, False),
    ]


def test_a_renamed_area_goes_on_and_its_bodies_take_the_name(land: Land) -> None:
    carry(land, rename("00011", "Khe Cạn"), retype("00012", "phuong"))
    assert called(land.body("00011")) == ("Ban Thường trực Ủy ban MTTQ Việt Nam xã Khe Cạn", "Xã Khe Cạn")
    assert called(land.body("00012", "state")) == ("Ủy ban nhân dân phường Lũng Cao", "Phường Lũng Cao")
    assert called(land.body("00011"), EVE) == (
        "Ban Thường trực Ủy ban MTTQ Việt Nam xã Khe Sâu",
        "Xã Khe Sâu",
    )
    assert AreaVersion.objects.on(DAY).get(area=land.areas["00011"]).name == "Khe Cạn"


def test_a_moved_commune_stands_below_the_other_province_in_every_tree(land: Land) -> None:
    carry(land, transfer("00011", "01"), allows_crossing=True)
    for system in ("front", "state", "party"):
        assert above(land, land.body("00011", system), system) == land.body("01", system).pk
    assert above(land, land.body("00011a")) == land.body("00011").pk


def test_without_its_district_a_commune_stands_below_the_province(land: Land) -> None:
    moves = [transfer(code, "01") for code in ("00001", "00002", "00003")]
    carry(land, abolish("001"), *moves)
    assert above(land, land.body("00001")) == land.body("01").pk
    assert above(land, land.body("00001", "state"), "state") == land.body("01", "state").pk
    assert OrganisationSuccession.objects.count() == 0


def test_one_tree_alone_changes_first_and_the_others_follow_by_another_plan(land: Land) -> None:
    carry(land, *MERGER, systems=("state",))
    assert called(land.body("00001")) is not None
    assert called(land.body("00001", "state")) is None
    later = date(2026, 10, 1)
    carry(land, *MERGER, systems=("front", "party"), with_areas=False, effective_on=later)
    assert called(land.body("00001"), DAY) is not None
    assert called(land.body("00001"), later) is None
    heir = OrganisationSuccession.objects.get(predecessor=land.body("00001")).successor
    assert called(heir, later) == ("Ban Thường trực Ủy ban MTTQ Việt Nam xã Bến Cầu", "Xã Bến Cầu")
    assert above(land, heir, day=later) == land.body("01").pk
    assert above(land, land.body("00001a"), day=later) == heir.pk
    assert AreaVersion.objects.filter(code="00021").count() == 1


def test_a_closed_body_is_in_the_estate_of_its_heir_and_of_all_above(land: Land) -> None:
    carry(land, *MERGER)
    tree = land.trees["front"]
    rows = Closure.objects.filter(tree=tree, descendant=land.body("00001"), valid_from=DAY).order_by("depth")
    assert list(rows.values_list("ancestor_id", "depth")) == [
        (founded("00021").pk, 101),
        (land.body("01").pk, 102),
        (land.body("").pk, 103),
    ]
    assert units_above(tree.pk, land.body("00001").pk, DAY) == []


def test_without_an_heir_it_is_in_the_estate_of_what_it_stood_below(land: Land) -> None:
    carry(land, abolish("001"), *(transfer(code, "01") for code in ("00001", "00002", "00003")))
    rows = Closure.objects.filter(tree=land.trees["front"], descendant=land.body("001"), depth__gt=100)
    assert set(rows.values_list("ancestor_id", flat=True)) == {land.body("01").pk, land.body("").pk}


def test_what_was_on_days_before_stays(land: Land) -> None:
    def days_before() -> list[Any]:
        return sorted(
            Closure.objects.filter(valid_from__lt=DAY).values_list("tree", "ancestor", "descendant", "depth")
        )

    before = days_before()
    carry(land, *MERGER, transfer("00003", "01"), abolish("001"))
    assert days_before() == before


# ── people ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_posts_end_and_begin_again_at_the_heir(land: Land) -> None:
    post = land.appoint("00001", "Chủ tịch")
    carry(land, *MERGER)
    post.refresh_from_db()
    assert post.valid_to == DAY
    new = Post.objects.on(DAY).get(official=post.official)
    assert (new.organisation, new.title, new.valid_from) == (founded("00021"), "Chủ tịch", DAY)


def test_a_person_decides_otherwise_about_a_post(land: Land) -> None:
    head, deputy = land.appoint("00001", "Chủ tịch"), land.appoint("00002", "Chủ tịch", "Bình")
    plan = planned(land, *MERGER)
    decide: dict[str, Any] = {"actor": OPERATOR, "plan": plan, "kind": DecisionKind.POST}
    services.decide(**decide, subject=head.uid, unit=Key("province", "01"), title="Chuyên viên")
    services.decide(**decide, subject=deputy.uid, unit=None)
    plan.refresh_from_db()
    services.carry_out(actor=OPERATOR, plan=plan)
    moved = Post.objects.on(DAY).get(official=head.official)
    assert (moved.organisation, moved.title) == (land.body("01"), "Chuyên viên")
    assert not Post.objects.on(DAY).filter(official=deputy.official).exists()


def test_a_village_goes_elsewhere_by_decision(land: Land) -> None:
    plan = planned(land, *MERGER)
    kind, village = DecisionKind.AREA, land.areas["00001a"]
    services.decide(actor=OPERATOR, plan=plan, kind=kind, subject=village.uid, unit=Key("commune", "00003"))
    plan.refresh_from_db()
    services.carry_out(actor=OPERATOR, plan=plan)
    assert AreaEdge.objects.on(DAY).get(child=village).parent == land.areas["00003"]
    assert above(land, land.body("00001a")) == land.body("00003").pk


def test_grants_and_accounts_go_to_the_heir_with_role_and_reach(land: Land) -> None:
    account = land.account("lan", "00001")
    carry(land, *MERGER)
    old, new = Grant.objects.filter(account=account).order_by("pk")
    assert (old.organisation, old.valid_to) == (land.body("00001"), DAY)
    assert (new.organisation, new.valid_from, new.reach, new.role_id) == (
        *(founded("00021"), DAY, "below", old.role_id),
    )
    account.refresh_from_db()
    assert account.organisation == founded("00021")


def test_rights_at_the_heir_reach_what_closed_bodies_left(land: Land) -> None:
    account = land.account("lan", "00002")
    carry(land, *MERGER)
    actor = actor_for(account)
    assert VIEW_REPORTS.allows_at(actor, land.body("00001").pk)
    assert VIEW_REPORTS.allows_at(actor, land.body("00001a").pk)
    assert not VIEW_REPORTS.allows_at(actor, land.body("00003").pk)
    rows = VIEW_REPORTS.filter(actor, WorkItem.objects.all())
    land.work("00001")
    assert rows.count() == 1


def test_who_held_a_role_at_both_predecessors_holds_it_once(land: Land) -> None:
    account = land.account("lan", "00001")
    land.grant(account, "00002", "commune_officer", "here")
    carry(land, *MERGER)
    new = Grant.objects.on(DAY).get(account=account)
    assert (new.organisation, new.reach) == (founded("00021"), "below")


def test_the_grant_of_a_post_follows_the_post(land: Land) -> None:
    post = land.appoint("00001", "Chủ tịch")
    account = land.account("lan", "00001", post=post)
    carry(land, *MERGER)
    new = Grant.objects.on(DAY).get(account=account)
    assert new.post == Post.objects.on(DAY).get(official=post.official)
    assert VIEW_REPORTS.allows_at(actor_for(account, new.post_id), founded("00021").pk)


def test_what_nothing_follows_ends(land: Land) -> None:
    account = land.account("hai", "001")
    post = land.appoint("001", "Chủ tịch")
    carry(land, abolish("001"), *(transfer(code, "01") for code in ("00001", "00002", "00003")))
    assert not Grant.objects.on(DAY).filter(account=account).exists()
    assert not Post.objects.on(DAY).filter(official=post.official).exists()


def test_open_work_goes_to_the_heir_with_its_day(land: Land) -> None:
    item = land.work("00001")
    due = item.due
    carry(land, *MERGER)
    item.refresh_from_db()
    assert (item.organisation, item.due, item.state) == (founded("00021"), due, "open")


def test_everybody_concerned_is_told(land: Land) -> None:
    lan, minh = land.account("lan", "00001"), land.account("minh", "00012")
    carry(land, *MERGER)
    told = Notice.objects.get()
    assert (told.account, told.kind, told.params) == (
        lan,
        "restructuring.followed",
        {"unit": land.body("00001").pk, "heir": founded("00021").pk, "day": "2026-09-01"},
    )
    assert not Notice.objects.filter(account=minh).exists()


# ── when, and by whom ────────────────────────────────────────────────────────────────────────────────────────────────


def assert_nothing_changes(do: Any, refusal: type[Refusal], words: str) -> None:
    before = dump(), AuditEntry.objects.count(), JournalPart.objects.count()
    with pytest.raises(refusal, match=words):
        do()
    assert (dump(), AuditEntry.objects.count(), JournalPart.objects.count()) == before


def test_not_before_its_day(land: Land) -> None:
    plan = planned(land, *MERGER, effective_on=date(2026, 12, 1))
    assert_nothing_changes(
        lambda: services.carry_out(actor=OPERATOR, plan=plan), WrongMoment, "có hiệu lực từ ngày 01/12/2026"
    )


def test_not_before_it_is_approved(land: Land) -> None:
    plan = planned(land, *MERGER, approve=False)
    assert_nothing_changes(lambda: services.carry_out(actor=OPERATOR, plan=plan), WrongMoment, "Đang soạn")


@pytest.mark.parametrize("name", ["nobody", "lan"])
def test_not_by_somebody_without_the_right(land: Land, name: str) -> None:
    land.account("lan", "00001")
    actor = NOBODY if name == "nobody" else land.actor(name)
    plan = planned(land, *MERGER)
    assert_nothing_changes(
        lambda: services.carry_out(actor=actor, plan=plan), NotAllowed, "Phê duyệt và thực hiện"
    )


def test_not_once_something_stands_in_its_way_since_it_was_approved(land: Land) -> None:
    plan = planned(land, *MERGER)
    AreaVersion.objects.filter(area=land.areas["00001"]).update(valid_to=date(2026, 10, 1))
    assert_nothing_changes(
        lambda: services.carry_out(actor=OPERATOR, plan=plan), WrongData, "Chưa thực hiện được"
    )


def test_a_second_time_it_does_nothing(land: Land) -> None:
    plan = carry(land, *MERGER)
    before = dump(), AuditEntry.objects.count()
    assert services.carry_out(actor=OPERATOR, plan=plan).state == PlanState.CARRIED_OUT
    assert (dump(), AuditEntry.objects.count()) == before


def test_it_leaves_one_entry_whatever_it_wrote(land: Land) -> None:
    plan = planned(land, *MERGER)
    before = AuditEntry.objects.count()
    services.carry_out(actor=OPERATOR, plan=plan)
    assert AuditEntry.objects.count() == before + 1
    assert AuditEntry.objects.latest("pk").verb == "plan.carried_out"


def test_carried_out_again_after_an_undo_it_gives_the_same_public_ids(land: Land) -> None:
    land.appoint("00001", "Chủ tịch")

    def ids() -> list[Any]:
        return [
            *AreaVersion.objects.filter(code="00021").values_list("area__uid", flat=True),
            *Organisation.objects.filter(versions__valid_from=DAY)
            .order_by("pk")
            .values_list("uid", flat=True),
            *Post.objects.filter(valid_from=DAY).values_list("uid", flat=True),
        ]

    plan = carry(land, *MERGER)
    first = ids()
    services.undo_plan(actor=OPERATOR, plan=plan)
    plan.state = PlanState.APPROVED
    plan.save()
    services.carry_out(actor=OPERATOR, plan=plan)
    assert ids() == first


# ── taking back ──────────────────────────────────────────────────────────────────────────────────────────────────────


def test_undo_makes_every_row_what_it_was(land: Land) -> None:
    post = land.appoint("00001", "Chủ tịch")
    land.account("lan", "00001", post=post)
    land.account("minh", "00002")
    land.work("00001")
    land.work("00003")
    plan = planned(land, *MERGER, abolish("001"), transfer("00003", "01"), rename("00011", "Khe Cạn"))
    before = dump()
    plan = services.carry_out(actor=OPERATOR, plan=plan)
    assert dump() != before
    assert services.undo_plan(actor=OPERATOR, plan=plan).state == PlanState.UNDONE
    assert dump() == before
    assert JournalPart.objects.count() == 0


def test_undone_a_second_time_it_does_nothing(land: Land) -> None:
    plan = services.undo_plan(actor=OPERATOR, plan=carry(land, *MERGER))
    before = dump(), AuditEntry.objects.count()
    services.undo_plan(actor=OPERATOR, plan=plan)
    assert (dump(), AuditEntry.objects.count()) == before


def test_no_undo_once_somebody_was_appointed_at_the_new_body(land: Land) -> None:
    plan = carry(land, *MERGER)
    Post.objects.create(
        official=land.appoint("00003", "Chủ tịch").official, organisation=founded("00021"), title="Phó Chủ tịch", valid_from=DAY
    )  # fmt: skip
    assert_nothing_changes(
        lambda: services.undo_plan(actor=OPERATOR, plan=plan), WrongMoment, r"1 mục mới .*\(chức vụ\)"
    )


def test_no_undo_once_what_it_moved_was_changed(land: Land) -> None:
    item = land.work("00001")
    plan = carry(land, *MERGER)
    WorkItem.objects.filter(pk=item.pk).update(organisation=land.body("01"))
    assert_nothing_changes(
        lambda: services.undo_plan(actor=OPERATOR, plan=plan),
        WrongMoment,
        r"1 mục đã chuyển .*\(việc đang chờ\)",
    )


def test_no_undo_once_work_that_it_moved_was_done(land: Land) -> None:
    item = land.work("00001")
    plan = carry(land, *MERGER)
    WorkItem.objects.filter(pk=item.pk).update(state="done")
    assert_nothing_changes(
        lambda: services.undo_plan(actor=OPERATOR, plan=plan), WrongMoment, "1 việc đã chuyển được làm xong"
    )


def test_people_are_told_that_it_was_taken_back(land: Land) -> None:
    lan = land.account("lan", "00001")
    services.undo_plan(actor=OPERATOR, plan=carry(land, *MERGER))
    assert list(Notice.objects.filter(account=lan).order_by("pk").values_list("kind", flat=True)) == [
        "restructuring.followed",
        "restructuring.undone",
    ]


def as_they_come(label: str, rows: Any, total: int) -> Any:
    return rows


def test_the_search_knows_it_at_once_and_forgets_it_with_the_undo(land: Land) -> None:
    land.appoint("00001", "Chủ tịch")
    search.rebuild(as_they_come)
    plan = carry(land, *MERGER, rename("00011", "Khe Cạn"))
    assert not plan.search_due
    assert SearchRow.objects.filter(title="Xã Bến Cầu").count() == 1
    assert [gap for gap in search.check(as_they_come) if not gap.is_none] == []
    services.undo_plan(actor=OPERATOR, plan=plan)
    assert [gap for gap in search.check(as_they_come) if not gap.is_none] == []


def test_a_great_change_has_the_index_made_anew_once(land: Land, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(restructuring, "FEW", 0)
    plan = carry(land, *MERGER)
    assert plan.search_due
    assert services.follow_up(actor=OPERATOR, plan=plan)
    assert not services.follow_up(actor=OPERATOR, plan=plan)
    assert [gap for gap in search.check(as_they_come) if not gap.is_none] == []

"""Who sees which plans, and what is read of the registry for a check."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lienthong.kernel.errors import NotAllowed, NotFound
from lienthong.registry.models import Area, AreaVersion, Official, Post
from lienthong.restructuring import queries
from lienthong.restructuring.models import Decision, Plan, PlanState
from lienthong.restructuring.rules.known import Other
from lienthong.restructuring.rules.levels import COUNTRY
from lienthong.restructuring.rules.steps import Severity, Step, StepKind, Unit
from tests.cast import Cast

from .lands import abolish, create, key, rename, transfer
from .plans import DAY, MERGER, drafted

pytestmark = pytest.mark.django_db

BINH_NGUYEN = Unit(key("66"), "tinh", "Bình Nguyên", COUNTRY)


def found(plan: Plan, severity: str = "warns") -> set[tuple[str, int]]:
    return {(one.code, one.step) for one in queries.outcome_for(plan).problems if one.severity == severity}


def test_a_plan_is_seen_by_those_who_may_at_its_body(land: Cast) -> None:
    centre, province = drafted(land), drafted(land, place="P", title="Của tỉnh")
    seen = {name: list(queries.plans_for(land.actor(name))) for name in land.accounts}
    both = [province, centre]
    assert seen == {
        **{"ha": both, "quan": both, "duc": both, "tung": [province]},
        **{"nga": [], "lan": [], "minh": [], "hoa": []},
    }
    assert queries.get_plan(land.actor("tung"), province.uid) == province
    for who, uid in (("tung", centre.uid), ("lan", province.uid), ("duc", uuid4())):
        with pytest.raises(NotFound):
            queries.get_plan(land.actor(who), uid)
    with pytest.raises(NotAllowed):
        queries.problems_for(land.actor("tung"), centre)
    assert queries.problems_for(land.actor("tung"), province) == queries.outcome_for(province).problems


def test_the_eve_is_read_with_codes_and_places(land: Cast) -> None:
    assert queries.eve_of(DAY) == {
        COUNTRY: Unit(COUNTRY, "quoc_gia", "Trung ương", None),
        key("66"): BINH_NGUYEN,
        key("24277"): Unit(key("24277"), "xa", "Suối Đá", key("66")),
        key("24278"): Unit(key("24278"), "phuong", "Hồ Sen", key("66")),
        key("24279"): Unit(key("24279"), "dac_khu", "Đảo Yến", key("66")),
    }
    assert set(queries.eve_of(date(2025, 7, 1))) == {COUNTRY}  # nothing else had a code


def test_steps_are_read_as_they_were_written(land: Cast) -> None:
    assert [(step.position, step.kind, step.old, step.new) for step in queries.steps_of(drafted(land))] == [
        (1, StepKind.CREATE, None, key("24277")),
        (2, StepKind.MERGE, key("24277"), key("24277")),
        (3, StepKind.MERGE, key("24278"), key("24277")),
    ]


def test_a_sound_plan_is_warned_of_what_the_rows_say(land: Cast) -> None:
    plan = drafted(land)
    assert found(plan, "blocks") == set()
    assert found(plan) == {("code_reused", 1)}
    state = drafted(land, systems=["state"], title="Chỉ của Nhà nước")
    left = [one for one in queries.outcome_for(state).problems if one.code == "body_left"]
    assert [(one.step, one.words["systems"]) for one in left] == [(2, "Mặt trận"), (3, "Mặt trận")]


def test_a_system_that_follows_by_another_plan_is_not_left(land: Cast) -> None:
    state = drafted(land, systems=["state"], title="Chỉ của Nhà nước")
    drafted(land, systems=["front"], title="Mặt trận theo sau", with_areas=False)
    assert "body_left" not in {code for code, _at in found(state)}


def test_a_unit_that_is_no_more_is_told_with_its_last_day(land: Cast) -> None:
    AreaVersion.objects.filter(code="24279").update(valid_to=date(2026, 7, 1))
    plan = drafted(land, [rename("24279", "Đảo Én")])
    (problem,) = (one for one in queries.outcome_for(plan).problems if one.code == "closed_unit")
    assert problem.words == {"code": "24279", "level": "commune", "day": "30/06/2026"}


def test_what_the_registry_says_of_later_days_stands_in_the_way(land: Cast) -> None:
    AreaVersion.objects.filter(code="24277").update(valid_to=date(2027, 1, 1))
    plan = drafted(land)
    assert found(plan, "blocks") == {("changes_later", 2)}
    Plan.objects.update(state=PlanState.CARRIED_OUT)  # it is the plan itself that wrote it
    plan.refresh_from_db()
    assert found(plan, "blocks") == set()


def test_other_plans_of_the_day_are_known_by_the_units_that_they_touch(land: Cast) -> None:
    plan = drafted(land)
    other = drafted(land, [rename("24278", "Hồ Súng"), rename("24279", "Đảo Én")], title="Đổi tên")
    drafted(land, [rename("24277", "X")], title="Hôm khác", effective_on=DAY + timedelta(days=1))
    drafted(land, [rename("24277", "X")], title="Hệ thống khác", systems=["state"], with_areas=False)
    told = Other(other.uid, "Đổi tên", Severity.WARNS)
    assert queries.touches_for(plan) == {key("24278"): (told,), key("24279"): (told,)}
    assert ("two_plans", 3) in found(plan)
    Plan.objects.filter(pk=other.pk).update(state=PlanState.CHECKED)
    assert found(plan, "blocks") == {("two_plans", 3)}


def test_posts_come_to_the_new_body_by_the_default_or_by_a_decision(land: Cast) -> None:
    lan = Official.objects.create(name="Lan", search_key="lan", sort_key=b"lan")
    plan = drafted(land, [*MERGER, create("24280", "Hồ Mới", "66"), abolish("24279")])
    post = Post.objects.create(
        official=lan, organisation=land.province["C"], title="Chủ tịch", valid_from=date(2025, 7, 1)
    )
    assert ("no_holder", 4) in found(plan)
    assert ("no_holder", 1) not in found(plan)
    Decision.objects.create(
        plan=plan, kind="post", subject=post.uid, level="commune", code="24280", at=plan.made_at
    )
    assert ("no_holder", 4) not in found(plan)


def test_a_village_is_known_by_its_public_id(land: Cast) -> None:
    uid = AreaVersion.objects.get(name="v4").area.uid
    step = Step(0, StepKind.TRANSFER, "village", old_uid=uid, parent=key("24277"))
    lost = Step(0, StepKind.TRANSFER, "village", old_uid=uuid4(), parent=key("24277"))
    assert found(drafted(land, [step, lost]), "blocks") == {("unknown_village", 2)}


def test_a_province_reaches_its_own_communes_only(land: Cast) -> None:
    own = drafted(land, place="P", title="Của tỉnh")
    assert found(own, "blocks") == set()
    beyond = drafted(land, [transfer("24279", "66"), rename("66", "X")], place="P", title="Quá tay")
    assert found(beyond, "blocks") == {("out_of_reach", 2)}
    commune = drafted(land, [rename("24278", "X")], place="C", title="Của xã")
    assert found(commune, "blocks") == {("out_of_reach", 1)}


def test_bodies_alone_start_from_the_areas_that_they_still_serve(land: Cast) -> None:
    """C and D ended on the day; the Front's bodies there follow a month later by a plan of their own."""
    AreaVersion.objects.filter(code__in=["24277", "24278"]).update(valid_to=DAY)
    later = DAY + timedelta(days=31)
    plan = drafted(land, [*MERGER], title="Mặt trận theo sau", with_areas=False, effective_on=later)
    eve = queries.eve_for(plan)
    assert eve.by_key[key("24277")] == Unit(key("24277"), "xa", "Suối Đá", key("66"))
    assert set(eve.by_key) == {COUNTRY, *(key(code) for code in ("66", "24277", "24278", "24279"))}
    assert found(plan, "blocks") == {("no_such_area", 1)}
    area = Area.objects.create(level="commune")
    dated = {"name": "Suối Sen", "full_name": "Xã Suối Sen", "search_key": "xa suoi sen", "sort_key": b"x"}
    AreaVersion.objects.create(area=area, code="24277", kind="xa", valid_from=DAY, **dated)
    assert found(plan, "blocks") == set()
    assert queries.eve_for(plan).by_key == eve.by_key
    assert set(queries.eve_of(later)) == {COUNTRY, key("66"), key("24277"), key("24279")}


def test_a_check_asks_no_more_of_a_long_plan(land: Cast) -> None:
    short, long = drafted(land), drafted(land, [rename("24279", f"Tên {n}") for n in range(50)], title="Dài")
    with CaptureQueriesContext(
        connection,
    ) as few:
        queries.outcome_for(short)
    with CaptureQueriesContext(connection) as many:
        queries.outcome_for(long)
    assert len(few) == len(many)

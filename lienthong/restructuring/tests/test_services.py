"""Plans are drafted, changed, checked, approved by somebody else, opened again; a refusal changes nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from lienthong.identity import queries as identity_queries
from lienthong.identity import services as identity
from lienthong.kernel.actor import OPERATOR, Actor
from lienthong.kernel.errors import NotAllowed, Refusal, WrongData, WrongMoment
from lienthong.kernel.models import AuditEntry
from lienthong.restructuring import queries, services
from lienthong.restructuring.models import Plan, PlanState
from lienthong.restructuring.models import Step as StepRow
from tests.cast import Cast
from tests.small_province import BEGIN

from .lands import abolish, create, merge, rename, split
from .plans import FACTS, MERGER, drafted

pytestmark = pytest.mark.django_db


@pytest.fixture
def mai(land: Cast) -> Actor:
    """Return a second administrator at the centre, beside Đức."""
    (role,) = (role for role in identity_queries.roles() if role.code == "administrator")
    place = land.province["Trung ương"]
    account = identity.create_account(
        actor=OPERATOR, username="mai", name="Mai", organisation=place, password="mai long password"
    )
    identity.give_grant(
        actor=OPERATOR,
        account=account,
        role=role,
        tree=land.province.tree,
        system=land.province.front,
        organisation=place,
        reach="below",
        since=BEGIN,
    )
    return identity_queries.actor_for(account)


def kept() -> list[Any]:
    """Return all that a refusal must leave alone."""
    return [
        list(rows.order_by("pk").values())
        for rows in (Plan.objects.all(), StepRow.objects.all(), AuditEntry.objects.all())
    ]


@contextmanager
def refused(kind: type[Refusal], words: str = "") -> Iterator[None]:
    """Assert that something is refused, that the sentence says so, and that nothing is written."""
    before = kept()
    with pytest.raises(kind) as refusal:
        yield
    assert words in str(refusal.value.sentence)
    assert kept() == before


def verbs() -> list[str]:
    """Return what the audit tells of plans."""
    return list(AuditEntry.objects.filter(kind="plan").order_by("number").values_list("verb", flat=True))


def test_a_plan_goes_from_draft_to_approved(land: Cast, mai: Actor) -> None:
    duc = land.actor("duc")
    plan = drafted(land, actor=duc)
    plan = services.check_plan(actor=duc, plan=plan, seen=plan.version)
    plan = services.approve_plan(actor=mai, plan=plan, seen=plan.version)
    assert (plan.state, plan.version, plan.approved_by) == (PlanState.APPROVED, 4, mai.uid)
    assert (plan.made_by, plan.writers) == (duc.uid, [str(duc.uid)])
    assert verbs() == ["plan.drafted", "plan.steps_set", "plan.checked", "plan.approved"]


def test_the_same_draft_is_begun_once(land: Cast) -> None:
    assert drafted(land, ()) == drafted(land, ())
    assert (Plan.objects.count(), verbs()) == (1, ["plan.drafted"])
    assert drafted(land, (), source="một nguồn khác") != drafted(land, ())


def test_only_those_who_may_write_plans(land: Cast) -> None:
    plan = drafted(land)
    for who in ("ha", "tung", "quan", "lan", "hoa"):
        actor, at = land.actor(who), {"plan": plan, "seen": plan.version}
        for write in (
            lambda a: services.draft_plan(actor=a, organisation=land.province["P"], facts=FACTS),
            lambda a, at=at: services.change_plan(actor=a, facts=FACTS, **at),
            lambda a, at=at: services.set_steps(actor=a, steps=[], **at),
            lambda a, at=at: services.add_step(actor=a, step=MERGER[0], **at),
            lambda a, at=at: services.remove_step(actor=a, position=1, **at),
            lambda a, at=at: services.check_plan(actor=a, **at),
            lambda a, at=at: services.approve_plan(actor=a, **at),
            lambda a, at=at: services.reopen_plan(actor=a, reason="Thử", **at),
            lambda a, at=at: services.discard_plan(actor=a, **at),
        ):
            with refused(NotAllowed):
                write(actor)


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"title": "  "}, "title"),
        ({"act_number": "x" * 61}, "act_number"),
        ({"systems": ("mặt trăng",)}, "systems"),
        ({"systems": (), "with_areas": False}, "systems"),
        ({"locked_returns": "burn"}, "locked_returns"),
        ({"act_date": date(2027, 1, 1)}, "act_date"),
    ],
)
def test_what_a_plan_says_of_itself_has_to_make_sense(land: Cast, said: dict[str, Any], field: str) -> None:
    before = kept()
    with pytest.raises(WrongData) as refusal:
        drafted(land, (), **said)
    assert list(refusal.value.faults) == [field]
    assert kept() == before


def test_what_somebody_else_wrote_meanwhile_is_not_lost(land: Cast) -> None:
    plan = drafted(land)
    services.change_plan(actor=OPERATOR, plan=plan, facts=replace(FACTS, title="Tên khác"), seen=plan.version)
    with refused(WrongMoment, "“Tên khác” vừa được người khác sửa"):
        services.set_steps(actor=OPERATOR, plan=plan, steps=[], seen=plan.version)


def test_steps_come_and_go_one_by_one(land: Cast) -> None:
    plan = drafted(land)
    plan = services.remove_step(actor=OPERATOR, plan=plan, position=2, seen=plan.version)
    plan = services.add_step(actor=OPERATOR, plan=plan, step=abolish("24279"), seen=plan.version)
    assert [(step.position, step.kind.value) for step in queries.steps_of(plan)] == [
        (1, "create"),
        (3, "merge"),
        (4, "abolish"),
    ]
    version = plan.version
    plan = services.remove_step(actor=OPERATOR, plan=plan, position=2, seen=version)  # gone already
    assert plan.version == version


def test_the_same_steps_again_change_nothing(land: Cast) -> None:
    steps = [
        create("24281", "Một", "66"),
        create("24282", "Hai", "66"),
        split("24277", "24281", "1/3", default=True, share_key="population"),
        split("24277", "24282", "2/3", share_key="population"),
    ]
    plan = drafted(land, steps)
    assert (
        services.set_steps(actor=OPERATOR, plan=plan, steps=steps, seen=plan.version).version == plan.version
    )
    assert [step.share for step in queries.steps_of(plan)][2:] == [
        Fraction(3333333333, 10**10),
        Fraction(6666666667, 10**10),
    ]
    assert [one.code for one in queries.outcome_for(plan).problems] == []


def test_what_does_not_fit_is_refused(land: Cast) -> None:
    plan = drafted(land, ())
    for step in (rename("24277", "x" * 121), replace(split("24277", "24281"), share=Fraction(101, 100))):
        with refused(WrongData, "Bước 1"):
            services.set_steps(actor=OPERATOR, plan=plan, steps=[step], seen=plan.version)


def test_a_plan_with_something_to_put_right_is_not_checked(land: Cast) -> None:
    plan = drafted(land, [merge("24277", "24290"), rename("99999", "X")])
    with refused(WrongData, "còn 2 lỗi phải sửa"):
        services.check_plan(actor=OPERATOR, plan=plan, seen=plan.version)


def test_what_was_checked_is_checked_again_when_it_is_approved(land: Cast) -> None:
    plan, other = drafted(land), drafted(land, [rename("24278", "Hồ Súng")], title="Đổi tên")
    plan = services.check_plan(actor=OPERATOR, plan=plan, seen=plan.version)
    with refused(WrongData):
        services.check_plan(actor=OPERATOR, plan=other, seen=other.version)
    Plan.objects.filter(pk=other.pk).update(state=PlanState.CHECKED)
    with refused(WrongData, "còn 1 lỗi"):
        services.approve_plan(actor=OPERATOR, plan=plan, seen=plan.version)


def test_nobody_approves_what_they_wrote(land: Cast, mai: Actor) -> None:
    duc = land.actor("duc")
    plan = drafted(land, actor=duc)
    plan = services.add_step(actor=mai, plan=plan, step=abolish("24279"), seen=plan.version)
    plan = services.check_plan(actor=duc, plan=plan, seen=plan.version)
    for writer in (duc, mai):
        with refused(NotAllowed, "nhờ người khác"):
            services.approve_plan(actor=writer, plan=plan, seen=plan.version)
    plan = services.approve_plan(actor=OPERATOR, plan=plan, seen=plan.version)
    assert (plan.state, plan.approved_by) == (PlanState.APPROVED, None)


def test_a_plan_is_opened_again_with_a_reason_and_has_to_be_approved_anew(land: Cast) -> None:
    plan = drafted(land)
    plan = services.check_plan(actor=OPERATOR, plan=plan, seen=plan.version)
    plan = services.approve_plan(actor=OPERATOR, plan=plan, seen=plan.version)
    with refused(WrongData, "lý do"):
        services.reopen_plan(actor=OPERATOR, plan=plan, seen=plan.version, reason=" ")
    plan = services.reopen_plan(actor=OPERATOR, plan=plan, seen=plan.version, reason="Sai tên")
    assert (plan.state, plan.reason, plan.approved_at) == (PlanState.DRAFT, "Sai tên", None)


def test_the_second_press_of_a_button_does_nothing(land: Cast) -> None:
    plan = drafted(land)
    for press in (services.check_plan, services.approve_plan):
        pressed: Callable[..., Plan] = press
        done = pressed(actor=OPERATOR, plan=plan, seen=plan.version)
        assert pressed(actor=OPERATOR, plan=plan, seen=plan.version).version == done.version
        plan = done
    with refused(WrongMoment, "Đã phê duyệt"):
        services.check_plan(actor=OPERATOR, plan=plan, seen=plan.version)


def test_what_was_checked_is_not_written_at(land: Cast) -> None:
    plan = drafted(land)
    plan = services.check_plan(actor=OPERATOR, plan=plan, seen=plan.version)
    for write in (
        lambda: services.change_plan(actor=OPERATOR, plan=plan, facts=FACTS, seen=plan.version),
        lambda: services.set_steps(actor=OPERATOR, plan=plan, steps=[], seen=plan.version),
        lambda: services.discard_plan(actor=OPERATOR, plan=plan, seen=plan.version),
    ):
        with refused(WrongMoment, "Đã kiểm tra"):
            write()


def test_a_draft_is_thrown_away_with_its_steps(land: Cast) -> None:
    plan = drafted(land)
    services.discard_plan(actor=OPERATOR, plan=plan, seen=plan.version)
    services.discard_plan(actor=OPERATOR, plan=plan, seen=plan.version)
    assert (Plan.objects.count(), StepRow.objects.count()) == (0, 0)
    assert verbs()[-1] == "plan.discarded"

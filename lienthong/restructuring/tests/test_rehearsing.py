"""The rehearsal: what would change, counted and listed, without any of it being written; and the doors for operators."""

from __future__ import annotations

import json
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from lienthong.kernel.actor import NOBODY, OPERATOR
from lienthong.kernel.errors import NotAllowed, NotFound, WrongData, WrongMoment
from lienthong.kernel.models import AuditEntry
from lienthong.restructuring import queries, services
from lienthong.restructuring.models import Decision, DecisionKind, EffectRow, Rehearsal
from lienthong.restructuring.rules.steps import Key

from .lands import abolish, rename, transfer
from .registered import DAY, Land, build, dump, planned
from .test_carrying import MERGER, called, founded

pytestmark = pytest.mark.django_db


@pytest.fixture
def land() -> Land:
    return build()


def lines(plan: Any) -> list[tuple[str, str, int, bool]]:
    """Return what a rehearsal says of the Front's bodies: kind, body, count, whether to decide."""
    rows = queries.effects_for(OPERATOR, plan).filter(unit__contains="MTTQ").order_by("kind", "unit")
    return list(rows.values_list("kind", "unit", "count", "decide"))


FRONT = "Ban Thường trực Ủy ban MTTQ Việt Nam"


def test_it_writes_nothing(land: Land) -> None:
    land.account("lan", "00001", post=land.appoint("00001", "Chủ tịch"))
    plan = planned(land, *MERGER)
    before = dump(), AuditEntry.objects.count()
    queries.rehearsal_for(OPERATOR, plan)
    assert (dump(), AuditEntry.objects.count()) == before


def test_it_counts_what_would_change(land: Land) -> None:
    found = queries.rehearsal_for(OPERATOR, planned(land, *MERGER, rename("00011", "Khe Cạn")))
    assert found.counts == {
        "bodies_closed": 6,
        "bodies_without_heir": 0,
        "bodies_founded": 3,
        "bodies_renamed": 3,
        "bodies_moved": 4,
        "areas_moved": 0,
        "villages_moved": 4,
    }
    assert found.hindrances == ()
    assert len(found.irreversible) >= 2


def test_it_lists_people_rights_and_work_by_unit(land: Land) -> None:
    land.account("lan", "00001", post=land.appoint("00001", "Chủ tịch"))
    land.appoint("00002", "Chủ tịch", "Bình")
    land.work("00002")
    land.work("00002", "reports.lock")
    plan = planned(land, *MERGER)
    services.rehearse_plan(actor=OPERATOR, plan=plan)
    do, cau = f"{FRONT} xã Bến Đò", f"{FRONT} xã Cầu Tre"
    assert lines(plan) == [
        ("desk.work", cau, 2, False),
        ("identity.accounts", do, 1, False),
        ("identity.grants", do, 1, False),
        ("registry.closed", do, 1, False),
        ("registry.closed", cau, 1, False),
        ("registry.posts", do, 1, False),
        ("registry.posts", cau, 1, False),
        ("registry.same_post", do, 2, True),
        ("registry.villages", do, 4, False),
    ]


def test_what_the_rehearsal_says_of_heirs_is_what_comes_true(land: Land) -> None:
    plan = planned(land, *MERGER)
    services.rehearse_plan(actor=OPERATOR, plan=plan)
    heirs = set(EffectRow.objects.filter(kind="registry.closed").values_list("heir", flat=True))
    services.carry_out(actor=OPERATOR, plan=plan)
    assert heirs == {founded("00021", system).uid for system in ("front", "state", "party")}


def test_where_nothing_follows_somebody_has_to_decide(land: Land) -> None:
    land.account("hai", "001")
    land.appoint("001", "Chủ tịch")
    land.work("001")
    plan = planned(land, abolish("001"), *(transfer(code, "01") for code in ("00001", "00002", "00003")))
    services.rehearse_plan(actor=OPERATOR, plan=plan)
    body = land.body("001")
    rows = EffectRow.objects.filter(organisation=body, decide=True).order_by("kind")
    assert [(row.kind, bool(row.who), bool(row.what)) for row in rows] == [
        ("desk.work", False, False),
        ("identity.ends", True, True),
        ("registry.abolished", True, True),
        ("registry.posts_end", True, True),
    ]


def test_rehearsed_again_it_replaces_what_was_kept(land: Land) -> None:
    plan = planned(land, *MERGER)
    services.rehearse_plan(actor=OPERATOR, plan=plan)
    first = EffectRow.objects.count()
    kept = services.rehearse_plan(actor=OPERATOR, plan=plan)
    assert (Rehearsal.objects.get(), EffectRow.objects.count(), kept.version) == (kept, first, plan.version)


def test_what_changes_for_one_unit_is_seen_there_and_nowhere_else(land: Land) -> None:
    lan, minh = land.account("lan", "00001"), land.account("minh", "00012")
    plan = planned(land, *MERGER)
    services.rehearse_plan(actor=OPERATOR, plan=plan)
    body = land.body("00001")
    changes = queries.changes_for(OPERATOR, plan, body)
    assert (changes.name, set(changes.kinds)) == (
        f"{FRONT} xã Bến Đò",
        {"registry.closed", "registry.villages", "identity.grants", "identity.accounts"},
    )
    for account in (lan, minh):
        with pytest.raises(NotFound):
            queries.changes_for(land.actor(account.username), plan, land.body("00003"))
    assert queries.plans_touching(body) == [plan]
    assert queries.plans_touching(land.body("00012")) == []


def test_nobody_without_the_right_rehearses(land: Land) -> None:
    plan = planned(land, *MERGER)
    with pytest.raises(NotAllowed):
        services.rehearse_plan(actor=NOBODY, plan=plan)
    with pytest.raises(NotAllowed):
        queries.rehearsal_for(NOBODY, plan)
    assert Rehearsal.objects.count() == 0


def test_what_was_carried_out_is_not_rehearsed_again(land: Land) -> None:
    plan = services.carry_out(actor=OPERATOR, plan=planned(land, *MERGER))
    with pytest.raises(WrongMoment, match="đã thực hiện"):
        services.rehearse_plan(actor=OPERATOR, plan=plan)


# ── decisions ────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_decision_is_taken_again_and_withdrawn(land: Land) -> None:
    post, plan = land.appoint("00001", "Chủ tịch"), planned(land, *MERGER)
    words: dict[str, Any] = {"actor": OPERATOR, "plan": plan, "kind": DecisionKind.POST, "subject": post.uid}
    services.decide(**words, unit=None)
    services.decide(**words, unit=Key("commune", "00021"), title=" Phó Chủ tịch ")
    decision = Decision.objects.get()
    assert (decision.level, decision.code, decision.title) == ("commune", "00021", "Phó Chủ tịch")
    services.withdraw_decision(**words)
    services.withdraw_decision(**words)
    assert Decision.objects.count() == 0


def test_a_decision_names_a_unit_of_the_day_and_a_post_that_is_there(land: Land) -> None:
    post, plan = land.appoint("00001", "Chủ tịch"), planned(land, *MERGER)
    words: dict[str, Any] = {"actor": OPERATOR, "plan": plan, "kind": DecisionKind.POST}
    with pytest.raises(WrongData, match="không có đơn vị mang mã 00001"):
        services.decide(**words, subject=post.uid, unit=Key("commune", "00001"))
    with pytest.raises(NotFound):
        services.decide(**words, subject=plan.uid, unit=None)
    assert Decision.objects.count() == 0


def test_a_decision_makes_the_rehearsal_out_of_date(land: Land) -> None:
    post, plan = land.appoint("00001", "Chủ tịch"), planned(land, *MERGER)
    services.rehearse_plan(actor=OPERATOR, plan=plan)
    services.decide(actor=OPERATOR, plan=plan, kind=DecisionKind.POST, subject=post.uid, unit=None)
    plan.refresh_from_db()
    kept = queries.kept_rehearsal(OPERATOR, plan)
    assert kept is not None
    assert kept.version != plan.version


# ── doors ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_operator_rehearses_carries_out_and_takes_back(land: Land) -> None:
    plan = planned(land, *MERGER)

    def said(verb: str) -> list[dict[str, Any]]:
        out = StringIO()
        call_command("restructure", verb, str(plan.uid), "--format", "json", stdout=out)
        rows: list[dict[str, Any]] = json.loads(out.getvalue())
        return rows

    assert [(row["kind"], row["things"]) for row in said("rehearse")][:1] == [("registry.closed", 6)]
    assert [row["state"] for row in said("carry-out")] == ["carried_out"]
    assert called(land.body("00001"), DAY) is None
    assert [row["state"] for row in said("undo")] == ["undone"]
    assert called(land.body("00001"), DAY) is not None


def test_the_operator_is_told_why_not(land: Land) -> None:
    plan = planned(land, *MERGER, approve=False)
    with pytest.raises(CommandError, match="Đang soạn") as raised:
        call_command("restructure", "carry-out", str(plan.uid))
    assert raised.value.returncode == 1
    with pytest.raises(CommandError) as raised:
        call_command("restructure", "undo", str(land.body("01").uid))
    assert raised.value.returncode == 3

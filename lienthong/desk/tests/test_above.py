"""What ran out climbs the tree that its flow names, as the tree stands today."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import uuid4

import pytest

from lienthong.desk.models import Notice
from lienthong.desk.queries import body_above
from lienthong.desk.tasks import escalate
from lienthong.kernel import clock as wall
from lienthong.kernel import deadlines
from lienthong.kernel.actor import OPERATOR
from lienthong.kernel.audit import SYSTEM
from lienthong.kernel.deadlines import Climbed, Term, Whose
from lienthong.kernel.flow import Flow, State, Step, flows
from lienthong.reports.permissions import APPROVE
from tests.cast import Cast
from tests.small_province import Province

pytestmark = pytest.mark.django_db

TERM = Term("feedback.front_ordinary", climbs=(0, 0, 0, 0))
VISIT = Flow("visit", "Lượt khách", tree="front", states=(State("asked", "Chờ", term=TERM),), steps=())


def at(text: str) -> datetime:
    """Return a moment as Vietnam's clocks show it."""
    return datetime.fromisoformat(text).replace(tzinfo=wall.LOCAL)


def climbed(province: Province, kind: str) -> list[str]:
    """Return the names of the bodies that are told of what ran out in village v1, one after another."""
    deadlines.load_calendar(actor=OPERATOR)
    deadlines.load_limits(actor=OPERATOR)
    told: list[Climbed] = []
    row = Whose(kind, uuid4(), province["v1"].pk, SYSTEM)
    with wall.held_at(at("2026-03-02 09:00")):
        deadlines.start_clock(actor=OPERATOR, whose=row, term=TERM)
    with wall.held_at(at("2026-06-01 09:00")):
        while deadlines.escalate_due(actor=OPERATOR, above=body_above, tell=told.append):
            pass
    names = {province[name].pk: name for name in ("C", "P", "Trung ương", "v1")}
    return [names[one.to] for one in told]


def test_a_village_s_case_climbs_to_commune_province_and_centre_and_no_further(
    province: Province, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(flows(), "visit", VISIT)
    assert climbed(province, "visit") == ["C", "P", "Trung ương"]


def test_a_kind_of_row_without_a_flow_climbs_nowhere(province: Province) -> None:
    assert climbed(province, "unheard-of") == []


def test_the_body_reached_is_told_once_of_what_ran_out(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    answer = Step("answer", "Trả lời", ("asked",), "done", who=APPROVE)
    once = Term("feedback.front_ordinary", climbs=(0,))
    states = (State("asked", "Chờ", term=once), State("done", "Xong"))
    monkeypatch.setitem(
        flows(), "visit", Flow("visit", "Lượt khách", tree="front", states=states, steps=(answer,))
    )
    deadlines.load_calendar(actor=OPERATOR)
    deadlines.load_limits(actor=OPERATOR)
    row = Whose("visit", uuid4(), cast.province["v1"].pk, SYSTEM)
    with wall.held_at(at("2026-03-02 09:00")):
        deadlines.start_clock(actor=OPERATOR, whose=row, term=once, state="asked")
    with wall.held_at(at("2026-03-12 09:00")):
        assert deadlines.is_any_to_climb()
        for _again in range(2):
            work: Any = None
            escalate(actor=OPERATOR, work=work)
    told = Notice.objects.values_list("account__username", "kind", "url")
    where = f"/ve/visit/{row.uid}/"
    assert sorted(told) == [("lan", "work.overdue", where)]

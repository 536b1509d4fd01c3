"""Flows: said once, refused where they contradict themselves, taken by who may when it can be, and timed."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from types import SimpleNamespace
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from lienthong.kernel import clock as wall
from lienthong.kernel import deadlines
from lienthong.kernel.actor import NOBODY, OPERATOR
from lienthong.kernel.audit import SYSTEM
from lienthong.kernel.errors import NotAllowed, WrongData, WrongMoment
from lienthong.kernel.flow import (
    START,
    Flow,
    Move,
    State,
    Step,
    Tell,
    Term,
    Whose,
    check_reason,
    flow_of,
    keep_time,
    steps_for,
    take,
)
from lienthong.kernel.models import AuditEntry, Clock
from lienthong.kernel.permissions import MANAGE_CALENDAR, WATCH
from lienthong.reports.flows import RETURN
from lienthong.reports.permissions import WHO
from lienthong.reports.rules.states import STEPS
from lienthong.reports.rules.states import State as ReturnState
from lienthong.reports.rules.states import Step as ReturnStep


def has_text(row: SimpleNamespace) -> str | None:
    """An answer has a text."""
    return None if row.text else "Hãy viết câu trả lời trước."


VISIT = Flow(
    kind="visit",
    label="Lượt khách",
    tree="front",
    states=(
        State("asked", "Chờ trả lời", term=Term("feedback.front_ordinary", climbs=(0,))),
        State("passed", "Đã chuyển", term=Term("feedback.forward")),
        State("done", "Đã trả lời", ends=True),
    ),
    steps=(
        Step("ask", "Ghi", (START,), "asked", who=WATCH, term=Term("complaint.first")),
        Step("pass", "Chuyển", ("asked",), "passed", who=WATCH, needs_reason=True),
        Step("pass", "Chuyển", ("passed",), "asked", who=WATCH, needs_reason=True),
        Step(
            "answer",
            "Trả lời",
            ("asked", "passed"),
            "done",
            who=MANAGE_CALENDAR,
            when=has_text,
            tells=(Tell("visit.answered", "writer"),),
        ),
    ),
)
FULL = SimpleNamespace(organisation_id=1, text="Cảm ơn")
EMPTY = SimpleNamespace(organisation_id=1, text="")


def at(text: str) -> datetime:
    """Return a moment as Vietnam's clocks show it."""
    return datetime.fromisoformat(text).replace(tzinfo=wall.LOCAL)


# ── taking ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_step_says_where_it_leads_and_who_is_told() -> None:
    move = take(VISIT, "answer", actor=OPERATOR, row=FULL, state="asked", reason=" vì thế ")
    assert move == Move(VISIT, VISIT.step("answer"), "asked", "vì thế")
    assert (move.to, move.tells) == ("done", (Tell("visit.answered", "writer"),))


def test_who_may_not_is_told_so_before_anything_about_the_row() -> None:
    with pytest.raises(NotAllowed, match="Quản lý lịch làm việc"):
        take(VISIT, "answer", actor=NOBODY, row=EMPTY, state="done")


def test_a_step_at_the_wrong_moment_names_the_state_and_what_to_do() -> None:
    with pytest.raises(
        WrongMoment, match=r"Lượt khách đang ở trạng thái “Đã trả lời” nên .* Hãy tải lại trang"
    ):
        take(VISIT, "pass", actor=OPERATOR, row=FULL, state="done", reason="nhầm")
    with pytest.raises(WrongMoment, match="Bước này chưa làm được"):
        take(VISIT, "answer", actor=OPERATOR, row=FULL, state=START)


def test_a_rule_refuses_with_its_own_sentence() -> None:
    with pytest.raises(WrongMoment, match="Hãy viết câu trả lời trước"):
        take(VISIT, "answer", actor=OPERATOR, row=EMPTY, state="asked")


def test_a_button_pressed_twice_does_nothing_the_second_time() -> None:
    assert take(VISIT, "answer", actor=OPERATOR, row=EMPTY, state="done") is None


@pytest.mark.parametrize("reason", ["", "  \n ", "x" * 1001])
def test_a_reason_that_is_missing_or_too_long_is_refused_at_its_field(reason: str) -> None:
    with pytest.raises(WrongData) as refused:
        take(VISIT, "pass", actor=OPERATOR, row=FULL, state="asked", reason=reason)
    assert list(refused.value.faults) == ["reason"]
    assert check_reason(VISIT, "answer", "  ") == ""


def test_buttons_are_the_steps_that_can_be_taken_by_who_may() -> None:
    def names(row: SimpleNamespace, state: str) -> list[tuple[str, str]]:
        return [(step.name, step.to) for step in steps_for(VISIT, actor=OPERATOR, row=row, state=state)]

    assert names(FULL, "passed") == [("pass", "asked"), ("answer", "done")]
    assert names(EMPTY, "asked") == [("pass", "passed")]
    assert names(FULL, "done") == []
    assert steps_for(VISIT, actor=NOBODY, row=FULL, state="asked") == []


@given(st.sampled_from(["ask", "pass", "answer"]), st.sampled_from([START, "asked", "passed", "done"]))
def test_a_button_is_shown_exactly_where_its_step_moves_the_row(name: str, state: str) -> None:
    shown = name in {step.name for step in steps_for(VISIT, actor=OPERATOR, row=FULL, state=state)}
    try:
        moved = take(VISIT, name, actor=OPERATOR, row=FULL, state=state, reason="x") is not None
    except WrongMoment:
        moved = False
    assert shown == moved == (name in VISIT.names_from(state))


# ── what contradicts itself ──────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("step", "fault"),
    [
        (Step("x", "X", ("nowhere",), "done", who=WATCH), "a state that there is not"),
        (Step("x", "X", ("asked",), START, who=WATCH), "a state that there is not"),
        (Step("pass", "X", ("asked",), "done", who=WATCH, needs_reason=True), "from one state to two"),
        (Step("pass", "X", ("done",), "asked", who=WATCH), "allowed in two ways"),
        (
            Step("pass", "X", ("done",), "asked", who=MANAGE_CALENDAR, needs_reason=True),
            "allowed in two ways",
        ),
    ],
)
def test_a_flow_that_contradicts_itself_cannot_be_said(step: Step, fault: str) -> None:
    with pytest.raises(ValueError, match=fault):
        replace(VISIT, steps=(*VISIT.steps, step))


def test_what_climbs_names_its_tree() -> None:
    with pytest.raises(ValueError, match="no tree is named"):
        replace(VISIT, tree="")


def test_two_states_of_one_name_cannot_be_said() -> None:
    with pytest.raises(ValueError, match="two states of one name"):
        replace(VISIT, states=(*VISIT.states, State("done", "Xong")))


# ── time ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


def step(name: str, before: str, when: str, row: Whose) -> None:
    """Take a step at a moment and let time follow it."""
    with wall.held_at(at(when)):
        move = take(VISIT, name, actor=OPERATOR, row=FULL, state=before, reason="x")
        assert move is not None
        keep_time(actor=OPERATOR, move=move, whose=row)


def running(row: Whose) -> dict[str, datetime | None]:
    """Return what runs against a row, by the state in which it runs."""
    return {one.state: one.due for one in deadlines.clocks_of(row.kind, [row.uid]).get(row.uid, [])}


@pytest.mark.django_db
def test_the_clock_of_a_state_ends_with_it_and_the_clock_of_the_case_runs_on() -> None:
    deadlines.load_calendar(actor=OPERATOR)
    deadlines.load_limits(actor=OPERATOR)
    row = Whose("visit", uuid4(), 7, SYSTEM)
    step("ask", START, "2026-03-02 09:00", row)
    case = at("2026-04-01 17:00")
    assert running(row) == {"asked": at("2026-03-11 17:00"), "": case}
    step("pass", "asked", "2026-03-03 09:00", row)
    assert running(row) == {"passed": at("2026-03-10 17:00"), "": case}
    step("pass", "passed", "2026-03-04 09:00", row)
    assert running(row) == {"asked": at("2026-03-13 17:00"), "": case}
    step("answer", "asked", "2026-03-05 09:00", row)
    assert running(row) == {}
    assert [(one.state, one.level) for one in Clock.objects.order_by("pk")] == [
        ("asked", 0), ("", 0), ("passed", 0), ("asked", 0),
    ]  # fmt: skip
    told = AuditEntry.objects.filter(kind="visit", subject=row.uid).values_list("verb", flat=True)
    assert sorted(told) == ["clock.started"] * 4 + ["clock.stopped"] * 4


@pytest.mark.django_db
def test_a_flow_without_a_clock_asks_the_database_nothing() -> None:
    move = take(RETURN, "approve", actor=OPERATOR, row=FULL, state="submitted")
    assert move is not None
    with CaptureQueriesContext(connection) as ran:
        keep_time(actor=OPERATOR, move=move, whose=Whose("return", uuid4(), 7, SYSTEM))
    assert len(ran) == 0


# ── the flow of a return ─────────────────────────────────────────────────────────────────────────────────────────────


def test_the_flow_of_a_return_is_what_its_rules_say() -> None:
    assert flow_of("return") is RETURN
    moves = {
        (source, step.name): step.to for step in RETURN.steps for source in step.sources if source != START
    }
    assert moves == {(str(state), str(name)): str(to) for (state, name), to in STEPS.items()}
    assert {step.name: step.who for step in RETURN.steps} == {str(name): who for name, who in WHO.items()}
    assert {state.name for state in RETURN.states} == {str(state) for state in ReturnState}
    assert {step.name for step in RETURN.steps if step.needs_reason} == {"return", "unlock"}


@given(st.sampled_from(ReturnState), st.sampled_from(ReturnStep))
def test_a_return_moves_exactly_as_its_rules_say(state: ReturnState, name: ReturnStep) -> None:
    target = STEPS.get((state, name))
    try:
        move = take(RETURN, name, actor=OPERATOR, row=FULL, state=state, reason="x")
    except WrongMoment:
        assert target is None
        assert not any(STEPS.get((other, name)) is state for other in ReturnState)
    else:
        assert (move.to if move else None) == target

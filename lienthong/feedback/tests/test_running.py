"""Clocks of the kernel that run for matters by the limits of this room: sent, passed on, held, answered, opened again."""

from __future__ import annotations

from datetime import date, datetime
from uuid import uuid4

import pytest

from lienthong.feedback.rules.clocks import explain
from lienthong.feedback.rules.limits import Chosen, ClockKind, climbs_on, limit_on, limits, limits_for
from lienthong.kernel import clock as wall
from lienthong.kernel import deadlines
from lienthong.kernel.actor import OPERATOR
from lienthong.kernel.audit import SYSTEM
from lienthong.kernel.deadlines import Clock, Limit, PauseReason, Term, Whose
from lienthong.kernel.errors import WrongData
from lienthong.kernel.working import Pause, day_of

pytestmark = pytest.mark.django_db
COMMUNE, PROVINCE = 7, 3


def at(text: str) -> datetime:
    """Return a moment as Vietnam's clocks show it."""
    return datetime.fromisoformat(text).replace(tzinfo=wall.LOCAL)


@pytest.fixture(autouse=True)
def _catalogue() -> None:
    deadlines.load_calendar(actor=OPERATOR)
    deadlines.load_limits(actor=OPERATOR)


def run(
    now: str, kind: ClockKind, whose: Whose, state: str = "", *traits: str, since: datetime | None = None
) -> Clock:
    """Let the limit of a clock run, as a service of this room does."""
    with wall.held_at(at(now)):
        chosen = limits_for("feedback", day_of(since or wall.now()), None, frozenset(traits))[kind]
        term = Term(chosen.limit.code, climbs_on(kind, day_of(wall.now())))
        return deadlines.start_clock(actor=OPERATOR, whose=whose, term=term, state=state, since=since)


def proved(clock: Clock) -> datetime:
    """Return when a clock is due by the rules alone, from what the kernel holds of it."""
    chosen = Chosen(limit_on(clock.limit.code, day_of(clock.started)))
    pauses = [Pause(row.since, row.until) for row in clock.pauses.all() if row.until]
    return explain(chosen, clock.started, deadlines.calendar(), pauses=pauses).due


def test_the_catalogue_holds_every_limit_as_the_rules_have_it() -> None:
    ours = {
        (one.code, one.valid_from, one.valid_to, one.amount, str(one.unit), one.source.verified)
        for one in limits()
        if one.amount is not None
    }
    columns = ("code", "valid_from", "valid_to", "amount", "unit", "verified")
    assert ours == set(Limit.objects.exclude(field="documents").values_list(*columns))
    assert {reason for one in limits() for reason in one.pauses} <= set(PauseReason.values)


def test_a_matter_that_is_passed_on_held_and_opened_again_keeps_the_time_of_the_whole_case() -> None:
    here = Whose("matter", uuid4(), COMMUNE, SYSTEM)
    there = Whose(here.kind, here.uid, PROVINCE, SYSTEM)
    total = run("2026-03-02 09:00", ClockKind.TOTAL, here)
    first = run("2026-03-02 09:00", ClockKind.ANSWER, here, "accepted")
    with wall.held_at(at("2026-03-04 15:00")):
        deadlines.stop_clocks(actor=OPERATOR, whose=here, state="accepted")
    moving = run("2026-03-04 15:00", ClockKind.TRANSFER, there, "moving")
    with wall.held_at(at("2026-03-06 10:00")):
        deadlines.stop_clocks(actor=OPERATOR, whose=there, state="moving")
        assert deadlines.hand_over_clocks(actor=OPERATOR, whose=there) == 1
    second = run("2026-03-06 10:00", ClockKind.ANSWER, there, "accepted")
    with wall.held_at(at("2026-03-10 10:00")):
        deadlines.pause_clock(actor=OPERATOR, clock=second, reason=PauseReason.INFORMATION)
        with pytest.raises(WrongData, match="không có lý do tạm dừng nào"):
            deadlines.pause_clock(actor=OPERATOR, clock=total, reason=PauseReason.INFORMATION)
    with wall.held_at(at("2026-03-12 10:00")):
        second = deadlines.resume_clock(actor=OPERATOR, clock=second)
    with wall.held_at(at("2026-03-16 10:00")):
        assert deadlines.stop_clocks(actor=OPERATOR, whose=there) == 2
    again = run("2026-03-20 08:00", ClockKind.ANSWER, there, "accepted")
    whole = run("2026-03-20 08:00", ClockKind.TOTAL, there, since=total.started)
    total.refresh_from_db()
    assert [clock.due for clock in (first, moving, second, again)] == [
        at("2026-03-11 17:00"), at("2026-03-06 17:00"), at("2026-03-19 17:00"), at("2026-03-31 17:00"),
    ]  # fmt: skip
    assert (
        (whole.started, whole.due)
        == (total.started, total.due)
        == (at("2026-03-02 09:00"), at("2026-04-01 17:00"))
    )
    assert (first.organisation, total.organisation, second.organisation) == (COMMUNE, PROVINCE, PROVINCE)
    for clock in (first, moving, total, second, again, whole):
        assert proved(clock) == clock.due


def test_what_turns_out_to_be_a_complaint_is_sorted_by_the_law_of_the_day_on_which_it_came() -> None:
    row, sent = Whose("matter", uuid4(), COMMUNE, SYSTEM), at("2026-06-30 09:00")
    run("2026-06-30 09:00", ClockKind.ANSWER, row, "accepted")
    with wall.held_at(at("2026-07-03 09:00")):
        assert deadlines.stop_clocks(actor=OPERATOR, whose=row) == 1
        code = limits_for("complaint", day_of(sent))[ClockKind.SORT].limit.code
        sort = deadlines.start_clock(actor=OPERATOR, whose=row, term=Term(code), state="sent", since=sent)
    assert (sort.due, sort.limit.valid_to) == (at("2026-07-10 17:00"), date(2026, 7, 1))
    assert [c.limit.code for c in deadlines.clocks_of("matter", [row.uid])[row.uid]] == ["petition.sort"]

"""Rules of reports: plain Python, no database."""

from __future__ import annotations

from datetime import time
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lienthong.kernel.values import Week
from lienthong.reports.rules import totals
from lienthong.reports.rules.completeness import Completeness, share
from lienthong.reports.rules.periods import asked_for, deadline_of, weeks_until
from lienthong.reports.rules.states import APPROVED, RECEIVED, STEPS, State, Step, after, steps_from
from lienthong.reports.rules.turns import Turn, is_late, turn_below, turn_of
from lienthong.reports.rules.usual import line_over, usual_range

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")


def test_the_straight_way_leads_from_a_draft_to_a_locked_return() -> None:
    state: State | None = State.DRAFT
    for step in (Step.SAVE, Step.SUBMIT, Step.APPROVE, Step.LOCK):
        assert state is not None
        state = after(state, step)
    assert state is State.LOCKED


@pytest.mark.parametrize(
    ("state", "step"),
    [
        (State.DRAFT, Step.APPROVE),
        (State.APPROVED, Step.SUBMIT),
        (State.LOCKED, Step.RETURN),
        (State.LOCKED, Step.SUBMIT),
        (State.SUBMITTED, Step.LOCK),
        (State.RETURNED, Step.APPROVE),
    ],
)
def test_a_step_out_of_turn_leads_nowhere(state: State, step: Step) -> None:
    assert after(state, step) is None
    assert step not in steps_from(state)


def test_returning_and_withdrawing_leave_both_totals() -> None:
    assert STEPS[State.APPROVED, Step.RETURN] not in RECEIVED
    assert STEPS[State.SUBMITTED, Step.RETURN] not in RECEIVED
    assert STEPS[State.SUBMITTED, Step.WITHDRAW] not in RECEIVED
    assert APPROVED < RECEIVED


def test_week_53_of_2026_has_a_deadline_in_january() -> None:
    assert deadline_of(Week(2026, 53), 6, time(12), VIETNAM).isoformat() == "2027-01-03T12:00:00+07:00"
    assert list(weeks_until(Week(2027, 1), Week(2026, 52), 12)) == [
        Week(2026, 52),
        Week(2026, 53),
        Week(2027, 1),
    ]


def test_a_series_asks_for_its_own_periods_only() -> None:
    assert not asked_for(Week(2026, 35), Week(2026, 36), None)
    assert asked_for(Week(2026, 36), Week(2026, 36), Week(2026, 36))
    assert not asked_for(Week(2026, 37), Week(2026, 36), Week(2026, 36))


def test_nothing_is_divided_by_zero_and_nobody_is_late() -> None:
    empty = Completeness(expected=0, received=0, on_time=0, approved=0, locked=0)
    assert (empty.asked, empty.received_share, empty.approved_share, empty.on_time_share) == (
        False,
        None,
        None,
        None,
    )
    assert turn_below(empty) is Turn.DONE
    assert not is_late(
        Turn.DONE,
        {"village": deadline_of(Week(2026, 1), 0, time(0), VIETNAM)},
        deadline_of(Week(2026, 47), 0, time(0), VIETNAM),
    )


@given(st.integers(0, 10**6), st.integers(1, 10**6))
def test_a_share_is_whole_only_when_all_are_in(part: int, whole: int) -> None:
    part = min(part, whole)
    percent = share(part, whole)
    assert percent is not None
    assert 0 <= percent <= 100
    assert (percent == 100) == (part == whole)


@pytest.mark.parametrize(
    ("state", "turn"),
    [
        (None, Turn.VILLAGE),
        (State.DRAFT, Turn.VILLAGE),
        (State.RETURNED, Turn.VILLAGE),
        (State.SUBMITTED, Turn.COMMUNE),
        (State.APPROVED, Turn.PROVINCE),
        (State.LOCKED, Turn.DONE),
    ],
)
def test_every_state_waits_for_somebody(state: State | None, turn: Turn) -> None:
    assert turn_of(state) is turn


@pytest.mark.parametrize(
    ("counts", "turn"),
    [
        ((4, 3, 3, 3), Turn.VILLAGE),
        ((4, 4, 3, 3), Turn.COMMUNE),
        ((4, 4, 4, 3), Turn.PROVINCE),
        ((4, 4, 4, 4), Turn.DONE),
    ],
)
def test_the_lowest_level_that_has_not_done_its_part_is_named(
    counts: tuple[int, int, int, int], turn: Turn
) -> None:
    expected, received, approved, locked = counts
    assert turn_below(Completeness(expected, received, received, approved, locked)) is turn


lanes = st.lists(st.integers(-(10**13), 10**13), min_size=8, max_size=8)


@given(st.lists(lanes, max_size=30))
def test_rows_add_up_exactly_and_survive_storage(entries: list[list[int]]) -> None:
    rows = [totals.row_of(entry, on_time=True, locked=False) for entry in entries]
    stored = [totals.stored_row(row) for row in rows]
    summed = totals.add_up(totals.read_rows(stored, 2), [1] * len(stored))
    for lane in range(8):
        expected = sum(entry[lane] for entry in entries)
        got = int(summed[1][totals.HEADER + lane]) if entries else 0
        assert got == expected


def test_an_older_shorter_row_is_one_whose_later_slots_are_zero() -> None:
    old = totals.stored_row(totals.row_of([7, 1, 0, 0], on_time=False, locked=True))
    row = totals.read_row(old, 2)
    sums = totals.Sums(row, ["a", "b"])
    assert (sums.returns, sums.on_time, sums.locked) == (1, 0, 1)
    assert sums.figures["a"] == totals.Figure(7, 1, 0, 0)
    assert sums.figures["b"] == totals.Figure(0, 0, 0, 0)
    assert totals.read_rows([old, None], 2).shape == (2, totals.width(2))


@given(st.lists(st.tuples(lanes, lanes, st.booleans()), max_size=30))
def test_rows_of_both_stages_are_the_same_whether_what_is_equal_was_handed_over_or_not(
    entries: list[tuple[list[int], list[int], bool]],
) -> None:
    def stored(numbers: list[int]) -> bytes:
        return totals.stored_row(totals.row_of(numbers, on_time=True, locked=False))

    received = [stored(got) for got, _passed, _equal in entries]
    approved = [stored(got if equal else passed) for got, passed, equal in entries]
    told = [None if one == other else one for one, other in zip(approved, received, strict=True)]
    got, passed = totals.read_both(received, told, 2)
    assert np.array_equal(got, totals.read_rows(received, 2))
    assert np.array_equal(passed, totals.read_rows(approved, 2))
    assert (got is passed) == (approved == received)


def test_the_usual_range_needs_four_weeks_and_compares_as_numbers() -> None:
    assert usual_range(["9", "10", None, "100"]) is None
    assert usual_range(["9", "10", None, "100", "9.5"]) == ("9", "100")
    assert usual_range(["-3", "-2", "0", "1"]) == ("-3", "1")


def test_a_line_over_weeks_has_gaps_where_nothing_was_received() -> None:
    line = line_over([None, "10", "20", None, "0", "5"])
    assert line is not None
    assert (len(line.pieces), line.last, line.lowest, line.highest) == (2, ("232.0", "59.0"), "0", "20")
    assert line.pieces[0] == "52.8,42.0 97.6,8.0"
    assert line_over([None, None]) is None
    alone = line_over(["7"])
    assert alone is not None
    assert alone.last == ("8.0", "8.0")

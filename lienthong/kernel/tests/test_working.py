"""Working days: counted by a calendar that is data, as the Civil Code counts days."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lienthong.kernel import working
from lienthong.kernel.working import LOCAL, Calendar, DayKind, Pause, Unit, YearUnknown, due_of

SHIPPED = json.loads((Path(working.__file__).parent / "data" / "calendar.json").read_text(encoding="utf-8"))
VIETNAM = Calendar.of(
    {date.fromisoformat(row["day"]): DayKind(row["kind"]) for row in SHIPPED},
    [date.fromisoformat(row["day"]) for row in SHIPPED if not row["verified"]],
)

# Far enough from both ends of what is known that no count below runs over it.
BEGIN = datetime(2025, 1, 1, tzinfo=UTC)
days = st.dates(date(2025, 1, 1), date(2026, 12, 31))
numbers = st.integers(0, 90)
moments = st.integers(0, 700 * 24 * 60).map(lambda minutes: BEGIN + timedelta(minutes=minutes))


def at(text: str) -> datetime:
    """Return a moment as Vietnam's clocks show it: 2026-02-16 23:59."""
    return datetime.fromisoformat(text).replace(tzinfo=LOCAL)


# ── the shipped calendar ─────────────────────────────────────────────────────────────────────────────────────────────


def test_the_shipped_calendar_knows_three_years() -> None:
    assert VIETNAM.years == {2025, 2026, 2027}


def test_every_shipped_day_has_a_citation_and_says_whether_it_was_read() -> None:
    assert [
        row["day"] for row in SHIPPED if not row["citation"] or row["verified"] not in (True, False)
    ] == []


def test_a_shipped_make_up_day_is_at_a_weekend_and_a_day_in_place_of_another_is_not() -> None:
    weekdays = {kind: {day.weekday() for day, k in VIETNAM.days.items() if k is kind} for kind in DayKind}
    assert weekdays[DayKind.MAKE_UP] == {5}
    assert weekdays[DayKind.DAY_OFF] <= {0, 1, 2, 3, 4}


# ── days ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


@given(days, numbers)
def test_adding_and_counting_between_are_each_others_inverse(day: date, number: int) -> None:
    begin = VIETNAM.on_or_after(day)
    assert VIETNAM.between(begin, VIETNAM.add(begin, number)) == number


@given(days, numbers)
def test_what_is_added_never_lands_on_a_day_off(day: date, number: int) -> None:
    due = VIETNAM.add(day, number)
    assert VIETNAM.is_working(due)
    assert VIETNAM.days.get(due) in (None, DayKind.MAKE_UP)


@given(days, numbers, numbers)
def test_adding_twice_is_adding_the_sum(day: date, first: int, second: int) -> None:
    begin = VIETNAM.on_or_after(day)
    assert VIETNAM.add(VIETNAM.add(begin, first), second) == VIETNAM.add(begin, first + second)


@given(days, days)
def test_no_day_is_counted_backwards(first: date, last: date) -> None:
    assert VIETNAM.between(first, last) == 0 or first < last


def test_a_make_up_saturday_before_30_april_is_worked_and_the_bridge_day_is_not() -> None:
    friday = date(2025, 4, 25)
    assert [VIETNAM.add(friday, n) for n in range(1, 6)] == [
        date(2025, 4, 26),  # Saturday, made up for Friday 2 May
        date(2025, 4, 28),
        date(2025, 4, 29),
        date(2025, 5, 5),  # 30 April and 1 May, the bridge day, and a weekend lie between
        date(2025, 5, 6),
    ]
    assert VIETNAM.between(date(2025, 4, 25), date(2025, 5, 5)) == 4


def test_a_year_that_is_not_known_is_named_and_never_guessed() -> None:
    with pytest.raises(YearUnknown) as caught:
        VIETNAM.add(date(2027, 12, 30), 3)
    assert caught.value.year == 2028
    with pytest.raises(YearUnknown):
        VIETNAM.is_working(date(2024, 6, 3))


def test_a_year_with_a_holiday_missing_is_not_known() -> None:
    without = {day: kind for day, kind in VIETNAM.days.items() if day != date(2025, 9, 2)}
    assert Calendar.of(without).years == {2026, 2027}


def test_a_count_over_an_unverified_day_is_not_sure() -> None:
    assert VIETNAM.is_sure(date(2026, 11, 1), date(2026, 11, 23))
    assert not VIETNAM.is_sure(date(2026, 11, 1), date(2026, 11, 24))
    assert VIETNAM.is_sure(date(2026, 11, 24), date(2026, 11, 30))


# ── what is due ──────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_limit_in_working_days_ends_at_the_end_of_the_working_day() -> None:
    assert due_of(VIETNAM, Unit.WORKING_DAYS, 5, at("2026-03-02 09:00")) == at("2026-03-09 17:00")


def test_midnight_at_tet_decides_which_day_it_is() -> None:
    # 13 February is the last working day before Tết, 23 February the first after it.
    last = due_of(VIETNAM, Unit.WORKING_DAYS, 1, at("2026-02-12 23:59"))
    after = due_of(VIETNAM, Unit.WORKING_DAYS, 1, at("2026-02-13 00:00"))
    assert (last, after) == (at("2026-02-13 17:00"), at("2026-02-23 17:00"))
    # 17:00 in London's winter of 16 February is already the first day of the year of the Horse in Hà Nội.
    tet = datetime(2026, 2, 16, 17, tzinfo=UTC)
    assert due_of(VIETNAM, Unit.WORKING_DAYS, 1, tet) == at("2026-02-23 17:00")
    assert due_of(VIETNAM, Unit.DAYS, 1, tet) == at("2026-02-23 17:00")


def test_a_limit_in_days_that_ends_on_a_day_off_ends_on_the_next_working_day() -> None:
    assert due_of(VIETNAM, Unit.DAYS, 10, at("2026-04-20 08:00")) == at("2026-05-04 17:00")
    assert due_of(VIETNAM, Unit.DAYS, 10, at("2026-04-21 08:00")) == at("2026-05-04 17:00")
    assert due_of(VIETNAM, Unit.DAYS, 30, at("2026-06-01 08:00")) == at("2026-07-01 17:00")


def test_the_same_day_means_the_same_day_where_it_is_worked() -> None:
    assert due_of(VIETNAM, Unit.WORKING_DAYS, 0, at("2026-03-02 09:00")) == at("2026-03-02 17:00")
    assert due_of(VIETNAM, Unit.WORKING_DAYS, 0, at("2026-03-07 09:00")) == at("2026-03-09 17:00")


@pytest.mark.parametrize(
    ("started", "due"),
    [
        ("2026-03-02 08:00", "2026-03-02 17:00"),
        ("2026-03-02 11:00", "2026-03-03 11:00"),
        ("2026-03-02 12:30", "2026-03-03 12:00"),
        ("2026-03-02 22:00", "2026-03-03 17:00"),
        ("2026-02-13 15:00", "2026-02-23 15:00"),
        ("2026-01-09 16:00", "2026-01-10 16:00"),  # a make-up Saturday
    ],
)
def test_eight_working_hours_pass_in_office_hours_only(started: str, due: str) -> None:
    assert due_of(VIETNAM, Unit.WORKING_HOURS, 8, at(started)) == at(due)


def test_hours_run_day_and_night_through_years_that_are_not_known() -> None:
    assert due_of(Calendar({}), Unit.HOURS, 72, at("2031-01-30 10:00")) == at("2031-02-02 10:00")


@given(moments, st.timedeltas(timedelta(minutes=1), timedelta(hours=80)))
def test_working_time_added_is_the_working_time_between(started: datetime, length: timedelta) -> None:
    assert VIETNAM.time_between(started, VIETNAM.add_time(started, length)) == length


@given(moments, numbers, st.sampled_from(Unit), st.timedeltas(timedelta(), timedelta(days=20)))
def test_a_pause_never_makes_anything_due_earlier(
    started: datetime, amount: int, unit: Unit, length: timedelta
) -> None:
    since = started + timedelta(hours=1)
    paused = due_of(VIETNAM, unit, amount, started, [Pause(since, since + length)])
    assert paused >= due_of(VIETNAM, unit, amount, started)


@given(moments, numbers, st.sampled_from(Unit), st.timedeltas(timedelta(), timedelta(days=300)))
def test_a_clock_that_was_set_back_makes_no_pause_negative(
    started: datetime, amount: int, unit: Unit, back: timedelta
) -> None:
    backwards = [Pause(started, started - min(back, started - BEGIN))]
    assert due_of(VIETNAM, unit, amount, started, backwards) == due_of(VIETNAM, unit, amount, started)


def test_a_pause_over_tet_moves_the_due_day_by_working_days_only() -> None:
    pause = Pause(at("2026-02-12 10:00"), at("2026-02-24 10:00"))
    assert due_of(VIETNAM, Unit.WORKING_DAYS, 5, at("2026-02-10 08:00")) == at("2026-02-24 17:00")
    assert due_of(VIETNAM, Unit.WORKING_DAYS, 5, at("2026-02-10 08:00"), [pause]) == at("2026-02-27 17:00")
    assert due_of(VIETNAM, Unit.DAYS, 5, at("2026-02-10 08:00"), [pause]) == at("2026-02-27 17:00")

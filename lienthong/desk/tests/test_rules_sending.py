"""When a message may go: nights across midnight, digests, the hour between two messages, and clocks that jump."""

from __future__ import annotations

from datetime import datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from lienthong.desk.rules import sending
from lienthong.desk.rules.sending import HOUR, LONGEST, Choice, Rhythm
from lienthong.kernel.clock import LOCAL

NIGHT = (time(21), time(6))


def at(hour: int, minute: int = 0, day: int = 22) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=LOCAL)


@pytest.mark.parametrize(
    ("local", "hours"),
    [(at(20, 59), 0), (at(21), 9), (at(23), 7), (at(0), 6), (at(5), 1), (at(6), 0), (at(12), 0)],
)
def test_the_night_reaches_across_midnight(local: datetime, hours: int) -> None:
    assert sending.quiet_seconds(local, *NIGHT) == hours * HOUR


@pytest.mark.parametrize(("local", "hours"), [(at(11), 0), (at(12), 1), (at(13), 0), (at(3), 0)])
def test_quiet_hours_may_lie_within_a_day(local: datetime, hours: int) -> None:
    assert sending.quiet_seconds(local, time(12), time(13)) == hours * HOUR


def test_the_same_two_hours_mean_no_quiet() -> None:
    assert sending.quiet_seconds(at(8), time(8), time(8)) == 0


@given(some.datetimes(timezones=some.just(LOCAL)).filter(lambda d: d.year < 9000), some.times(), some.times())
def test_once_the_quiet_is_waited_out_it_is_over(local: datetime, start: time, end: time) -> None:
    start, end = (value.replace(second=0, microsecond=0) for value in (start, end))
    wait = sending.quiet_seconds(local, start, end)
    assert 0 <= wait <= 24 * HOUR
    later = (local.replace(tzinfo=None) + timedelta(seconds=wait + (1 if wait else 0))).replace(tzinfo=LOCAL)
    assert sending.quiet_seconds(later, start, end) == 0


@pytest.mark.parametrize(
    ("local", "oldest", "seconds"),
    [
        (at(9), at(8), 22 * HOUR),
        (at(6, 30), at(8, day=21), HOUR // 2),
        (at(7), at(8, day=21), 0),
        (at(12), at(6), 0),
        (at(12), at(8, day=30), 0),
    ],
    ids=["tomorrow", "soon", "now", "missed", "made while the clock was wrong"],
)
def test_a_daily_digest_goes_at_seven_after_the_oldest_notice(
    local: datetime, oldest: datetime, seconds: int
) -> None:
    assert sending.digest_seconds(local, oldest) == seconds


def test_an_hour_passes_between_two_messages_unless_the_clock_jumped_back() -> None:
    assert [sending.hour_seconds(10_000, last) for last in (None, 9_000, 6_400, 20_000)] == [0, 2_600, 0, 0]


def test_what_is_urgent_waits_for_nothing() -> None:
    choice = Choice(rhythm=Rhythm.DAILY)
    words = {"local": at(23), "oldest": at(22), "now": 10_000, "last": 9_999}
    assert sending.wait_seconds(choice, urgent=True, **words) == 0  # type: ignore[arg-type]
    assert sending.wait_seconds(choice, urgent=False, **words) == LONGEST  # type: ignore[arg-type]


@given(some.integers(0, 2**40), some.integers(0, 2**40))
def test_nothing_waits_for_good_wherever_the_clock_jumps(made: int, now: int) -> None:
    after = made + LONGEST
    looked_at_within = now + 3 * LONGEST
    assert sending.is_due(after, now) or sending.is_due(after, looked_at_within)


def test_a_group_that_nobody_chose_follows_its_default() -> None:
    choice = Choice(ways={"reports": []})
    assert choice.wants("reports", "mail", ("mail",)) is False
    assert choice.wants("jobs", "mail", ("mail",)) is True
    assert choice.wants("jobs", "sms", ("mail",)) is False

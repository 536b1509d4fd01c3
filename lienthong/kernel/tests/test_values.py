"""The ISO week."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lienthong.kernel.values import Week

WEEKS = st.dates(date(1990, 1, 1), date(2100, 1, 1)).map(Week.of)


def test_the_week_of_the_demonstration() -> None:
    week = Week.parse("2026-W47")
    assert (week.first, week.last) == (date(2026, 11, 16), date(2026, 11, 22))


def test_2026_has_a_week_53_that_ends_in_2027() -> None:
    week = Week(2026, 53)
    assert (week.first, week.last) == (date(2026, 12, 28), date(2027, 1, 3))
    assert Week.of(date(2027, 1, 1)) == week
    assert str(week) == "2026-W53"
    assert (week.previous(), week.next()) == (Week(2026, 52), Week(2027, 1))


def test_2025_has_no_week_53() -> None:
    with pytest.raises(ValueError, match="week"):
        Week.parse("2025-W53")
    assert Week(2025, 52).next() == Week(2026, 1)


@pytest.mark.parametrize(
    "code",
    ["", "2026", "2026-47", "2026-W7", "2026-W00", "2026-W54", "2026-W477", " 2026-W47", "２０２６-W47"],
)
def test_what_is_no_week_is_refused(code: str) -> None:
    with pytest.raises(ValueError, match=r"[Ww]eek"):
        Week.parse(code)


@given(WEEKS)
def test_a_week_runs_from_monday_to_sunday_and_is_read_back(week: Week) -> None:
    assert (week.first.isoweekday(), week.last.isoweekday()) == (1, 7)
    assert week.last - week.first == timedelta(days=6)
    assert Week.parse(str(week)) == week == Week.of(week.first) == Week.of(week.last)


@given(WEEKS, st.integers(-120, 120))
def test_weeks_are_ordered_as_their_days_and_codes(week: Week, weeks: int) -> None:
    other = week.shifted(weeks)
    assert other.first - week.first == timedelta(weeks=weeks)
    assert (other < week) == (weeks < 0) == (str(other) < str(week))
    assert other.shifted(-weeks) == week

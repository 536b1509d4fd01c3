"""Periods of a series and their deadlines."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time, timedelta, tzinfo

from lienthong.kernel.values import Week


def deadline_of(week: Week, days: int, at: time, zone: tzinfo) -> datetime:
    """Return the instant until when a part of a week has to be done: ``days`` after Monday at a local time.

    >>> from zoneinfo import ZoneInfo
    >>> deadline_of(Week(2026, 47), 6, time(17), ZoneInfo("Asia/Ho_Chi_Minh")).isoformat()
    '2026-11-22T17:00:00+07:00'
    """
    return datetime.combine(week.first + timedelta(days=days), at, zone)


def asked_for(week: Week, first: Week, last: Week | None) -> bool:
    """Say whether a series asks for a week."""
    return first <= week and (last is None or week <= last)


def weeks_until(week: Week, first: Week, most: int) -> Iterator[Week]:
    """Yield at most so many weeks up to and including one, oldest first, none before the series began."""
    start = max(first, week.shifted(1 - most))
    while start <= week:
        yield start
        start = start.next()

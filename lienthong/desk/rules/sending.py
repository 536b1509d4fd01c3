"""When a message may go: quiet hours, one digest instead of many, and the pause before the next try. Plain Python.

Times of day are the domain's (a person's night). Waiting is counted in the machine's own seconds, and nothing ever waits
longer than LONGEST before it is looked at again: so a clock that jumped holds nothing back for good.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from enum import StrEnum

HOUR = 3600
LONGEST = HOUR
# How long one try may take before another worker takes the message over.
LEASE = 600
MOST_TRIES = 24
_PAUSES = (60, 300, 900)
_MORNING = time(7)
_DAY = timedelta(days=1)


class Rhythm(StrEnum):
    """How often a person's notices go out: at most one message an hour, or one a day at seven."""

    HOURLY = "hourly"
    DAILY = "daily"


@dataclass(frozen=True)
class Choice:
    """What somebody chose. ``ways``: channels by group of kinds; a group that is not named follows its default."""

    language: str = "vi"
    rhythm: Rhythm = Rhythm.HOURLY
    quiet_from: time = time(21)
    quiet_until: time = time(6)
    ways: dict[str, list[str]] = field(default_factory=dict)

    def wants(self, group: str, channel: str, default: Iterable[str]) -> bool:
        """Say whether a group of kinds is to come through a channel."""
        return channel in self.ways.get(group, default)


def is_due(after: int, now: int) -> bool:
    """Say whether a wait is over: its second has come, or lies further ahead than anything is made to wait.

    >>> is_due(after=1_000, now=1_000), is_due(after=1_060, now=1_000), is_due(after=1_000 + 3 * HOUR, now=1_000)
    (True, False, True)
    """
    return after <= now or after > now + 2 * LONGEST


def quiet_seconds(local: datetime, start: time, end: time) -> int:
    """Return how long it is still quiet, 0 where it is not. The same two times mean no quiet at all.

    >>> quiet_seconds(datetime(2026, 11, 22, 23), time(21), time(6)) // HOUR
    7
    >>> quiet_seconds(datetime(2026, 11, 22, 12), time(21), time(6))
    0
    """
    clock = local.time().replace(tzinfo=None)
    is_quiet = start <= clock < end if start <= end else clock >= start or clock < end
    if not is_quiet:
        return 0
    until = local.replace(hour=end.hour, minute=end.minute, second=0, microsecond=0)
    return int(((until if until > local else until + _DAY) - local).total_seconds())


def digest_seconds(local: datetime, oldest: datetime) -> int:
    """Return how long the oldest notice still waits for the next digest at seven.

    One that lies ahead of the clock by more than a day was made while the clock was wrong: it waits no longer.
    """
    if oldest > local + _DAY:
        return 0
    ready = oldest.replace(hour=_MORNING.hour, minute=0, second=0, microsecond=0)
    if ready <= oldest:
        ready += _DAY
    return max(0, int((ready - local).total_seconds()))


def hour_seconds(now: int, last: int | None) -> int:
    """Return how long it is until an hour after the last message; one from the future (a clock jumped) does not count."""
    if last is None or last > now:
        return 0
    return max(0, last + HOUR - now)


def wait_seconds(
    choice: Choice, *, urgent: bool, local: datetime, oldest: datetime, now: int, last: int | None
) -> int:
    """Return how long what waits for a person has to wait still; 0: it goes now, all in one message."""
    if urgent:
        return 0
    if quiet := quiet_seconds(local, choice.quiet_from, choice.quiet_until):
        return min(quiet, LONGEST)
    if choice.rhythm is Rhythm.DAILY:
        return min(digest_seconds(local, oldest), LONGEST)
    return min(hour_seconds(now, last), LONGEST)


def pause_after(tries: int) -> int:
    """Return how long to wait after a try that did not succeed: a minute, five, a quarter, then an hour each.

    >>> [pause_after(tries) for tries in (1, 2, 3, 4, 40)]
    [60, 300, 900, 3600, 3600]
    """
    return _PAUSES[tries - 1] if tries <= len(_PAUSES) else LONGEST

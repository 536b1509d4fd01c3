"""Until when a sender may say something of an answer: counted from the answer alone, whatever was done since. Plain Python."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache

from lienthong.kernel.working import LOCAL, Calendar

from .clocks import explain, is_within
from .dated import Lasting, lasting, read_rows
from .limits import ClockKind, limits_for


@dataclass(frozen=True)
class Window(Lasting):
    """So many days, each to its end, from a day to a day."""

    days: int


@cache
def windows() -> tuple[Window, ...]:
    """Return every window of the room's data through time."""
    return tuple(Window(**lasting(row), days=row["days"]) for row in read_rows("windows.json"))


def is_open(code: str, answered: datetime, now: datetime) -> bool:
    """Say whether a window that an answer opened is open still; LookupError where none of that name held on its day."""
    first = answered.astimezone(LOCAL).date()
    window = next((one for one in windows() if one.code == code and one.holds_on(first)), None)
    if window is None:
        raise LookupError(f"no window {code!r} on {first}")
    return answered <= now and now.astimezone(LOCAL).date() <= first + timedelta(days=window.days)


def may_reopen(class_code: str, answered: datetime, now: datetime, calendar: Calendar) -> bool:
    """Say whether a sender may have an answered matter opened again; never where its class has no such time."""
    chosen = limits_for(class_code, answered.astimezone(LOCAL).date()).get(ClockKind.REOPEN)
    return chosen is not None and is_within(chosen, answered, now, calendar)


def reopen_until(class_code: str, answered: datetime, calendar: Calendar) -> datetime | None:
    """Return when the time for opening again ends; None where there is none."""
    chosen = limits_for(class_code, answered.astimezone(LOCAL).date()).get(ClockKind.REOPEN)
    return explain(chosen, answered, calendar).due if chosen else None

"""Schedules: what a room wants done again and again, said in its ``schedules.py`` and started by whichever worker comes first.

::

    NIGHTLY = Schedule("reports.remind", kind="reports.remind_all", label=_("Nhắc các xã chưa gửi"), at="06:00")

They run on the machine's own clock: a demonstration in which domain time stands still is swept all the same.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from functools import cache
from typing import TYPE_CHECKING, Any

from .clock import LOCAL
from .rooms import said

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


@dataclass(frozen=True)
class Schedule:
    """Work of the system itself, each ``every`` or each day ``at`` an hour of Vietnam such as "06:00".

    ``kind``: room.function, as with ``ask_for``; it runs as the operator. ``words``: what it is called with.
    ``needed``: whether there is anything to do; where not, the turn passes without a job and its entries.
    """

    name: str
    kind: str
    label: str | _StrPromise
    every: timedelta | None = None
    at: str = ""
    words: Mapping[str, Any] = field(default_factory=dict)
    needed: Callable[[], bool] | None = None

    def __post_init__(self) -> None:
        if (self.every is None) == (not self.at):
            raise ValueError(f"schedule {self.name}: say either every or at")
        if self.at:
            time.fromisoformat(self.at)

    @property
    def period(self) -> int:
        """Return how many seconds lie between two runs."""
        return int((self.every or timedelta(days=1)).total_seconds())

    def first(self, now: int) -> int:
        """Return when a schedule that is new is due: at its hour, or at once. Unix seconds, as everywhere here."""
        return self.after(now) if self.at else now

    def after(self, now: int) -> int:
        """Return when it is due next after a run at ``now``.

        >>> Schedule("x.y", "x.y", "", at="06:00").after(0)  # 08:00 in Vietnam
        79200
        """
        if not self.at:
            return now + self.period
        here = datetime.fromtimestamp(now, LOCAL)
        hour = datetime.combine(here.date(), time.fromisoformat(self.at), LOCAL)
        due = hour if hour > here else hour + timedelta(days=1)
        return int(due.timestamp())

    def mended(self, due: int, now: int) -> int:
        """Return when it is really due, where the clock was put back: a day on which it has run is not run again.

        A clock that was wrong by more than a period leaves behind a time that would not come for ever.
        """
        furthest = self.after(now) + self.period if self.at else now + self.period
        return self.after(now) if due > furthest else due


@cache
def schedules() -> dict[str, Schedule]:
    """Return every schedule that the installed rooms say, by its name."""
    return {schedule.name: schedule for schedule in said("schedules", Schedule)}

"""When work is due, as people sort it: what is late, today, this week, later, or at no time at all."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta, tzinfo
from enum import StrEnum


class Group(StrEnum):
    """How urgent a piece of work is."""

    OVERDUE = "overdue"
    TODAY = "today"
    WEEK = "week"
    LATER = "later"
    NO_DUE = "none"


@dataclass(frozen=True)
class Bounds:
    """Where the groups begin: now, tomorrow's and next Monday's first moment."""

    now: datetime
    tomorrow: datetime
    monday: datetime

    @classmethod
    def at(cls, now: datetime, zone: tzinfo) -> Bounds:
        """Return the bounds at an instant, by the days of a zone.

        >>> from zoneinfo import ZoneInfo
        >>> zone = ZoneInfo("Asia/Ho_Chi_Minh")
        >>> bounds = Bounds.at(datetime(2026, 11, 22, 9, 40, tzinfo=zone), zone)
        >>> bounds.tomorrow == bounds.monday
        True
        """
        today = now.astimezone(zone).date()

        def midnight(days: int) -> datetime:
            return datetime.combine(today + timedelta(days=days), time(), zone)

        return cls(now, midnight(1), midnight(7 - today.weekday()))

    def group_of(self, due: datetime | None) -> Group:
        """Return the group of a moment: due is until when, so at that very moment nothing is late yet."""
        if due is None:
            return Group.NO_DUE
        if due < self.now:
            return Group.OVERDUE
        if due < self.tomorrow:
            return Group.TODAY
        return Group.WEEK if due < self.monday else Group.LATER

    def span_of(self, group: Group) -> tuple[datetime | None, datetime | None]:
        """Return from when to before when a group's moments lie; None: without end. Not of what has no moment."""
        return {
            Group.OVERDUE: (None, self.now),
            Group.TODAY: (self.now, self.tomorrow),
            Group.WEEK: (self.tomorrow, self.monday),
            Group.LATER: (self.monday, None),
        }[group]

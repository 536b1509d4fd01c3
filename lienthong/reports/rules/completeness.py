"""Completeness: how many of those expected have reported. Nothing is divided by zero."""

from __future__ import annotations

from bisect import bisect_right
from typing import NamedTuple

# Per cent received under which a unit is named in the alarm. A setting of the product, laid down in no law.
ALARM_BELOW = 85
# Where the classes of the map begin, from pale to deep, above the class of the alarm. Settings too.
CLASSES = (ALARM_BELOW, 90, 95, 98)


class Completeness(NamedTuple):
    """Counts of bodies: expected by the dated tree, received, received on time, approved, locked.

    ``units``: how many collecting units are expected to collect anything, and how many of them are through. ``partly``:
    bodies that belong here only in part by the structure shown, and how many of them sent; they are in no other count.
    """

    expected: int
    received: int
    on_time: int
    approved: int
    locked: int
    units: int = 0
    units_received: int = 0
    units_approved: int = 0
    partly: int = 0
    partly_received: int = 0

    @property
    def missing(self) -> int:
        """Bodies that have not sent anything that counts: the village's turn.

        In the week of a change more may be received than expected: what bodies sent that were closed meanwhile stays.
        """
        return max(0, self.expected - self.received)

    @property
    def waiting(self) -> int:
        """Returns that wait for approval: the commune's turn."""
        return self.received - self.approved

    @property
    def unlocked(self) -> int:
        """Approved returns that wait to be locked: the province's turn."""
        return self.approved - self.locked

    @property
    def asked(self) -> bool:
        """Whether anybody was expected at all. Without villages a commune is neither complete nor late."""
        return self.expected > 0

    @property
    def received_share(self) -> float | None:
        """Per cent received of those expected, or None where nobody is."""
        return share(self.received, self.expected)

    @property
    def approved_share(self) -> float | None:
        """Per cent approved of those expected, or None where nobody is."""
        return share(self.approved, self.expected)

    @property
    def on_time_share(self) -> float | None:
        """Per cent received on time of those expected, or None where nobody is."""
        return share(self.on_time, self.expected)


def class_of(share: float | None) -> int | None:
    """Return the class of a percentage: 0 under the alarm's threshold, up to 4; None of nothing.

    >>> [class_of(share) for share in (84.9, 85.0, 94.9, 98.0, None)]
    [0, 1, 2, 4, None]
    """
    return None if share is None else bisect_right(CLASSES, share)


def share(part: int, whole: int) -> float | None:
    """Return a percentage with one decimal, rounded down so that 100 means all; None of nothing.

    >>> share(1, 3), share(3, 3), share(2999, 3000), share(0, 0)
    (33.3, 100.0, 99.9, None)
    """
    return min(part * 1000 // whole / 10, 100.0) if whole else None

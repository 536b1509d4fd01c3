"""When matters may be answered together, and how many of them are told to the public."""

from __future__ import annotations

from typing import Final

# Complaints and denunciations are decided one by one by law, proposals keep the credit of who made them.
LINKED_CLASSES: Final = frozenset({"feedback", "opinion"})
OPEN_STATES: Final = frozenset({"sent", "accepted", "moving", "stuck", "asking"})
# So many in one transaction; more are linked by a job, so many at a time.
MOST_AT_ONCE: Final = 500
# From so many copies on something is called a campaign.
CAMPAIGN: Final = 5
_FEW: Final = 5


def shown_senders(count: int) -> int | None:
    """Return a number of senders as the public may read it: rounded down to 5, 10, 50, …; None for fewer than five.

    >>> [shown_senders(n) for n in (1, 4, 5, 13, 49, 74, 1003)]
    [None, None, 5, 10, 45, 70, 1000]
    """
    if count < _FEW:
        return None
    step = 5 if count < 10 * _FEW else 10 if count < 20 * _FEW else 50
    return count - count % step

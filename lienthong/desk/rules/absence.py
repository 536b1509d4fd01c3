"""Who may stand in for whom, and when. Plain Python: accounts and posts are their keys."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

# Whoever is away longer than this hands over, or is followed by an acting holder.
LONGEST = timedelta(days=366)


class Fault(StrEnum):
    """Why somebody may not stand in."""

    BACKWARDS = "backwards"
    BACKDATED = "backdated"
    TOO_LONG = "too_long"
    ONESELF = "oneself"
    OVERLAP = "overlap"
    LOOP = "loop"
    STAND_IN_AWAY = "stand_in_away"
    DEPUTY_OF_DEPUTY = "deputy_of_deputy"


@dataclass(frozen=True)
class Away:
    """An account is away on the days [since, until), and another stands in."""

    account: int
    stand_in: int
    since: date
    until: date
    post: int | None = None

    def meets(self, other: Away) -> bool:
        """Say whether both hold on one day at least."""
        return self.since < other.until and other.since < self.until


def fault_of(new: Away, others: Iterable[Away], today: date) -> Fault | None:
    """Return why an absence may not be begun beside the others, or None.

    What is lent is not lent on: who stands in for somebody is not stood in for on the same days, and the other way round.

    >>> day = date(2026, 11, 23)
    >>> mine = Away(1, 2, day, day + timedelta(days=3))
    >>> fault_of(mine, [], day), fault_of(mine, [Away(2, 1, day, day + timedelta(days=9))], day)
    (None, <Fault.LOOP: 'loop'>)
    """
    if new.since >= new.until:
        return Fault.BACKWARDS
    if new.since < today:
        return Fault.BACKDATED
    if new.until - new.since > LONGEST:
        return Fault.TOO_LONG
    if new.account == new.stand_in:
        return Fault.ONESELF
    return min((found for other in others if (found := _clash(new, other))), key=_ORDER.index, default=None)


_ORDER = list(Fault)


def _clash(new: Away, other: Away) -> Fault | None:
    if not new.meets(other):
        return None
    if other.account == new.account:
        two_posts = None not in {new.post, other.post} and new.post != other.post
        return None if two_posts else Fault.OVERLAP
    if other.account == new.stand_in:
        return Fault.LOOP if other.stand_in == new.account else Fault.STAND_IN_AWAY
    return Fault.DEPUTY_OF_DEPUTY if other.stand_in == new.account else None

"""Trying again what broke: after how long, and what is kept of the fault for IT staff."""

from __future__ import annotations

import hashlib
import traceback
from typing import Final

# Seconds after the first, second, third … try that failed.
WAITS: Final = (10, 60, 300, 1800)
# No wait is longer than this, jitter included: a moment that lies further ahead was written before the clock jumped back.
LONGEST: Final = 2 * WAITS[-1]
_JITTER_PERCENT: Final = 20


def wait_after(tries: int, name: object) -> int:
    """Return how many seconds to wait after so many tries that failed (1 or more).

    Up to a fifth is added, so that what broke together does not come back together; the same name and try always
    get the same addition.

    >>> [wait_after(tries, "v") // 10 for tries in (1, 2, 3)]
    [1, 7, 33]
    """
    base = WAITS[min(tries, len(WAITS)) - 1]
    share = hashlib.blake2b(f"{name}\x1f{tries}".encode(), digest_size=2).digest()
    return base + base * (int.from_bytes(share, "big") % (_JITTER_PERCENT + 1)) // 100


def is_due(not_before: int, now: int) -> bool:
    """Say whether the wait is over; also where the machine's clock was put back meanwhile."""
    return not now < not_before <= now + LONGEST


def place_of(error: BaseException) -> str:
    """Return what broke and where: the kind of fault and its place in our code, never its words, which may hold data.

    >>> place_of(ValueError("Nguyễn Thị Lan"))
    'ValueError'
    """
    steps = traceback.extract_tb(error.__traceback__)
    ours = [step for step in steps if "/lienthong/" in step.filename] or steps[-1:]
    where = [f"lienthong/{step.filename.rpartition('/lienthong/')[2]}:{step.lineno}" for step in ours[-1:]]
    return " · ".join([type(error).__name__, *where])[:300]

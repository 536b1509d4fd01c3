"""What a sender can say of an answer besides the verdict, and when a count is too small to be shown. Plain Python."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

# Codes of reasons; what they are called is said by ``messages.answers``.
REASONS: Final = ("vague", "no_evidence", "not_done", "missed", "late", "attitude", "other")
MOST_WORDS: Final = 1000
# A count of fewer ratings than this is not shown to the public: it could tell what one person said.
LEAST_SHOWN: Final = 10


def known(reasons: Iterable[str]) -> list[str]:
    """Return those of some reasons that there are, once each, in their own order.

    >>> known(["late", "vague", "late", "x"])
    ['vague', 'late']
    """
    wanted = set(reasons)
    return [code for code in REASONS if code in wanted]


def shown(counts: Mapping[str, int], least: int = LEAST_SHOWN) -> dict[str, int] | None:
    """Return counts by verdict as the public may see them: all of them, or None where too few have rated.

    >>> shown({"satisfied": 9, "poor": 1}), shown({"satisfied": 8, "poor": 1})
    ({'satisfied': 9, 'poor': 1}, None)
    """
    return dict(counts) if sum(counts.values()) >= least else None

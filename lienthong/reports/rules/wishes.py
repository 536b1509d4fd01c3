"""What somebody who types "bao cao tuan 47 ea tul" wants to see. Plain Python."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Final

_WEEK_WORDS: Final = frozenset({"tuan", "week"})
_GLUED = re.compile(r"[tw](\d{1,2})", re.ASCII)
_YEAR = re.compile(r"20\d\d", re.ASCII)
_LAST_WEEK: Final = 53
_ENOUGH: Final = 2


@dataclass(frozen=True)
class Wish:
    """A report of a week, of the unit that the other words name. None where no week, no year is said."""

    week: int | None
    year: int | None
    unit: tuple[str, ...]


def read_wish(words: Sequence[str], name: Collection[str]) -> Wish | None:
    """Return what is wanted of a series of this name; None where the words do not ask for a report.

    ``words``, ``name``: without marks. Two words of the name are enough, and so is a week.

    >>> read_wish("bao cao tuan 47 ea tul".split(), {"bao", "cao", "tuan"})
    Wish(week=47, year=None, unit=('ea', 'tul'))
    >>> read_wish("ea tul 2026 w47".split(), {"bao", "cao", "tuan"})
    Wish(week=47, year=2026, unit=('ea', 'tul'))
    >>> read_wish("xa ea tul".split(), {"bao", "cao", "tuan"}) is None
    True
    """
    week, used = _week_in(words)
    left = [word for place, word in enumerate(words) if place not in used]
    year = next((int(word) for word in left if week is not None and _YEAR.fullmatch(word)), None)
    left = [word for word in left if year is None or word != str(year)]
    named = sum(word in name for word in words)
    if named < min(_ENOUGH, len(name)) and week is None:
        return None
    rest = left if named < _ENOUGH else [word for word in left if word not in name]
    return Wish(week, year, tuple(rest))


def _week_in(words: Sequence[str]) -> tuple[int | None, set[int]]:
    """Return the number of the week that is said, and which words say it."""
    for place, word in enumerate(words):
        glued = _GLUED.fullmatch(word)
        if glued and 0 < int(glued[1]) <= _LAST_WEEK:
            return int(glued[1]), {place}
        after = words[place + 1] if place + 1 < len(words) else ""
        if word in _WEEK_WORDS and after.isascii() and after.isdigit() and 0 < int(after[:3]) <= _LAST_WEEK:
            return int(after), {place, place + 1}
    return None, set()

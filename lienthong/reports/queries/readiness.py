"""Trees laid out before anybody asks for figures: the first figure of a web process comes as soon as any later one."""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache
from typing import Final, NamedTuple

from lienthong.kernel import clock
from lienthong.registry.queries import began_on, roots_of, stamp_of, unchanged_since

from .copied import every_series
from .kept import Key, shape_of
from .moving import Moved, sorting_of

# Of the last weeks so many trees that differ: a restructuring leaves two of them.
_WEEKS: Final = 10
_TREES: Final = 3


class _Where(NamedTuple):
    """A tree, and the level whose bodies report in it."""

    tree: int
    level: str


class _Seen(NamedTuple):
    """A tree as it was looked at last: its stamp, since when it has stood, and since when those before it stood."""

    stamp: object
    now: date
    before: tuple[date, ...]


_seen: dict[_Where, _Seen] = {}


def lay_out_trees() -> None:
    """Lay out the trees in which reports are asked for; to be called again and again, since what is laid out is kept.

    A tree that changes is waited for until it stands still: while a country is loaded no process lays it out all the time.
    """
    for where in sorted({_Where(one.tree_id, one.level) for one in every_series()}):
        seen = _look_at(where)
        stands_still = _seen.get(where) in {None, seen}
        _seen[where] = seen
        if stands_still:
            _lay_out(where, seen)


def _look_at(where: _Where) -> _Seen:
    stamp, today = stamp_of(where.tree), clock.today()
    now, first = unchanged_since(where.tree, stamp, today), began_on(where.tree, stamp)
    weeks = (today - timedelta(weeks=number) for number in range(1, _WEEKS + 1))
    since = {unchanged_since(where.tree, stamp, day) for day in weeks if first and first <= day} - {now}
    return _Seen(stamp, now, tuple(sorted(since, reverse=True)[:_TREES]))


def _lay_out(where: _Where, seen: _Seen) -> None:
    """Ask for what figures need: whatever is still remembered costs nothing, and is not forgotten for lack of use."""
    for root in _roots(seen.stamp, where.tree, seen.now):
        for day in (seen.now, *seen.before):
            shape_of(Key(0, (), where.tree, where.level, day, "", root), seen.stamp)
        for held_on in seen.before:
            for depth in (0, 1):  # as a whole, and by what stands directly below
                sorting_of(seen.stamp, where.tree, where.level, root, Moved(held_on, seen.now), depth)


@lru_cache(maxsize=16)
def _roots(stamp: object, tree_id: int, day: date) -> list[int]:
    return roots_of(tree_id, day)

"""Which kept rows of a period move whole into the units of another day's tree, and whose have to be read in parts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Final, NamedTuple

import numpy as np

from lienthong.kernel import sql
from lienthong.registry.queries import Moves, Single, moves_of, parents_of, unchanged_since

from ..rules import totals
from .kept import Key, Shape, shape_of
from .series import Asked

# Not a unit's key: outside of what is shown.
OUTSIDE: Final = -1
_CHUNK: Final = 400


class Moved(NamedTuple):
    """From the day of which tree to that of which other one totals have to be moved."""

    held_on: date
    day: date


def moved_between(asked: Asked, key: Key, stamp: object) -> Moved | None:
    """Return between which trees a week has to be moved; None where it is shown by its own."""
    if asked.structure.day is None:
        return None
    held_on, day = (unchanged_since(key.tree, stamp, on) for on in (key.day, asked.structure.day))
    return None if held_on == day else Moved(held_on, day)


class Whole(NamedTuple):
    """Units of the period, in order of their keys, all of whose bodies stand in one of the units shown."""

    units: totals.Row
    groups: totals.Row
    expected: totals.Row


@dataclass
class Sorting:
    """Where the bodies that reported count by the tree of another day.

    ``by_body``: each body that reports is a unit shown. ``group_of``: the unit shown in which a place lies. ``split``:
    units whose bodies went to several units shown. ``single``: their bodies that do not stand on both days.
    ``expected``: how many of the split units' bodies are expected in each unit shown; ``partly``: in part only.
    """

    day: date
    by_body: bool
    group_of: Mapping[int, int]
    whole: Whole = field(default_factory=lambda: Whole(as_row(()), as_row(()), as_row(())))
    split: Sequence[int] = ()
    single: Mapping[int, Single] = field(default_factory=dict)
    expected: dict[int, int] = field(default_factory=dict)
    partly: dict[int, int] = field(default_factory=dict)

    def place(self, body: int, above: int | None = None) -> int:
        """Return the unit shown in which a body stands, or outside. ``above``: what it stands below, where that is known."""
        group = self.group_of.get(body if above is None else above, OUTSIDE)
        return body if self.by_body and group != OUTSIDE else group

    def places_of(self, one: Single) -> set[int]:
        """Return the units shown, or outside, in which the parts of a body lie."""
        return {self.place(part.body) for part in one.parts} or {OUTSIDE}


@lru_cache(maxsize=64)
def sorting_of(stamp: object, tree: int, level: str, ancestor: int, moved: Moved, depth: int) -> Sorting:
    """Return where what was reported counts by the units so many steps below an ancestor; deeper than all by the bodies."""
    held_on, day = moved
    key = Key(0, (), tree, level, day, "", ancestor)
    shape = shape_of(key, stamp)
    moves = moves_of(stamp, tree, level, held_on, day)
    # Where the bodies that report stand directly below the unit itself, each of them is a unit shown.
    by_body = depth >= shape.ways.shape[1]
    column = shape.ways[:, 0 if by_body else depth]
    found = Sorting(day, by_body, _groups_of(shape, column, tree, moves, day))
    stood, single = _stood(found, moves), _single(found, moves)
    _sort(found, np.concatenate([stood, single]))
    bodies: dict[int, list[Single]] = defaultdict(list)
    for one in moves.single:
        bodies[one.unit].append(one)
    found.single = {one.body: one for unit in found.split for one in bodies[unit]}
    _expect(found, stood)
    if found.by_body and found.split:
        found.expected |= {body: 1 for (body,) in sql.fetch(_OWN, held_on, held_on, ancestor, tree, day, day)}
    return found


def as_row(numbers: Iterable[int]) -> totals.Row:
    """Return keys or counts as one row of 64-bit integers."""
    return np.array(list(numbers), dtype=np.int64)


def _stood(sorting: Sorting, moves: Moves) -> totals.Matrix:
    """Return, of the bodies that stand on both days, the unit then, the unit shown, and how many."""
    groups = sorting.group_of
    rows = _as_rows((unit, groups.get(now, OUTSIDE), count) for unit, now, count in moves.pairs)
    if not sorting.by_body:
        return rows
    apart = rows[rows[:, 1] != OUTSIDE]  # they are to be told apart
    return np.concatenate(
        [rows, np.column_stack((apart[:, 0], np.full(len(apart), OUTSIDE), apart[:, 2] * 0))]
    )


def _single(sorting: Sorting, moves: Moves) -> totals.Matrix:
    """Return, of the bodies that do not, the unit then, each unit shown in which a part lies, and whether they are expected."""
    return _as_rows(
        (one.unit, group, one.expected) for one in moves.single for group in sorting.places_of(one)
    )


def _as_rows(rows: Iterable[tuple[int, int, int]]) -> totals.Matrix:
    return np.array(list(rows), dtype=np.int64).reshape(-1, 3)


def _sort(sorting: Sorting, rows: totals.Matrix) -> None:
    """Tell units all of whose rows lead to one unit shown from those that are split; the others lie outside."""
    units, places = np.unique(rows[:, 0], return_inverse=True)
    first, last = np.full(len(units), np.iinfo(np.int64).max), np.full(len(units), OUTSIDE)
    expected = np.zeros(len(units), dtype=np.int64)
    np.minimum.at(first, places, rows[:, 1])
    np.maximum.at(last, places, rows[:, 1])
    np.add.at(expected, places, rows[:, 2])
    whole = (first == last) & (last != OUTSIDE)
    sorting.whole = Whole(units[whole], last[whole], expected[whole])
    sorting.split = units[first != last].tolist()


def _groups_of(shape: Shape, column: totals.Row, tree: int, moves: Moves, day: date) -> dict[int, int]:
    """Return the unit shown in which each place lies: upper bodies by their way, single bodies by what stands above them."""
    groups = dict(zip(shape.units.tolist(), column.tolist(), strict=True)) if len(shape.units) else {}
    places = {part.body for one in moves.single for part in one.parts} - groups.keys()
    above = _parents(tree, places, day)
    return groups | {body: groups.get(unit, OUTSIDE) for body, unit in above.items()}


def _parents(tree: int, bodies: Iterable[int], day: date) -> dict[int, int]:
    wanted = sorted(bodies)
    found: dict[int, int] = {}
    for start in range(0, len(wanted), _CHUNK):
        rows = parents_of(tree, wanted[start : start + _CHUNK], day)
        found |= {body: unit for body, (unit, _uid) in rows.items()}
    return found


def _expect(sorting: Sorting, stood: totals.Matrix) -> None:
    """Count who is expected of the split units: wholly in a unit shown, or in part."""
    if not sorting.by_body:
        for _unit, group, count in stood[np.isin(stood[:, 0], sorting.split)].tolist():
            sorting.expected[group] = sorting.expected.get(group, 0) + count
    for one in sorting.single.values():
        if one.expected:
            where = sorting.places_of(one)
            counted = sorting.expected if len(where) == 1 else sorting.partly
            for group in where:
                counted[group] = counted.get(group, 0) + 1


_OWN = """
SELECT now.child_id FROM registry_organisationedge now
JOIN registry_organisationedge held ON held.child_id = now.child_id AND held.tree_id = now.tree_id
    AND held.valid_from <= %s AND held.valid_to > %s AND held.parent_id IS NOT NULL
WHERE now.parent_id = %s AND now.tree_id = %s AND now.valid_from <= %s AND now.valid_to > %s
"""

"""The kept rows of collecting units: fetched, placed in the tree of the period, and added up by unit."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from lienthong.kernel import sql
from lienthong.kernel.values import Week
from lienthong.registry.queries import Unit

from ..rules import totals
from ..rules.completeness import Completeness
from .series import Asked, collecting_level, steps_between


class Stage(StrEnum):
    """Which of the two totals a figure comes from."""

    RECEIVED = "received"
    APPROVED = "approved"


class UnitTotals(NamedTuple):
    """What stands below a unit for a week: who was expected, and what came in, in both stages."""

    completeness: Completeness
    received: totals.Sums
    approved: totals.Sums

    def of(self, stage: Stage) -> totals.Sums:
        """Return the sums of one stage."""
        return self.received if stage is Stage.RECEIVED else self.approved


# Collecting units below an ancestor, by key: each with its group and how many it expects.
_SHAPE = """
SELECT own.descendant_id, up.ancestor_id, COALESCE(expected.count, 0)
FROM registry_closure own
JOIN registry_closure up
    ON up.descendant_id = own.descendant_id AND up.tree_id = own.tree_id AND up.depth = %s
    AND up.valid_from <= %s AND up.valid_to > %s
LEFT JOIN registry_childcount expected
    ON expected.parent_id = own.descendant_id AND expected.tree_id = own.tree_id
    AND expected.valid_from <= %s AND expected.valid_to > %s
WHERE own.ancestor_id = %s AND own.tree_id = %s AND own.depth = %s AND own.valid_from <= %s AND own.valid_to > %s
ORDER BY own.descendant_id
"""
# Two stamps stand for all that a total comes from: of the tree, and of the week's kept rows.
_STAMPS = """
SELECT (SELECT stamp FROM registry_tree WHERE id = %s),
    (SELECT COALESCE(SUM(mark), 0) FROM reports_total WHERE series_id = %s AND period = %s)
"""
_KEPT = "SELECT unit_id, received, approved FROM reports_total WHERE series_id = %s AND period = %s"
# Up to so many units are asked for by name; beyond that the whole week is read.
_FEW = 400


class Key(NamedTuple):
    """What is read: the kept rows of a week's collecting units, ``depth`` steps below an ancestor.

    Each row belongs to a group, the unit ``group_depth`` steps above it.
    """

    series: int
    slots: tuple[str, ...]
    tree: int
    day: date
    period: str
    ancestor: int
    depth: int
    group_depth: int

    @classmethod
    def of(cls, asked: Asked, ancestor: int, depth: int, group_depth: int, period: str = "") -> Key:
        """Ask for the rows of a week; ``period``: of its month instead, by the week's tree."""
        series, week = asked.series, asked.week
        return cls(
            series=series.pk,
            slots=tuple(asked.slots),
            tree=series.tree_id,
            day=week.last,
            period=period or str(week),
            ancestor=ancestor,
            depth=depth,
            group_depth=group_depth,
        )


class Stamps(NamedTuple):
    """Of a tree, and of the kept rows of a period."""

    tree: object
    kept: int


@dataclass(frozen=True)
class Shape:
    """The collecting units below an ancestor on a day, in order of their keys."""

    units: totals.Row
    groups: totals.Row
    expected: totals.Row


@lru_cache(maxsize=128)
def _shape(stamp: object, tree: int, ancestor: int, depth: int, group_depth: int, day: date) -> Shape:
    """Read a shape once a process; ``stamp`` is another one as soon as the tree has changed."""
    rows = sql.fetch(_SHAPE, group_depth, day, day, day, day, ancestor, tree, depth, day, day)
    return Shape(*np.array(rows, dtype=np.int64).reshape(-1, 3).T)


@dataclass(frozen=True)
class Collected:
    """What collecting units keep: rows, and the place of each row's unit in the shape."""

    shape: Shape
    places: npt.NDArray[np.intp]
    received: totals.Matrix
    approved: totals.Matrix
    slots: tuple[str, ...]


def stamps_of(key: Key) -> Stamps:
    """Read the stamps, always before the rows: what is remembered under them may be newer, never older."""
    ((tree, kept),) = sql.fetch(_STAMPS, key.tree, key.series, key.period)
    return Stamps(tree, int(kept))


def collected(key: Key, stamp: object) -> Collected | None:
    """Fetch the kept rows; None where the tree has no collecting units there."""
    shape = shape_of(key, stamp)
    if not len(shape.units):
        return None
    few = shape.units.tolist() if len(shape.units) <= _FEW else []
    named = f" AND unit_id IN ({', '.join(['%s'] * len(few))})" if few else ""
    rows = sql.fetch(_KEPT + named, key.series, key.period, *few)
    units = np.array([row[0] for row in rows], dtype=np.int64)
    places = np.minimum(np.searchsorted(shape.units, units), len(shape.units) - 1)
    inside = shape.units[places] == units
    received, approved = (totals.read_rows([row[stage] for row in rows], len(key.slots)) for stage in (1, 2))
    if inside.all():
        return Collected(shape, places, received, approved, key.slots)
    return Collected(shape, places[inside], received[inside], approved[inside], key.slots)


def grouped(held: Collected, groups: totals.Row) -> dict[int, UnitTotals]:
    """Add collecting units up by group."""
    expected = held.shape.expected
    collects = expected > 0
    through = (collects & (_returns(held, rows) >= expected) for rows in (held.received, held.approved))
    counts = np.column_stack((expected, collects, *through)).astype(np.int64)
    counted = totals.add_up(counts, groups)
    of_rows = groups[held.places]
    got, passed = (totals.add_up(rows, of_rows, held.slots) for rows in (held.received, held.approved))
    zero = totals.read_row(None, len(held.slots))
    return {
        group: _unit_totals(held.slots, counts_of, got.get(group, zero), passed.get(group, zero))
        for group, counts_of in counted.items()
    }


def _returns(held: Collected, rows: totals.Matrix) -> totals.Row:
    """Return how many returns count at each unit of the shape."""
    returns = np.zeros(len(held.shape.units), dtype=np.int64)
    returns[held.places] = rows[:, totals.RETURNS]
    return returns


def _unit_totals(
    slots: tuple[str, ...], counts: totals.Row, received: totals.Row, approved: totals.Row
) -> UnitTotals:
    expected, units, units_received, units_approved = counts.tolist()
    returns, on_time = received[totals.RETURNS], received[totals.ON_TIME]
    passed, locked = approved[totals.RETURNS], approved[totals.LOCKED]
    completeness = Completeness(
        expected, int(returns), int(on_time), int(passed), int(locked), units, units_received, units_approved
    )
    return UnitTotals(completeness, totals.Sums(received, slots), totals.Sums(approved, slots))


def nothing(slots: tuple[str, ...]) -> UnitTotals:
    """Return the totals of a unit below which nobody is expected and nothing came in."""
    zero = totals.read_row(None, len(slots))
    return _unit_totals(slots, np.zeros(4, dtype=np.int64), zero, zero)


def whole(held: Collected, unit: int) -> UnitTotals:
    """Add collecting units up to one."""
    return grouped(held, np.full(len(held.shape.units), unit))[unit]


@dataclass(frozen=True)
class Below:
    """What stands below a unit: as a whole, and by group."""

    whole: UnitTotals
    groups: Mapping[int, UnitTotals]


@lru_cache(maxsize=256)
def _remembered(stamps: Stamps, key: Key) -> Below:
    """Add up once a process what has not changed since: exact, because another state has other stamps."""
    held = collected(key, stamps.tree)
    if held is None:
        return Below(nothing(key.slots), {})
    return Below(whole(held, key.ancestor), grouped(held, held.shape.groups))


def below(asked: Asked, unit: Unit, *, by_child: bool, period: str = "") -> Below:
    """Return what stands below a unit for a week, or what is kept of the month in ``period``."""
    depth = steps_between(unit.level, collecting_level(asked.series))
    key = Key.of(asked, unit.id, depth, depth - 1 if by_child else depth, period)
    return _remembered(stamps_of(key), key)


# Rows of months lie between those of weeks where a year ends.
_MARKS = """
SELECT period, SUM(mark) FROM reports_total
WHERE series_id = %s AND period BETWEEN %s AND %s AND period LIKE '%%-W%%' GROUP BY period
"""


def weeks_below(asked: Asked, unit: Unit, first: Week) -> Iterator[tuple[Week, UnitTotals]]:
    """Yield the weeks from a first one up to the one asked for of which rows are kept, each with the unit's totals."""
    depth = steps_between(unit.level, collecting_level(asked.series))
    key = Key.of(asked, unit.id, depth, depth)
    tree = stamps_of(key).tree
    for period, kept in sorted(sql.fetch(_MARKS, key.series, str(first), str(asked.week))):
        week = Week.parse(period)
        stamps = Stamps(tree, int(kept))
        yield week, _remembered(stamps, key._replace(day=week.last, period=period)).whole


def shape_of(key: Key, stamp: object) -> Shape:
    """Return the collecting units below an ancestor on a day, each with its group and how many it expects."""
    return _shape(stamp, key.tree, key.ancestor, key.depth, key.group_depth, key.day)

"""The kept rows of collecting units: fetched, placed in the tree of the period, and added up by unit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from lienthong.kernel import sql
from lienthong.kernel.values import Week
from lienthong.registry.queries import ESTATE, Unit, unchanged_since

from ..rules import totals
from ..rules.completeness import Completeness
from .series import Asked, levels_above


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


# How far below an ancestor the lowest body stands, and of which level it is.
_LOWEST = """
SELECT own.depth, body.level
FROM registry_closure own JOIN registry_organisation body ON body.id = own.descendant_id
WHERE own.ancestor_id = %s AND own.tree_id = %s AND own.depth < %s AND own.valid_from <= %s AND own.valid_to > %s
ORDER BY own.depth DESC LIMIT 1
"""
# The bodies below an ancestor that do not report themselves: how far below, what each stands directly below; how many stand
# directly below it, if any of those that report do.
_SHAPE = """
SELECT own.descendant_id, own.depth, edge.parent_id, CASE WHEN EXISTS (
        SELECT 1 FROM registry_organisationedge below
        JOIN registry_organisation child ON child.id = below.child_id AND child.level = %s
        WHERE below.parent_id = own.descendant_id AND below.tree_id = own.tree_id
            AND below.valid_from <= %s AND below.valid_to > %s)
    THEN COALESCE(expected.count, 0) ELSE 0 END
FROM registry_closure own
JOIN registry_organisation body ON body.id = own.descendant_id
JOIN registry_organisationedge edge
    ON edge.child_id = own.descendant_id AND edge.tree_id = own.tree_id
    AND edge.valid_from <= %s AND edge.valid_to > %s
LEFT JOIN registry_childcount expected
    ON expected.parent_id = own.descendant_id AND expected.tree_id = own.tree_id
    AND expected.valid_from <= %s AND expected.valid_to > %s
WHERE own.ancestor_id = %s AND own.tree_id = %s AND own.depth <= %s AND own.valid_from <= %s AND own.valid_to > %s
    AND body.level IN ({levels})
"""
# Two stamps stand for all that a total comes from: of the tree, and of the week's kept rows.
_STAMPS = """
SELECT (SELECT stamp FROM registry_tree WHERE id = %s),
    (SELECT COALESCE(SUM(mark), 0) FROM reports_total WHERE series_id = %s AND period = %s)
"""
# What is approved is most often all that was received: then it is not handed over twice.
_KEPT = "SELECT unit_id, received, NULLIF(approved, received) FROM reports_total WHERE series_id = %s AND period = %s"
# Up to so many units are asked for by name; beyond that the whole week is read.
_FEW = 400


class Key(NamedTuple):
    """What is read: the kept rows of a period at all units below an ancestor, by the tree of a day."""

    series: int
    slots: tuple[str, ...]
    tree: int
    level: str
    day: date
    period: str
    ancestor: int

    @classmethod
    def of(cls, asked: Asked, ancestor: int, period: str = "") -> Key:
        """Ask for the rows of a week; ``period``: of its month instead, by the week's tree."""
        series, week = asked.series, asked.week
        return cls(
            series=series.pk,
            slots=tuple(asked.slots),
            tree=series.tree_id,
            level=series.level,
            day=week.last,
            period=period or str(week),
            ancestor=ancestor,
        )


class Stamps(NamedTuple):
    """Of a tree, and of the kept rows of a period."""

    tree: object
    kept: int


@dataclass(frozen=True)
class Shape:
    """The units below an ancestor on a day (the ancestor too), in order of their keys: all bodies that do not report.

    ``ways``: of each the way down to it, the ancestor first, filled up with itself. ``depths``: how far below it stands.
    ``expected``: how many bodies report to it.
    """

    units: totals.Row
    ways: totals.Matrix
    depths: totals.Row
    expected: totals.Row

    @property
    def has_between(self) -> bool:
        """Whether anything stands between the ancestor and the bodies that report."""
        return int(self.ways.shape[1]) > 1


@lru_cache(maxsize=128)
def _shape(stamp: object, tree: int, level: str, ancestor: int, day: date) -> Shape:
    """Read a shape once a process; ``stamp`` is another one as soon as the tree has changed."""
    lowest = sql.fetch(_LOWEST, ancestor, tree, ESTATE, day, day)
    depth, of_level = lowest[0] if lowest else (0, "")
    upper = levels_above(level)
    statement = _SHAPE.format(levels=", ".join(["%s"] * len(upper)))
    values = (level, *([day] * 6), ancestor, tree, depth - 1 if of_level == level else depth, day, day)
    return _shaped(ancestor, sql.fetch(statement, *values, *upper))


def _shaped(ancestor: int, rows: Iterable[tuple[int, int, int | None, int]]) -> Shape:
    """Lay out units: of each its depth below the ancestor, what it stands directly below, and how many stand below itself."""
    units, depths, parents, expected = (
        np.array(
            sorted(
                (unit, depth, parent if depth else ancestor, count) for unit, depth, parent, count in rows
            ),
            dtype=np.int64,
        )
        .reshape(-1, 4)
        .T
    )
    above = np.searchsorted(units, parents)
    ways = np.repeat(units[:, None], depths.max(initial=0) + 1, axis=1)
    for depth in range(1, ways.shape[1]):
        there = depths == depth
        ways[there, :depth] = ways[above[there], :depth]
    # Of those directly below a unit the ones that do not report are not expected.
    expected = expected.copy()
    np.subtract.at(expected, above[depths > 0], 1)
    return Shape(units, ways, depths, np.maximum(expected, 0))


class KeptRows(NamedTuple):
    """Kept rows: of which units, and what these come to in both stages; one and the same matrix, where all is approved."""

    units: totals.Row
    received: totals.Matrix
    approved: totals.Matrix

    @property
    def distinct(self) -> tuple[totals.Matrix, ...]:
        """The matrices that differ."""
        return (self.received,) if self.approved is self.received else (self.received, self.approved)

    def at(self, places: npt.NDArray[Any]) -> KeptRows:
        """Return some of the rows: those at places, or where a mask is true."""
        received = self.received[places]
        approved = self.approved[places] if len(self.distinct) > 1 else received
        return KeptRows(self.units[places], received, approved)


def read_kept(key: Key, units: Sequence[int] | None = None) -> KeptRows:
    """Read what is kept for a period: of some units, or of all."""
    statement, values = _KEPT, [key.series, key.period]
    if units is not None:
        among, listed = sql.among(units)
        statement, values = f"{statement} AND unit_id {among}", [*values, listed]
    found = sql.fetch(statement, *values)
    of_units = np.array([row[0] for row in found], dtype=np.int64)
    both = totals.read_both([row[1] for row in found], [row[2] for row in found], len(key.slots))
    return KeptRows(of_units, *both)


@dataclass(frozen=True)
class Collected:
    """What collecting units keep: rows, and the place of each row's unit in the shape."""

    shape: Shape
    places: npt.NDArray[np.intp]
    rows: KeptRows
    slots: tuple[str, ...]


def stamps_of(key: Key) -> Stamps:
    """Read the stamps, always before the rows: what is remembered under them may be newer, never older."""
    ((tree, kept),) = sql.fetch(_STAMPS, key.tree, key.series, key.period)
    return Stamps(sql.as_uid(tree), int(kept))


def collected(key: Key, stamp: object) -> Collected | None:
    """Fetch the kept rows; None where the tree has no collecting units there."""
    shape = shape_of(key, stamp)
    if not len(shape.units):
        return None
    rows = read_kept(key, shape.units.tolist() if len(shape.units) <= _FEW else None)
    places = np.minimum(np.searchsorted(shape.units, rows.units), len(shape.units) - 1)
    inside = shape.units[places] == rows.units
    if not inside.all():
        places, rows = places[inside], rows.at(inside)
    return Collected(shape, places, rows, key.slots)


def grouped(held: Collected, groups: totals.Row) -> dict[int, UnitTotals]:
    """Add collecting units up by group."""
    rows, expected = held.rows, held.shape.expected
    collects = expected > 0
    through = (collects & (_returns(held, stage) >= expected) for stage in (rows.received, rows.approved))
    counts = np.column_stack((expected, collects, *through)).astype(np.int64)
    counted = totals.add_up(counts, groups)
    got, passed = both_added_up(rows, groups[held.places], held.slots)
    zero = totals.read_row(None, len(held.slots))
    return {
        group: unit_totals(
            counts_of,
            totals.Sums(got.get(group, zero), held.slots),
            totals.Sums(passed.get(group, zero), held.slots),
        )
        for group, counts_of in counted.items()
    }


def both_added_up(
    rows: KeptRows, groups: totals.Row, slots: tuple[str, ...]
) -> tuple[dict[int, totals.Row], dict[int, totals.Row]]:
    """Add kept rows up by group in both stages; once, where all is approved."""
    added = [totals.add_up(stage, groups, slots) for stage in rows.distinct]
    return added[0], added[-1]


def _returns(held: Collected, rows: totals.Matrix) -> totals.Row:
    """Return how many returns count at each unit of the shape."""
    returns = np.zeros(len(held.shape.units), dtype=np.int64)
    returns[held.places] = rows[:, totals.RETURNS]
    return returns


def unit_totals(counts: totals.Row, received: totals.Sums, approved: totals.Sums) -> UnitTotals:
    """Return totals with their completeness; ``counts``: bodies expected, units, units received, units approved."""
    expected, units, units_received, units_approved = counts.tolist()
    completeness = Completeness(
        expected,
        received.returns,
        received.on_time,
        approved.returns,
        approved.locked,
        *(units, units_received, units_approved),
    )
    return UnitTotals(completeness, received, approved)


def nothing(slots: tuple[str, ...]) -> UnitTotals:
    """Return the totals of a unit below which nobody is expected and nothing came in."""
    zero = totals.read_row(None, len(slots))
    sums = totals.Sums(zero, slots)
    return unit_totals(np.zeros(4, dtype=np.int64), sums, sums)


def whole(held: Collected, unit: int) -> UnitTotals:
    """Add collecting units up to one."""
    return grouped(held, np.full(len(held.shape.units), unit))[unit]


@dataclass(frozen=True)
class Below:
    """What stands below a unit: as a whole, and by group."""

    whole: UnitTotals
    groups: Mapping[int, UnitTotals]


@lru_cache(maxsize=256)
def _remembered(stamps: Stamps, key: Key, by_child: bool) -> Below:
    """Add up once a process what has not changed since: exact, because another state has other stamps."""
    held = collected(key, stamps.tree)
    if held is None:
        return Below(nothing(key.slots), {})
    between = by_child and held.shape.has_between
    return Below(whole(held, key.ancestor), grouped(held, held.shape.ways[:, 1]) if between else {})


def below_as_was(stamps: Stamps, key: Key, *, by_child: bool) -> Below:
    """Return what stands below a unit by the tree of the period itself."""
    return _remembered(stamps, key, by_child)


# Rows of months lie between those of weeks where a year ends.
_MARKS = """
SELECT period, SUM(mark) FROM reports_total
WHERE series_id = %s AND period BETWEEN %s AND %s AND period LIKE '%%-W%%' GROUP BY period
"""


def weeks_kept(key: Key, first: Week, last: Week) -> Iterator[tuple[Week, Stamps]]:
    """Yield the weeks from a first to a last one of which rows are kept, each with the stamps of its rows."""
    tree = stamps_of(key).tree
    for period, kept in sorted(sql.fetch(_MARKS, key.series, str(first), str(last))):
        yield Week.parse(period), Stamps(tree, int(kept))


def shape_of(key: Key, stamp: object) -> Shape:
    """Return the units below an ancestor on a day, each with its way down and how many it expects."""
    return _shape(stamp, key.tree, key.level, key.ancestor, unchanged_since(key.tree, stamp, key.day))


def collects(asked: Asked, unit: Unit) -> bool:
    """Say whether the bodies that report stand directly below a unit on the day shown: of most, its level tells."""
    if asked.series.level == "village" and unit.level != "district":
        return unit.level == "commune"
    key = Key.of(asked, unit.id)._replace(day=asked.day)
    shape = shape_of(key, stamps_of(key).tree)
    return len(shape.units) == 1 and bool(shape.expected[0])

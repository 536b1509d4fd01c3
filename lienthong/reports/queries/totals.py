"""Reads of totals: exact at every moment, summed from the kept rows of the collecting units by the tree of the period."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import lru_cache
from itertools import groupby
from typing import NamedTuple
from uuid import UUID

import numpy as np
import numpy.typing as npt

from lienthong.kernel import sql
from lienthong.kernel.actor import Actor
from lienthong.kernel.values import Week
from lienthong.registry.models import Closure
from lienthong.registry.queries import Unit, units_below

from .. import permissions
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
_STAMP = "SELECT stamp FROM registry_tree WHERE id = %s"
_KEPT = "SELECT unit_id, received, approved FROM reports_total WHERE series_id = %s AND period = %s"
# Up to so many units are asked for by name; beyond that the whole week is read.
_FEW = 400


class _Asked(NamedTuple):
    """What is read: the kept rows of a week's collecting units, ``depth`` steps below an ancestor.

    Each row belongs to a group, the unit ``group_depth`` steps above it.
    """

    series: int
    slots: tuple[str, ...]
    tree: int
    week: Week
    ancestor: int
    depth: int
    group_depth: int

    @classmethod
    def of(cls, asked: Asked, ancestor: int, depth: int, group_depth: int) -> _Asked:
        series = asked.series
        return cls(series.pk, tuple(asked.slots), series.tree_id, asked.week, ancestor, depth, group_depth)


class _Stamps(NamedTuple):
    tree: object
    kept: int


@dataclass(frozen=True)
class _Shape:
    """The collecting units below an ancestor on a day, in order of their keys."""

    units: totals.Row
    groups: totals.Row
    expected: totals.Row


@lru_cache(maxsize=128)
def _shape(stamp: object, tree: int, ancestor: int, depth: int, group_depth: int, day: date) -> _Shape:
    """Read a shape once a process; ``stamp`` is another one as soon as the tree has changed."""
    rows = sql.fetch(_SHAPE, group_depth, day, day, day, day, ancestor, tree, depth, day, day)
    return _Shape(*np.array(rows, dtype=np.int64).reshape(-1, 3).T)


@dataclass(frozen=True)
class _Collected:
    """What collecting units keep: rows, and the place of each row's unit in the shape."""

    shape: _Shape
    places: npt.NDArray[np.intp]
    received: totals.Matrix
    approved: totals.Matrix
    slots: tuple[str, ...]


def _stamps(key: _Asked) -> _Stamps:
    """Read the stamps, always before the rows: what is remembered under them may be newer, never older."""
    ((tree, kept),) = sql.fetch(_STAMPS, key.tree, key.series, str(key.week))
    return _Stamps(tree, int(kept))


def _collected(key: _Asked, stamp: object) -> _Collected | None:
    """Fetch the kept rows; None where the tree has no collecting units there."""
    shape = _shape(stamp, key.tree, key.ancestor, key.depth, key.group_depth, key.week.last)
    if not len(shape.units):
        return None
    few = shape.units.tolist() if len(shape.units) <= _FEW else []
    named = f" AND unit_id IN ({', '.join(['%s'] * len(few))})" if few else ""
    rows = sql.fetch(_KEPT + named, key.series, str(key.week), *few)
    units = np.array([row[0] for row in rows], dtype=np.int64)
    places = np.minimum(np.searchsorted(shape.units, units), len(shape.units) - 1)
    inside = shape.units[places] == units
    received, approved = (totals.read_rows([row[stage] for row in rows], len(key.slots)) for stage in (1, 2))
    if inside.all():
        return _Collected(shape, places, received, approved, key.slots)
    return _Collected(shape, places[inside], received[inside], approved[inside], key.slots)


def _grouped(held: _Collected, groups: totals.Row) -> dict[int, UnitTotals]:
    """Add collecting units up by group."""
    expected = held.shape.expected
    collects = expected > 0
    through = (collects & (_returns(held, rows) >= expected) for rows in (held.received, held.approved))
    counts = np.column_stack((expected, collects, *through)).astype(np.int64)
    counted = totals.add_up(counts, groups)
    of_rows = groups[held.places]
    got, passed = totals.add_up(held.received, of_rows), totals.add_up(held.approved, of_rows)
    zero = totals.read_row(None, len(held.slots))
    return {
        group: _unit_totals(held.slots, counts_of, got.get(group, zero), passed.get(group, zero))
        for group, counts_of in counted.items()
    }


def _returns(held: _Collected, rows: totals.Matrix) -> totals.Row:
    """Return how many returns count at each unit of the shape."""
    returns = np.zeros(len(held.shape.units), dtype=np.int64)
    returns[held.places] = rows[:, totals.RETURNS]
    return returns


def _unit_totals(
    slots: tuple[str, ...], counts: totals.Row, received: totals.Row, approved: totals.Row
) -> UnitTotals:
    expected, units, units_received, units_approved = counts.tolist()
    got, passed = totals.Sums(received, slots), totals.Sums(approved, slots)
    completeness = Completeness(
        expected=expected,
        received=got.returns,
        on_time=got.on_time,
        approved=passed.returns,
        locked=passed.locked,
        units=units,
        units_received=units_received,
        units_approved=units_approved,
    )
    return UnitTotals(completeness, got, passed)


def _nothing(slots: tuple[str, ...]) -> UnitTotals:
    zero = totals.read_row(None, len(slots))
    return _unit_totals(slots, np.zeros(4, dtype=np.int64), zero, zero)


def _whole(held: _Collected, unit: int) -> UnitTotals:
    return _grouped(held, np.full(len(held.shape.units), unit))[unit]


@dataclass(frozen=True)
class _Below:
    """What stands below a unit: as a whole, and by group."""

    whole: UnitTotals
    groups: Mapping[int, UnitTotals]


@lru_cache(maxsize=256)
def _remembered(stamps: _Stamps, key: _Asked) -> _Below:
    """Add up once a process what has not changed since: exact, because another state has other stamps."""
    held = _collected(key, stamps.tree)
    if held is None:
        return _Below(_nothing(key.slots), {})
    return _Below(_whole(held, key.ancestor), _grouped(held, held.shape.groups))


def _below(asked: Asked, unit: Unit, *, by_child: bool) -> _Below:
    depth = steps_between(unit.level, collecting_level(asked.series))
    key = _Asked.of(asked, unit.id, depth, depth - 1 if by_child else depth)
    return _remembered(_stamps(key), key)


def unit_totals_for(actor: Actor, asked: Asked, unit: Unit) -> UnitTotals:
    """Return what stands below a unit for a week; NotAllowed where the actor may not see it."""
    permissions.VIEW.require_at(actor, unit.id, at=asked.week.last)
    if unit.level == asked.series.level:
        return _nothing(tuple(asked.slots))
    return _below(asked, unit, by_child=False).whole


def children_totals_for(actor: Actor, asked: Asked, unit: Unit) -> list[tuple[Unit, UnitTotals]]:
    """Return the units directly below one, in Vietnamese order, each with what stands below it."""
    return unit_and_children_for(actor, asked, unit)[1]


def unit_and_children_for(
    actor: Actor, asked: Asked, unit: Unit
) -> tuple[UnitTotals, list[tuple[Unit, UnitTotals]]]:
    """Return what stands below a unit, and below each of its children, from one reading of the kept rows."""
    if unit.level in {asked.series.level, collecting_level(asked.series)}:
        return unit_totals_for(actor, asked, unit), []
    permissions.VIEW.require_at(actor, unit.id, at=asked.week.last)
    below = _below(asked, unit, by_child=True)
    nothing = _nothing(tuple(asked.slots))
    children = units_below(asked.series.tree_id, unit.id, asked.week.last)
    return below.whole, [(child, below.groups.get(child.id, nothing)) for child in children]


def week_before_for(
    actor: Actor, asked: Asked, unit: Unit
) -> tuple[UnitTotals | None, Mapping[int, UnitTotals]]:
    """Return what stood below a unit a week earlier, and below each of its children by their key.

    Nothing where that week was not asked for yet.
    """
    permissions.VIEW.require_at(actor, unit.id, at=asked.week.last)
    week = asked.week.previous()
    if str(week) < asked.series.first_period:
        return None, {}
    below = _below(replace(asked, week=week), unit, by_child=unit.level != collecting_level(asked.series))
    return below.whole, below.groups


_MARKS = """
SELECT period, SUM(mark) FROM reports_total WHERE series_id = %s AND period BETWEEN %s AND %s GROUP BY period
"""
TREND_WEEKS = 12


class Past(NamedTuple):
    """A week of the past: what stood below a unit."""

    week: Week
    totals: UnitTotals


def trend_for(actor: Actor, asked: Asked, unit: Unit) -> list[Past]:
    """Return the last twelve weeks up to this one in which anything was received below a unit, oldest first."""
    permissions.VIEW.require_at(actor, unit.id, at=asked.week.last)
    depth = steps_between(unit.level, collecting_level(asked.series))
    key = _Asked.of(asked, unit.id, depth, depth)
    first = str(asked.week.shifted(1 - TREND_WEEKS))
    marks = sql.fetch(_MARKS, key.series, first, str(asked.week))
    ((tree,),) = sql.fetch(_STAMP, key.tree)
    weeks = sorted((Week.parse(period), int(kept)) for period, kept in marks)
    trend = (
        Past(week, _remembered(_Stamps(tree, kept), key._replace(week=week)).whole) for week, kept in weeks
    )
    return [past for past in trend if past.totals.completeness.received]


def all_totals_for(actor: Actor, asked: Asked, root: Unit) -> dict[int, UnitTotals]:
    """Return the totals of a root, of all units below it and of the collecting units, by their key."""
    permissions.VIEW.require_at(actor, root.id, at=asked.week.last)
    depth = steps_between(root.level, collecting_level(asked.series))
    key = _Asked.of(asked, root.id, depth, min(1, depth))
    stamp = _stamps(key).tree
    held = _collected(key, stamp)
    if held is None:
        return {}
    found = _grouped(held, held.shape.units) | {root.id: _whole(held, root.id)}
    for above in range(1, depth):
        between = held if above == 1 else _collected(key._replace(group_depth=above), stamp)
        found |= _grouped(between, between.shape.groups) if between else {}
    return found


def collecting_units_of(asked: Asked) -> Iterator[tuple[int, UUID, list[int]]]:
    """Yield every collecting unit of a week: key, public id, and the keys of the bodies that report to it."""
    rows = (
        Closure.objects.filter(
            tree_id=asked.series.tree_id,
            depth=1,
            descendant__level=asked.series.level,
            valid_from__lte=asked.week.last,
            valid_to__gt=asked.week.last,
        )
        .order_by("ancestor__uid", "descendant_id")
        .values_list("ancestor_id", "ancestor__uid", "descendant_id")
    )
    for (unit_id, uid), members in groupby(rows.iterator(), key=lambda row: (row[0], row[1])):
        yield unit_id, uid, [member for *_, member in members]

"""Reads of totals: exact at every moment, summed from the kept rows of the collecting units by the tree of the period."""

from __future__ import annotations

from collections.abc import Iterator
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
_STAMP = "SELECT stamp FROM registry_tree WHERE id = %s"
_KEPT = "SELECT unit_id, received, approved FROM reports_total WHERE series_id = %s AND period = %s"
# Up to so many units are asked for by name; beyond that the whole week is read.
_FEW = 400


@dataclass(frozen=True)
class _Shape:
    """The collecting units below an ancestor on a day, in order of their keys."""

    units: totals.Row
    groups: totals.Row
    expected: totals.Row


@lru_cache(maxsize=128)
def _shape(stamp: object, tree_id: int, ancestor: int, depth: int, group_depth: int, day: date) -> _Shape:
    """Read a shape once a process; ``stamp`` is another one as soon as the tree has changed."""
    rows = sql.fetch(_SHAPE, group_depth, day, day, day, day, ancestor, tree_id, depth, day, day)
    return _Shape(*np.array(rows, dtype=np.int64).reshape(-1, 3).T)


@dataclass(frozen=True)
class _Collected:
    """What collecting units keep: rows, and the place of each row's unit in the shape."""

    shape: _Shape
    places: npt.NDArray[np.intp]
    received: totals.Matrix
    approved: totals.Matrix


def _collected(asked: Asked, ancestor: int, depth: int, group_depth: int) -> _Collected | None:
    """Fetch the collecting units ``depth`` steps below an ancestor, each with the unit ``group_depth`` steps above it."""
    tree = asked.series.tree_id
    ((stamp,),) = sql.fetch(_STAMP, tree)
    shape = _shape(stamp, tree, ancestor, depth, group_depth, asked.week.last)
    if not len(shape.units):
        return None
    few = shape.units.tolist() if len(shape.units) <= _FEW else []
    named = f" AND unit_id IN ({', '.join(['%s'] * len(few))})" if few else ""
    rows = sql.fetch(_KEPT + named, asked.series.pk, str(asked.week), *few)
    units = np.array([row[0] for row in rows], dtype=np.int64)
    places = np.minimum(np.searchsorted(shape.units, units), len(shape.units) - 1)
    inside = shape.units[places] == units
    received, approved = (
        totals.read_rows([row[stage] for row in rows], len(asked.slots)) for stage in (1, 2)
    )
    if inside.all():
        return _Collected(shape, places, received, approved)
    return _Collected(shape, places[inside], received[inside], approved[inside])


def _grouped(asked: Asked, held: _Collected, groups: totals.Row) -> dict[int, UnitTotals]:
    """Add collecting units up by group."""
    expected = held.shape.expected
    collects = expected > 0
    through = (collects & (_returns(held, rows) >= expected) for rows in (held.received, held.approved))
    counts = np.column_stack((expected, collects, *through)).astype(np.int64)
    counted = totals.add_up(counts, groups)
    of_rows = groups[held.places]
    got, passed = totals.add_up(held.received, of_rows), totals.add_up(held.approved, of_rows)
    zero = totals.read_row(None, len(asked.slots))
    return {
        group: _unit_totals(asked, counts_of, got.get(group, zero), passed.get(group, zero))
        for group, counts_of in counted.items()
    }


def _returns(held: _Collected, rows: totals.Matrix) -> totals.Row:
    """Return how many returns count at each unit of the shape."""
    returns = np.zeros(len(held.shape.units), dtype=np.int64)
    returns[held.places] = rows[:, totals.RETURNS]
    return returns


def _unit_totals(asked: Asked, counts: totals.Row, received: totals.Row, approved: totals.Row) -> UnitTotals:
    expected, units, units_received, units_approved = counts.tolist()
    got, passed = totals.Sums(received, asked.slots), totals.Sums(approved, asked.slots)
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


def _nothing(asked: Asked) -> UnitTotals:
    zero = totals.read_row(None, len(asked.slots))
    return _unit_totals(asked, np.zeros(4, dtype=np.int64), zero, zero)


def unit_totals_for(actor: Actor, asked: Asked, unit: Unit) -> UnitTotals:
    """Return what stands below a unit for a week; NotAllowed where the actor may not see it."""
    permissions.VIEW.require_at(actor, unit.id, at=asked.week.last)
    if unit.level == asked.series.level:
        return _nothing(asked)
    held = _collected(asked, unit.id, steps_between(unit.level, collecting_level(asked.series)), 0)
    return _whole(asked, held, unit) if held else _nothing(asked)


def _whole(asked: Asked, held: _Collected, unit: Unit) -> UnitTotals:
    return _grouped(asked, held, np.full(len(held.shape.units), unit.id))[unit.id]


def children_totals_for(actor: Actor, asked: Asked, unit: Unit) -> list[tuple[Unit, UnitTotals]]:
    """Return the units directly below one, in Vietnamese order, each with what stands below it."""
    return unit_and_children_for(actor, asked, unit)[1]


def unit_and_children_for(
    actor: Actor, asked: Asked, unit: Unit
) -> tuple[UnitTotals, list[tuple[Unit, UnitTotals]]]:
    """Return what stands below a unit, and below each of its children, from one reading of the kept rows."""
    depth = steps_between(unit.level, collecting_level(asked.series))
    if depth < 1:
        return unit_totals_for(actor, asked, unit), []
    permissions.VIEW.require_at(actor, unit.id, at=asked.week.last)
    held = _collected(asked, unit.id, depth, depth - 1)
    children = units_below(asked.series.tree_id, unit.id, asked.week.last)
    nothing = _nothing(asked)
    if held is None:
        return nothing, [(child, nothing) for child in children]
    below = _grouped(asked, held, held.shape.groups)
    return _whole(asked, held, unit), [(child, below.get(child.id, nothing)) for child in children]


def totals_of_week_before(actor: Actor, asked: Asked, unit: Unit) -> UnitTotals | None:
    """Return what stood below a unit a week earlier; None where the series did not ask for it yet."""
    week = asked.week.previous()
    if str(week) < asked.series.first_period:
        return None
    return unit_totals_for(actor, replace(asked, week=week), unit)


def all_totals_for(actor: Actor, asked: Asked, root: Unit) -> dict[int, UnitTotals]:
    """Return the totals of a root, of all units below it and of the collecting units, by their key."""
    permissions.VIEW.require_at(actor, root.id, at=asked.week.last)
    depth = steps_between(root.level, collecting_level(asked.series))
    held = _collected(asked, root.id, depth, min(1, depth))
    if held is None:
        return {}
    found = _grouped(asked, held, held.shape.units) | {root.id: _whole(asked, held, root)}
    for above in range(1, depth):
        between = held if above == 1 else _collected(asked, root.id, depth, above)
        found |= _grouped(asked, between, between.shape.groups) if between else {}
    return found


def collecting_units_below(actor: Actor, asked: Asked, root: Unit) -> list[tuple[str, Unit]]:
    """Return every collecting unit below a root in Vietnamese order, each with the name of the unit above it."""
    permissions.VIEW.require_at(actor, root.id, at=asked.week.last)
    tree, day = asked.series.tree_id, asked.week.last
    depth = steps_between(root.level, collecting_level(asked.series))
    groups = units_below(tree, root.id, day, depth=depth - 1) if depth > 1 else [root]
    return [(group.short_name, unit) for group in groups for unit in units_below(tree, group.id, day)]


def communes_totals_for(actor: Actor, asked: Asked, root: Unit) -> list[tuple[str, Unit, UnitTotals]]:
    """Return every collecting unit below a root with its totals, below the name of the unit above it."""
    totals, nothing = all_totals_for(actor, asked, root), _nothing(asked)
    return [
        (above, unit, totals.get(unit.id, nothing))
        for above, unit in collecting_units_below(actor, asked, root)
    ]


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

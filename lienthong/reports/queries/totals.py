"""Reads of totals: exact at every moment, summed from the kept rows of the collecting units by the tree of the period."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from itertools import groupby
from typing import Any
from uuid import UUID

from django.db import connection

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


@dataclass(frozen=True)
class UnitTotals:
    """What stands below a unit for a week: who was expected, and what came in, in both stages."""

    completeness: Completeness
    received: totals.Sums
    approved: totals.Sums

    def of(self, stage: Stage) -> totals.Sums:
        """Return the sums of one stage."""
        return self.received if stage is Stage.RECEIVED else self.approved


# One row per collecting unit below an ancestor: its group, whom it expects, and its kept rows.
_COLLECTED = """
SELECT up.ancestor_id, own.descendant_id, COALESCE(expected.count, 0), kept.received, kept.approved
FROM registry_closure own
JOIN registry_closure up
    ON up.descendant_id = own.descendant_id AND up.tree_id = own.tree_id AND up.depth = %s
    AND up.valid_from <= %s AND up.valid_to > %s
LEFT JOIN registry_childcount expected
    ON expected.parent_id = own.descendant_id AND expected.tree_id = own.tree_id
    AND expected.valid_from <= %s AND expected.valid_to > %s
LEFT JOIN reports_total kept
    ON kept.series_id = %s AND kept.period = %s AND kept.unit_id = own.descendant_id
WHERE own.ancestor_id = %s AND own.tree_id = %s AND own.depth = %s AND own.valid_from <= %s AND own.valid_to > %s
"""


@dataclass
class _Collected:
    """Rows of collecting units, as fetched."""

    groups: list[int] = field(default_factory=list)
    units: list[int] = field(default_factory=list)
    expected: list[int] = field(default_factory=list)
    received: list[Any] = field(default_factory=list)
    approved: list[Any] = field(default_factory=list)


def _collected(asked: Asked, ancestor: int, depth: int, group_depth: int) -> _Collected:
    day: date = asked.week.last
    series = asked.series
    with connection.cursor() as cursor:
        cursor.execute(
            _COLLECTED,
            [
                group_depth,
                day,
                day,
                day,
                day,
                series.pk,
                str(asked.week),
                ancestor,
                series.tree_id,
                depth,
                day,
                day,
            ],
        )
        rows = cursor.fetchall()
    if not rows:
        return _Collected()
    return _Collected(*map(list, zip(*rows, strict=True)))


def _unit_totals(
    slots: Sequence[str], counts: Iterable[int], received: totals.Row, approved: totals.Row
) -> UnitTotals:
    expected, units, through_received, through_approved = counts
    got, passed = totals.sums_of(received, slots), totals.sums_of(approved, slots)
    return UnitTotals(
        Completeness(
            expected=expected,
            received=got.returns,
            on_time=got.on_time,
            approved=passed.returns,
            locked=passed.locked,
            units=units,
            units_received=through_received,
            units_approved=through_approved,
        ),
        got,
        passed,
    )


def _grouped(asked: Asked, collected: _Collected, groups: Sequence[int]) -> dict[int, UnitTotals]:
    """Add collecting units up by group."""
    slots = asked.slots
    received = totals.read_rows(collected.received, len(slots))
    approved = totals.read_rows(collected.approved, len(slots))
    counts: dict[int, list[int]] = {}
    for index, group in enumerate(groups):
        count = counts.setdefault(group, [0, 0, 0, 0])
        expected = collected.expected[index]
        if expected:
            count[0] += expected
            count[1] += 1
            count[2] += int(received[index, totals.RETURNS]) >= expected
            count[3] += int(approved[index, totals.RETURNS]) >= expected
    got, passed = totals.add_up(received, groups), totals.add_up(approved, groups)
    return {group: _unit_totals(slots, counts[group], got[group], passed[group]) for group in counts}


def _nothing(asked: Asked) -> UnitTotals:
    zero = totals.read_row(None, len(asked.slots))
    return _unit_totals(asked.slots, (0, 0, 0, 0), zero, zero)


def unit_totals_for(actor: Actor, asked: Asked, unit: Unit) -> UnitTotals:
    """Return what stands below a unit for a week; NotAllowed where the actor may not see it."""
    permissions.VIEW.require_at(actor, unit.id, at=asked.week.last)
    if unit.level == asked.series.level:
        return _nothing(asked)
    depth = steps_between(unit.level, collecting_level(asked.series))
    collected = _collected(asked, unit.id, depth, 0)
    if not collected.units:
        return _nothing(asked)
    return _grouped(asked, collected, [unit.id] * len(collected.units))[unit.id]


def children_totals_for(actor: Actor, asked: Asked, unit: Unit) -> list[tuple[Unit, UnitTotals]]:
    """Return the units directly below one, in Vietnamese order, each with what stands below it."""
    permissions.VIEW.require_at(actor, unit.id, at=asked.week.last)
    depth = steps_between(unit.level, collecting_level(asked.series))
    if depth < 1:
        return []
    collected = _collected(asked, unit.id, depth, depth - 1)
    sums = _grouped(asked, collected, collected.groups)
    children = units_below(asked.series.tree_id, unit.id, asked.week.last)
    nothing = _nothing(asked)
    return [(child, sums.get(child.id, nothing)) for child in children]


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
    found: dict[int, UnitTotals] = {}
    for group_depth in range(depth + 1):
        collected = _collected(asked, root.id, depth, group_depth)
        found |= _grouped(asked, collected, collected.groups)
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

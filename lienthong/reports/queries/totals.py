"""Reads of totals: exact at every moment, summed from the kept rows of the collecting units by the tree of the period."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import groupby
from typing import NamedTuple
from uuid import UUID

from lienthong.kernel.actor import Actor
from lienthong.kernel.values import Week
from lienthong.registry.models import Closure
from lienthong.registry.queries import Unit, units_below

from .. import permissions
from ..rules.completeness import Completeness
from .kept import Key, UnitTotals, below, collected, grouped, nothing, stamps_of, weeks_below, whole
from .series import Asked, collecting_level, steps_between
from .withholding import shown_to


def unit_totals_for(actor: Actor, asked: Asked, unit: Unit) -> UnitTotals:
    """Return what stands below a unit for a week; NotAllowed where the actor may not see it."""
    permissions.VIEW.require_at(actor, unit.id, at=asked.week.last)
    if unit.level == asked.series.level:
        return nothing(tuple(asked.slots))
    found = {unit.id: below(asked, unit, by_child=False).whole}
    return shown_to(actor, asked, unit, found)[unit.id]


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
    found = below(asked, unit, by_child=True)
    shown = shown_to(actor, asked, unit, {**found.groups, unit.id: found.whole})
    none = nothing(tuple(asked.slots))
    children = units_below(asked.series.tree_id, unit.id, asked.week.last)
    return shown[unit.id], [(child, shown.get(child.id, none)) for child in children]


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
    earlier = replace(asked, week=week)
    found = below(earlier, unit, by_child=unit.level != collecting_level(asked.series))
    shown = shown_to(actor, earlier, unit, {**found.groups, unit.id: found.whole})
    return shown[unit.id], shown


TREND_WEEKS = 12


class Past(NamedTuple):
    """A week of the past: how complete it was below a unit."""

    week: Week
    completeness: Completeness


def trend_for(actor: Actor, asked: Asked, unit: Unit) -> list[Past]:
    """Return the last twelve weeks up to this one in which anything was received below a unit, oldest first."""
    permissions.VIEW.require_at(actor, unit.id, at=asked.week.last)
    first = asked.week.shifted(1 - TREND_WEEKS)
    weeks = (Past(week, whole.completeness) for week, whole in weeks_below(asked, unit, first))
    return [past for past in weeks if past.completeness.received]


def all_totals_for(actor: Actor, asked: Asked, root: Unit) -> dict[int, UnitTotals]:
    """Return the totals of a root, of all units below it and of the collecting units, by their key."""
    permissions.VIEW.require_at(actor, root.id, at=asked.week.last)
    depth = steps_between(root.level, collecting_level(asked.series))
    key = Key.of(asked, root.id, depth, min(1, depth))
    stamp = stamps_of(key).tree
    held = collected(key, stamp)
    if held is None:
        return {}
    found = grouped(held, held.shape.units) | {root.id: whole(held, root.id)}
    for above in range(1, depth):
        between = held if above == 1 else collected(key._replace(group_depth=above), stamp)
        found |= grouped(between, between.shape.groups) if between else {}
    return shown_to(actor, asked, root, found)


def collecting_units_below(actor: Actor, asked: Asked, root: Unit) -> list[tuple[str, Unit]]:
    """Return every collecting unit below a root in Vietnamese order, each with the name of the unit above it."""
    permissions.VIEW.require_at(actor, root.id, at=asked.week.last)
    tree, day = asked.series.tree_id, asked.week.last
    depth = steps_between(root.level, collecting_level(asked.series))
    groups = [root]
    for _step in range(depth - 1):
        groups = [child for group in groups for child in units_below(tree, group.id, day)]
    return [(group.short_name, unit) for group in groups for unit in units_below(tree, group.id, day)]


def communes_totals_for(actor: Actor, asked: Asked, root: Unit) -> list[tuple[str, Unit, UnitTotals]]:
    """Return every collecting unit below a root with its totals, below the name of the unit above it."""
    totals, none = all_totals_for(actor, asked, root), nothing(tuple(asked.slots))
    return [
        (above, unit, totals.get(unit.id, none)) for above, unit in collecting_units_below(actor, asked, root)
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

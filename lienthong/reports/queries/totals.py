"""Reads of totals: exact at every moment, summed from the kept rows of the collecting units by the tree of the period."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from itertools import groupby
from typing import NamedTuple
from uuid import UUID

from lienthong.kernel.actor import Actor
from lienthong.kernel.values import Week
from lienthong.registry.models import Closure
from lienthong.registry.queries import TreeChange, Unit, changes_between, estates_of, units_below

from .. import permissions
from ..rules.completeness import Completeness
from .kept import Key, UnitTotals, collected, collects, grouped, nothing, stamps_of
from .series import Asked
from .structured import all_by_another, below, is_moved, weeks_below
from .withholding import shown_to


def unit_totals_for(actor: Actor, asked: Asked, unit: Unit) -> UnitTotals:
    """Return what stands below a unit for a week; NotAllowed where the actor may not see it."""
    permissions.VIEW.require_at(actor, unit.id, at=asked.day)
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
    if unit.level == asked.series.level or collects(asked, unit):
        return unit_totals_for(actor, asked, unit), []
    permissions.VIEW.require_at(actor, unit.id, at=asked.day)
    found = below(asked, unit, by_child=True)
    shown = shown_to(actor, asked, unit, {**found.groups, unit.id: found.whole})
    none = nothing(tuple(asked.slots))
    children = units_below(asked.series.tree_id, unit.id, asked.day)
    return shown[unit.id], [
        (child, shown.get(child.id, none)) for child in children if child.level != asked.series.level
    ]


def bodies_totals_for(actor: Actor, asked: Asked, unit: Unit) -> list[tuple[Unit, UnitTotals]]:
    """Return the bodies that report directly below a unit by another structure, each with what was reported for it.

    By the structure of the week itself they have returns of their own: sheet_for.
    """
    permissions.VIEW.require_at(actor, unit.id, at=asked.day)
    shown = shown_to(actor, asked, unit, below(asked, unit, by_child=True).groups)
    none = nothing(tuple(asked.slots))
    bodies = units_below(asked.series.tree_id, unit.id, asked.day)
    return [(body, shown.get(body.id, none)) for body in bodies if body.level == asked.series.level]


def week_before_for(
    actor: Actor, asked: Asked, unit: Unit
) -> tuple[UnitTotals | None, Mapping[int, UnitTotals]]:
    """Return what stood below a unit a week earlier, and below each of its children by their key.

    Nothing where that week was not asked for yet.
    """
    permissions.VIEW.require_at(actor, unit.id, at=asked.day)
    week = asked.week.previous()
    if str(week) < asked.series.first_period:
        return None, {}
    earlier = replace(asked, week=week)
    found = below(earlier, unit, by_child=not collects(earlier, unit))
    shown = shown_to(actor, earlier, unit, {**found.groups, unit.id: found.whole})
    return shown[unit.id], shown


TREND_WEEKS = 12


class Past(NamedTuple):
    """A week of the past: how complete it was below a unit."""

    week: Week
    completeness: Completeness


def trend_for(actor: Actor, asked: Asked, unit: Unit) -> list[Past]:
    """Return the last twelve weeks up to this one in which anything was received below a unit, oldest first."""
    permissions.VIEW.require_at(actor, unit.id, at=asked.day)
    first = asked.week.shifted(1 - TREND_WEEKS)
    weeks = (Past(week, whole.completeness) for week, whole in weeks_below(asked, unit, first))
    return [past for past in weeks if past.completeness.received]


def changes_for(asked: Asked, past: Sequence[Past]) -> list[TreeChange]:
    """Return the changes of the tree within the weeks of a trend: they are marked, by whichever structure it is shown."""
    if not past:
        return []
    first = past[0].week.first - timedelta(days=1)
    return changes_between(asked.series.tree_id, first, past[-1].week.last)


def all_totals_for(actor: Actor, asked: Asked, root: Unit) -> dict[int, UnitTotals]:
    """Return the totals of a root, of all units below it and of the collecting units, by their key."""
    permissions.VIEW.require_at(actor, root.id, at=asked.day)
    key = Key.of(asked, root.id)
    stamp = stamps_of(key).tree
    if is_moved(asked, stamp):
        return shown_to(actor, asked, root, all_by_another(asked, root))
    held = collected(key, stamp)
    if held is None:
        return {}
    found: dict[int, UnitTotals] = {}
    # The upper ones last: of a unit that stands higher than others its own column tells all that is below it.
    for depth in reversed(range(held.shape.ways.shape[1])):
        found |= grouped(held, held.shape.ways[:, depth])
    return shown_to(actor, asked, root, found)


def collecting_units_below(actor: Actor, asked: Asked, root: Unit) -> list[tuple[str, Unit]]:
    """Return every collecting unit below a root in Vietnamese order, each with the name of the unit above it."""
    permissions.VIEW.require_at(actor, root.id, at=asked.day)
    return list(_collecting(asked, root, root.short_name))


def _collecting(asked: Asked, unit: Unit, above: str) -> Iterator[tuple[str, Unit]]:
    if collects(asked, unit):
        yield above, unit
        return
    for child in units_below(asked.series.tree_id, unit.id, asked.day):
        if child.level != asked.series.level:
            yield from _collecting(asked, child, unit.short_name)


def communes_totals_for(actor: Actor, asked: Asked, root: Unit) -> list[tuple[str, Unit, UnitTotals]]:
    """Return every collecting unit below a root with its totals, below the name of the unit above it."""
    totals, none = all_totals_for(actor, asked, root), nothing(tuple(asked.slots))
    return [
        (above, unit, totals.get(unit.id, none)) for above, unit in collecting_units_below(actor, asked, root)
    ]


def collecting_units_of(asked: Asked) -> Iterator[tuple[int, UUID, list[int]]]:
    """Yield every collecting unit of a week: key, public id, and the keys of the bodies whose returns count there.

    Besides those that stand below it these are closed ones that are left to it.
    """
    tree, level, last = asked.series.tree_id, asked.series.level, asked.week.last
    rows = (
        Closure.objects.filter(
            tree_id=tree, depth=1, descendant__level=level, valid_from__lte=last, valid_to__gt=last
        )
        .order_by("ancestor__uid", "descendant_id")
        .values_list("ancestor_id", "ancestor__uid", "descendant_id")
    )
    left = estates_of(tree, level, last)
    for (unit_id, uid), members in groupby(rows.iterator(), key=lambda row: (row[0], row[1])):
        _uid, closed = left.pop(unit_id, (uid, []))
        yield unit_id, uid, [*(member for *_, member in members), *closed]
    for unit_id, (uid, closed) in left.items():
        yield unit_id, uid, closed

"""Which body of a system serves an area: how an address finds whoever answers for it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from lienthong.kernel import sql

from ..models import AreaEdge, AreaSuccession, AreaVersion, Level, Organisation, OrganisationVersion, Tree
from .areas import ADMIN
from .organisations import Unit


def bodies_serving(areas: Iterable[int], day: date, system: str = "front") -> dict[int, Unit]:
    """Return the body of a system that serves each area on a day, by the area's key; areas without one are left out.

    Of several at one area the one that is of the area's own level stands, then the earliest.
    """
    rows = (
        OrganisationVersion.objects.on(day)
        .filter(area_id__in=list(areas), organisation__system__code=system)
        .select_related("organisation", "area")
        .order_by("-pk")
    )
    ranked = sorted(rows, key=lambda row: row.organisation.level == row.area.level)
    return {
        row.area_id: Unit(
            row.organisation_id,
            row.organisation.uid,
            row.organisation.level,
            row.name,
            row.short_name,
            row.area_id,
        )
        for row in ranked
    }


@dataclass(frozen=True)
class Later:
    """What an area is on a day: itself or what it has become, the one to name first. ``certain``: all of it is that one."""

    areas: tuple[int, ...]
    certain: bool


def area_on(area: int, day: date) -> Later:
    """Return what an area is on a day: an address of former times finds the areas of today, all that it can mean."""
    found: list[int] = []
    certain, waiting, seen = True, [area], {area}
    while waiting:
        in_force = set(
            AreaVersion.objects.on(day).filter(area_id__in=waiting).values_list("area_id", flat=True)
        )
        found += [key for key in waiting if key in in_force]
        ended = [key for key in waiting if key not in in_force]
        waiting = []
        for row in AreaSuccession.objects.filter(predecessor__in=ended, on__lte=day).order_by(
            "-default", "-whole", "pk"
        ):
            certain = certain and row.whole
            if row.successor_id not in seen:
                seen.add(row.successor_id)
                waiting.append(row.successor_id)
    return Later(tuple(found), certain and len(found) == 1)


def areas_around(area: int, day: date) -> frozenset[int]:
    """Return an area and all in which it lies on a day, up to the country."""
    found, waiting = {area}, {area}
    while waiting:
        edges = AreaEdge.objects.on(day).filter(tree__code=ADMIN, child_id__in=waiting)
        waiting = set(edges.values_list("parent_id", flat=True)) - found
        found |= waiting
    return frozenset(found)


def own_trees(bodies: Iterable[int]) -> dict[int, int]:
    """Return the tree of each body's own system, by the body's key; a system without a tree is left out."""
    trees = dict(Tree.objects.values_list("code", "pk"))
    rows = Organisation.objects.filter(pk__in=set(bodies)).values_list("pk", "system__code")
    return {key: trees[code] for key, code in rows if code in trees}


# Scalar and IN where one would write a join: for a join SQLite reads the whole table first, to build a filter of it (24 ms).
_PROVINCE = """
WITH RECURSIVE up(area_id) AS (
    SELECT CAST(%s AS bigint) UNION
    SELECT (
        SELECT edge.parent_id FROM registry_areaedge edge JOIN registry_tree tree ON tree.id = edge.tree_id
        WHERE edge.child_id = up.area_id AND tree.code = %s AND edge.valid_from <= %s AND edge.valid_to > %s
    ) FROM up WHERE up.area_id IS NOT NULL
)
SELECT held.code FROM registry_areaversion held JOIN registry_area area ON area.id = held.area_id
WHERE held.area_id IN (SELECT area_id FROM up) AND area.level = %s AND held.valid_from <= %s AND held.valid_to > %s
"""


def province_code_of(area: int, day: date) -> str | None:
    """Return the official code of the province that an area lies in on a day; None where it lies in none. One statement."""
    rows = sql.fetch(_PROVINCE, area, ADMIN, day, day, Level.PROVINCE, day, day)
    return str(rows[0][0]) if rows else None

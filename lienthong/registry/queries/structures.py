"""A tree of one day seen from another: when it changed, and where the bodies of one day stand on the other.

What is read here is remembered under the tree's stamp; whoever changes edges or successions stamps the tree anew.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date, timedelta
from fractions import Fraction
from functools import lru_cache
from itertools import chain
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from lienthong.kernel import sql
from lienthong.kernel.bulk import chunks

from ..models import Closure, Level, OrganisationEdge, OrganisationSuccession, Tree
from ..rules import ESTATE, BodyLink, Edge, Histories, Part

_CHUNK = 500


def stamp_of(tree_id: int) -> object:
    """Return the stamp of a tree: another one as soon as it has changed."""
    return Tree.objects.values_list("stamp", flat=True).get(pk=tree_id)


# ── when a tree changed ──────────────────────────────────────────────────────────────────────────────────────────────

_DAYS = "SELECT DISTINCT valid_from, valid_to FROM registry_organisationedge WHERE tree_id = %s"


@lru_cache(maxsize=16)
def _days(stamp: object, tree_id: int) -> tuple[date, ...]:
    """Return all days on which anything in a tree began or ended."""
    return tuple(sorted({day for span in sql.fetch(_DAYS, tree_id) for day in span}))


def unchanged_since(tree_id: int, stamp: object, day: date) -> date:
    """Return the last day up to a given one on which the tree changed: from then to it one tree is in force."""
    days = _days(stamp, tree_id)
    place = bisect_right(days, day)
    return days[place - 1] if place else day


def began_on(tree_id: int, stamp: object) -> date | None:
    """Return the first day of a tree; None where nothing stands in it."""
    days = _days(stamp, tree_id)
    return days[0] if days else None


class TreeChange(NamedTuple):
    """On a day the upper part of a tree changed: so many bodies ended, began, or went on below another."""

    day: date
    ended: int
    began: int
    moved: int


def changes_between(tree_id: int, first: date, last: date) -> list[TreeChange]:
    """Return the days after a first and up to a last one on which the tree above the villages changed.

    That a tree begins is no change of it.
    """
    stamp = stamp_of(tree_id)
    days = _days(stamp, tree_id)[1:]
    return [change for day in days if first < day <= last and (change := _change(stamp, tree_id, day))]


@lru_cache(maxsize=256)
def _change(stamp: object, tree_id: int, day: date) -> TreeChange | None:
    edges = OrganisationEdge.objects.filter(tree_id=tree_id).exclude(child__level=Level.VILLAGE)
    before = set(edges.filter(valid_to=day).values_list("child_id", flat=True))
    after = set(edges.filter(valid_from=day).values_list("child_id", flat=True))
    if not before and not after:
        return None
    return TreeChange(day, len(before - after), len(after - before), len(before & after))


# ── where bodies of one day stand on another ─────────────────────────────────────────────────────────────────────────


def parts_of(tree_id: int, bodies: Iterable[int], since: date, day: date) -> dict[int, tuple[Part, ...]]:
    """Return, of bodies of a day ``since``, what of each stands where on another day; those that left no trace: nowhere."""
    wanted = set(bodies)
    histories = _histories(tree_id, wanted)
    return {body: histories.parts_on(body, since, day) for body in wanted}


def _histories(tree_id: int, bodies: Collection[int]) -> Histories:
    """Read all that is known of bodies, of what followed them or went before, and of all above them."""
    above: dict[int, list[Edge]] = {}
    after: dict[int, list[BodyLink]] = defaultdict(list)
    before: dict[int, list[BodyLink]] = defaultdict(list)
    links: set[BodyLink] = set()
    missing = set(bodies)
    while missing:
        above |= {body: [] for body in missing}
        found: set[int] = set()
        for edge in _edges_of(tree_id, missing):
            above[edge.child].append(edge)
            if edge.parent is not None:
                found.add(edge.parent)
        for link in _links_of(missing):
            links.add(link)
            found |= {link.predecessor, link.successor}
        missing = found - above.keys()
    for link in sorted(links):
        after[link.predecessor].append(link)
        before[link.successor].append(link)
    return Histories(above, after, before)


def _edges_of(tree_id: int, bodies: Iterable[int]) -> Iterator[Edge]:
    for chunk in chunks(sorted(bodies), _CHUNK):
        rows = OrganisationEdge.objects.filter(tree_id=tree_id, child_id__in=chunk)
        yield from (Edge(*row) for row in rows.values_list("child_id", "parent_id", "valid_from", "valid_to"))


_LINK = ("predecessor_id", "successor_id", "on", "whole", "share", "default")


def _links_of(bodies: Iterable[int]) -> Iterator[BodyLink]:
    for chunk in chunks(sorted(bodies), _CHUNK):
        rows = OrganisationSuccession.objects
        for row in chain(
            rows.filter(predecessor_id__in=chunk).values_list(*_LINK),
            rows.filter(successor_id__in=chunk).values_list(*_LINK),
        ):
            before, after, on, whole, share, default = row
            yield BodyLink(before, after, on, whole, None if share is None else Fraction(share), default)


class Single(NamedTuple):
    """A body that reports and does not stand on both days.

    ``unit``: where it counted then. ``expected``: whether it was, then. ``parts``: what of it stands at which body now.
    """

    unit: int
    body: int
    expected: bool
    parts: tuple[Part, ...]


class Moves(NamedTuple):
    """Where the bodies that report stand on two days. ``pairs``: the unit then, the unit now, how many bodies."""

    pairs: Sequence[tuple[int, int, int]]
    single: Sequence[Single]


# Where nothing of a unit's stands now, the unit now is none.
_PAIRS = """
SELECT held.parent_id, now.parent_id, COUNT(*)
FROM registry_organisationedge held
JOIN registry_organisation body ON body.id = held.child_id
LEFT JOIN registry_organisationedge now ON now.child_id = held.child_id AND now.tree_id = held.tree_id
    AND now.valid_from <= %s AND now.valid_to > %s
WHERE held.tree_id = %s AND body.level = %s AND held.valid_from <= %s AND held.valid_to > %s
    AND held.parent_id IS NOT NULL
GROUP BY held.parent_id, now.parent_id
"""
_GONE = """
SELECT held.parent_id, held.child_id
FROM registry_organisationedge held
JOIN registry_organisation body ON body.id = held.child_id
WHERE held.tree_id = %s AND body.level = %s AND held.valid_from <= %s AND held.valid_to > %s
    AND held.parent_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM registry_organisationedge now
        WHERE now.child_id = held.child_id AND now.tree_id = held.tree_id
            AND now.valid_from <= %s AND now.valid_to > %s AND now.parent_id IS NOT NULL)
"""


@lru_cache(maxsize=32)
def moves_of(stamp: object, tree_id: int, level: str, held_on: date, day: date) -> Moves:
    """Return where the bodies of a level that stood, or had stood, on one day stand on another."""
    found = sql.fetch(_PAIRS, day, day, tree_id, level, held_on, held_on)
    pairs = [(unit, now, count) for unit, now, count in found if now is not None]
    # Most often all of them stand on both days; only otherwise is it asked which do not.
    all_stand = len(pairs) == len(found)
    gone = [] if all_stand else sql.fetch(_GONE, tree_id, level, held_on, held_on, day, day)
    parts = parts_of(tree_id, (body for _unit, body in gone), held_on, day)
    single = [Single(unit, body, True, parts[body]) for unit, body in gone]
    left = {body: unit for body, (unit, _uid) in _collectors(tree_id, level, held_on).items()}
    for last, bodies in _by_last_day(tree_id, left, held_on).items():
        parts = parts_of(tree_id, bodies, last, day)
        single += [Single(left[body], body, False, parts[body]) for body in bodies]
    return Moves(pairs, tuple(single))


def _by_last_day(tree_id: int, bodies: Collection[int], day: date) -> dict[date, list[int]]:
    """Return bodies that are closed on a day by the last day on which each stood in a tree."""
    ends: dict[int, date] = {}
    for edge in _edges_of(tree_id, bodies):
        if edge.until <= day:
            ends[edge.child] = max(ends.get(edge.child, edge.until), edge.until)
    found: dict[date, list[int]] = defaultdict(list)
    for body, until in sorted(ends.items()):
        found[until - timedelta(days=1)].append(body)
    return found


# ── what of closed bodies counts where ───────────────────────────────────────────────────────────────────────────────

# Of each closed body the first unit in whose estate it is that is not of its own level, on a day.
# The depth stands in the words themselves: so the stores know that their index of estates holds all of these rows.
_ESTATES = """
SELECT own.descendant_id, own.ancestor_id, unit.uid
FROM registry_closure own
JOIN registry_organisation body ON body.id = own.descendant_id
JOIN registry_organisation unit ON unit.id = own.ancestor_id
WHERE own.tree_id = %s AND own.depth >= {least} AND own.valid_from <= %s AND own.valid_to > %s
    AND body.level = %s AND unit.level <> body.level {bodies}
ORDER BY own.descendant_id, own.depth DESC
"""


def _collectors(
    tree_id: int, level: str, day: date, condition: str = "", *values: object
) -> dict[int, tuple[int, UUID]]:
    rows = sql.fetch(_ESTATES.format(least=ESTATE, bodies=condition), tree_id, day, day, level, *values)
    return {body: (unit, sql.as_uid(uid)) for body, unit, uid in rows}


def heirs_collecting(
    tree_id: int, level: str, bodies: Iterable[int], day: date
) -> dict[int, tuple[int, UUID]]:
    """Return key and public id of the unit that collects for each of some closed bodies on a day; others are left out."""
    found: dict[int, tuple[int, UUID]] = {}
    for chunk in chunks(sorted(bodies), _CHUNK):
        marks = ", ".join(["%s"] * len(chunk))
        found |= _collectors(tree_id, level, day, f"AND own.descendant_id IN ({marks})", *chunk)
    return found


def estates_of(tree_id: int, level: str, day: date) -> dict[int, tuple[UUID, list[int]]]:
    """Return, by the key of each unit that collects for closed bodies on a day, its public id and those bodies."""
    found: dict[int, tuple[UUID, list[int]]] = {}
    for body, (unit, uid) in _collectors(tree_id, level, day).items():
        found.setdefault(unit, (uid, []))[1].append(body)
    return found


def left_to(tree_id: int, level: str, units: Collection[int], day: date) -> QuerySet[Closure, Any]:
    """Return the keys of the closed bodies of a level that are left to collecting units on a day, as a condition."""
    estates = Closure.objects.filter(
        tree_id=tree_id, depth__gte=ESTATE, valid_from__lte=day, valid_to__gt=day
    )
    nearer = estates.filter(descendant=OuterRef("descendant"), depth__lt=OuterRef("depth"))
    return (
        estates.filter(ancestor__in=units, descendant__level=level)
        .exclude(ancestor__level=level)
        .filter(~Exists(nearer.exclude(ancestor__level=level)))
        .values("descendant_id")
    )

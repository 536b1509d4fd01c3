"""What is derived from the edges of a tree: who stands somewhere below whom, and how many directly below.

Services call it in the transaction that changed the edges; nothing else writes these two tables.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date

from django.db import transaction
from django.db.models import Q

from lienthong.kernel.bulk import insert_rows
from lienthong.kernel.ids import uuid7
from lienthong.kernel.validity import FOREVER

from . import rules
from .models import (
    ChildCount,
    Closure,
    Organisation,
    OrganisationEdge,
    OrganisationSuccession,
    OrganisationVersion,
    Tree,
)

_EDGE = ("child_id", "parent_id", "valid_from", "valid_to")


@transaction.atomic(savepoint=False)
def derive_tree(tree: Tree) -> None:
    """Derive a whole tree anew from its edges. Raises rules.Cycle.

    Without a savepoint: below one, SQLite copies every page that is written once more.
    """
    edges = [rules.Edge(*row) for row in OrganisationEdge.objects.filter(tree=tree).values_list(*_EDGE)]
    systems = dict(Organisation.objects.values_list("pk", "system_id"))
    Closure.objects.filter(tree=tree).delete()
    ChildCount.objects.filter(tree=tree).delete()
    above, heirs = rules.edges_by_child(edges), _heirs(tree)
    _insert_spans(tree, rules.closure_of(edges), systems)
    _insert_spans(tree, _estates(heirs, heirs, above), systems)
    _insert_counts(tree, edges)
    _stamp(tree)


@transaction.atomic
def derive_below(tree: Tree, body: Organisation, parents: Collection[int]) -> None:
    """Derive anew what follows from edges of one body: it with all that ever stood below it, and its parents' counts.

    ``parents``: keys of the bodies above it before and after the change. Raises rules.Cycle.
    """
    below = Closure.objects.filter(tree=tree, ancestor=body).values("descendant_id")
    systems = dict(
        Organisation.objects.filter(Q(pk__in=below) | Q(pk=body.pk)).values_list("pk", "system_id")
    )
    above = _edges_up_from(
        tree, OrganisationEdge.objects.filter(Q(child__in=below) | Q(child=body), tree=tree)
    )
    Closure.objects.filter(Q(descendant__in=below) | Q(descendant=body), tree=tree).delete()
    heirs = _heirs(tree, systems)
    above |= _edges_up_from(
        tree, OrganisationEdge.objects.filter(child__in={heir for heir, _day in heirs.values()}, tree=tree)
    )
    _insert_spans(tree, (span for key in systems for span in rules.spans_of(key, above)), systems)
    _insert_spans(tree, _estates(heirs.keys() & systems, heirs, above), systems)
    derive_counts(tree, parents)


@transaction.atomic
def derive_new(tree: Tree, bodies: Collection[int], parents: Collection[int]) -> None:
    """Derive what follows from the edges of new bodies, below which nothing stands yet, and their parents' counts."""
    above = _edges_up_from(tree, OrganisationEdge.objects.filter(tree=tree, child_id__in=bodies))
    systems = dict(Organisation.objects.filter(pk__in=bodies).values_list("pk", "system_id"))
    _insert_spans(tree, (span for key in bodies for span in rules.spans_of(key, above)), systems)
    derive_counts(tree, parents)


@transaction.atomic
def derive_counts(tree: Tree, parents: Collection[int]) -> None:
    """Derive anew how many bodies stand directly below some others."""
    ChildCount.objects.filter(tree=tree, parent_id__in=parents).delete()
    counted = OrganisationEdge.objects.filter(tree=tree, parent_id__in=parents).values_list(*_EDGE)
    _insert_counts(tree, (rules.Edge(*row) for row in counted))
    _stamp(tree)


def _stamp(tree: Tree) -> None:
    """Say that what was kept of the tree is out of date."""
    tree.stamp = uuid7()
    tree.save(update_fields=["stamp"])


def _edges_up_from(tree: Tree, rows: Iterable[OrganisationEdge]) -> dict[int, list[rules.Edge]]:
    """Return edges with all edges above them, by child."""
    found = [rules.Edge(row.child_id, row.parent_id, row.valid_from, row.valid_to) for row in rows]
    above = rules.edges_by_child(found)
    while missing := {edge.parent for edge in found if edge.parent is not None} - above.keys():
        upper = OrganisationEdge.objects.filter(tree=tree, child_id__in=missing).values_list(*_EDGE)
        found = [rules.Edge(*row) for row in upper]
        above |= {key: [] for key in missing} | rules.edges_by_child(found)
    return above


def _heirs(tree: Tree, bodies: Collection[int] | None = None) -> dict[int, tuple[int, date]]:
    """Return what follows bodies of a tree that are closed, and the day of their end: all, or some with their heirs' heirs.

    The default successor; without one the body directly above on the last day.
    """
    found: dict[int, tuple[int, date]] = {}
    asked = bodies
    while asked is None or asked:
        ended = _ended(tree, asked)
        heirs = {body: (parent, day) for body, (parent, day) in ended.items() if parent is not None}
        default = OrganisationSuccession.objects.filter(default=True).order_by("on")
        if asked is not None:
            default = default.filter(predecessor__in=ended)
        for body, heir in default.values_list("predecessor_id", "successor_id"):
            if body in ended:
                heirs[body] = (heir, ended[body][1])
        found |= heirs
        asked = {heir for heir, _day in heirs.values()} - found.keys() if asked is not None else ()
    return found


def _ended(tree: Tree, bodies: Collection[int] | None) -> dict[int, tuple[int | None, date]]:
    """Return the last parent and the end of bodies that stood in a tree and are closed."""
    edges = OrganisationEdge.objects.filter(tree=tree).order_by("valid_from")
    names = OrganisationVersion.objects.all()
    if bodies is not None:
        edges, names = edges.filter(child__in=bodies), names.filter(organisation__in=bodies)
    last = {
        child: (parent, day) for child, parent, day in edges.values_list("child_id", "parent_id", "valid_to")
    }
    named = dict(names.order_by("valid_to").values_list("organisation_id", "valid_to"))
    return {
        body: found
        for body, found in last.items()
        if found[1] < FOREVER and named.get(body, FOREVER) < FOREVER
    }


def _estates(
    closed: Iterable[int],
    heirs: Mapping[int, tuple[int, date]],
    above: Mapping[int, Sequence[rules.Edge]],
) -> Iterator[rules.Span]:
    return (span for body in closed for span in rules.estate_of(body, heirs, above))


def _insert_spans(tree: Tree, spans: Iterable[rules.Span], systems: dict[int, int]) -> None:
    insert_rows(
        "registry_closure",
        ("tree_id", "ancestor_id", "descendant_id", "system_id", "depth", "valid_from", "valid_to"),
        (
            (tree.pk, ancestor, descendant, systems[descendant], depth, since, until)
            for ancestor, descendant, depth, since, until in spans
        ),
    )


def _insert_counts(tree: Tree, edges: Iterable[rules.Edge]) -> None:
    insert_rows(
        "registry_childcount",
        ("tree_id", "parent_id", "count", "valid_from", "valid_to"),
        ((tree.pk, *count) for count in rules.child_counts_of(edges)),
    )

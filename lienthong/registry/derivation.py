"""What is derived from the edges of a tree: who stands somewhere below whom, and how many directly below.

Services call it in the transaction that changed the edges; nothing else writes these two tables.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from django.db import transaction
from django.db.models import Q

from lienthong.kernel.bulk import insert_rows
from lienthong.kernel.ids import uuid7

from . import rules
from .models import ChildCount, Closure, Organisation, OrganisationEdge, Tree

_EDGE = ("child_id", "parent_id", "valid_from", "valid_to")


@transaction.atomic
def derive_tree(tree: Tree) -> None:
    """Derive a whole tree anew from its edges. Raises rules.Cycle."""
    edges = [rules.Edge(*row) for row in OrganisationEdge.objects.filter(tree=tree).values_list(*_EDGE)]
    systems = dict(Organisation.objects.values_list("pk", "system_id"))
    Closure.objects.filter(tree=tree).delete()
    ChildCount.objects.filter(tree=tree).delete()
    _insert_spans(tree, rules.closure_of(edges), systems)
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
    _insert_spans(tree, (span for key in systems for span in rules.spans_of(key, above)), systems)
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

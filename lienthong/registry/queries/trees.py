"""Reads of trees."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple
from uuid import UUID

from django.utils.translation import gettext as _

from lienthong.kernel.actor import Actor
from lienthong.kernel.errors import NotFound

from ..models import OrganisationEdge, OrganisationVersion, Tree


def get_tree(actor: Actor, code: str) -> Tree:
    """Return a tree by its code."""
    tree = Tree.objects.filter(code=code).first()
    if tree is None:
        raise NotFound(_("Không có cây đơn vị mang mã “%(code)s”.") % {"code": code[:40]})
    return tree


class TreeRoot(NamedTuple):
    """A tree, and a body that stands at its top."""

    code: str
    name: str
    uid: UUID


def tree_roots(actor: Actor, day: date) -> list[TreeRoot]:
    """Return the trees by their codes, each with what stands at its top on a day."""
    edges = OrganisationEdge.objects.on(day).filter(parent=None).select_related("tree", "child")
    versions = OrganisationVersion.objects.on(day).filter(organisation__in=[edge.child_id for edge in edges])
    names = dict(versions.values_list("organisation_id", "name"))
    roots = [TreeRoot(edge.tree.code, names.get(edge.child_id, ""), edge.child.uid) for edge in edges]
    return sorted(roots, key=lambda one: (one.code, one.name))


def roots_of(tree_id: int, day: date) -> list[int]:
    """Return the keys of the bodies that stand at the top of a tree on a day."""
    edges = OrganisationEdge.objects.on(day).filter(tree_id=tree_id, parent=None)
    return list(edges.order_by("child_id").values_list("child_id", flat=True))

"""Reads of trees."""

from __future__ import annotations

from django.utils.translation import gettext as _

from lienthong.kernel.actor import Actor
from lienthong.kernel.errors import NotFound

from ..models import Tree


def get_tree(actor: Actor, code: str) -> Tree:
    """Return a tree by its code."""
    tree = Tree.objects.filter(code=code).first()
    if tree is None:
        raise NotFound(_("Không có cây đơn vị mang mã “%(code)s”.") % {"code": code[:40]})
    return tree

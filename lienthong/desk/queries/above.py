"""Up the tree: which body is told next of what ran out. The kernel keeps the clocks and knows no tree."""

from __future__ import annotations

from lienthong.kernel import clock as wall
from lienthong.kernel.deadlines import Clock
from lienthong.kernel.flow import flow_of
from lienthong.registry.models import Tree
from lienthong.registry.queries import parents_of


def body_above(clock: Clock) -> int | None:
    """Return the body directly above the one that was told last, in today's tree of that kind of row; None at the root.

    For ``kernel.deadlines.escalate_due``.
    """
    flow = flow_of(clock.kind)
    tree = Tree.objects.filter(code=flow.tree).first() if flow else None
    if tree is None:
        return None
    parent = parents_of(tree.pk, [clock.reached], wall.today()).get(clock.reached)
    return parent[0] if parent else None

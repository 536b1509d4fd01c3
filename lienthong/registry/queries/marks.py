"""How bodies are marked in the search: by themselves, and by all that they stand below in some tree, now or later."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from lienthong.kernel import clock

from ..models import Closure


def mark_of(organisation_id: int) -> str:
    """Return the mark of a body itself."""
    return f"h{organisation_id}"


def mark_below(tree_id: int, system_id: int, ancestor_id: int) -> str:
    """Return the mark of all of a system that stands below a body in a tree."""
    return f"b{tree_id}_{system_id}_{ancestor_id}"


def marks_of(organisations: Iterable[int]) -> dict[int, list[str]]:
    """Return the marks of bodies. Places that begin later are among them; those that have ended are not."""
    wanted = set(organisations)
    marks = {body: [mark_of(body)] for body in sorted(wanted)}
    above = Closure.objects.filter(descendant_id__in=wanted, depth__gt=0, valid_to__gt=clock.today())
    rows = above.order_by("descendant_id", "tree_id", "depth", "ancestor_id")
    seen: dict[int, set[str]] = defaultdict(set)
    for body, *stem in rows.values_list("descendant_id", "tree_id", "system_id", "ancestor_id"):
        mark = mark_below(*stem)
        if mark not in seen[body]:
            seen[body].add(mark)
            marks[body].append(mark)
    return marks

"""A whole tree through time, read at once: for what is copied or drawn of it."""

from __future__ import annotations

from collections.abc import Sequence

from lienthong.kernel import sql

_CLOSURE = """
SELECT own.descendant_id, own.ancestor_id, own.depth, CAST(own.valid_from AS TEXT), CAST(own.valid_to AS TEXT),
    body.level, upper.level
FROM registry_closure own
JOIN registry_organisation body ON body.id = own.descendant_id
JOIN registry_organisation upper ON upper.id = own.ancestor_id
WHERE own.tree_id = %s
"""


def closure_rows(tree_id: int) -> Sequence[tuple[int, int, int, str, str, str, str]]:
    """Return who stands below whom in a tree, or is itself, from which day to which other. For commands and jobs.

    Body, the one above, depth, first day and day after the last as texts, the levels of both. From ESTATE on the depth
    says that a closed body is left to its heir there.
    """
    return sql.fetch(_CLOSURE, tree_id)

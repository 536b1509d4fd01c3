"""Every permission that the installed rooms say. A room says its own in ``permissions.py``; no room is named here."""

from __future__ import annotations

from functools import cache

from . import audit
from .permission import Permission
from .rooms import said


@cache
def known() -> dict[str, Permission]:
    """Return every permission by its code, in the order of codes."""
    found = {permission.code: permission for permission in (audit.READ, *said("permissions", Permission))}
    return dict(sorted(found.items()))


@cache
def may_be_lent(code: str) -> bool:
    """Say whether a key or a stand-in may carry a permission: not what has to be used in person, nor what no room says."""
    return code in known() and not known()[code].in_person

"""Roles: loaded from the file beside this room, as data."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final

from django.db import transaction

from lienthong.kernel import audit
from lienthong.kernel.actor import Actor

from ..models import Role
from ..permissions import MANAGE_ROLES

_FILE: Final = Path(__file__).parent.parent / "data" / "roles.json"


@transaction.atomic
def load_roles(*, actor: Actor) -> list[Role]:
    """Bring every role of the file up to date; others are left alone. Running it again changes nothing."""
    MANAGE_ROLES.require_somewhere(actor)
    known = {role.code: role for role in Role.objects.all()}
    changed = []
    for row in json.loads(_FILE.read_text(encoding="utf-8")):
        role = known.setdefault(row["code"], Role(code=row["code"]))
        if (role.name, role.permissions) != (row["name"], row["permissions"]):
            role.name, role.permissions = row["name"], row["permissions"]
            role.save()
            changed.append(row)
    if changed:
        audit.record(actor, "roles.loaded", "role", None, facts={"roles": changed})
    return sorted(known.values(), key=lambda role: role.code)

"""Roles: loaded as data from the file beside this room, with what added rooms say in ``data/roles.json`` of theirs."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

from django.apps import apps
from django.db import transaction

from lienthong.kernel import audit
from lienthong.kernel.actor import Actor

from ..models import Role
from ..permissions import MANAGE_ROLES

_FILE: Final = Path("data") / "roles.json"


def roles_said() -> list[dict[str, Any]]:
    """Return every role by what the installed rooms say of it; an added room names only the permissions that it adds."""
    found: dict[str, dict[str, Any]] = {}
    for room in reversed(list(apps.get_app_configs())):
        path = Path(room.path) / _FILE
        for row in json.loads(path.read_text(encoding="utf-8")) if path.is_file() else ():
            role = found.setdefault(row["code"], {**row, "permissions": []})
            role["permissions"] = [*role["permissions"], *row["permissions"]]
    return list(found.values())


@transaction.atomic
def load_roles(*, actor: Actor) -> list[Role]:
    """Bring every role that rooms say up to date; others are left alone. Running it again changes nothing."""
    MANAGE_ROLES.require_somewhere(actor)
    known = {role.code: role for role in Role.objects.all()}
    changed = []
    for row in roles_said():
        role = known.setdefault(row["code"], Role(code=row["code"]))
        if (role.name, role.permissions) != (row["name"], row["permissions"]):
            role.name, role.permissions = row["name"], row["permissions"]
            role.save()
            changed.append(row)
    if changed:
        audit.record(actor, "roles.loaded", "role", None, facts={"roles": changed})
    return sorted(known.values(), key=lambda role: role.code)

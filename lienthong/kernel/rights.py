"""Every permission that the installed rooms say. A room says its own in ``permissions.py``; no room is named here."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib import import_module

from django.apps import apps
from django.utils.module_loading import module_has_submodule

from . import audit
from .permission import Permission


@cache
def known() -> dict[str, Permission]:
    """Return every permission by its code, in the order of codes."""
    said = {permission.code: permission for permission in (audit.READ, *_of_rooms())}
    return dict(sorted(said.items()))


def _of_rooms() -> Iterator[Permission]:
    for room in apps.get_app_configs():
        if room.module is not None and module_has_submodule(room.module, "permissions"):
            module = import_module(f"{room.name}.permissions")
            yield from (value for value in vars(module).values() if isinstance(value, Permission))

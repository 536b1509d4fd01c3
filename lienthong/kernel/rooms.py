"""What the installed rooms say of themselves, found by the name of the file in which they say it. No room is named here."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from types import ModuleType
from typing import TypeVar

from django.apps import apps
from django.utils.module_loading import module_has_submodule

Said = TypeVar("Said")


def modules(name: str) -> Iterator[ModuleType]:
    """Yield the file (or folder) of that name of each room that has one, in the order of INSTALLED_APPS."""
    for room in apps.get_app_configs():
        if room.module is not None and module_has_submodule(room.module, name):
            yield import_module(f"{room.name}.{name}")


def said(name: str, kind: type[Said]) -> Iterator[Said]:
    """Yield every value of a kind that stands at the top of those files."""
    for module in modules(name):
        yield from (value for value in vars(module).values() if isinstance(value, kind))

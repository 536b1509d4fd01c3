"""What the installed rooms say of themselves, found by the name of the file in which they say it. No room is named here."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from pkgutil import iter_modules
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
    """Yield every value of a kind that stands at the top of those files, or of the files in those folders; each once."""
    found = {
        id(value): value
        for module in modules(name)
        for part in _parts(module)
        for value in vars(part).values()
        if isinstance(value, kind)
    }
    yield from found.values()


def _parts(module: ModuleType) -> Iterator[ModuleType]:
    """Yield a file; of a folder, itself and the files in it."""
    yield module
    for part in iter_modules(getattr(module, "__path__", ())):
        yield import_module(f"{module.__name__}.{part.name}")

"""Settings are said once: name, value without it, meaning. What is read, checked and written down all comes from here.

``settings.py`` and ``databases.py`` say them; ``tools/reference.py`` writes docs/reference/settings.md from them, and
the doctor names what stands in the environment and is no setting.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Final

from django.core.exceptions import ImproperlyConfigured

PREFIX: Final = "LIENTHONG_"
_OFF: Final = frozenset({"", "0", "false", "no", "off"})


@dataclass(frozen=True)
class Setting:
    """One name of the environment. ``without``: what holds where it is not set, in words or as a value."""

    name: str
    section: str
    without: str
    meaning: str
    secret: bool = False


_said: dict[str, Setting] = {}
_section: list[str] = [""]


def section(title: str) -> None:
    """Begin a part of the reference: what is said from here on stands under this title."""
    _section[0] = title


def said() -> tuple[Setting, ...]:
    """Return every setting in the order in which they are said."""
    return tuple(_said.values())


def text(name: str, default: str, meaning: str, *, without: str = "", secret: bool = False) -> str:
    """Say a setting that is text, and return its value. ``without``: what the reference calls the default."""
    _say(name, without or (f"`{default}`" if default else "none"), meaning, secret=secret)
    return os.environ.get(name, default)


def words(name: str, default: str, meaning: str, *, without: str = "", secret: bool = False) -> list[str]:
    """Say a setting that is a list of words with blanks between."""
    return text(name, default, f"{meaning}, with blanks between", without=without, secret=secret).split()


def flag(name: str, meaning: str) -> bool:
    """Say a setting that is on or off; without it, off."""
    return text(name, "", meaning, without="off").lower() not in _OFF


def choice(name: str, default: str, among: Sequence[str], meaning: str) -> str:
    """Say a setting that is one of some words."""
    value = text(name, default, meaning)
    if value not in among:
        known = ", ".join(repr(one) for one in among)
        raise ImproperlyConfigured(f"{name} is {value!r}; it can be {known}.")
    return value


def number(name: str, default: int, meaning: str, *, least: int = 0, without: str = "") -> int:
    """Say a setting that is a whole number of at least ``least``."""
    value = text(name, str(default), meaning, without=without)
    if value.lower() in _OFF and least == 0:
        return 0
    if not value.isdecimal() or int(value) < least:
        raise ImproperlyConfigured(f"{name} is {value!r}; it has to be a whole number from {least} on.")
    return int(value)


def _say(name: str, without: str, meaning: str, *, secret: bool) -> None:
    _said[name] = Setting(name, _section[0], without, meaning, secret)


def strangers() -> Iterator[tuple[str, str]]:
    """Yield each name of the environment that looks like a setting and is none, and which it may have been meant for."""
    for name in sorted(os.environ):
        if name.startswith(PREFIX) and name not in _said:
            yield name, next(iter(get_close_matches(name, _said, n=1, cutoff=0.8)), "")

"""What rooms say in their ``helping.py``: short help on their pages, and the hints that their pages hold."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from ..rooms import said

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


@dataclass(frozen=True)
class Help:
    """Short help on one page. ``page``: its name, such as "reports:sheet".

    ``lines``: one to four plain sentences: what the page shows, what one does first, what to watch for.
    """

    page: str
    title: str | _StrPromise
    lines: tuple[str | _StrPromise, ...]


@dataclass(frozen=True)
class Hint:
    """A hint that some page shows until its reader has dismissed it. What it says stands in the page."""

    code: str


@cache
def helps() -> dict[str, Help]:
    """Return the help on every page by the page's name."""
    return {help.page: help for help in said("helping", Help)}


@cache
def hints() -> frozenset[str]:
    """Return the code of every hint."""
    return frozenset(hint.code for hint in said("helping", Hint))

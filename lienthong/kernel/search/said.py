"""What a room says of what can be found in it, in its ``finding.py``. No room is named here."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from ..actor import Actor
from ..permission import Permission
from ..rooms import said
from ..validity import FOREVER

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


class Row(NamedTuple):
    """A row as it can be found. ``key``: what the room calls it, once in its kind; ``link``: the address of its page.

    It is found by title, ``names`` (other names, codes) and ``short`` (words for its name as people abbreviate it); with
    less weight by ``detail``, the line below its title, and ``elsewhere``. ``organisation_id``: the body at which the right
    of its kind is asked for, and ``marks``: every place from which that right could come. ``rank``: less comes first.
    """

    key: str
    title: str
    link: str
    since: date
    until: date = FOREVER
    detail: str = ""
    names: Sequence[str] = ()
    short: str = ""
    elsewhere: str = ""
    organisation_id: int | None = None
    marks: Sequence[str] = ()
    rank: int = 0


@dataclass(frozen=True)
class Findable:
    """A kind of row that can be found. ``kind``: a short word, small letters only.

    ``rows``: all of them, what matters more first; ``count``: how many. ``right``: held at a row's body by whoever may find
    it; None: open to everybody who is signed in. ``lasting``: only rows whose time is now can be found.
    """

    kind: str
    label: str | _StrPromise
    icon: str
    rows: Callable[[], Iterable[Row]]
    count: Callable[[], int]
    right: Permission | None = None
    lasting: bool = False


@dataclass(frozen=True)
class Hit:
    """Something that was found, as a page shows it. ``until``: the first day on which it is no more."""

    kind: str
    key: str
    title: str
    detail: str
    link: str
    until: date = FOREVER
    ended: bool = False

    @property
    def said(self) -> Findable | Composed:
        """What its room says of its kind."""
        return kinds()[self.kind]


@dataclass(frozen=True)
class Composed:
    """Something that is no row, but can be put together from what was typed: the report of a unit in a week.

    ``find``: at most so many, the best first, as the actor may see them; nothing where the words do not ask for it.
    """

    kind: str
    label: str | _StrPromise
    icon: str
    find: Callable[[Actor, str, int], Sequence[Hit]]


@cache
def findables() -> dict[str, Findable]:
    """Return every kind of row that can be found."""
    return {found.kind: found for found in said("finding", Findable)}


@cache
def composed() -> dict[str, Composed]:
    """Return every kind that is put together."""
    return {found.kind: found for found in said("finding", Composed)}


def kinds() -> dict[str, Findable | Composed]:
    """Return all that can be found by its kind."""
    return {**findables(), **composed()}

"""Work that waits for people: the kinds that a room lends to the desk, and what a room finds in the calendar.

A room says both in ``waiting.py``, above its services and below its doors; no room is named here. A ``WorkKind`` is
opened and closed by the room's services, through the desk's. A ``Waiting`` is asked whenever somebody looks: it is for
what follows from the calendar alone, such as a report that is due and that nobody has begun.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING, Any
from uuid import UUID

from .actor import Actor
from .languages import label_of
from .permission import Permission
from .rooms import said

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


@dataclass(frozen=True)
class Piece:
    """One piece of work as its room knows it: what was said when it was opened. ``words``: what its title names."""

    kind: str
    key: str
    organisation_id: int
    subject_kind: str
    subject: UUID
    url: str
    words: Mapping[str, Any] = field(default_factory=dict)
    due: datetime | None = None


@dataclass(frozen=True)
class BulkAction:
    """What may be done with several pieces of a kind at once.

    ``do``: the room's own service, all of them or none; it returns how many things it dealt with.
    """

    label: str | _StrPromise
    question: str | _StrPromise
    do: Callable[[Actor, Sequence[Piece]], int]
    icon: str = "check-check"


@dataclass(frozen=True)
class WorkKind:
    """A kind of work. ``permission``: who sees it and does it, at the body that it belongs to.

    Without a permission each piece is somebody's own. ``title``: one sentence without personal data, with ``%(name)s``
    for the words of a piece; a word may be a label per language.
    """

    code: str
    label: str | _StrPromise
    permission: Permission | None
    title: str | _StrPromise
    icon: str = "clipboard-list"
    bulk: BulkAction | None = None

    def titled(self, words: Mapping[str, Any]) -> str:
        """Return what a piece is called, in the language of the screen."""
        here = {name: label_of(word) if isinstance(word, Mapping) else word for name, word in words.items()}
        return str(self.title) % here


@dataclass(frozen=True)
class Waits:
    """Something that waits without anybody having opened it, at one body."""

    title: str
    url: str
    organisation_id: int
    due: datetime | None = None


@dataclass(frozen=True)
class Waiting:
    """What a room finds waiting for an actor. It is asked for every menu: two statements at most, a few pieces."""

    code: str
    label: str | _StrPromise
    find: Callable[[Actor], Sequence[Waits]]
    icon: str = "clipboard-list"


@cache
def kinds() -> dict[str, WorkKind]:
    """Return every kind of work by its code."""
    return {kind.code: kind for kind in said("waiting", WorkKind)}


@cache
def sources() -> tuple[Waiting, ...]:
    """Return whatever finds waiting work."""
    return tuple(said("waiting", Waiting))

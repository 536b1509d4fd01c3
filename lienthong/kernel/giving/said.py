"""What each room gives of a unit's data, said in its ``giving.py``. No room is named here.

A room says tables (``Given``) and files (``GivenFiles``). Whatever it gives it reads through its own queries, as the actor who
asks: what they may not see is not there, and what is withheld from them on pages is withheld here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import IO, TYPE_CHECKING, Literal
from uuid import UUID

from ..actor import Actor
from ..rooms import modules, said

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

# None is a cell in which nothing stands. Decimal numbers are texts: no float is ever written.
Value = str | int | bool | date | datetime | UUID | None
Type = Literal["string", "integer", "number", "boolean", "date", "datetime"]


@dataclass(frozen=True)
class Extent:
    """A unit whose data is given. ``bodies``: it and all that stands or ever stood below it: public ids by keys.

    ``url``: its page; ``stream``: its audit stream.
    """

    uid: UUID
    key: int
    title: str
    url: str
    stream: UUID
    bodies: Mapping[int, UUID]


@dataclass(frozen=True)
class Extents:
    """How the extent of a unit is found: said by the room that keeps bodies. None where there is no such unit."""

    find: Callable[[Actor, UUID], Extent | None]


@dataclass(frozen=True)
class Column:
    """A column of a table: its name in the file, and what stands in it as the Table Schema calls it."""

    name: str
    type: Type = "string"


@dataclass(frozen=True)
class Given:
    """A table that a room gives. ``name``: of the file and of the resource; never changed once it was given.

    ``key``: the columns that tell rows apart. ``points_to``: columns that hold a key of another table given.
    """

    name: str
    title: str | _StrPromise
    columns: Sequence[Column]
    rows: Callable[[Actor, Extent], Iterator[Sequence[Value]]]
    key: Sequence[str] = ()
    points_to: Mapping[str, tuple[str, str]] = field(default_factory=dict)


@dataclass(frozen=True)
class GivenFile:
    """A file as it lies in the export. ``path``: below the folder of its kind, made by us, never from what people typed."""

    path: str
    media_type: str
    open: Callable[[], IO[bytes]]


@dataclass(frozen=True)
class GivenFiles:
    """Files that a room gives, below a folder of its own."""

    folder: str
    files: Callable[[Actor, Extent], Iterator[GivenFile]]


def tables() -> list[Given]:
    """Return every table that rooms give, the lowest room's first: what is pointed to stands before what points."""
    rooms = list(modules("giving"))[::-1]
    return [value for room in rooms for value in vars(room).values() if isinstance(value, Given)]


def folders() -> list[GivenFiles]:
    """Return all kinds of files that rooms give."""
    return list(said("giving", GivenFiles))


def extent_of(actor: Actor, uid: UUID) -> Extent | None:
    """Return the extent of a unit, None where there is no such unit."""
    return next((found for one in said("giving", Extents) if (found := one.find(actor, uid))), None)

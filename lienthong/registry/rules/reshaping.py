"""What a restructuring asks of areas and bodies, and what becomes of them: values, their public ids, their new names. Plain Python."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import NamedTuple
from uuid import UUID

from ..unitdata import KIND_WORDS
from .country import uid_for


class NewArea(NamedTuple):
    """An area that begins on the day, by its level and code."""

    level: str
    code: str


AreaRef = int | NewArea
BodyRef = int | UUID


class Place(NamedTuple):
    """An area as it is called."""

    level: str
    code: str
    kind: str
    name: str
    full_name: str


class Body(NamedTuple):
    """A body as it is called, and the area that it serves."""

    uid: UUID
    system: str
    level: str
    area: int
    name: str
    short_name: str


@dataclass(frozen=True)
class Eve:
    """What the day before says. ``within``: the areas around areas. ``stands``: below what each body stands, by tree."""

    areas: Mapping[int, Place]
    within: Mapping[int, int]
    bodies: Mapping[int, Body]
    stands: Mapping[int, Mapping[int, int | None]]


@dataclass(frozen=True)
class Named:
    """What an area is from the day on."""

    code: str
    kind: str
    name: str

    @property
    def full_name(self) -> str:
        """Return the name with the word for its kind."""
        return f"{KIND_WORDS[self.kind]} {self.name}"


@dataclass(frozen=True)
class Founded(Named):
    """An area that begins on the day, and within what."""

    level: str
    within: AreaRef | None

    @property
    def key(self) -> NewArea:
        """Return how it is referred to."""
        return NewArea(self.level, self.code)


@dataclass(frozen=True)
class Followed:
    """An area, or a part of it, went into another on the day."""

    old: int
    new: AreaRef
    whole: bool = True
    share: Fraction | None = None
    share_key: str = ""
    default: bool = True


@dataclass(frozen=True)
class Reshaping:
    """What becomes of areas, and the systems whose bodies follow. ``with_areas``: False where that was written before."""

    plan: UUID
    on: date
    systems: frozenset[str]
    with_areas: bool = True
    founded: tuple[Founded, ...] = ()
    ended: frozenset[int] = frozenset()
    named: Mapping[int, Named] = field(default_factory=dict)
    moved: Mapping[int, AreaRef] = field(default_factory=dict)
    followed: tuple[Followed, ...] = ()
    posts: Mapping[UUID, tuple[AreaRef | None, str]] = field(default_factory=dict)


class NewBody(NamedTuple):
    """A body that begins on the day. ``parents``: what it stands below, by tree."""

    uid: UUID
    system: str
    level: str
    area: AreaRef
    name: str
    short_name: str
    parents: Mapping[int, BodyRef | None]


class Inheritance(NamedTuple):
    """Where something of a closed body goes."""

    body: BodyRef
    whole: bool
    share: Fraction | None
    share_key: str
    default: bool


@dataclass(frozen=True)
class Reshaped:
    """What becomes of bodies, and of areas of which nobody said it (a village stays with what follows its commune).

    ``moved``: by body and tree, from below which to below which. ``at``: the bodies to which decisions lead, by system and
    area.
    """

    founded: Mapping[UUID, NewBody]
    closed: Mapping[int, tuple[Inheritance, ...]]
    renamed: Mapping[int, tuple[str, str]]
    moved: Mapping[int, Mapping[int, tuple[int | None, BodyRef | None]]]
    areas_moved: Mapping[int, AreaRef]
    at: Mapping[tuple[str, AreaRef], BodyRef]


def area_uid(asked: Reshaping, key: NewArea) -> UUID:
    """Return the public id that an area founded by a plan always has."""
    return uid_for(asked.on, "restructuring", asked.plan.hex, "area", *key)


def body_uid(asked: Reshaping, system: str, area: AreaRef) -> UUID:
    """Return the public id that a body founded by a plan always has."""
    names = area if isinstance(area, NewArea) else (str(area),)
    return uid_for(asked.on, "restructuring", asked.plan.hex, "organisation", system, *names)


def renamed(name: str, old: Place | Named, new: Place | Named) -> str:
    """Return a body's name with an area's new name where the old one stood; as it is where none stood.

    >>> ward, zone = Named("1", "phuong", "Ba Đình"), Named("2", "dac_khu", "Cát Hải")
    >>> renamed("Ủy ban nhân dân phường Ba Đình", ward, zone)
    'Ủy ban nhân dân đặc khu Cát Hải'
    """
    for before, after in (
        (old.full_name, new.full_name),
        (_inside(old.full_name), _inside(new.full_name)),
        (old.name, new.name),
    ):
        at = name.rfind(before)
        if at >= 0:
            return name[:at] + after + name[at + len(before) :]
    return name


def _inside(full_name: str) -> str:
    return full_name[0].lower() + full_name[1:]

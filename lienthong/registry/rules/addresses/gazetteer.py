"""The units of the country in memory: names, days, where each lay, what followed what; found by name and by code."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final, NamedTuple, TypeVar
from uuid import UUID

from . import words
from .words import Kinds, Word

Row = TypeVar("Row")

PROVINCE, DISTRICT, COMMUNE = "province", "district", "commune"
LEVELS: Final = (PROVINCE, DISTRICT, COMMUNE)
_SHORTEST_SLIP: Final = 4
# How provinces are written for short or without spaces; what is said in full stands in the registry.
_SHORT_NAMES: Final = {
    "hochiminh": ("hcm", "tphcm", "tphochiminh", "sg", "saigon", "tpsg"),
    "hanoi": ("hn", "tphn", "tphanoi", "thudohanoi"),
    "bariavungtau": ("brvt", "bariavt"),
    "hue": ("thuathienhue", "tthue", "tth", "tphue"),
    "daklak": ("daclac", "daclak", "daklac"),
    "daknong": ("dacnong",),
    "danang": ("tpdanang", "tpdn"),
    "haiphong": ("tphaiphong", "tphp"),
    "cantho": ("tpcantho", "tpct"),
}
# Townships that grew from State farms keep the word in their names, written out or not.
_FARMS: Final = tuple(tuple(map(words.fold, text.split())) for text in ("Nông trường", "NT", "N T"))
_ROMAN: Final = {
    "i": "1",
    "ii": "2",
    "iii": "3",
    "iv": "4",
    "v": "5",
    "vi": "6",
    "vii": "7",
    "viii": "8",
    "ix": "9",
}


class Version(NamedTuple):
    """What a unit was called, of which kind and under which code, on the days from ``since`` up to ``until``."""

    since: date
    until: date
    code: str
    name: str
    full_name: str
    kind: str


class Link(NamedTuple):
    """A unit, or a part of it, went into another on a day. ``other``: the key of the other."""

    on: date
    other: int
    whole: bool
    default: bool


class Place(NamedTuple):
    """Where a unit lay from a day to a day; 0 where there is none."""

    district: int
    province: int
    since: date
    until: date


@dataclass(slots=True, eq=False)
class Unit:
    """A unit through all its names. ``near``: districts and provinces of those it came from, or went into."""

    key: int
    uid: UUID
    level: str
    versions: tuple[Version, ...] = ()
    places: tuple[Place, ...] = ()
    after: tuple[Link, ...] = ()
    before: tuple[Link, ...] = ()
    below: tuple[int, ...] = ()
    near: frozenset[int] = frozenset()

    def on(self, day: date) -> Version | None:
        """Return what the unit was on a day."""
        return next((version for version in self.versions if version.since <= day < version.until), None)

    @property
    def since(self) -> date:
        """Return the first day that is known."""
        return self.versions[0].since

    @property
    def until(self) -> date:
        """Return the first day on which it was not there any more."""
        return self.versions[-1].until


class Entry(NamedTuple):
    """A unit under one of its names. ``bare``: too short to mean it without the word for its kind."""

    unit: Unit
    name: Word
    kinds: Kinds
    bare: bool


Named = tuple[int, str, str, Kinds | None]


@dataclass
class Gazetteer:
    """Units by key, by folded name, and by code."""

    units: dict[int, Unit] = field(default_factory=dict)
    names: dict[str, tuple[Entry, ...]] = field(default_factory=dict)
    codes: dict[str, tuple[tuple[Unit, Version], ...]] = field(default_factory=dict)
    _gaps: dict[str, list[str]] = field(default_factory=dict)

    @classmethod
    def of(
        cls,
        units: Iterable[tuple[int, UUID, str]],
        versions: Iterable[tuple[int, Version]],
        edges: Iterable[tuple[int, int, date, date]],
        links: Iterable[tuple[int, int, date, bool, bool]],
        aliases: Iterable[tuple[int, str]],
    ) -> Gazetteer:
        """Build it from rows of the registry; ``edges`` as (child, parent, from, to), ``links`` as (before, after, …)."""
        made = cls({key: Unit(key, uid, level) for key, uid, level in units})
        for key, rows in _grouped(versions).items():
            made.units[key].versions = tuple(sorted(rows))
        made.units = {key: unit for key, unit in made.units.items() if unit.versions}
        _place(made.units, edges)
        _link(made.units, links)
        for unit in made.units.values():
            unit.near = frozenset(_near(made.units, unit))
        made._name(_grouped(aliases))
        return made

    def slipped(self, written: str) -> Iterator[Entry]:
        """Yield the units whose names are one slip away from what was written."""
        if len(written) < _SHORTEST_SLIP - 1 or written.isdecimal():
            return
        written = _alike(written)
        seen = set()
        for gap in _with_gaps(written):
            for name in self._gaps.get(gap, ()):
                if name not in seen and (written == _alike(name) or words.one_slip(written, _alike(name))):
                    seen.add(name)
                    yield from self.names[name]

    def _name(self, aliases: Mapping[int, Sequence[str]]) -> None:
        names: dict[str, dict[tuple[int, Word], Entry]] = defaultdict(dict)
        codes: dict[str, list[tuple[Unit, Version]]] = defaultdict(list)
        for unit in self.units.values():
            kinds = frozenset(version.kind for version in unit.versions)
            for text in dict.fromkeys([*(v.name for v in unit.versions), *aliases.get(unit.key, ())]):
                for name in _spellings(text, unit.level):
                    bare = len(name.key) <= 2 or name.key.isdecimal()  # noqa: PLR2004
                    bare = bare and not (unit.level == PROVINCE and not name.key.isdecimal())
                    names[name.key][unit.key, name] = Entry(unit, name, kinds, bare)
            for version in unit.versions:
                if version.code:
                    codes[version.code].append((unit, version))
        self.names = {key: tuple(entries.values()) for key, entries in names.items()}
        self.codes = {code: tuple(found) for code, found in codes.items()}
        gaps: dict[str, list[str]] = defaultdict(list)
        for key in self.names:
            if len(key) >= _SHORTEST_SLIP and not key.isdecimal():
                for gap in _with_gaps(_alike(key)):
                    gaps[gap].append(key)
        self._gaps = dict(gaps)


def _grouped(rows: Iterable[tuple[int, Row]]) -> dict[int, list[Row]]:
    grouped: dict[int, list[Row]] = defaultdict(list)
    for key, row in rows:
        grouped[key].append(row)
    return grouped


def _spellings(text: str, level: str) -> Iterator[Word]:
    """Yield how a name is written, without the word for the kind that other spellings bring."""
    read = words.read(text).words
    if not read:
        return
    for kind in words.FULL:
        if read[: len(kind)] == kind and len(read) > len(kind):
            yield words.joined(read[len(kind) :])
    name = words.joined(read)
    yield name
    for farm in _FARMS:
        if read[: len(farm)] == farm and len(read) > len(farm):
            yield words.joined(read[len(farm) :])
            yield from (words.joined((*other, *read[len(farm) :])) for other in _FARMS if other != farm)
    if name.key in _ROMAN:
        yield Word(_ROMAN[name.key], _ROMAN[name.key], "")
    if level == PROVINCE:
        for short in _SHORT_NAMES.get(name.key, ()):
            yield Word(short, short, "")


def _alike(name: str) -> str:
    """Return a name with what is i at its end and y within as one letter: a slip may move it."""
    return name.replace("y", "i")


def _with_gaps(name: str) -> set[str]:
    """Return a name, and what is left of it with one letter left out."""
    return {name, *(name[:place] + name[place + 1 :] for place in range(len(name)))}


def _place(units: Mapping[int, Unit], edges: Iterable[tuple[int, int, date, date]]) -> None:
    """Tell each unit where it lay through time."""
    above: dict[int, list[tuple[int, date, date]]] = defaultdict(list)
    below: dict[int, list[int]] = defaultdict(list)
    for child, parent, since, until in edges:
        if child in units and parent in units:
            above[child].append((parent, since, until))
            below[parent].append(child)
    for unit in units.values():
        unit.below = tuple(below.get(unit.key, ()))
        unit.places = tuple(sorted(_places(units, above, unit), key=lambda p: p.since)) or (
            Place(0, 0, unit.since, unit.until),
        )


def _places(
    units: Mapping[int, Unit], above: Mapping[int, list[tuple[int, date, date]]], unit: Unit
) -> Iterator[Place]:
    for parent, since, until in above.get(unit.key, ()):
        if units[parent].level == PROVINCE:
            yield Place(0, parent, since, until)
        elif units[parent].level == DISTRICT:
            for upper, begin, end in above.get(parent, ()):
                if max(since, begin) < min(until, end):
                    yield Place(parent, upper, max(since, begin), min(until, end))


def _link(units: Mapping[int, Unit], links: Iterable[tuple[int, int, date, bool, bool]]) -> None:
    for before, after, on, whole, default in links:
        if before in units and after in units:
            units[before].after += (Link(on, after, whole, default),)
            units[after].before += (Link(on, before, whole, default),)


def _near(units: Mapping[int, Unit], unit: Unit) -> Iterator[int]:
    for forward in (True, False):
        for key in _reached(units, unit.key, forward=forward):
            for place in units[key].places:
                yield place.province
                if not forward and place.district:
                    yield place.district
    for place in unit.places:
        if place.province:
            yield from _reached(units, place.province, forward=True)


def _reached(units: Mapping[int, Unit], key: int, *, forward: bool) -> set[int]:
    reached: set[int] = set()
    rising = [key]
    while rising:
        unit = units[rising.pop()]
        for link in unit.after if forward else unit.before:
            if link.other not in reached:
                reached.add(link.other)
                rising.append(link.other)
    return reached

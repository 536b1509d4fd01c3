"""How lists of units become areas and bodies through time. Plain Python: no row is written here."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from typing import Final, NamedTuple
from uuid import UUID

from lienthong.kernel.ids import uuid7_for

from ..unitdata import LinkRecord, UnitRecord, Units
from ..villages import VillageRecord, count_villages, name_villages

# The list of units before says until when they were in force, not since when. Huế is a city in it, which it became on
# this day: the list is no older, and nothing is said about the days before.
BEGIN: Final = date(2025, 1, 1)
OPEN: Final = date.max

# A level and a code at one time. A village has its commune's code and its number there.
Key = tuple[str, str]
COUNTRY: Final[Key] = ("centre", "")

# A person bore this name before the city did.
_SHORT_NAMES: Final = {"Hồ Chí Minh": "TP. Hồ Chí Minh"}


class AreaFact(NamedTuple):
    """An area, from its first day on. Its public id is always the same."""

    key: Key
    since: date

    @property
    def uid(self) -> UUID:
        """Return the id that always belongs to this area."""
        return uid_for(self.since, "area", *self.key)


class NameFact(NamedTuple):
    """What an area is called from a day to a day."""

    area: AreaFact
    code: str
    name: str
    full_name: str
    kind: str
    since: date
    until: date


class PlaceFact(NamedTuple):
    """An area lies within another from a day to a day."""

    area: AreaFact
    within: AreaFact
    since: date
    until: date


class BodyFact(NamedTuple):
    """A body of a system: the area it serves, what it is called, and the area of the body above it."""

    area: Key
    above: Key | None
    name: str
    short_name: str
    sorted_as: str


@dataclass(frozen=True)
class Areas:
    """The areas by their keys before and after the change. What goes on stands in both."""

    before: dict[Key, AreaFact]
    after: dict[Key, AreaFact]


def uid_for(since: date, *names: str) -> UUID:
    """Return the id that always belongs to a thing of these names that begins on a day."""
    return uuid7_for(int(datetime.combine(since, time(), UTC).timestamp()) * 1000, *names)


def part_of(units: Units, provinces: Collection[str]) -> Units:
    """Return what belongs to some provinces after the change: their communes, and all that went into them."""
    after = tuple(unit for unit in units.after if unit.code in provinces or unit.parent in provinces)
    kept = {_key(unit) for unit in after}
    links = tuple(link for link in units.links if _target(link) in kept)
    old = {link.from_code for link in links if link.from_level == "province"}
    districts = {unit.code for unit in units.before if unit.level == "district" and unit.parent in old}
    homes = {"province": old, "district": districts}
    before = tuple(
        unit
        for unit in units.before
        if (unit.parent in districts if unit.level == "commune" else unit.code in homes[unit.level])
    )
    return replace(units, before=before, after=after, links=links)


def villages_of(country: Units, part: Units) -> list[VillageRecord]:
    """Return the villages of a part of the country; how many there are depends on the whole."""
    counts = count_villages(country.after)
    communes = (unit for unit in part.after if unit.level == "commune")
    return [village for commune in communes for village in name_villages(commune, counts[commune.code])]


def areas_of(units: Units, villages: Iterable[VillageRecord]) -> Areas:
    """Return every area by its keys. An area whose ground stayed the same is one area before and after."""
    change = units.changed_on
    country = AreaFact(COUNTRY, BEGIN)
    before = {COUNTRY: country} | {_key(unit): AreaFact(_key(unit), BEGIN) for unit in units.before}
    after = {COUNTRY: country} | {_key(unit): AreaFact(_key(unit), change) for unit in units.after}
    after |= {_target(link): before[_origin(link)] for link in units.links if link.same_area}
    after |= {key: AreaFact(key, change) for key in map(village_key, villages)}
    return Areas(before, after)


def names_of(units: Units, villages: Iterable[VillageRecord], areas: Areas) -> Iterator[NameFact]:
    """Yield the names of every area. An area that goes on under the same name keeps it without a seam."""
    change = units.changed_on
    yield NameFact(areas.before[COUNTRY], "", "Việt Nam", "Việt Nam", "quoc_gia", BEGIN, OPEN)
    early = {areas.before[_key(unit)]: unit for unit in units.before}
    late = {areas.after[_key(unit)]: unit for unit in units.after}
    for area, unit in early.items():
        yield _named(area, unit, BEGIN, OPEN if area in late and _same_name(unit, late[area]) else change)
    for area, unit in late.items():
        if area not in early or not _same_name(early[area], unit):
            yield _named(area, unit, change, OPEN)
    for village in villages:
        area = areas.after[village_key(village)]
        yield NameFact(area, "", village.name, village.full_name, "thon", change, OPEN)


def places_of(units: Units, villages: Iterable[VillageRecord], areas: Areas) -> Iterator[PlaceFact]:
    """Yield within what every area lies. Districts stand between communes and provinces before the change only."""
    change = units.changed_on
    early = {areas.before[_key(unit)]: areas.before[_above(unit, "district")] for unit in units.before}
    late = {areas.after[_key(unit)]: areas.after[_above(unit, "province")] for unit in units.after}
    for area, within in early.items():
        yield PlaceFact(area, within, BEGIN, OPEN if late.get(area) == within else change)
    for area, within in late.items():
        if early.get(area) != within:
            yield PlaceFact(area, within, change, OPEN)
    for village in villages:
        key = village_key(village)
        yield PlaceFact(areas.after[key], areas.after["commune", village.commune_code], change, OPEN)


def front_bodies(units: Units, villages: Iterable[VillageRecord]) -> Iterator[BodyFact]:
    """Yield the Front's bodies after the change, from the centre down."""
    yield BodyFact(COUNTRY, None, "Ủy ban Trung ương MTTQ Việt Nam", "Trung ương", "Trung ương")
    for unit in _from_above(units.after):
        yield _body(unit, "Ban Thường trực Ủy ban MTTQ Việt Nam", _above(unit, "province"))
    for village in villages:
        above = ("commune", village.commune_code)
        name = f"Ban công tác Mặt trận {_inside(village.full_name)}"
        yield BodyFact(village_key(village), above, name, village.full_name, village.full_name)


def state_bodies(units: Units) -> Iterator[BodyFact]:
    """Yield the People's Committees after the change; those of the provinces are the roots."""
    for unit in _from_above(units.after):
        yield _body(unit, "Ủy ban nhân dân", None if unit.level == "province" else ("province", unit.parent))


def village_key(village: VillageRecord) -> Key:
    """Return the key of a village, which has no official code."""
    return ("village", f"{village.commune_code}/{village.number}")


def _key(unit: UnitRecord) -> Key:
    return (unit.level, unit.code)


def _origin(link: LinkRecord) -> Key:
    return (link.from_level, link.from_code)


def _target(link: LinkRecord) -> Key:
    return (link.to_level, link.to_code)


def links_of(units: Units, areas: Areas) -> Iterator[tuple[AreaFact, AreaFact, LinkRecord]]:
    """Yield which area went into which other; an area that goes on has not gone anywhere."""
    for link in units.links:
        if not link.same_area:
            yield areas.before[_origin(link)], areas.after[_target(link)], link


def _above(unit: UnitRecord, above_commune: str) -> Key:
    above = {"commune": above_commune, "district": "province"}
    return (above[unit.level], unit.parent) if unit.level in above else COUNTRY


def _same_name(early: UnitRecord, late: UnitRecord) -> bool:
    return (early.code, early.kind, early.name) == (late.code, late.kind, late.name)


def _named(area: AreaFact, unit: UnitRecord, since: date, until: date) -> NameFact:
    return NameFact(area, unit.code, unit.name, unit.full_name, unit.kind, since, until)


def _from_above(units: Sequence[UnitRecord]) -> Iterator[UnitRecord]:
    yield from (unit for unit in units if unit.level == "province")
    yield from (unit for unit in units if unit.level == "commune")


def _body(unit: UnitRecord, words: str, above: Key | None) -> BodyFact:
    short = short_name_of(unit.level, unit.name, unit.full_name)
    sorted_as = unit.name if unit.level == "province" else unit.full_name
    return BodyFact(_key(unit), above, f"{words} {_inside(unit.full_name)}", short, sorted_as)


def short_name_of(level: str, name: str, full_name: str) -> str:
    """Return how a body is called in tables: a province's by its name alone, all others by their full name."""
    return _SHORT_NAMES.get(name, name) if level == "province" else full_name


def _inside(full_name: str) -> str:
    """Return a full name as it is written inside another: "tỉnh Đắk Lắk"."""
    return full_name[0].lower() + full_name[1:]

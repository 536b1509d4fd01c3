"""How lists of units become areas and bodies through time. Plain Python: no row is written here."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from functools import cached_property
from itertools import groupby, pairwise
from typing import Final, NamedTuple, TypeVar
from uuid import UUID

from lienthong.kernel.ids import uuid7_for

from ..unitdata import ActRecord, LinkRecord, UnitRecord, Units, changed_by
from ..villages import VillageRecord, count_villages, homes_before, name_villages

T = TypeVar("T", bound=Hashable)

# The list of units before says until when they were in force, not since when. Huế is a city in it, which it became on
# this day: the list is no older, and nothing is said about the days before.
BEGIN: Final = date(2025, 1, 1)
OPEN: Final = date.max

# A level and a code at one time. A village has its commune's code of 2025-07-01 and its number there.
Key = tuple[str, str]
COUNTRY: Final[Key] = ("centre", "")

# A person bore this name before the city did.
_SHORT_NAMES: Final = {"Hồ Chí Minh": "TP. Hồ Chí Minh"}
_ABOVE: Final = {"province": "centre", "district": "province"}


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


class BodyName(NamedTuple):
    """What a body is called."""

    name: str
    short_name: str
    sorted_as: str


class BodyFact(NamedTuple):
    """A body of a system: the area it serves, the area of the body above it, and what it is called from day to day."""

    area: Key
    above: Key | None
    names: tuple[tuple[BodyName, date, date], ...]


class Village(NamedTuple):
    """A village, and the unit in which it lies once it is there."""

    record: VillageRecord
    within: Key

    @property
    def key(self) -> Key:
        """Return the key of a village, which has no official code."""
        return ("village", f"{self.record.commune_code}/{self.record.number}")


@dataclass(frozen=True)
class Stage:
    """The units in force from a day until the next stage. What goes on is the same area in both."""

    since: date
    units: Mapping[Key, UnitRecord]
    areas: Mapping[Key, AreaFact]

    @cached_property
    def by_area(self) -> Mapping[AreaFact, UnitRecord]:
        """Return the units by their areas."""
        return {self.areas[key]: unit for key, unit in self.units.items()}

    def within(self, unit: UnitRecord) -> Key:
        """Return in what a unit lies: a commune within a district where there are districts."""
        if unit.level != "commune":
            return (_ABOVE[unit.level], unit.parent)
        return ("district" if ("district", unit.parent) in self.units else "province", unit.parent)


@dataclass(frozen=True)
class Course:
    """The country from day to day. ``settled``: which of the stages is the first with villages and with bodies."""

    stages: tuple[Stage, ...]
    settled: int
    links: tuple[LinkRecord, ...]
    villages: tuple[Village, ...]

    @property
    def since(self) -> date:
        """Return the day from which on there are villages and bodies."""
        return self.stages[self.settled].since

    @cached_property
    def areas(self) -> Mapping[Key, AreaFact]:
        """Return all areas that bodies serve, by the keys of the day on which bodies begin."""
        return {**self.stages[self.settled].areas, **{one.key: self.area_of(one) for one in self.villages}}

    @property
    def every_area(self) -> list[AreaFact]:
        """Return every area once, in the order of its beginning."""
        lasting = (area for stage in self.stages for area in stage.areas.values())
        return list(dict.fromkeys([*lasting, *map(self.area_of, self.villages)]))

    def area_of(self, village: Village) -> AreaFact:
        """Return the area that a village is."""
        return AreaFact(village.key, self.since)


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


def course_of(
    units: Units, acts: Iterable[ActRecord], villages: Sequence[VillageRecord], as_of: date = OPEN
) -> Course:
    """Return the country's course up to a day: with that day's villages and bodies, and nothing of what came later."""
    country = {COUNTRY: AreaFact(COUNTRY, BEGIN)}
    before = _stage(BEGIN, units.before, country)
    if as_of < units.changed_on:
        homes = homes_before(villages, units.links)
        return Course((before,), 0, (), tuple(map(Village, villages, homes)))
    same = {_target(link): before.areas[_origin(link)] for link in units.links if link.same_area}
    stages = [before, _stage(units.changed_on, units.after, country | same)]
    later = [act for act in acts if units.changed_on < act.effective_on <= as_of]
    for day, in_force in groupby(sorted(later, key=_day), _day):
        last = stages[-1]
        now = changed_by(last.units.values(), (step for act in in_force for step in act.steps))
        stages.append(_stage(day, now, last.areas))
    placed = (Village(village, ("commune", village.commune_code)) for village in villages)
    return Course(tuple(stages), 1, units.links, tuple(placed))


def names_of(course: Course) -> Iterator[NameFact]:
    """Yield the names of every area. An area that goes on under the same name keeps it without a seam."""
    country = course.stages[0].areas[COUNTRY]
    yield NameFact(country, "", "Việt Nam", "Việt Nam", "quoc_gia", BEGIN, OPEN)
    for area, unit, since, until in _runs(course.stages, lambda stage, unit: replace(unit, parent="")):
        yield NameFact(area, unit.code, unit.name, unit.full_name, unit.kind, since, until)
    for village in course.villages:
        name, full_name = village.record.name, village.record.full_name
        yield NameFact(course.area_of(village), "", name, full_name, "thon", course.since, OPEN)


def places_of(course: Course) -> Iterator[PlaceFact]:
    """Yield within what every area lies. Districts stand between communes and provinces before the change only."""
    around = _runs(course.stages, lambda stage, unit: stage.areas[stage.within(unit)])
    yield from (PlaceFact(*fact) for fact in around)
    for village in course.villages:
        yield PlaceFact(course.area_of(village), course.areas[village.within], course.since, OPEN)


def links_of(course: Course) -> Iterator[tuple[AreaFact, AreaFact, LinkRecord]]:
    """Yield which area went into which other; an area that goes on has not gone anywhere."""
    for link in course.links:
        if not link.same_area:
            before, after = course.stages[:2]
            yield before.areas[_origin(link)], after.areas[_target(link)], link


def front_bodies(course: Course) -> Iterator[BodyFact]:
    """Yield the Front's bodies, from the centre down."""
    centre = BodyName("Ủy ban Trung ương MTTQ Việt Nam", "Trung ương", "Trung ương")
    yield BodyFact(COUNTRY, None, ((centre, course.since, OPEN),))
    yield from _bodies(course, "Ban Thường trực Ủy ban MTTQ Việt Nam")
    for village in course.villages:
        full_name = village.record.full_name
        name = BodyName(f"Ban công tác Mặt trận {_inside(full_name)}", full_name, full_name)
        yield BodyFact(village.key, village.within, ((name, course.since, OPEN),))


def state_bodies(course: Course) -> Iterator[BodyFact]:
    """Yield the People's Committees; those of the provinces are the roots."""
    for body in _bodies(course, "Ủy ban nhân dân"):
        yield body._replace(above=None) if body.above == COUNTRY else body


def short_name_of(level: str, name: str, full_name: str) -> str:
    """Return how a body is called in tables: a province's by its name alone, all others by their full name."""
    return _SHORT_NAMES.get(name, name) if level == "province" else full_name


def _stage(since: date, units: Iterable[UnitRecord], known: Mapping[Key, AreaFact]) -> Stage:
    """Return a stage whose units are new areas, but for those that are known."""
    by_key = {_key(unit): unit for unit in units}
    new = {key: AreaFact(key, since) for key in by_key}
    return Stage(since, by_key, {COUNTRY: known[COUNTRY]} | {key: known.get(key, new[key]) for key in new})


def _runs(
    stages: Sequence[Stage], told: Callable[[Stage, UnitRecord], T]
) -> Iterator[tuple[AreaFact, T, date, date]]:
    """Yield what is told of each area from day to day, without a seam while it stays the same."""
    ends = [*(later.since for _, later in pairwise(stages)), OPEN]
    for area in dict.fromkeys(area for stage in stages for area in stage.by_area):
        last: tuple[T, date, date] | None = None
        for stage, until in zip(stages, ends, strict=True):
            if area not in stage.by_area:
                continue
            what = told(stage, stage.by_area[area])
            if last is not None and last[0] != what:
                yield area, *last
                last = None
            last = (what, last[1] if last else stage.since, until)
        if last is not None:
            yield area, *last


def _bodies(course: Course, words: str) -> Iterator[BodyFact]:
    """Yield the bodies of all units, level by level from above."""
    stages = course.stages[course.settled :]
    keys = {area: key for key, area in stages[0].areas.items()}
    named: dict[Key, list[tuple[BodyName, date, date]]] = {}
    for area, name, since, until in _runs(stages, lambda stage, unit: _body_name(unit, words)):
        named.setdefault(keys[area], []).append((name, since, until))
    for level in ("province", "district", "commune"):
        for key, unit in stages[0].units.items():
            if unit.level == level:
                yield BodyFact(key, stages[0].within(unit), tuple(named[key]))


def _body_name(unit: UnitRecord, words: str) -> BodyName:
    short = short_name_of(unit.level, unit.name, unit.full_name)
    sorted_as = unit.name if unit.level == "province" else unit.full_name
    return BodyName(f"{words} {_inside(unit.full_name)}", short, sorted_as)


def _inside(full_name: str) -> str:
    """Return a full name as it is written inside another: "tỉnh Đắk Lắk"."""
    return full_name[0].lower() + full_name[1:]


def _day(act: ActRecord) -> date:
    return act.effective_on


def _key(unit: UnitRecord) -> Key:
    return (unit.level, unit.code)


def _origin(link: LinkRecord) -> Key:
    return (link.from_level, link.from_code)


def _target(link: LinkRecord) -> Key:
    return (link.to_level, link.to_code)

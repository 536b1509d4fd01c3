"""The units of the country in memory without a database, and the former communes as addresses."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from lienthong.registry.rules import country as facts
from lienthong.registry.rules.addresses import Fates, Gazetteer, Version
from lienthong.registry.rules.addresses.gazetteer import COMMUNE, LEVELS
from lienthong.registry.unitdata import read_units

from .perturbed import Address

CHANGE = date(2025, 7, 1)


@lru_cache(maxsize=1)
def country() -> Gazetteer:
    """Return the whole country before and after 2025-07-01, without other spellings."""
    units = read_units()
    course = facts.course_of(units, (), [])
    keys = {area: key for key, area in enumerate(course.every_area, start=1) if area.key[0] in LEVELS}
    return Gazetteer.of(
        [(key, area.uid, area.key[0]) for area, key in keys.items()],
        [
            (
                keys[name.area],
                Version(name.since, name.until, name.code, name.name, name.full_name, name.kind),
            )
            for name in facts.names_of(course)
            if name.area in keys
        ],
        [
            (keys[place.area], keys[place.within], place.since, place.until)
            for place in facts.places_of(course)
            if place.area in keys and place.within in keys
        ],
        [
            (keys[before], keys[after], units.changed_on, link.extent == "whole", link.is_default)
            for before, after, link in facts.links_of(course)
        ],
        [],
    )


def former_communes(gazetteer: Gazetteer) -> dict[Address, int]:
    """Return the communes that lay in a district, as addresses, with their keys."""
    fates = Fates(gazetteer, CHANGE)
    found: dict[Address, int] = {}
    for unit in gazetteer.units.values():
        for place in unit.places:
            if unit.level != COMMUNE or not place.district:
                continue
            names = [
                gazetteer.units[key].on(place.since) for key in (unit.key, place.district, place.province)
            ]
            later = gazetteer.units[fates.of(place.province).units[0]].on(CHANGE)
            commune, district, province = (name for name in names if name)
            if later:
                address = Address(
                    commune.code, commune.full_name, district.full_name, province.full_name, later.full_name
                )
                found[address] = unit.key
    return found

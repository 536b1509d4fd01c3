"""Reads of the acts that changed units, as the registry's own files tell them. No rows: what is in force is in the registry."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache
from uuid import UUID

from ..rules.country import BEGIN, AreaFact, part_of, villages_of
from ..rules.country import Village as Settled
from ..unitdata import ActRecord, Units, read_acts, read_units
from ..villages import homes_before


@dataclass(frozen=True)
class VillageMove:
    """A village of a unit that was split: its area's public id, and the commune of 2025-07-01 within which it went on."""

    uid: UUID
    commune: str


def acts() -> tuple[ActRecord, ...]:
    """Return all acts, in the order of the days on which they take effect."""
    return read_acts()


def units_through_2025(provinces: Collection[str] | None = None) -> Units:
    """Return the units before and after 2025-07-01 and what became of what; ``provinces``: only what belongs to some."""
    country = _country()
    return country if provinces is None else part_of(country, provinces)


def village_moves(units: Units) -> list[VillageMove]:
    """Return where the villages of split communes go on 2025-07-01, by the country loaded as of the day before."""
    split = {(link.from_level, link.from_code) for link in units.links if link.extent == "part"}
    villages = villages_of(_country(), units)
    homes = map(Settled, villages, homes_before(villages, units.links))
    return [
        VillageMove(AreaFact(one.key, BEGIN).uid, one.record.commune_code)
        for one in homes
        if one.within in split
    ]


@lru_cache(maxsize=1)
def _country() -> Units:
    return read_units()

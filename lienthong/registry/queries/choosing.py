"""Reads for choosing a place step by step: provinces, what lies directly within an area, what a text may mean.

What an area is called is public. Nothing is guessed: what a text may mean is offered, and somebody chooses.
"""

from __future__ import annotations

from datetime import date
from typing import Final
from uuid import UUID

from lienthong.kernel.actor import Actor

from ..models import Area, AreaEdge, AreaSuccession, AreaVersion, Level
from .areas import ADMIN, AreaFound, areas_known, find_areas
from .resolving import resolve

_OFFERED: Final = 12
_LEVELS: Final = {Level.COMMUNE, Level.VILLAGE, Level.PROVINCE}


def provinces_on(day: date) -> list[tuple[UUID, str]]:
    """Return the provinces that are there on a day, in Vietnamese order: public id and name."""
    rows = AreaVersion.objects.on(day).filter(area__level=Level.PROVINCE).order_by("sort_key", "area_id")
    return list(rows.values_list("area__uid", "full_name"))


def areas_in(area: UUID, day: date) -> list[tuple[UUID, str]]:
    """Return what lies directly within an area on a day, in Vietnamese order: public id and name."""
    inside = AreaEdge.objects.on(day).filter(tree__code=ADMIN, parent__uid=area).values("child_id")
    rows = AreaVersion.objects.on(day).filter(area_id__in=inside).order_by("sort_key", "area_id")
    return list(rows.values_list("area__uid", "full_name"))


def find_area_on(area: UUID, day: date) -> AreaFound | None:
    """Return an area as it is on a day, with what it lies in; None where it is not there then."""
    return next(iter(areas_known([area], day)), None)


def area_of(key: int) -> UUID:
    """Return the public id of an area by its key."""
    return Area.objects.values_list("uid", flat=True).get(pk=key)


def places_meant(actor: Actor, text: str, day: date) -> list[AreaFound]:
    """Return the communes, villages and provinces of a day that a name or an address, of today or before, may mean.

    The likeliest stand first; one alone is no certainty either.
    """
    resolved = resolve(actor, text, day)
    meant = [unit.uid for candidate in resolved.candidates for unit in candidate.now]
    named = [found.uid for found in find_areas(actor, text, day, limit=_OFFERED) if found.level in _LEVELS]
    return areas_known(dict.fromkeys([*meant, *named]), day)[:_OFFERED]


def successors_on(area: UUID, day: date) -> list[UUID]:
    """Return the areas of a day that one which is gone went into, through however many changes."""
    now, seen = {area}, set[UUID]()
    while going := now - seen - set(_there(now, day)):
        seen |= going
        steps = AreaSuccession.objects.filter(predecessor__uid__in=going, on__lte=day)
        now = (now - going) | set(steps.values_list("successor__uid", flat=True))
    return sorted(_there(now, day))


def _there(areas: set[UUID], day: date) -> list[UUID]:
    rows = AreaVersion.objects.on(day).filter(area__uid__in=areas)
    return list(rows.values_list("area__uid", flat=True))

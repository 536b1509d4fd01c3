"""The units of a day, as plans know them: by level and code, read from the registry in two statements."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Final

from django.db.models import F, Q

from lienthong.kernel.validity import FOREVER
from lienthong.registry.models import AreaEdge, AreaVersion, Level, OrganisationVersion

from ..models import Plan
from ..rules.steps import Key, Unit

ADMIN: Final = "admin"
_LEVELS: Final = (Level.CENTRE, Level.PROVINCE, Level.DISTRICT, Level.COMMUNE)
_WITH_KEY: Final = ~Q(code="") | Q(area__level=Level.CENTRE)
_VERSION: Final = ("area_id", "area__level", "code", "kind", "name", "valid_to")


@dataclass(frozen=True)
class Units:
    """The areas of a day that have a code. ``ids``: the areas' keys in the registry; ``until``: of those that are known to
    change, the day on which they do."""

    by_key: Mapping[Key, Unit]
    ids: Mapping[Key, int]
    until: Mapping[Key, date]

    @cached_property
    def keys(self) -> Mapping[int, Key]:
        """Return what the areas were on the day, by their keys in the registry."""
        return {area: key for key, area in self.ids.items()}


def eve_of(day: date) -> dict[Key, Unit]:
    """Return the units in force on the day before another: those that the steps of a plan of that day touch."""
    return dict(units_of(day - timedelta(days=1)).by_key)


def units_of(day: date) -> Units:
    """Return the provinces, districts and communes in force on a day, and the country."""
    rows = AreaVersion.objects.on(day).filter(_WITH_KEY, area__level__in=_LEVELS).values_list(*_VERSION)
    return _units(list(rows), day)


def eve_for(plan: Plan) -> Units:
    """Return what a plan starts from: the areas of its eve; where only bodies change, the areas that these still serve."""
    eve = plan.effective_on - timedelta(days=1)
    return units_of(eve) if plan.with_areas else _served_on(eve, plan.systems)


def _served_on(day: date, systems: list[str]) -> Units:
    """Return the areas that bodies of some systems serve on a day, as each area is then, or last was.

    A code may have come to mean another area meanwhile: the one that is no longer in force stands for it, since bodies have
    yet to follow what became of it.
    """
    served = (
        OrganisationVersion.objects.on(day)
        .filter(organisation__system__code__in=systems, organisation__level__in=_LEVELS)
        .values("area_id")
    )
    rows = (
        AreaVersion.objects.filter(
            _WITH_KEY, area_id__in=served, area__level__in=_LEVELS, valid_from__lte=day
        )
        .order_by("valid_from")
        .values_list(*_VERSION)
    )
    last = {row[0]: row for row in rows}
    return _units(sorted(last.values(), key=lambda row: row[5], reverse=True), day, ended=True)


def _units(rows: list[tuple[int, str, str, str, str, date]], day: date, *, ended: bool = False) -> Units:
    keys = {area: Key(level, code) for area, level, code, *_rest in rows}
    until = {key: row[5] for row in rows if row[5] != FOREVER and (key := keys[row[0]])}
    parents: dict[int, int] = {}
    for child, parent, end in _edges(day, ended=ended):
        parents[child] = parent
        if child in keys and end != FOREVER:
            until[keys[child]] = min(end, until.get(keys[child], end))
    by_key = {
        keys[area]: Unit(keys[area], kind, name, keys.get(parents.get(area, 0)))
        for area, _level, _code, kind, name, _until in rows
    }
    ids = {key: area for area, key in keys.items()}
    return Units(by_key, ids, {} if ended else until)


def _edges(day: date, *, ended: bool) -> list[tuple[int, int, date]]:
    """Return within what areas lie on a day; with ``ended`` those that are no more, too, as they last lay."""
    rows = AreaEdge.objects.filter(
        tree__code=ADMIN, child__level__in=_LEVELS, parent__level__in=_LEVELS, valid_from__lte=day
    )
    if not ended:
        rows = rows.filter(valid_to__gt=day)
    return list(
        rows.order_by(F("valid_from")).values_list("child_id", "parent_id", "valid_to")
        if ended
        else rows.values_list("child_id", "parent_id", "valid_to")
    )

"""Which week and which units somebody means who looks for a report by words."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from lienthong.kernel.actor import Actor
from lienthong.kernel.values import Week
from lienthong.registry.models import OrganisationEdge, OrganisationVersion
from lienthong.registry.queries import Unit

from .. import permissions
from ..models import Series
from ..rules import periods
from .home import own_unit
from .series import current_week

_COLUMNS = ("organisation_id", "organisation__uid", "organisation__level", "name", "short_name", "area_id")


def find_week(series: Series, number: int | None, year: int | None) -> Week | None:
    """Return the week of a series that is meant: without a number the present one, without a year the last that has begun."""
    now = current_week()
    try:
        week = now if number is None else Week(year or now.year, number)
        if year is None and week > now:
            week = Week(week.year - 1, week.number)
    except ValueError:
        return None
    last = Week.parse(series.last_period) if series.last_period else None
    asked = week <= now and periods.asked_for(week, Week.parse(series.first_period), last)
    return week if asked else None


def units_on_areas(actor: Actor, series: Series, week: Week, areas: Sequence[UUID]) -> list[Unit]:
    """Return the bodies of a series' tree that served some areas in a week, as far as the actor may see their reports.

    In the order of the areas.
    """
    standing = OrganisationEdge.objects.on(week.last).filter(tree=series.tree_id)
    rows = OrganisationVersion.objects.on(week.last).filter(
        area__uid__in=areas, organisation__in=standing.values("child_id")
    )
    places = {area: place for place, area in enumerate(areas)}
    found = sorted(rows.values_list(*_COLUMNS, "area__uid"), key=lambda row: places[row[-1]])
    units = [Unit(*row[:-1]) for row in found]
    seen = actor.places.covered(permissions.VIEW.code, {unit.id for unit in units}, week.last)
    return [unit for unit in units if unit.id in seen]


def own_units(actor: Actor, week: Week) -> list[Unit]:
    """Return the body in which the actor holds their post, where they may see its reports."""
    unit = own_unit(actor)
    may = unit is not None and permissions.VIEW.allows_at(actor, unit.id, week.last)
    return [unit] if unit is not None and may else []

"""Which body of a system serves an area: how an address finds whoever answers for it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from ..models import OrganisationVersion
from .organisations import Unit


def bodies_serving(areas: Iterable[int], day: date, system: str = "front") -> dict[int, Unit]:
    """Return the body of a system that serves each area on a day, by the area's key; areas without one are left out.

    Of several at one area the one that is of the area's own level stands, then the earliest.
    """
    rows = (
        OrganisationVersion.objects.on(day)
        .filter(area_id__in=list(areas), organisation__system__code=system)
        .select_related("organisation", "area")
        .order_by("-pk")
    )
    ranked = sorted(rows, key=lambda row: row.organisation.level == row.area.level)
    return {
        row.area_id: Unit(
            row.organisation_id,
            row.organisation.uid,
            row.organisation.level,
            row.name,
            row.short_name,
            row.area_id,
        )
        for row in ranked
    }

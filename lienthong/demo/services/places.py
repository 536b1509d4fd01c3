"""Where the villages of the demonstration stand on a day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from lienthong.registry.models import Organisation, OrganisationEdge, OrganisationVersion


@dataclass(frozen=True)
class Place:
    """A village with the units it stands below, position by position in the country's order.

    ``commune``: the body directly above, which collects; before 2025-07-01 that of an island district where it had no
    communes.
    """

    organisation: int
    uid: UUID
    commune: int
    commune_code: str
    province_code: str


def places_on(day: date) -> list[Place]:
    """Return every village of the Front with its commune and province on a day, in an order that lasts."""
    codes = codes_on(day)
    edges = OrganisationEdge.objects.on(day).filter(tree__code="front")
    above = dict(edges.values_list("child_id", "parent_id"))
    villages = Organisation.objects.filter(
        level="village", system__code="front", pk__in=edges.values("child_id")
    )
    return [
        Place(pk, uid, above[pk], codes[above[pk]][1], _province_code(above[pk], above, codes))
        for pk, uid in villages.order_by("pk").values_list("pk", "uid")
    ]


def codes_on(day: date) -> dict[int, tuple[str, str]]:
    """Return level and code of the areas that the Front's bodies above the villages serve on a day, by body."""
    rows = (
        OrganisationVersion.objects.on(day)
        .filter(
            organisation__level__in=["province", "district", "commune"], organisation__system__code="front"
        )
        .filter(area__versions__valid_from__lte=day, area__versions__valid_to__gt=day)
        .values_list("organisation_id", "organisation__level", "area__versions__code")
    )
    return {body: (level, code) for body, level, code in rows}


def numbered(places: Sequence[Place]) -> list[int]:
    """Return the number of each village within its commune, from 1."""
    seen: dict[int, int] = {}
    numbers = []
    for place in places:
        seen[place.commune] = seen.get(place.commune, 0) + 1
        numbers.append(seen[place.commune])
    return numbers


def _province_code(body: int, above: dict[int, int], codes: dict[int, tuple[str, str]]) -> str:
    while codes[body][0] != "province":
        body = above[body]
    return codes[body][1]

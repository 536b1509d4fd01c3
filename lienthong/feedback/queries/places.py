"""Communes and provinces that the Front has a body in, as the public chooses and reads them: by name, never nearer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from uuid import UUID

from django.utils.translation import gettext as _

from lienthong.kernel.errors import NotFound
from lienthong.registry.models import AreaVersion, OrganisationEdge, OrganisationVersion, Tree
from lienthong.registry.queries import Unit

_TREE = "front"


@dataclass(frozen=True)
class Place:
    """A commune or a province. ``id``: the key of its area; ``province``: that of the province, its own for a province."""

    id: int
    uid: UUID
    code: str
    name: str
    province: int
    body: Unit


@dataclass(frozen=True)
class Places:
    """Every place of a day, provinces and their communes in Vietnamese order."""

    by_id: Mapping[int, Place]
    provinces: Sequence[Place]
    communes: Mapping[int, Sequence[Place]]
    by_uid: Mapping[UUID, Place] = field(repr=False)

    def get(self, uid: UUID) -> Place:
        """Return a place by its public id; NotFound where there is none."""
        found = self.by_uid.get(uid)
        if found is None:
            raise NotFound(_("Không có xã, phường hoặc tỉnh này. Hãy chọn lại trong danh sách."))
        return found

    def coded(self, code: str) -> Place | None:
        """Return a place by its official code; None where there is none."""
        return next((place for place in self.by_id.values() if code and place.code == code), None)

    def of(self, place: Place) -> list[int]:
        """Return the areas that lie in a place: a commune's own, or all communes of a province."""
        if place.province != place.id:
            return [place.id]
        return [one.id for one in self.communes.get(place.id, ())]

    def address(self, area: int) -> str:
        """Return the name of an area, with its province behind it; of one that is no more, its last name."""
        place = self.by_id.get(area)
        if place is None:
            return area_names([area]).get(area, "")
        above = self.by_id.get(place.province)
        return place.name if above is None or above is place else f"{place.name}, {above.name}"


def places_on(day: date) -> Places:
    """Return the places of a day."""
    held = Tree.objects.filter(code=_TREE).values_list("pk", "stamp").first()
    return _places(day, *held) if held else Places({}, (), {}, {})


def area_names(areas: Iterable[int]) -> dict[int, str]:
    """Return what areas are called, or were called last."""
    rows = AreaVersion.objects.filter(area_id__in=list(areas)).order_by("valid_from")
    return dict(rows.values_list("area_id", "full_name"))


@lru_cache(maxsize=4)
def _places(day: date, tree: int, stamp: object) -> Places:
    """Read once a process what has not changed since."""
    rows = (
        OrganisationVersion.objects.on(day)
        .filter(organisation__system__code=_TREE, organisation__level__in=("province", "commune"))
        .order_by("sort_key", "pk")
        .values_list(
            "organisation_id",
            "organisation__uid",
            "organisation__level",
            "name",
            "short_name",
            "area_id",
            "area__uid",
        )
    )
    bodies = [(Unit(*row[:6]), row[6]) for row in rows]
    edges = OrganisationEdge.objects.on(day).filter(tree_id=tree, child__level="commune")
    above = dict(edges.values_list("child_id", "parent_id"))
    areas = {unit.id: unit.area_id for unit, _uid in bodies}
    named = {
        key: (code, name)
        for key, code, name in AreaVersion.objects.on(day)
        .filter(area_id__in=areas.values())
        .values_list("area_id", "code", "full_name")
    }
    found: dict[int, Place] = {}
    for unit, uid in bodies:
        code, name = named.get(unit.area_id, ("", unit.short_name))
        province = unit.area_id if unit.level == "province" else areas.get(above.get(unit.id, 0), 0)
        found.setdefault(unit.area_id, Place(unit.area_id, uid, code, name, province, unit))
    provinces = [place for place in found.values() if place.province == place.id]
    communes: dict[int, list[Place]] = {place.id: [] for place in provinces}
    for place in found.values():
        if place.province != place.id:
            communes.setdefault(place.province, []).append(place)
    return Places(found, provinces, communes, {place.uid: place for place in found.values()})

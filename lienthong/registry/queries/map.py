"""Which bodies stand where on the map of the country."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from ..models import AreaVersion
from ..rules import Outline, Shape, country_outline
from .organisations import Unit


@dataclass(frozen=True)
class MapPlaces:
    """The outline of the country; by the code of a province on it, its full name and its body."""

    outline: Outline
    names: Mapping[str, str]
    units: Mapping[str, Unit]

    @property
    def shapes(self) -> list[tuple[Shape, Unit]]:
        """Provinces that have a body among those asked for."""
        return [(shape, self.units[shape.code]) for shape in self.outline.shapes if shape.code in self.units]


def map_places(units: Iterable[Unit], day: date) -> MapPlaces | None:
    """Return where bodies stand on the map of a day; None where none of them is a province that the map has."""
    outline = country_outline()
    if day < outline.valid_from:
        return None
    by_area = {unit.area_id: unit for unit in units if unit.level == "province"}
    drawn = [shape.code for shape in outline.shapes]
    held = AreaVersion.objects.on(day).filter(area_id__in=by_area, code__in=drawn)
    rows = list(held.values_list("code", "full_name", "area_id"))
    if not rows:
        return None
    return MapPlaces(
        outline, {code: name for code, name, _ in rows}, {code: by_area[area] for code, _, area in rows}
    )

"""Reads of the units in force on a day: one by one, or counted by province and kind. What an area is called is public."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.utils.translation import gettext as _

from lienthong.kernel.actor import Actor
from lienthong.kernel.errors import NotFound

from ..models import AreaEdge, AreaKind, AreaVersion, Level
from .areas import ADMIN, Lasting

COUNTED_LEVELS: Final = (Level.PROVINCE, Level.DISTRICT, Level.COMMUNE)
_COMMUNES: Final = (AreaKind.WARD, AreaKind.COMMUNE, AreaKind.TOWNSHIP, AreaKind.SPECIAL_ZONE)
_DISTRICTS: Final = (AreaKind.URBAN_DISTRICT, AreaKind.RURAL_DISTRICT, AreaKind.TOWN, AreaKind.CITY)
_COLUMNS: Final = (
    *("area_id", "area__level", "code", "kind", "name", "full_name", "valid_from", "valid_to"),
)


@dataclass(frozen=True)
class UnitOnDay(Lasting):
    """A unit in force on a day, the codes of the unit and of the province in which it lay, a province being its own."""

    level: str
    code: str
    kind: str
    name: str
    full_name: str
    parent: str
    province: str


@dataclass(frozen=True)
class ProvinceCounts:
    """How many units of each kind lay in a province on a day."""

    code: str
    kind: str
    counts: Counter[str]


def units_in_force(
    actor: Actor, day: date, levels: Collection[str] = COUNTED_LEVELS, provinces: Collection[str] = ()
) -> list[UnitOnDay]:
    """Return the units in force on a day, from above, in the order of their codes. ``provinces``: in these ones only.

    NotFound where a province was not there on that day: its code alone would mean another one, or none.
    """
    rows = list(
        AreaVersion.objects.on(day)
        .filter(area__level__in=COUNTED_LEVELS)
        .exclude(code="")
        .values_list(*_COLUMNS)
    )
    edges = AreaEdge.objects.on(day).filter(tree__code=ADMIN, child__level__in=COUNTED_LEVELS)
    above = dict(edges.values_list("child_id", "parent_id"))
    codes = {key: (level, code) for key, level, code, *_rest in rows}
    _require_known(provinces, {code for level, code in codes.values() if level == Level.PROVINCE}, day)
    found = []
    for key, level, code, kind, name, full_name, since, until in rows:
        province = _province_of(key, above, codes)
        if level in levels and (not provinces or province in provinces):
            parent = codes.get(above.get(key, 0), ("", ""))[1]
            found.append(UnitOnDay(since, until, level, code, kind, name, full_name, parent, province))
    return sorted(found, key=lambda unit: (COUNTED_LEVELS.index(Level(unit.level)), unit.code))


def kinds_counted(units: Collection[UnitOnDay], levels: Collection[str] = COUNTED_LEVELS) -> list[str]:
    """Return the kinds to count in the order of the columns: of communes always, of districts where there are any."""
    districts = Level.DISTRICT in levels and any(unit.level == Level.DISTRICT for unit in units)
    communes = _COMMUNES if Level.COMMUNE in levels else ()
    return [kind.value for kind in (*communes, *(_DISTRICTS if districts else ()))]


def counts_by_province(units: Collection[UnitOnDay]) -> list[ProvinceCounts]:
    """Count units by the province in which they lay and by kind, in the order of codes; a province counts not itself."""
    counted: dict[str, Counter[str]] = defaultdict(Counter)
    for unit in units:
        counted[unit.province][unit.kind] += 1
    provinces = sorted((unit.code, unit.kind) for unit in units if unit.level == Level.PROVINCE)
    return [ProvinceCounts(code, kind, counted[code]) for code, kind in provinces]


def _require_known(asked: Collection[str], known: Collection[str], day: date) -> None:
    unknown = set(asked) - set(known)
    if unknown:
        raise NotFound(
            _("Ngày %(day)s không có tỉnh, thành phố mang mã %(codes)s. Hãy kiểm tra mã và ngày.")
            % {"day": f"{day:%d/%m/%Y}", "codes": ", ".join(sorted(unknown))}
        )


def _province_of(area: int, above: dict[int, int], codes: dict[int, tuple[str, str]]) -> str:
    """Return the code of the province in which an area lies; "" where it lies in none."""
    while codes.get(area, ("", ""))[0] not in ("", Level.PROVINCE):
        area = above.get(area, 0)
    return codes.get(area, ("", ""))[1]

"""Reads of what was released: whole months, by place and category. Nothing here looks at a matter."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Min, QuerySet
from django.utils.translation import gettext as _

from lienthong.kernel import clock
from lienthong.kernel.actor import Actor
from lienthong.kernel.errors import NotFound

from ..models import Category, Matter, Release, ReleasedCount
from ..rules.figures import is_ripe, months_between
from .places import Place, Places, places_on

_MONTH = re.compile(r"(\d{4})-(\d{2})")


@dataclass(frozen=True)
class Cell:
    """What was released of one place or category. ``place`` None: the country; ``category`` None: all. Numbers: ReleasedCount."""

    place: Place | None
    category: Category | None
    count: ReleasedCount | None

    @property
    def name(self) -> str:
        """What the line is about."""
        if self.category is not None:
            return self.category.label
        return self.place.name if self.place else _("Cả nước")

    @property
    def is_withheld(self) -> bool:
        """Say whether there is a number that is not shown."""
        return self.count is not None and self.count.sent is None


@dataclass(frozen=True)
class Silence:
    """How many communes of a province sent nothing in some months, and which."""

    province: Place
    communes: int
    silent: Sequence[Place]

    @property
    def share(self) -> float:
        """Per cent of the communes."""
        return 100 * len(self.silent) / self.communes if self.communes else 0.0


def released_months(actor: Actor) -> list[date]:
    """Return the months that were released, the latest first."""
    return list(Release.objects.order_by("-month").values_list("month", flat=True))


def get_month(actor: Actor, written: str) -> date | None:
    """Return the released month that is meant, the latest where none is named; None before there is any."""
    months = released_months(actor)
    if not written:
        return months[0] if months else None
    found = _MONTH.fullmatch(written)
    wanted = f"{found[1]}-{found[2]}" if found else ""
    month = next((one for one in months if f"{one:%Y-%m}" == wanted), None)
    if month is None:
        raise NotFound(_("Tháng này chưa có số liệu công bố. Hãy chọn một tháng trong danh sách."))
    return month


def ripe_months() -> list[date]:
    """Return the months that may be counted for the public and have not been, the earliest first."""
    first = Matter.objects.aggregate(first=Min("sent_at"))["first"]
    if first is None:
        return []
    known = set(Release.objects.values_list("month", flat=True))
    months = months_between(first.astimezone(clock.LOCAL).date(), clock.today())
    return [month for month in months if month not in known and is_ripe(month, clock.today())]


def cell_of(actor: Actor, month: date, place: Place | None, category: Category | None = None) -> Cell:
    """Return what was released of a place; of a commune there is nothing by category."""
    rows = _rows(place).filter(release__month=month, category=category)
    return Cell(place, category, rows.first())


def history_of_place(
    actor: Actor, place: Place | None, category: Category | None = None, most: int = 12
) -> list[tuple[date, ReleasedCount]]:
    """Return what was released of a place in the latest months, the earliest first."""
    rows = _rows(place).filter(category=category).select_related("release").order_by("-release__month")
    return [(row.release.month, row) for row in reversed(rows[:most])]


def cells_below(
    actor: Actor, month: date, place: Place | None, category: Category | None = None
) -> tuple[list[Cell], list[Cell]]:
    """Return what was released directly below a place, in Vietnamese order, and of it by category."""
    places = places_on(clock.today())
    below = places.provinces if place is None else places.communes.get(place.id, ())
    rows = ReleasedCount.objects.filter(
        release__month=month, area_id__in=[one.id for one in below], category=category
    )
    held = {row.area_id: row for row in rows}
    by_place = [Cell(one, None, held[one.id]) for one in below if one.id in held]
    kinds = _rows(place).filter(release__month=month, category__isnull=False).select_related("category")
    by_kind = [Cell(place, row.category, row) for row in kinds.order_by("category__position", "category_id")]
    return by_place, by_kind


def silence_in(actor: Actor, months: Sequence[date], places: Places) -> list[Silence]:
    """Return, for each province, the communes of which nothing was sent in any of some months.

    A number that is withheld is one at least, so it is never taken for silence. A commune without a release is left out.
    """
    rows = ReleasedCount.objects.filter(release__month__in=months, category__isnull=True, area__isnull=False)
    heard: set[int] = set()
    known: set[int] = set()
    for area, sent in rows.values_list("area_id", "sent"):
        known.add(area)
        if sent != 0:
            heard.add(area)
    found = []
    for province in places.provinces:
        communes = [one for one in places.communes.get(province.id, ()) if one.id in known]
        found.append(Silence(province, len(communes), [one for one in communes if one.id not in heard]))
    return found


def _rows(place: Place | None) -> QuerySet[ReleasedCount]:
    area = None if place is None else place.id
    return (
        ReleasedCount.objects.filter(area_id=area)
        if area
        else ReleasedCount.objects.filter(area__isnull=True)
    )

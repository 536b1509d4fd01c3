"""What can be found in reports: the report of a unit in a week, put together from what was typed."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from lienthong.kernel.actor import Actor
from lienthong.kernel.languages import label_of
from lienthong.kernel.search import Composed, Hit, find, words_of
from lienthong.registry.queries import AREA, Unit

from . import queries
from .messages import week_label
from .models import Series
from .rules.wishes import Wish, read_wish

_KIND = "report"


def _reports(actor: Actor, text: str, most: int) -> Sequence[Hit]:
    words = words_of(text)
    hits: list[Hit] = []
    for series in queries.series_for(actor):
        name = {word for label in series.name.values() for word in words_of(label)}
        wish = read_wish(words, name)
        if wish is not None:
            hits += _wished(actor, series, wish, most)
    return hits[:most]


def _wished(actor: Actor, series: Series, wish: Wish, most: int) -> list[Hit]:
    week = queries.find_week(series, wish.week, wish.year)
    if week is None:
        return []
    if wish.unit:
        areas = dict.fromkeys(UUID(hit.key[:32]) for hit in find(actor, " ".join(wish.unit), [AREA]))
        units = queries.units_on_areas(actor, series, week, list(areas)[: 2 * most])
    else:
        units = queries.own_units(actor, week)
    name = label_of(series.name)

    def hit(unit: Unit) -> Hit:
        page = "reports:return" if unit.level == series.level else "reports:overview"
        return Hit(
            kind=_KIND,
            key=f"{series.code}.{week}.{unit.uid.hex}",
            title=f"{name} – {unit.short_name}",
            detail=f"{week_label(week)}/{week.year}",
            link=reverse(page, args=[series.code, week, unit.uid]),
        )

    return [hit(unit) for unit in units[:most]]


REPORTS = Composed(_KIND, _("Báo cáo"), "clipboard-list", _reports)

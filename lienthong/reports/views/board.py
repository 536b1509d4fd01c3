"""The board of a unit's week: the map or the tiles, the table of those below, and the trend.

It shows the same to everybody who may see the unit, so it is rendered once for as long as its figures are the same.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from lienthong.kernel.charts import LineChart, Series, line_chart
from lienthong.kernel.fragments import fragment
from lienthong.kernel.languages import label_of
from lienthong.registry.queries import TreeChange, Unit, map_places

from .. import queries
from ..messages import week_label
from ..queries import Past, UnitTotals
from ..rules.completeness import CLASSES, Completeness, class_of
from .frame import Frame
from .structures import change_counts, change_words, marks_of, places_of, structure_context


@dataclass(frozen=True)
class ChildRow:
    """A unit below: how its week stands, and how that compares with the week before, in percentage points."""

    unit: Unit
    completeness: Completeness
    change: float | None
    frame: Frame = field(compare=False, repr=False)

    @property
    def url(self) -> str:
        """Its own overview, in the same week."""
        return self.frame.url("overview", unit=self.unit)

    @property
    def class_number(self) -> int | None:
        """The class of its share received: 0 below the alarm's threshold, up to 4; None where nobody is expected."""
        return class_of(self.completeness.received_share)

    @property
    def low(self) -> bool:
        """Whether it stands below the threshold of the alarm."""
        return self.class_number == 0

    @property
    def fall(self) -> float:
        """By how much it fell, without a sign."""
        return -(self.change or 0)


def child_rows(
    frame: Frame, children: Sequence[tuple[Unit, UnitTotals]], before: Mapping[int, UnitTotals]
) -> list[ChildRow]:
    """Return the units below in Vietnamese order."""
    return [
        ChildRow(
            child,
            totals.completeness,
            change_between(
                totals.completeness, before[child.id].completeness if child.id in before else None
            ),
            frame,
        )
        for child, totals in children
    ]


def change_between(now: Completeness, before: Completeness | None) -> float | None:
    """Return by how many percentage points the share received changed; None where there is nothing to compare."""
    return difference(now.received_share, before.received_share if before else None)


def difference(now: float | None, before: float | None) -> float | None:
    """Return by how much a figure changed, with one decimal; None where there is nothing to compare."""
    return None if now is None or before is None else round(now - before, 1)


def incompleteness(row: ChildRow) -> float:
    """Return a key that puts the least complete first, and last those of whom nothing is expected."""
    share = row.completeness.received_share
    return 101.0 if share is None else share


def in_order(rows: Sequence[ChildRow], sort: str) -> list[ChildRow]:
    """Return the units below by name, or the least complete first."""
    return list(rows) if sort == "name" else sorted(rows, key=incompleteness)


def board(frame: Frame, rows: Sequence[ChildRow], trend: Sequence[Past], sort: str) -> SafeString:
    """Return the board as a piece of the page."""
    past, asked = tuple(trend), frame.asked
    changes = tuple(queries.changes_for(asked, past))
    key = (asked.series.pk, asked.week, asked.structure, frame.unit, sort, tuple(rows), past, changes)

    def context() -> Mapping[str, Any]:
        return {
            "unit": frame.unit,
            "sort": sort,
            "rows": in_order(rows, sort),
            "legend": _legend(rows),
            "map": country_map(frame, rows),
            "tiles": rows if frame.unit.level == "province" else (),
            "districts": any(row.unit.level == "district" for row in rows),
            "kept_words": structure_context(asked, ())["kept_words"],
        } | trend_context(past, changes)

    return fragment("reports/_board.html", key, context)


def trend_context(past: Sequence[Past], changes: Sequence[TreeChange] = ()) -> dict[str, Any]:
    """Return the chart of the weeks past and its table, both with the changes of the tree."""
    told = marks_of(changes, past)
    return {
        "trend": _chart(past, changes) if past else None,
        "past": [
            (week_label(week), completeness, told.get(place, ()))
            for place, (week, completeness) in enumerate(past)
        ],
        "changes": [(change_words(change), change_counts(change)) for change in changes],
    }


def _chart(past: Sequence[Past], changes: Sequence[TreeChange]) -> LineChart:
    # Translators: a week on the axis of a chart: T47 is week 47.
    names = [_("T%(number)d") % {"number": week.number} for week, _completeness in past]
    return line_chart(
        names,
        [
            Series(_("Đã gửi"), [completeness.received_share for _week, completeness in past]),
            Series(_("Đúng hạn"), [completeness.on_time_share for _week, completeness in past]),
        ],
        marks=[(place, change_words(change)) for place, change in places_of(changes, past)],
        unit="%",
    )


@dataclass(frozen=True)
class LegendLine:
    """A class of the map: its number (None: nobody is expected), what it means, how many units are in it."""

    number: int | None
    text: str
    units: int


def _legend(rows: Sequence[ChildRow]) -> list[LegendLine]:
    """Return the classes from the most complete down; the last only where there is such a unit."""
    counts = Counter(row.class_number for row in rows)
    bounds = [*CLASSES, None]
    lines = [LegendLine(0, _("dưới %(bound)d%%") % {"bound": CLASSES[0]}, counts[0])]
    for number, (low, high) in enumerate(pairwise(bounds), 1):
        words = _("từ %(low)d%%") if high is None else _("%(low)d – %(high)d%%")
        lines.append(LegendLine(number, words % {"low": low, "high": high}, counts[number]))
    nobody = [LegendLine(None, _("không có thôn phải báo cáo"), counts[None])] if counts[None] else []
    return [*reversed(lines), *nobody]


def country_map(frame: Frame, rows: Sequence[ChildRow]) -> Mapping[str, Any] | None:
    """Return the map of the country with a mark for each row; None where the rows are not today's provinces."""
    by_unit = {row.unit.id: row for row in rows}
    places = map_places([row.unit for row in rows], frame.asked.day)
    if places is None:
        return None
    outline = places.outline
    classes = {code: by_unit[unit.id].class_number for code, unit in places.units.items()}
    return {
        "width": outline.width,
        "height": outline.height,
        "provinces": [(shape, by_unit[unit.id]) for shape, unit in places.shapes],
        "islands": [
            (
                label_of(group.name),
                places.names.get(group.province, ""),
                group,
                classes.get(group.province),
            )
            for group in outline.islands
        ],
        "sea": label_of(outline.sea_name),
        "sea_label": outline.sea_label,
    }

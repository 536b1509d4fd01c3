"""The page of a unit's year as a file."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from lienthong.kernel.languages import label_of
from lienthong.kernel.sheets import Column, Document, Kind, Table
from lienthong.registry.queries import Unit, origin_of

from .messages import (
    as_of_words,
    figure_cell,
    indicator_words,
    stage_words,
    structure_words,
    week_name,
)
from .queries import Asking, Figure
from .rules.layout import Indicator


def year_document(
    asking: Asking, indicator: Indicator, rows: Sequence[tuple[Unit, Sequence[Figure]]], text: str
) -> Document:
    """Return the units below × weeks, and the unit's own weeks as the row of sums."""
    unit, series = asking.unit, label_of(asking.asked.series.name)
    title = indicator_words(indicator)
    columns = [Column(_("Đơn vị")), *(Column(week_name(week), Kind.NUMBER) for week in asking.weeks)]
    own, *below = [[one.short_name, *(figure_cell(figure) for figure in figures)] for one, figures in rows]
    told = [_("Lọc theo tên: “%(text)s”") % {"text": text}] if text else []
    return Document(
        title=f"{title} – {unit.short_name}",
        facts=[
            f"{series} · {unit.name}",
            f"{_('Năm %(year)d') % {'year': asking.year}} · {stage_words(asking.stage)} · {structure_words(asking)}",
            as_of_words(asking),
            *told,
            origin_of(asking.actor),
        ],
        tables=[Table(title, columns, below, own)],
        name=("phan-tich", indicator.name, unit.short_name, str(asking.year)),
    )

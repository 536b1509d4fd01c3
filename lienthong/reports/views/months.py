"""The page of a unit's month: its figures, and the ways to its weeks, the units below and the months beside it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from lienthong.kernel import sheets
from lienthong.kernel.languages import label_of
from lienthong.kernel.replica import as_of
from lienthong.kernel.request import Request
from lienthong.kernel.values import Month, Week
from lienthong.registry.queries import Unit, stream_of_unit, units_above

from .. import queries
from ..messages import month_label
from ..queries import AskedMonth, UnitTotals
from ..rules.suppression import LEAST
from .documents import month_document
from .frame import figures_of
from .narratives import narrative_views, stage_of
from .structures import structure_context, structure_of, with_structure
from .tables import FigureRow
from .words import figure_cells, figure_texts, figured_fields


def month_figures(request: Request, series: str, period: str, uid: UUID) -> HttpResponse:
    """Show what the units below report for a month, field by field, received or approved."""
    asked = queries.get_month(request.actor, series, period, structure_of(request))
    unit = queries.get_unit_for(request.actor, asked.at_end, uid)
    with figures_of(request, asked.at_end, unit):
        return _month(request, asked, unit)


def _month(request: Request, asked: AskedMonth, unit: Unit) -> HttpResponse:
    stage = stage_of(request)
    columns = figured_fields(asked.form)
    totals, children = queries.month_and_children_for(request.actor, asked, unit)
    rows = [
        FigureRow(
            child,
            _url(asked, child),
            figure_texts(columns, below, stage),
            totals=below,
            cells=figure_cells(columns, below, stage),
        )
        for child, below in children
    ]
    if (form := sheets.wanted(request)) is not None:
        shown = month_document(request.actor, asked, unit, stage, rows, totals)
        return sheets.answer(request, shown, form, stream=stream_of_unit(unit.id))
    context = _frame(request, asked, unit, totals) | {
        "stage": stage,
        "columns": columns,
        "rows": rows,
        "counts": totals.completeness,
        "sums": totals.of(stage),
        "sum_texts": figure_texts(columns, totals, stage),
        "guarded": bool(asked.form.guarded),
        "least": LEAST,
        "narratives": narrative_views(request, asked.weeks, unit, stage),
    }
    return render(request, "reports/month.html", context)


def _frame(request: Request, asked: AskedMonth, unit: Unit, totals: UnitTotals) -> dict[str, Any]:
    end, month = asked.at_end, asked.month
    above = units_above(asked.series.tree_id, unit.id, end.day)
    before, after = month.previous(), month.next()
    return {
        "asked": asked,
        "as_of": as_of(),
        "unit": unit,
        "week": None,
        "month": month,
        "month_label": month_label(month),
        "series_name": label_of(asked.series.name),
        "collects": queries.collects(end, unit),
        "above": [(one, _url(asked, one)) for one in above[:-1] if queries.may_view(request.actor, end, one)],
        "weeks": [
            (
                _("Tuần %(number)d") % {"number": week.week.number},
                with_structure(
                    reverse("reports:figures", args=[asked.series.code, week.week, unit.uid]), asked.structure
                ),
            )
            for week in asked.weeks
        ],
        "month_before": (month_label(before), _url(asked, unit, before))
        if _has_weeks(asked, before)
        else None,
        **structure_context(end, [totals]),
        "month_after": (month_label(after), _url(asked, unit, after)) if _has_weeks(asked, after) else None,
    }


def _has_weeks(asked: AskedMonth, month: Month) -> bool:
    first = Week.parse(asked.series.first_period)
    return month.weeks[-1] >= first and month.weeks[0] <= queries.current_week()


def _url(asked: AskedMonth, unit: Unit, month: Month | None = None) -> str:
    """Return the address of a unit's month; a body that reports has none of its own, its weeks are its returns."""
    if unit.level == asked.series.level:
        return ""
    address = reverse("reports:figures", args=[asked.series.code, month or asked.month, unit.uid])
    return with_structure(address, asked.structure)

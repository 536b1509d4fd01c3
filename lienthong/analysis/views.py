"""Pages of analysis: a unit's year week by week, and that of the units below, in one indicator."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from lienthong.kernel import sheets
from lienthong.kernel.charts import LineChart, Series, line_chart
from lienthong.kernel.errors import WrongData, WrongMoment
from lienthong.kernel.languages import label_of
from lienthong.kernel.request import Request
from lienthong.kernel.text import search_key
from lienthong.registry.queries import Unit, changes_between, stream_of_unit, units_above
from lienthong.reports import queries as reports
from lienthong.reports.queries import AS_WAS, Stage, Structure

from . import queries
from .documents import year_document
from .messages import as_of_words, figure_words, indicator_words, stage_words, structure_words, week_name
from .queries import Asking, Figure
from .rules.layout import Indicator


@require_GET
def start(request: Request) -> HttpResponse:
    """Lead to the year of the actor's own unit."""
    own = queries.start_for(request.actor)
    return redirect("analysis:year", *own) if own else render(request, "analysis/start.html")


@require_GET
def year(request: Request, series: str, year: int, uid: UUID) -> HttpResponse:
    """Show one indicator of a unit's year: a chart of its weeks, and the units below × weeks."""
    stage = Stage.APPROVED if request.GET.get("stage") == Stage.APPROVED else Stage.RECEIVED
    try:
        asking = queries.ask_for(request.actor, series, uid, year, stage, _structure_of(request))
    except WrongMoment as refusal:
        return render(request, "analysis/start.html", {"sentence": refusal.sentence})
    indicator, text = asking.indicator(request.GET.get("chiTieu", "")), request.GET.get("q", "").strip()
    own = queries.year_for(asking, [indicator])
    figures = [own.figures.get(week, {}).get(indicator.name, queries.NOTHING) for week in own.weeks]
    pivot = queries.pivot_for(asking, indicator)
    wanted = search_key(text)
    below = [(unit, pivot.of(unit)) for unit in pivot.units if wanted in search_key(unit.short_name)]
    if (form := sheets.wanted(request)) is not None:
        shown = year_document(asking, indicator, [(asking.unit, figures), *below], text)
        return sheets.answer(request, shown, form, stream=stream_of_unit(asking.unit.id))
    context = _frame(asking, indicator) | {
        "own": _Row(asking.unit, "", figures, [figure_words(one) for one in figures]),
        "rows": [_row(asking, indicator, unit, held) for unit, held in below],
        "q": text,
        **_chart(asking, indicator, figures),
    }
    return render(request, "analysis/year.html", context)


class _Row(NamedTuple):
    """A unit with its weeks."""

    unit: Unit
    url: str
    figures: Sequence[Figure]
    texts: Sequence[str]


def _row(asking: Asking, indicator: Indicator, unit: Unit, figures: Sequence[Figure]) -> _Row:
    return _Row(unit, _url(asking, indicator, unit), figures, [figure_words(one) for one in figures])


def _url(asking: Asking, indicator: Indicator, unit: Unit, year: int | None = None) -> str:
    address = reverse("analysis:year", args=[asking.asked.series.code, year or asking.year, unit.uid])
    day = asking.asked.structure.day
    kept = {"chiTieu": indicator.name, "stage": str(asking.stage)}
    return f"{address}?{urlencode(kept | ({'coCau': day.isoformat()} if day else {}))}"


def _structure_of(request: Request) -> Structure:
    """Return the structure that a page is asked for; WrongData where the day is none."""
    text = request.GET.get("coCau", "").strip()
    try:
        return Structure(date.fromisoformat(text)) if text else AS_WAS
    except ValueError:
        raise WrongData(
            _("“%(text)s” không phải là một ngày. Hãy chọn ngày của cơ cấu, viết như 2025-07-01.")
            % {"text": text[:20]}
        ) from None


def _frame(asking: Asking, indicator: Indicator) -> dict[str, Any]:
    asked, unit = asking.asked, asking.unit
    above = units_above(asked.series.tree_id, unit.id, asked.day)
    return {
        "unit": unit,
        "year": asking.year,
        "series_name": label_of(asked.series.name),
        "above": [
            (one, _url(asking, indicator, one))
            for one in above[:-1]
            if reports.may_view(asking.actor, asked, one)
        ],
        "years": [(one, _url(asking, indicator, unit, one)) for one in queries.years_for(asking)],
        "indicators": [(one.name, indicator_words(one)) for one in asking.indicators],
        "indicator": indicator,
        "indicator_words": indicator_words(indicator),
        "measure": label_of(indicator.field.unit) if indicator.field.unit else "",
        "stage": asking.stage,
        "stage_words": stage_words(asking.stage),
        "structure": asked.structure,
        "structure_words": structure_words(asking),
        "as_of_words": as_of_words(asking),
        "weeks": [week_name(week) for week in asking.weeks],
        "guarded": indicator.field.code in asked.form.guarded,
        "reports_here": asking.reports_here,
    }


def _chart(asking: Asking, indicator: Indicator, figures: Sequence[Figure]) -> dict[str, Any]:
    """Return the unit's weeks as a drawing, with the days on which units changed; nothing where there is no number."""
    numbers = [None if one.number is None else float(one.number) for one in figures]
    changes = changes_between(asking.asked.series.tree_id, asking.weeks[0].first, asking.weeks[-1].last)
    told = [_("%(date)s: sắp xếp đơn vị") % {"date": f"{change.day:%d/%m/%Y}"} for change in changes]
    places = [
        next(place for place, week in enumerate(asking.weeks) if week.last >= change.day)
        for change in changes
    ]
    drawing: LineChart | None = None
    if any(number is not None for number in numbers):
        drawing = line_chart(
            [week_name(week) for week in asking.weeks],
            [Series(indicator_words(indicator, short=True), numbers)],
            marks=list(zip(map(float, places), told, strict=True)),
        )
    return {"chart": drawing, "changes": told}

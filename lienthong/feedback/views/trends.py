"""What people write about through time."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from lienthong.kernel import clock, sheets
from lienthong.kernel.charts import LineChart, Series, line_chart
from lienthong.kernel.request import Request
from lienthong.kernel.text import search_key

from .. import queries
from ..documents.voices import trends_document

_LINES = 5


@require_GET
def trends(request: Request) -> HttpResponse:
    """Show counts by category and week or month as a chart and a table, units below, and what rose."""
    asked = queries.ask_trends(request.GET.get("ky", ""), clock.today())
    found = queries.trends_for(request.actor, asked)
    text = request.GET.get("q", "").strip()[:100]
    rows = [row for row in found.rows if search_key(text) in search_key(row.label)]
    if (form := sheets.wanted(request)) is not None:
        return sheets.answer(request, trends_document(request.actor, found, rows), form)
    words = {
        "trends": found,
        "rows": rows,
        "rising": [row for row in rows if row.rise],
        "q": text,
        "chart": _chart(found, rows),
        "compared": asked.periods[-3:-1],
    }
    return render(request, "feedback/voices/trends.html", words)


def _chart(found: queries.Trends, rows: list[queries.TopicRow]) -> LineChart | None:
    lines = [
        Series(row.label, [None if one.number is None else float(one.number) for one in row.numbers])
        for row in rows[:_LINES]
    ]
    if not lines:
        return None
    return line_chart([one.name for one in found.asked.periods], lines)

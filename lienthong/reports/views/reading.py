"""Pages on which reports are read: the overview of a unit, its figures down to the cell, what is owed, one return."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_GET

from lienthong.forms.rules import label_in
from lienthong.forms.templatetags.forms import cell_text
from lienthong.kernel.request import Request

from .. import queries
from ..forms import grid_fields, row_view
from ..queries import Stage
from .frame import Frame, frame_context, get_frame
from .tables import alarm_of, child_rows, figure_rows, figure_texts, key_figures, summed_fields


@require_GET
def series_list(request: Request) -> HttpResponse:
    """Lead to the actor's own unit in the series there are."""
    unit = queries.own_unit(request.actor)
    week = queries.current_week()
    language = get_language() or "vi"
    found = [(one, label_in(one.name, language)) for one in queries.series_for(request.actor)]
    return render(request, "reports/series.html", {"series": found, "unit": unit, "week": week})


@require_GET
def overview(request: Request, series: str, period: str, uid: UUID) -> HttpResponse:
    """Show how a unit's week stands: key figures, one alarm, the units below, own tasks."""
    frame = get_frame(request, series, period, uid)
    if frame.unit.level == frame.asked.series.level:
        return redirect(frame.url("return"))
    totals, children = queries.unit_and_children_for(frame.actor, frame.asked, frame.unit)
    before = queries.totals_of_week_before(frame.actor, frame.asked, frame.unit)
    rows = child_rows(frame, children, request.GET.get("sort", ""))
    context = frame_context(frame, "overview") | {
        "totals": totals,
        "key_figures": key_figures(frame, totals, before),
        "alarm": alarm_of(frame, rows),
        "rows": rows,
        "sort": request.GET.get("sort", ""),
        "villages": queries.sheet_for(frame.actor, frame.asked, frame.unit)
        if frame.unit.level == "commune"
        else [],
        "tasks": queries.tasks_for(frame.actor, frame.asked, frame.unit, totals.completeness),
    }
    return render(request, "reports/overview.html", context)


def _stage(request: Request) -> Stage:
    return Stage.APPROVED if request.GET.get("stage") == Stage.APPROVED else Stage.RECEIVED


@require_GET
def figures(request: Request, series: str, period: str, uid: UUID) -> HttpResponse:
    """Show what the units below report, field by field, received or approved."""
    frame = get_frame(request, series, period, uid)
    stage = _stage(request)
    columns = summed_fields(frame.asked.form)
    totals = queries.unit_totals_for(frame.actor, frame.asked, frame.unit)
    context = frame_context(frame, "figures") | {
        "stage": stage,
        "columns": columns,
        "rows": figure_rows(frame, stage, request.GET.get("q", "")),
        "sums": totals.of(stage),
        "sum_texts": figure_texts(columns, totals, stage),
        "q": request.GET.get("q", ""),
    }
    return render(request, "reports/figures.html", context)


@require_GET
def cells(request: Request, series: str, period: str, uid: UUID, code: str) -> HttpResponse:
    """Show the cells that a commune's figure is the sum of: whose, by whom, when."""
    frame = get_frame(request, series, period, uid)
    field = frame.asked.form.fields.get(code)
    if field is None or frame.unit.level != "commune":
        raise Http404
    totals = queries.unit_totals_for(frame.actor, frame.asked, frame.unit)
    context = frame_context(frame, "overview") | {
        "field": field,
        "label": label_in(field.label, get_language() or "vi"),
        "cells": [
            (cell, cell_text(field, cell.value) if cell.by else "–", frame.url("return", unit=cell.unit))
            for cell in queries.cells_for(frame.actor, frame.asked, frame.unit, code)
        ],
        "received": figure_texts([field], totals, Stage.RECEIVED)[0],
        "approved": figure_texts([field], totals, Stage.APPROVED)[0],
    }
    return render(request, "reports/cells.html", context)


@require_GET
def owed(request: Request, series: str, period: str, uid: UUID) -> HttpResponse:
    """Show who owes what, who is late and who keeps whom waiting."""
    frame = get_frame(request, series, period, uid)
    if frame.unit.level == "commune":
        return redirect(frame.url("overview"))
    text, turn = request.GET.get("q", ""), request.GET.get("turn", "")
    found = queries.owed_for(frame.actor, frame.asked, frame.unit, text=text, turn=turn)
    reminders = queries.reminders_by(frame.actor, frame.asked, [one.unit for one in found])
    context = frame_context(frame, "owed") | {
        "owed": [
            (
                one,
                frame.url("owed" if one.unit.level == "province" else "overview", unit=one.unit),
                reminders.get(one.unit.id),
            )
            for one in found
        ],
        "q": text,
        "turn": turn,
    }
    return render(request, "reports/owed.html", context)


@require_GET
def report(request: Request, series: str, period: str, uid: UUID) -> HttpResponse:
    """Show one body's return: its values, its state, its history, and the steps that may be taken."""
    frame = get_frame(request, series, period, uid)
    if frame.unit.level != frame.asked.series.level:
        return redirect(frame.url("overview"))
    row = queries.row_for(frame.actor, frame.asked, frame.unit)
    context = frame_context(frame, "return") | {
        "row": row,
        "view": row_view(frame.asked, row),
        "steps": queries.steps_for(frame.actor, row),
        "history": _history(frame, row),
        "warnings": queries.warnings_for(frame.asked, row),
        "columns": grid_fields(frame.asked.form),
        "reminded_at": queries.reminders_for(frame.actor, frame.asked, [frame.unit]).get(frame.unit.id),
        "notes": queries.notes_below(frame.actor, frame.asked, [frame.unit]).get(frame.unit.id, {}),
    }
    return render(request, "reports/return.html", context)


def _history(frame: Frame, row: queries.Row) -> list[queries.HistoryStep]:
    return queries.history_for(frame.actor, frame.asked, row.entry) if row.entry else []

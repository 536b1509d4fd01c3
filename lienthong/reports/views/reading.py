"""Pages on which reports are read: the overview of a unit, its figures down to the cell, what is owed, one return."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from lienthong.forms.templatetags.forms import cell_text
from lienthong.kernel import sheets
from lienthong.kernel.languages import label_of
from lienthong.kernel.request import Request
from lienthong.kernel.values import Month

from .. import queries, services
from ..forms import grid_fields, labels_of, row_view
from ..messages import month_label
from ..queries import Stage
from ..rules.suppression import LEAST
from . import documents
from .board import board, child_rows, in_order
from .frame import Frame, figures_of, frame_context, get_frame
from .months import month_figures
from .narratives import narrative_views, stage_of
from .structures import structure_of, with_structure
from .tables import alarm_of, figure_rows, key_figures
from .words import figure_texts, figured_fields


@require_GET
def series_list(request: Request) -> HttpResponse:
    """Lead to the actor's own unit in the series there are."""
    unit = queries.own_unit(request.actor)
    week = queries.current_week()
    found = [(one, label_of(one.name)) for one in queries.series_for(request.actor)]
    return render(request, "reports/series.html", {"series": found, "unit": unit, "week": week})


@require_GET
def overview(request: Request, series: str, period: str, uid: UUID) -> HttpResponse:
    """Show how a unit's week stands: key figures, one alarm, the units below, own tasks."""
    frame = get_frame(request, series, period, uid, structure_of(request))
    if frame.unit.level == frame.asked.series.level:
        return redirect(frame.url("return"))
    with figures_of(request, frame.asked, frame.unit):
        return _overview(request, frame)


def _overview(request: Request, frame: Frame) -> HttpResponse:
    totals, children = queries.unit_and_children_for(frame.actor, frame.asked, frame.unit)
    before, children_before = queries.week_before_for(frame.actor, frame.asked, frame.unit)
    trend = queries.trend_for(frame.actor, frame.asked, frame.unit)
    rows = child_rows(frame, children, children_before)
    sort = request.GET.get("sort", "")
    collects = queries.collects(frame.asked, frame.unit)
    as_was = frame.asked.structure.as_was
    villages = queries.sheet_for(frame.actor, frame.asked, frame.unit) if collects and as_was else []
    if (form := sheets.wanted(request)) is not None:
        shown = (
            documents.villages_document(frame, villages, trend)
            if collects and as_was
            else documents.children_document(frame, totals, in_order(rows, sort), trend)
        )
        return documents.answer(request, frame, shown, form)
    context = frame_context(frame, "overview", [totals]) | {
        "totals": totals,
        "key_figures": key_figures(frame, totals, before, trend),
        "alarm": alarm_of(frame, rows),
        "board": board(frame, rows, trend, sort),
        "villages": villages,
        "tasks": queries.tasks_for(frame.actor, frame.asked, frame.unit, totals.completeness),
    }
    return render(request, "reports/overview.html", context)


@require_GET
def figures(request: Request, series: str, period: str, uid: UUID) -> HttpResponse:
    """Show what the units below report, field by field, received or approved, for a week or a month."""
    if queries.is_month(period):
        return month_figures(request, series, period, uid)
    frame = get_frame(request, series, period, uid, structure_of(request))
    with figures_of(request, frame.asked, frame.unit):
        return _figures(request, frame)


def _figures(request: Request, frame: Frame) -> HttpResponse:
    stage = stage_of(request)
    columns = figured_fields(frame.asked.form)
    month = Month.of(frame.asked.week)
    text = request.GET.get("q", "")
    totals = queries.unit_totals_for(frame.actor, frame.asked, frame.unit)
    form = sheets.wanted(request)
    if (
        form is not None
        and request.GET.get("below") == "commune"
        and not queries.collects(frame.asked, frame.unit)
    ):
        whole = documents.communes_document(frame, stage, totals)
        return documents.answer(request, frame, whole, form)
    rows = figure_rows(frame, stage, text)
    if form is not None:
        shown = documents.figures_document(frame, stage, text, rows, totals)
        return documents.answer(request, frame, shown, form)
    context = frame_context(frame, "figures", [totals]) | {
        "stage": stage,
        "columns": columns,
        "rows": rows,
        "sums": totals.of(stage),
        "sum_texts": figure_texts(columns, totals, stage),
        "q": text,
        "guarded": bool(frame.asked.form.guarded),
        "least": LEAST,
        "month_label": month_label(month),
        "month_url": with_structure(
            reverse("reports:figures", args=[frame.asked.series.code, month, frame.unit.uid]),
            frame.asked.structure,
        ),
        "narratives": narrative_views(request, [frame.asked], frame.unit, stage),
    }
    return render(request, "reports/figures.html", context)


@require_POST
def villages(request: Request, series: str, period: str, uid: UUID) -> HttpResponse:
    """Ask for a file of every village below a unit, and go to where one sees how far it is."""
    frame = get_frame(request, series, period, uid, structure_of(request))
    job = services.ask_for_villages(
        actor=frame.actor, asked=frame.asked, unit=frame.unit, form=request.POST.get("form", "")
    )
    return redirect("jobs:job", job.uid)


@require_GET
def cells(request: Request, series: str, period: str, uid: UUID, code: str) -> HttpResponse:
    """Show the cells that a commune's figure is the sum of: whose, by whom, when."""
    frame = get_frame(request, series, period, uid, structure_of(request))
    field = frame.asked.form.fields.get(code)
    if field is None or not queries.collects(frame.asked, frame.unit):
        raise Http404
    totals = queries.unit_totals_for(frame.actor, frame.asked, frame.unit)
    found = queries.cells_for(frame.actor, frame.asked, frame.unit, code)
    received, approved = (figure_texts([field], totals, stage)[0] for stage in Stage)
    if (form := sheets.wanted(request)) is not None:
        shown = documents.cells_document(frame, field, found, [received, approved])
        return documents.answer(request, frame, shown, form)
    context = frame_context(frame, "overview", [totals]) | {
        "field": field,
        "label": label_of(field.label),
        "cells": [
            (cell, cell_text(field, cell.value) if cell.by else "–", frame.url("return", unit=cell.unit))
            for cell in found
        ],
        "received": received,
        "approved": approved,
    }
    return render(request, "reports/cells.html", context)


@require_GET
def owed(request: Request, series: str, period: str, uid: UUID) -> HttpResponse:
    """Show who owes what, who is late and who keeps whom waiting."""
    frame = get_frame(request, series, period, uid, structure_of(request))
    if queries.collects(frame.asked, frame.unit):
        return redirect(frame.url("overview"))
    with figures_of(request, frame.asked, frame.unit):
        return _owed(request, frame)


def _owed(request: Request, frame: Frame) -> HttpResponse:
    text, turn = request.GET.get("q", ""), request.GET.get("turn", "")
    found = queries.owed_for(frame.actor, frame.asked, frame.unit, text=text, turn=turn)
    if (form := sheets.wanted(request)) is not None:
        shown = documents.owed_document(frame, found, text, turn)
        return documents.answer(request, frame, shown, form)
    reminders = queries.reminders_by(frame.actor, frame.asked, [one.unit for one in found])
    context = frame_context(frame, "owed", [one.totals for one in found]) | {
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
    history = _history(frame, row)
    if (form := sheets.wanted(request)) is not None:
        return documents.answer(request, frame, documents.return_document(frame, row, history), form)
    context = frame_context(frame, "return") | {
        "row": row,
        "view": row_view(frame.asked, row),
        "steps": queries.steps_for(frame.actor, row),
        "history": history,
        "warnings": queries.warnings_for(frame.asked, row),
        "aside": labels_of(frame.asked, request.GET.getlist("aside")),
        "columns": grid_fields(frame.asked.form),
        "reminded_at": queries.reminders_for(frame.actor, frame.asked, [frame.unit]).get(frame.unit.id),
        "notes": queries.notes_below(frame.actor, frame.asked, [frame.unit]).get(frame.unit.id, {}),
    }
    return render(request, "reports/return.html", context)


def _history(frame: Frame, row: queries.Row) -> list[queries.HistoryStep]:
    return queries.history_for(frame.actor, frame.asked, row.entry) if row.entry else []

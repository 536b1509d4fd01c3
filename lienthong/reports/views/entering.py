"""Pages on which returns are entered: the village's form and the commune's sheet."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode
from uuid import UUID, uuid4

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from lienthong.forms.rules import browser_form
from lienthong.kernel import sheets
from lienthong.kernel.errors import Refusal, WrongData
from lienthong.kernel.request import Request

from .. import queries, services
from ..forms import Posted, changed_rows, grid_fields, labels_of, posted_row, refuse_strangers, row_view
from ..queries import Row, Stage
from . import documents
from .frame import Frame, frame_context, get_frame
from .grid import answer_rows, wants_json
from .words import figure_texts

# From this many rows on, a browser lays out only those in sight; below it, all of them are in its tree for screen readers.
LONG_SHEET = 60


@require_http_methods(["GET", "POST"])
def entry(request: Request, series: str, period: str, uid: UUID) -> HttpResponse:
    """Show and save the form of one village."""
    frame = get_frame(request, series, period, uid)
    if request.method == "GET":
        return _entry_page(request, frame)
    posted = posted_row(request.POST, frame.asked, frame.unit)
    submit = request.POST.get("action") == "submit"
    try:
        saved = services.save_returns(
            actor=frame.actor, asked=frame.asked, rows=[posted.row], submit=submit, key=_key(request)
        )
    except (WrongData, services.Clashed) as refusal:
        return _entry_page(request, frame, posted, refusal)
    return redirect(_after(frame, saved, submit=submit))


def _key(request: Request) -> str:
    """Return the key that the page was given when it was shown: what is sent twice with it is saved once."""
    return request.POST.get("key", "")


def _after(frame: Frame, saved: services.Saved, *, submit: bool) -> str:
    """Return where to go after saving, with the fields in which something was put aside, to be said there."""
    words = [("aside", code) for codes in saved.put_aside.values() for code in codes]
    if submit:
        return frame.url("return") + (f"?{urlencode(words)}" if words else "")
    return f"{frame.url('entry')}?{urlencode([('saved', '1'), *words])}"


def _entry_page(
    request: Request, frame: Frame, posted: Posted | None = None, refusal: Refusal | None = None
) -> HttpResponse:
    row = queries.row_for(frame.actor, frame.asked, frame.unit)
    view = row_view(frame.asked, row, posted=posted, faults=_faults(refusal), clash=_clash(refusal, row))
    context = frame_context(frame, "entry") | {
        "row": row,
        "view": view,
        "refusal": refusal,
        "steps": queries.steps_for(frame.actor, row),
        "saved": "saved" in request.GET,
        "aside": labels_of(frame.asked, request.GET.getlist("aside")),
        "reminded_at": queries.reminders_for(frame.actor, frame.asked, [frame.unit]).get(frame.unit.id),
        "shape": _shape(frame),
        "key": uuid4(),
        "neighbours": queries.neighbours_for(frame.actor, frame.asked, frame.unit),
    }
    return render(request, "reports/entry.html", context, status=refusal.status if refusal else 200)


def _shape(frame: Frame) -> str:
    """Return, as JSON, what the script needs to tell which fields do not apply; "" where all always do."""
    form = frame.asked.form
    if not form.skips:
        return ""
    earlier = queries.earlier_values(frame.asked, [frame.unit.id])[frame.unit.id]
    shape = browser_form(form, "vi")
    return json.dumps({"fields": shape["fields"], "steps": shape["steps"], "earlier": earlier})


@require_http_methods(["GET", "POST"])
def sheet(request: Request, series: str, period: str, uid: UUID) -> HttpResponse:
    """Show and save a commune's sheet: its villages as rows."""
    frame = get_frame(request, series, period, uid)
    rows = queries.sheet_for(frame.actor, frame.asked, frame.unit)
    if (form := sheets.wanted(request)) is not None:
        return documents.answer(request, frame, documents.sheet_document(frame, rows), form)
    if request.method == "GET":
        return _sheet_page(request, frame, rows)
    pairs = [
        (row, posted_row(request.POST, frame.asked, row.unit, prefix=f"{row.unit.uid}.")) for row in rows
    ]
    submit = request.POST.get("action") == "submit"
    wanted = _rows_to_send(frame, pairs, submit=submit)
    if wants_json(request):
        return answer_rows(request, frame, rows, wanted, submit=submit, key=_key(request))
    try:
        refuse_strangers(request.POST, rows)
        if wanted:
            services.save_returns(
                actor=frame.actor, asked=frame.asked, rows=wanted, submit=submit, key=_key(request)
            )
    except (WrongData, services.Clashed) as refusal:
        return _sheet_page(request, frame, rows, {row.unit.uid: posted for row, posted in pairs}, refusal)
    return redirect(f"{frame.url('sheet')}?saved={len(wanted)}")


def _rows_to_send(frame: Frame, pairs: Sequence[tuple[Row, Posted]], *, submit: bool) -> list[services.Typed]:
    """Return the rows in which something changed; to submit, also the filled rows that were not sent yet."""
    changed = {posted.row.organisation_id: posted.row for posted in changed_rows(frame.asked, pairs)}
    if submit:
        for row, posted in pairs:
            if row.entry and row.state in {"draft", "returned"}:
                changed.setdefault(posted.row.organisation_id, posted.row)
    return list(changed.values())


def _sheet_page(
    request: Request,
    frame: Frame,
    rows: Sequence[Row],
    posted: Mapping[UUID, Posted] | None = None,
    refusal: Refusal | None = None,
) -> HttpResponse:
    faults = _faults(refusal)
    views = [
        row_view(
            frame.asked,
            row,
            prefix=f"{row.unit.uid}.",
            posted=(posted or {}).get(row.unit.uid),
            faults=faults,
            clash=_clash(refusal, row),
        )
        for row in rows
    ]
    reminders = queries.reminders_for(frame.actor, frame.asked, [row.unit for row in rows])
    for view in views:
        view.reminded_at = reminders.get(view.row.unit.id)
    shown = {field.code for field in grid_fields(frame.asked.form)}
    columns = grid_fields(frame.asked.form)
    totals = queries.unit_totals_for(frame.actor, frame.asked, frame.unit)
    context = frame_context(frame, "sheet") | {
        "rows": [(view, [cell for cell in view.cells if cell.field.code in shown]) for view in views],
        "is_long": len(views) > LONG_SHEET,
        "groups": _groups(frame, shown),
        "totals": totals,
        "columns": columns,
        "sum_texts": figure_texts(columns, totals, Stage.RECEIVED),
        "key": uuid4(),
        "refusal": refusal,
        "faults": [fault for view in views for fault in view.faults],
        "saved": request.GET.get("saved"),
        "reminded": request.GET.get("reminded"),
        "again": request.GET.get("again"),
    }
    return render(request, "reports/sheet.html", context, status=refusal.status if refusal else 200)


def _groups(frame: Frame, shown: set[str]) -> list[tuple[Any, int]]:
    counted = [
        (section, sum(field.code in shown for field in section.fields))
        for section in frame.asked.form.sections
    ]
    return [(section, count) for section, count in counted if count]


def _faults(refusal: Refusal | None) -> Mapping[str, Sequence[object]]:
    return refusal.faults if isinstance(refusal, WrongData) else {}


def _clash(refusal: Refusal | None, row: Row) -> services.Clash | None:
    clashes = refusal.clashes if isinstance(refusal, services.Clashed) else []
    return next((clash for clash in clashes if clash.typed.organisation_id == row.unit.id), None)

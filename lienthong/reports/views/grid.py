"""The sheet as its script asks for it: what it needs to judge rows by itself, and what became of the rows it sent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_GET

from lienthong.forms.messages import sentences_of_cells
from lienthong.forms.rules import CellValue, Field, FieldType, browser_form, show_cell
from lienthong.kernel.errors import Refusal
from lienthong.kernel.languages import language_here
from lienthong.kernel.request import Request
from lienthong.kernel.templatetags.ui import STATES
from lienthong.kernel.text import label_in

from .. import queries, services
from ..forms import grid_fields, refuse_strangers
from ..queries import Row, Stage
from .frame import Frame, get_frame
from .words import figure_texts


def wants_json(request: HttpRequest) -> bool:
    """Say whether the script of the sheet asks, and not the browser."""
    return request.headers.get("Accept") == "application/json"


@require_GET
def sheet_data(request: Request, series: str, period: str, uid: UUID) -> HttpResponse:
    """Give the form, its sentences, and for each body what stands there, what stood there, and which cells have notes."""
    frame = get_frame(request, series, period, uid)
    rows = queries.sheet_for(frame.actor, frame.asked, frame.unit)
    units = [row.unit for row in rows]
    earlier = queries.earlier_values(frame.asked, [unit.id for unit in units])
    notes = queries.notes_below(frame.actor, frame.asked, units)
    shown = grid_fields(frame.asked.form)
    language = language_here()
    return JsonResponse(
        {
            "form": browser_form(frame.asked.form, language),
            "fields": {code: _field(field, language) for code, field in frame.asked.form.fields.items()},
            "sentences": sentences_of_cells(language),
            "rows": {
                str(row.unit.uid): {
                    "values": row.values,
                    "earlier": earlier[row.unit.id],
                    "before": {field.code: show_cell(field, row.before.get(field.code)) for field in shown},
                    "notes": notes.get(row.unit.id, {}),
                }
                for row in rows
            },
        }
    )


def _field(field: Field, language: str) -> dict[str, Any]:
    """Return what judging one cell by itself takes."""
    return {
        "label": label_in(field.label, language),
        "number": field.is_number,
        "text": field.type in {FieldType.TEXT, FieldType.NARRATIVE},
        "decimals": field.decimals,
        "required": field.required,
        "minimum": field.minimum,
        "maximum": field.maximum,
    }


def answer_rows(
    request: HttpRequest,
    frame: Frame,
    rows: Sequence[Row],
    wanted: Sequence[services.Typed],
    *,
    submit: bool,
    key: str,
) -> JsonResponse:
    """Save the rows that can be saved and tell the script the fate of each."""
    try:
        refuse_strangers(request.POST, rows)
        kept = (
            services.save_sound_returns(
                actor=frame.actor, asked=frame.asked, rows=wanted, submit=submit, key=key
            )
            if wanted
            else services.Kept()
        )
    except Refusal as refusal:
        return JsonResponse({"sentence": str(refusal.sentence)}, status=refusal.status)
    uids = {row.unit.id: str(row.unit.uid) for row in rows}
    return JsonResponse(
        {
            "rows": {
                uids[entry.organisation_id]: {
                    "seen": entry.version,
                    "state": entry.state,
                    "label": str(STATES[entry.state].label),
                    "texts": _texts(frame, entry.values),
                }
                for entry in kept.returns
            },
            "faults": kept.faults,
            "clashes": {str(clash.typed.organisation_uid): _clash(frame, clash) for clash in kept.clashes},
            **_sums(frame),
        }
    )


def _clash(frame: Frame, clash: services.Clash) -> dict[str, Any]:
    fields = frame.asked.form.fields
    return {
        "seen": clash.version,
        "theirs": {code: show_cell(fields[code], value) for code, value in clash.theirs.items()},
        "texts": _texts(frame, clash.merged),
    }


def _texts(frame: Frame, values: Mapping[str, CellValue]) -> dict[str, str]:
    """Return a body's cells in the grid as they are shown."""
    shown = grid_fields(frame.asked.form)
    return {field.code: show_cell(field, values.get(field.code)) for field in shown}


def _sums(frame: Frame) -> dict[str, Any]:
    """Return the commune's line of sums and its counts as they now stand."""
    totals = queries.unit_totals_for(frame.actor, frame.asked, frame.unit)
    columns = grid_fields(frame.asked.form)
    counts = totals.completeness
    return {
        "sums": figure_texts(columns, totals, Stage.RECEIVED),
        "counts": {"received": counts.received, "expected": counts.expected, "missing": counts.missing},
    }

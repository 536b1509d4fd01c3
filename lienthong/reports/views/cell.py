"""The page of one cell: its weeks, what is usual, who set it, and what is said about it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from lienthong.forms.rules import grouped
from lienthong.forms.templatetags.forms import cell_text
from lienthong.kernel.errors import WrongData, WrongMoment
from lienthong.kernel.languages import label_of
from lienthong.kernel.request import Request

from .. import queries, services
from ..rules.usual import HEIGHT, WIDTH
from .frame import Frame, frame_context, get_frame

_MOST_DIGITS = 9


@require_http_methods(["GET", "POST"])
def cell(request: Request, series: str, period: str, uid: UUID, code: str) -> HttpResponse:
    """Show one cell of a body and write the note on it; ``?part`` asks for the panel alone."""
    frame = get_frame(request, series, period, uid)
    if frame.unit.level != frame.asked.series.level:
        raise Http404
    if request.method == "GET":
        return _cell_page(request, frame, code)
    seen = request.POST.get("seen", "0")
    try:
        services.update_note(
            actor=frame.actor,
            asked=frame.asked,
            unit=frame.unit,
            code=code,
            text=request.POST.get("text", ""),
            flagged="flagged" in request.POST,
            seen=int(seen) if seen.isdecimal() and len(seen) <= _MOST_DIGITS else 0,
        )
    except (WrongData, WrongMoment) as refusal:
        return _cell_page(request, frame, code, refusal)
    part = "&part=1" if "part" in request.GET else ""
    return redirect(f"{_address(frame, code)}?saved=1{part}")


def _address(frame: Frame, code: str) -> str:
    return reverse("reports:cell", args=[frame.asked.series.code, frame.asked.week, frame.unit.uid, code])


def _cell_page(
    request: Request, frame: Frame, code: str, refusal: WrongData | WrongMoment | None = None
) -> HttpResponse:
    story = queries.cell_for(frame.actor, frame.asked, frame.unit, code)
    posted = request.POST if refusal else None
    context = _story_context(story) | {
        "part": "part" in request.GET,
        "address": _address(frame, code),
        "note_text": posted.get("text", "") if posted else story.note.text,
        "note_flagged": "flagged" in posted if posted else story.note.flagged,
        "refusal": refusal,
        "saved": "saved" in request.GET,
    }
    template = "reports/_cell_panel.html" if "part" in request.GET else "reports/cell.html"
    return render(
        request, template, frame_context(frame, "return") | context, status=refusal.status if refusal else 200
    )


def _story_context(story: queries.CellStory) -> dict[str, Any]:
    return {
        "story": story,
        "label": label_of(story.field.label),
        "now": cell_text(story.field, story.value),
        "before": cell_text(story.field, story.before),
        "usual": [grouped(end) for end in story.usual] if story.usual else None,
        "ends": (grouped(story.line.lowest), grouped(story.line.highest)) if story.line else None,
        "width": WIDTH,
        "height": HEIGHT,
        "weeks": [(week, cell_text(story.field, value)) for week, value in story.weeks],
    }

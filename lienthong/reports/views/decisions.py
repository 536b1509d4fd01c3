"""Pages on which returns are decided: review, single steps, locking."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from lienthong.kernel import sheets
from lienthong.kernel.errors import WrongData, WrongMoment
from lienthong.kernel.request import Request

from .. import queries, services
from ..forms import grid_fields, row_view
from . import documents
from .frame import Frame, frame_context, get_frame, ticked


@require_http_methods(["GET", "POST"])
def review(request: Request, series: str, period: str, uid: UUID) -> HttpResponse:
    """Show what waits for approval at a commune; approve or return what is ticked."""
    frame = get_frame(request, series, period, uid)
    if (form := sheets.wanted(request)) is not None:
        waiting = queries.waiting_for(frame.actor, frame.asked, frame.unit)
        return documents.answer(request, frame, documents.review_document(frame, waiting), form)
    if request.method == "GET":
        return _review_page(request, frame)
    try:
        done = _decide(request, frame)
    except (WrongData, WrongMoment) as refusal:
        return _review_page(request, frame, refusal)
    return redirect(f"{frame.url('review')}?done={done}")


def _review_page(
    request: Request, frame: Frame, refusal: WrongData | WrongMoment | None = None
) -> HttpResponse:
    waiting = queries.waiting_for(frame.actor, frame.asked, frame.unit)
    shown = {field.code for field in grid_fields(frame.asked.form)}
    context = frame_context(frame, "review") | {
        "rows": [
            (one, [cell for cell in row_view(frame.asked, one.row).cells if cell.field.code in shown])
            for one in waiting
        ],
        "columns": grid_fields(frame.asked.form),
        "ticked": set(request.POST.getlist("uid")),
        "reason": request.POST.get("reason", ""),
        "refusal": refusal,
        "done": request.GET.get("done"),
        "missing": queries.unit_totals_for(frame.actor, frame.asked, frame.unit).completeness.missing,
        "reminded": request.GET.get("reminded"),
        "again": request.GET.get("again"),
    }
    return render(request, "reports/review.html", context, status=refusal.status if refusal else 200)


def _decide(request: Request, frame: Frame) -> int:
    uids = ticked(request, _("Chưa chọn báo cáo nào. Hãy đánh dấu ít nhất một dòng."))
    if request.POST.get("action") == "return":
        return services.return_returns(
            actor=frame.actor, asked=frame.asked, uids=uids, reason=request.POST.get("reason", "")
        )
    return services.approve_returns(actor=frame.actor, asked=frame.asked, uids=uids)


_STEPS: dict[str, Callable[..., Any]] = {
    "approve": services.approve_returns,
    "return": services.return_returns,
    "lock": services.lock_returns,
    "unlock": services.unlock_returns,
}


@require_POST
def step(request: Request, series: str, period: str, uid: UUID) -> HttpResponse:
    """Take one step with one body's return."""
    frame = get_frame(request, series, period, uid)
    entry = queries.get_return(frame.actor, frame.asked, frame.unit)
    action = request.POST.get("action", "")
    if action == "withdraw":
        services.withdraw_return(actor=frame.actor, asked=frame.asked, uid=entry.uid)
        return redirect(frame.url("entry"))
    if action not in _STEPS:
        raise WrongData(_("Không có bước này. Hãy tải lại trang."))
    words = {"reason": request.POST.get("reason", "")} if action in {"return", "unlock"} else {}
    _STEPS[action](actor=frame.actor, asked=frame.asked, uids=[entry.uid], **words)
    return redirect(frame.url("return"))


@require_POST
def lock(request: Request, series: str, period: str, uid: UUID) -> HttpResponse:
    """Lock what a commune has approved, and go back to the list of what is owed above it."""
    frame = get_frame(request, series, period, uid)
    services.lock_below(actor=frame.actor, asked=frame.asked, unit_id=frame.unit.id)
    return redirect(frame.url("overview"))

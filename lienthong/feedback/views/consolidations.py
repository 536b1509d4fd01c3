"""Pages of consolidations: the list, a new one, one with its steps, what bodies below pass on, and the chapter on paper."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lienthong.kernel import sheets
from lienthong.kernel.errors import NotAllowed, Refusal, WrongData, WrongMoment
from lienthong.kernel.flow import steps_for
from lienthong.kernel.forms import show_refusal
from lienthong.kernel.request import Request

from .. import queries, services
from ..documents.voices import chapter_document
from ..flows import CONSOLIDATION
from ..forms.voices import ConsolidationForm, ReasonForm
from ..listings import CONSOLIDATIONS, consolidation_tag
from ..services.approving import what_is_missing
from .refusing import sentences_of


@require_GET
def consolidations(request: Request) -> HttpResponse:
    """List the consolidations that the actor may read."""
    queries.require_consolidating(request.actor)
    rows = queries.consolidations_for(request.actor)
    return CONSOLIDATIONS.answer(request, rows, "feedback/voices/consolidations.html")


@require_http_methods(["GET", "POST"])
def new_consolidation(request: Request) -> HttpResponse:
    """Begin a consolidation."""
    queries.require_consolidating(request.actor)
    form = ConsolidationForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            made = services.draft_consolidation(actor=request.actor, facts=form.facts)
            return redirect("feedback:consolidation", made.uid)
        except WrongData as refusal:
            show_refusal(form, refusal)
    words = {"form": form}
    return render(
        request, "feedback/voices/new_consolidation.html", words, status=422 if form.errors else 200
    )


@require_GET
def consolidation(request: Request, uid: UUID) -> HttpResponse:
    """Show one consolidation: its topics with their sentences, and what can be done now."""
    found = queries.get_consolidation(request.actor, uid)
    if (form := sheets.wanted(request)) is not None:
        parts = queries.chapter_of(request.actor, found)
        return sheets.answer(request, chapter_document(request.actor, found, parts), form)
    return _page(request, found)


def _page(
    request: Request,
    found: queries.Consolidation,
    refusal: Refusal | None = None,
    reason: ReasonForm | None = None,
) -> HttpResponse:
    own = queries.is_own(request.actor, found)
    parts = queries.chapter_of(request.actor, found)
    may = {one.name for one in steps_for(CONSOLIDATION, actor=request.actor, row=found, state=found.state)}
    wrote = str(request.actor.uid) in found.writers
    writes = own and "change" in may
    words = {
        "row": queries.named([found])[0],
        "own": own,
        "parts": parts,
        "may": may - ({"approve"} if wrote else set()) if own else set(),
        "wrote": wrote,
        "writes": writes,
        "opinions": sum(part.topic.opinions for part in parts),
        "missing": what_is_missing(actor=request.actor, consolidation=found) if writes else [],
        "to_take_in": queries.topics_to_take_in(request.actor, found).count() if writes else 0,
        "reason": reason or ReasonForm(),
        "faults": sentences_of(refusal),
        "tag": consolidation_tag(found),
    }
    status = refusal.status if refusal else 422 if reason else 200
    return render(request, "feedback/voices/consolidation.html", words, status=status)


def _gather(**words: Any) -> None:
    """Put all that is not in a topic yet into one: as many turns as it takes."""
    while services.gather_topics(**words):
        pass


_STEPS: dict[str, Callable[..., Any]] = {
    "gather": _gather,
    "propose": services.propose_sentences,
    "ask": services.ask_approval,
    "approve": services.approve_consolidation,
    "send": services.send_consolidation,
    "discard": services.discard_consolidation,
}


@require_POST
def step_consolidation(request: Request, uid: UUID) -> HttpResponse:
    """Take a step with a consolidation of the actor's body."""
    found, name = queries.get_own_consolidation(request.actor, uid), request.POST.get("step", "")
    words: dict[str, Any] = {"actor": request.actor, "consolidation": found}
    try:
        if name == "reopen":
            form = ReasonForm(request.POST)
            if not form.is_valid():
                return _page(request, found, reason=form)
            services.reopen_consolidation(**words, reason=form.cleaned_data["reason"])
        elif name in _STEPS:
            _STEPS[name](**words)
        else:
            raise WrongData(_("Yêu cầu không hợp lệ. Hãy tải lại trang rồi thử lại."))
    except (NotAllowed, WrongData, WrongMoment) as refusal:
        return _page(request, queries.get_own_consolidation(request.actor, uid), refusal)
    if name == "discard":
        return redirect("feedback:consolidations")
    return redirect("feedback:consolidation", uid)


@require_http_methods(["GET", "POST"])
def take_in(request: Request, uid: UUID) -> HttpResponse:
    """Show what bodies directly below were approved to pass on, and take in what is ticked."""
    found = queries.get_own_consolidation(request.actor, uid)
    rows = queries.topics_to_take_in(request.actor, found)
    text = request.GET.get("q", "").strip()[:100]
    shown = list(rows.filter(title__icontains=text) if text else rows)
    refused: Refusal | None = None
    if request.method == "POST":
        try:
            uids = [UUID(one) for one in request.POST.getlist("uid")]
            services.take_in_topics(actor=request.actor, consolidation=found, topics=uids)
            return redirect("feedback:consolidation", uid)
        except ValueError:
            refused = WrongData(_("Yêu cầu không hợp lệ. Hãy tải lại trang rồi thử lại."))
        except (NotAllowed, WrongData, WrongMoment) as refusal:
            refused = refusal
    queries.named([one.consolidation for one in shown])
    words = {"row": found, "topics": shown, "q": text, "faults": sentences_of(refused)}
    return render(request, "feedback/voices/take_in.html", words, status=refused.status if refused else 200)


@require_GET
def chapter(request: Request, uid: UUID) -> HttpResponse:
    """Show the chapter as it is printed."""
    found = queries.get_consolidation(request.actor, uid)
    words = {"row": queries.named([found])[0], "parts": queries.chapter_of(request.actor, found)}
    return render(request, "feedback/voices/chapter.html", words)

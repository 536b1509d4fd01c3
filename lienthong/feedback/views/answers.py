"""Pages of officers: an answer is written, looked at from both sides, approved and released."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lienthong.kernel.errors import Refusal, WrongData, WrongMoment
from lienthong.kernel.flow import steps_for
from lienthong.kernel.forms import show_refusal
from lienthong.kernel.request import Request

from .. import queries, services
from ..flows import ANSWER_FLOW
from ..forms.answers import AnswerForm, ReasonForm, ReleaseForm
from ..messages.answers import marked_texts, template_text
from ..permissions import ANSWER


@require_http_methods(["GET", "POST"])
def write_answer(request: Request, uid: UUID) -> HttpResponse:
    """Write the answer to a matter: save it, hand it on for approval, or put a template into it, which saves nothing."""
    matter = queries.get_matter(request.actor, uid)
    ANSWER.require(request.actor, matter)
    page = queries.preview_of(matter)
    if request.method == "GET" and page.answer is not None and page.answer.state != "draft":
        return redirect("feedback:answer", uid)
    form = AnswerForm(request.POST if request.method == "POST" else None, page=page)
    if form.is_valid() and request.POST.get("do") == "insert":
        return render(request, "feedback/answer_write.html", {"form": _inserted(form, page), "page": page})
    if form.is_valid():
        try:
            _save(request, page, form)
            return redirect("feedback:answer", uid)
        except (WrongData, WrongMoment) as refusal:
            page = queries.preview_of(matter)
            form = _refused(form, page, refusal)
    words = {"form": form, "page": page}
    return render(request, "feedback/answer_write.html", words, status=422 if form.errors else 200)


def _save(request: Request, page: queries.Preview, form: AnswerForm) -> None:
    actor, submits = request.actor, request.POST.get("do") == "submit"
    answer = services.draft_answer(actor=actor, matter=page.matter, words=form.words, seen=form.seen_version)
    if submits:
        services.submit_answer(actor=actor, answer=answer, seen=answer.version)


def _refused(form: AnswerForm, page: queries.Preview, refusal: Refusal) -> AnswerForm:
    """Show what was refused. What was saved before it was not complete stays saved: the form goes on from there."""
    kept = page.answer.version if page.answer else 0
    if isinstance(refusal, WrongData) and kept > form.seen_version:
        form = AnswerForm(form.typed(seen=str(kept), added=""), page=page)
        form.is_valid()
    show_refusal(form, refusal)
    return form


def _inserted(form: AnswerForm, page: queries.Preview) -> AnswerForm:
    """Return the form with a template below what stands in its part."""
    chosen = form.cleaned_data["template"]
    template = next((one for one in page.templates if str(one.uid) == chosen), None)
    if template is None:
        return form
    return AnswerForm(form.below(template.part, template_text(template, page.matter)), page=page)


@require_GET
def answer(request: Request, uid: UUID) -> HttpResponse:
    """Show an answer as its sender and as the public will read it, with what can be done now."""
    return _shown(request, uid)


def _shown(request: Request, uid: UUID, refusal: Refusal | None = None, **forms: Any) -> HttpResponse:
    matter = queries.get_matter(request.actor, uid)
    found = queries.answer_of(matter)
    page = queries.preview_of(matter)
    initial = {"seen": found.version}
    words = {
        "page": page,
        "answer": found,
        "marked": marked_texts(found, page.marks),
        "may": {
            step.name for step in steps_for(ANSWER_FLOW, actor=request.actor, row=found, state=found.state)
        },
        "may_write": ANSWER.allows(request.actor, matter),
        "own_hand": str(request.actor.uid) in found.writers,
        "release": ReleaseForm(photos=page.photo_choices, initial=initial),
        "back": ReasonForm(initial=initial),
        **forms,
    }
    return render(request, "feedback/answer.html", words, status=refusal.status if refusal else 200)


@require_POST
def approve_answer(request: Request, uid: UUID) -> HttpResponse:
    """Approve an answer."""
    found = queries.answer_of(queries.get_matter(request.actor, uid))
    services.approve_answer(actor=request.actor, answer=found, seen=ReasonForm(request.POST).seen_version)
    return redirect("feedback:answer", uid)


@require_POST
def send_back_answer(request: Request, uid: UUID) -> HttpResponse:
    """Send an answer back with a reason."""
    found = queries.answer_of(queries.get_matter(request.actor, uid))
    form = ReasonForm(request.POST)
    try:
        services.send_back(actor=request.actor, answer=found, reason=form.said, seen=form.seen_version)
    except WrongData as refusal:
        show_refusal(form, refusal)
        return _shown(request, uid, refusal, back=form)
    return redirect("feedback:answer", uid)


@require_POST
def release_answer(request: Request, uid: UUID) -> HttpResponse:
    """Give an answer to its sender, and to the public where that may be; again, where it was retracted."""
    matter = queries.get_matter(request.actor, uid)
    found, page = queries.answer_of(matter), queries.preview_of(matter)
    form = ReleaseForm(request.POST, photos=page.photo_choices)
    release = services.release_again if found.state == "retracted" else services.release_answer
    try:
        if form.is_valid():
            release(
                actor=request.actor,
                answer=found,
                seen=form.seen_version,
                confirms_names=form.cleaned_data["confirms_names"],
                photos=form.chosen,
            )
            return redirect("feedback:answer", uid)
    except WrongData as refusal:
        show_refusal(form, refusal)
    return _shown(request, uid, WrongData(""), release=form)

"""Pages of officers: what is published, taken back at once, written anew; and the photos that go with it, for anyone."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lienthong.kernel.errors import WrongData, WrongMoment
from lienthong.kernel.forms import show_refusal
from lienthong.kernel.request import Request

from .. import queries, services
from ..forms.answers import PublicTextForm, ReasonForm
from ..listings import PUBLICATIONS
from ..permissions import ANSWER

_TYPES = {"jpg": "image/jpeg", "png": "image/png", "webp": "image/webp"}


@require_GET
def publications(request: Request) -> HttpResponse:
    """List what was published by the bodies for which the actor releases."""
    return PUBLICATIONS.answer(
        request, queries.publications_to_keep(request.actor), "feedback/publications.html"
    )


@require_GET
def publication(request: Request, uid: UUID) -> HttpResponse:
    """Show what the public reads, with the way to take it back."""
    found = queries.get_own_publication(request.actor, uid)
    return render(request, "feedback/publication.html", {"row": found, "form": ReasonForm()})


@require_POST
def retract_publication(request: Request, uid: UUID) -> HttpResponse:
    """Take a publication back at once."""
    found = queries.get_own_publication(request.actor, uid)
    form = ReasonForm(request.POST)
    try:
        services.retract_publication(actor=request.actor, publication=found, reason=form.said)
    except WrongData as refusal:
        show_refusal(form, refusal)
        return render(request, "feedback/publication.html", {"row": found, "form": form}, status=422)
    return redirect("feedback:publication", uid)


@require_http_methods(["GET", "POST"])
def rewrite_public(request: Request, uid: UUID) -> HttpResponse:
    """Write the public text of a retracted answer anew."""
    matter = queries.get_matter(request.actor, uid)
    ANSWER.require(request.actor, matter)
    found = queries.answer_of(matter)
    form = PublicTextForm(request.POST if request.method == "POST" else None, answer=found)
    if form.is_valid():
        try:
            services.rewrite_public(
                actor=request.actor, answer=found, words=form.words, seen=form.seen_version
            )
            return redirect("feedback:answer", uid)
        except (WrongData, WrongMoment) as refusal:
            show_refusal(form, refusal)
    words = {"form": form, "matter": matter, "answer": found}
    return render(request, "feedback/public_rewrite.html", words, status=422 if form.errors else 200)


@login_not_required
@require_GET
def public_photo(request: Request, uid: UUID) -> FileResponse:
    """Hand out a photo that the public may see; kept by nobody longer than a minute, so that it can be taken back."""
    kind, stream = queries.public_photo(uid)
    answer = FileResponse(stream, content_type=_TYPES[kind])
    answer["Cache-Control"] = "public, max-age=60"
    return answer

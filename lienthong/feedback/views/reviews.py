"""Pages of the body above: badly rated answers that came up to it."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from lienthong.kernel.errors import NotAllowed, WrongData
from lienthong.kernel.forms import show_refusal
from lienthong.kernel.request import Request

from .. import queries, services
from ..forms.answers import ReviewForm
from ..listings import REVIEWS
from ..messages.answers import REASONS


@require_GET
def reviews(request: Request) -> HttpResponse:
    """List the reviews of the actor's body."""
    queries.require_reviews(request.actor)
    return REVIEWS.answer(request, queries.reviews_for(request.actor), "feedback/reviews.html")


@require_http_methods(["GET", "POST"])
def review(request: Request, uid: UUID) -> HttpResponse:
    """Show letter, answer and rating, and say what comes of it."""
    found = queries.get_review(request.actor, uid)
    form = ReviewForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            reopens = form.cleaned_data["outcome"] == "reopen"
            services.review_answer(
                actor=request.actor, review=found, reopens=reopens, reason=form.cleaned_data["reason"]
            )
            return redirect("feedback:review", uid)
        except (WrongData, NotAllowed) as refusal:
            show_refusal(form, refusal)
    words = {
        "review": found,
        "form": form,
        "parts": queries.parts_of(found.rating.answer),
        "reasons": [REASONS[code] for code in found.rating.reasons],
        "own_hand": str(request.actor.uid) in queries.hands_in(found.rating.answer),
    }
    return render(request, "feedback/review.html", words, status=422 if form.errors else 200)

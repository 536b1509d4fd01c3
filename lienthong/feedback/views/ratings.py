"""Public pages: a sender rates an answer by the link of a message or by code and PIN, and has a matter opened again."""

from __future__ import annotations

from typing import TypeVar

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from lienthong.kernel.errors import NotFound, WrongData, WrongMoment
from lienthong.kernel.forms import show_refusal
from lienthong.kernel.request import Request

from .. import queries, services
from ..forms.ratings import RatingByCodeForm, RatingForm, ReopenForm
from ..services.opening import open_with

_REFUSED = (NotFound, WrongData, WrongMoment)
Sent = TypeVar("Sent", RatingByCodeForm, ReopenForm)


@login_not_required
@require_http_methods(["GET", "POST"])
def rate(request: Request, token: str) -> HttpResponse:
    """Rate an answer by the link of the message, once. Neither letter nor answer is shown: a link may be forwarded."""
    found = queries.rating_by_link(token)
    form = RatingForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            found = services.rate_by_link(actor=request.actor, link=token, said=form.said)
            return _private(render(request, "feedback/rated.html", {"rating": found}))
        except _REFUSED as refusal:
            show_refusal(form, refusal)
    words = {"form": form, "rating": found}
    return _private(render(request, "feedback/rate.html", words, status=422 if form.errors else 200))


@login_not_required
@require_http_methods(["GET", "POST"])
def rate_by_code(request: Request) -> HttpResponse:
    """Rate an answer with code and PIN of the receipt."""
    form = _with_code(RatingByCodeForm, request)
    if form.is_valid():
        try:
            matter = open_with(form.cleaned_data["code"], form.cleaned_data["pin"])
            found = services.rate_answer(actor=request.actor, matter=matter, said=form.said)
            return _private(render(request, "feedback/rated.html", {"rating": found}))
        except _REFUSED as refusal:
            show_refusal(form, refusal)
    words = {"form": form, "rating": None}
    return _private(render(request, "feedback/rate.html", words, status=422 if form.errors else 200))


@login_not_required
@require_http_methods(["GET", "POST"])
def reopen(request: Request) -> HttpResponse:
    """Have an answered matter opened again, with code and PIN, within the time that began with the answer."""
    form = _with_code(ReopenForm, request)
    if form.is_valid():
        try:
            matter = open_with(form.cleaned_data["code"], form.cleaned_data["pin"])
            matter = services.reopen_matter(
                actor=request.actor, matter=matter, words=form.cleaned_data["words"]
            )
            return _private(render(request, "feedback/reopened.html", {"matter": matter}))
        except _REFUSED as refusal:
            show_refusal(form, refusal)
    status = 422 if form.errors else 200
    return _private(render(request, "feedback/reopen.html", {"form": form}, status=status))


def _with_code(kind: type[Sent], request: Request) -> Sent:
    """Return a form as it was sent; where the page of the matter leads here, an empty one that knows code and PIN."""
    if request.method == "POST" and "begin" not in request.POST:
        return kind(request.POST)
    return kind(initial={name: request.POST.get(name, "") for name in ("code", "pin")})


def _private(page: HttpResponse) -> HttpResponse:
    """Let nobody keep a page that a code or a link opened, nor learn its address from where its reader goes.

    Not ``no-referrer``: a browser then sends the form without its origin, and the guard against forged forms refuses it.
    """
    page["Cache-Control"] = "no-store"
    page["Referrer-Policy"] = "strict-origin"
    page["X-Robots-Tag"] = "noindex"
    return page

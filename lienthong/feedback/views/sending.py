"""The page on which anyone sends a matter: one page, without an account and without script."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.contrib.staticfiles import finders
from django.http import HttpResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lienthong.kernel import files
from lienthong.kernel.actor import NOBODY
from lienthong.kernel.errors import Refusal, TooMany
from lienthong.kernel.forms import show_refusal
from lienthong.kernel.request import Request, address_of

from .. import queries, services
from ..forms.sending import SendForm
from . import taking

PAGE = "feedback/send.html"
# What the page of sending needs to be there without a network.
_KEPT = (
    *("ui/all.css", "feedback/public.css", "feedback/send.js", "ui/app.js", "ui/theme.js", "ui/icons.svg"),
    *("ui/logo.svg", "ui/fonts/bvp-400.woff2", "ui/fonts/bvp-600.woff2"),
)


@login_not_required
@require_http_methods(["GET", "POST"])
@never_cache
def send(request: Request) -> HttpResponse:
    """Show the form, choose the place step by step, and take in what is sent."""
    if request.method == "POST" and request.POST.get("do", "send") == "send":
        return _take(request)
    place = _place(request) if request.method == "POST" else queries.chosen_place(request.actor)
    form = taking.new_form(SendForm, request)
    return taking.page(request, PAGE, form, place, tickets=request.POST.getlist("ticket"))


@login_not_required
@require_GET
@never_cache
def send_from(request: Request, village: UUID) -> HttpResponse:
    """Show the form with the place of a village's QR code chosen; a code of a village that is gone leads to its commune."""
    place = queries.place_of_code(village)
    form = taking.new_form(SendForm, request, channel="qr")
    return taking.page(request, PAGE, form, place, action=queries.send_url())


@login_not_required
@require_POST
@never_cache
def place(request: Request) -> HttpResponse:
    """Return the place alone as it is chosen step by step, for the page's script."""
    form = taking.new_form(SendForm, request)
    chosen = _place(request)
    about = str(request.POST.get("category", ""))
    alike = queries.answered_for(about, chosen) if about and chosen.commune else []
    return render(request, "feedback/parts_place.html", {"form": form, "place": chosen, "alike": alike})


def _place(request: Request) -> queries.Chosen:
    if request.POST.get("do") == "find":
        services.count_looking(actor=NOBODY, address=address_of(request))
    return taking.chosen_in(request)


def _take(request: Request) -> HttpResponse:
    form, place = SendForm(request.POST), taking.chosen_in(request)
    try:
        area = place.commune.id if place.commune else None
        services.count_sending(actor=NOBODY, address=address_of(request), area=area)
    except TooMany as refusal:
        form.is_valid()
        show_refusal(form, refusal)
        answer = _again(request, form, place, status=refusal.status, tickets=request.POST.getlist("ticket"))
        answer["Retry-After"] = str(refusal.seconds)
        return answer
    photos, faults = taking.photos_in(request, services.PHOTOS)
    words = {"tickets": [files.ticket_of(photo) for photo in photos], "photo_faults": faults}
    found = taking.found_in(form) if form.is_valid() else []
    if faults or found or not form.is_valid():
        status = 200 if found and not faults else 422
        return _again(request, form, place, status=status, found=found, **words)
    try:
        receipt = services.send_matter(actor=NOBODY, letter=taking.letter_in(form, place), photos=photos)
    except Refusal as refusal:
        show_refusal(form, refusal)
        return _again(request, form, place, status=refusal.status, **words)
    return taking.receipt_page(request, receipt, changed=taking.changed_in(form))


def _again(
    request: Request, form: SendForm, place: queries.Chosen, *, status: int, **words: Any
) -> HttpResponse:
    """Show what was sent once more, with what is to be looked at."""
    return taking.page(request, PAGE, form, place, status=status, changed=taking.changed_in(form), **words)


@login_not_required
@require_GET
def worker(request: Request) -> HttpResponse:
    """Return the script that keeps the page at hand without a network; it may look after this room's pages only."""
    script = finders.find("feedback/keep.js")
    text = Path(str(script)).read_text("utf-8")
    kept = [static(name) for name in _KEPT]
    return HttpResponse(
        text.replace("KEPT_HERE", json.dumps(kept)),
        content_type="text/javascript; charset=utf-8",
        headers={"Cache-Control": "no-cache"},
    )

"""Pages that show the right door: complaints, denunciations, and what becomes of personal data. Nothing typed here is kept."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from lienthong.kernel.request import Request

from .. import queries
from ..messages.lanes import IDENTITY, PUBLICITY

_COMPLAINT = ("seek", "accept", "answer")
_DENUNCIATION = ("check", "tell", "answer", "extend")
_RIGHTS = ("acknowledge", "answer", "extend")


@login_not_required
@require_GET
def complaint(request: Request) -> HttpResponse:
    """Say what a complaint is, who settles it, how it is handed in, and how long that may take."""
    return render(request, "feedback/complaint.html", {"terms": queries.terms_of("complaint", _COMPLAINT)})


@login_not_required
@require_GET
def denunciation(request: Request) -> HttpResponse:
    """Say what a denunciation is and how it is handed in; nothing is taken in here."""
    words = {"terms": queries.terms_of("denunciation", _DENUNCIATION)}
    return render(request, "feedback/denunciation.html", words)


@login_not_required
@require_GET
def blank_complaint(request: Request) -> HttpResponse:
    """Show an empty form to be printed and filled in by hand."""
    return render(request, "feedback/blank_complaint.html")


@login_not_required
@require_GET
def blank_denunciation(request: Request) -> HttpResponse:
    """Show an empty form to be printed and filled in by hand."""
    return render(request, "feedback/blank_denunciation.html")


@login_not_required
@require_GET
def privacy(request: Request) -> HttpResponse:
    """Say what is kept, why, how long, who sees it, and what rights there are, by the rules that hold today."""
    promises = [
        (one, IDENTITY[one.identity], PUBLICITY[one.publicity])
        for one in queries.promises()
        if one.code != "data_request"
    ]
    words = {"promises": promises, "terms": queries.terms_of("data_request", _RIGHTS)}
    return render(request, "feedback/privacy.html", words)

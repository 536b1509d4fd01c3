"""The living style page: every part of the look in every state, and whole pages as examples. In a demonstration only."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from lienthong.kernel.request import Request

from . import queries
from .forms import SampleForm


@login_not_required
@require_GET
def style(request: Request) -> HttpResponse:
    """Show every part."""
    return render(request, "demo/style.html", {**queries.style(request.GET), **_forms()})


@login_not_required
@require_GET
def style_page(request: Request, name: str) -> HttpResponse:
    """Show one kind of page."""
    words = {**queries.style(request.GET), **_forms(), **queries.example_page(name)}
    return render(request, f"demo/style/{name}.html", words)


def _forms() -> dict[str, SampleForm]:
    """Return a form as it is opened, and as it comes back with faults."""
    faulty = {"name": "", "phone": "0905", "since": "31/11/2026", "note": ""}
    return {"fresh": SampleForm(auto_id="moi_%s"), "faulty": SampleForm(faulty, auto_id="loi_%s")}

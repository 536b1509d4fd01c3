"""Doors by which a reader dismisses a hint, and gets all of them back."""

from __future__ import annotations

from django.http import HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_POST

from ..request import Request, own_address
from . import services


@require_POST
def dismiss(request: Request, code: str) -> HttpResponse:
    """Show a hint no more, and go back to its page."""
    services.dismiss_hint(actor=request.actor, code=code)
    return _back(request)


@require_POST
def show_again(request: Request) -> HttpResponse:
    """Show all hints again."""
    services.show_hints_again(actor=request.actor)
    return _back(request)


def _back(request: Request) -> HttpResponse:
    return HttpResponseRedirect(own_address(request, request.POST.get("next", "")) or "/")

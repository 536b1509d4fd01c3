"""Doors of saved views: posted from the list itself, and back to it."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from ..models import SavedView
from ..request import Request
from . import services
from .said import listings


@require_POST
def save(request: Request) -> HttpResponse:
    """Save what is seen under a name, and show it."""
    words = {name: request.POST.get(name, "") for name in ("listing", "name", "query")}
    view = services.save_view(actor=request.actor, **words, shared="shared" in request.POST)
    return _shown(view)


@require_POST
def rename(request: Request, uid: UUID) -> HttpResponse:
    """Give a view another name, and show it."""
    return _shown(services.rename_view(actor=request.actor, uid=uid, name=request.POST.get("name", "")))


@require_POST
def default(request: Request, uid: UUID) -> HttpResponse:
    """Let the list open with a view, or no longer."""
    return _shown(services.set_default_view(actor=request.actor, uid=uid))


@require_POST
def delete(request: Request, uid: UUID) -> HttpResponse:
    """Delete a view."""
    return redirect(f"{_page(services.delete_view(actor=request.actor, uid=uid))}?q=")


def _shown(view: SavedView) -> HttpResponse:
    return redirect(f"{_page(view.listing)}?{view.query or 'q='}")


def _page(code: str) -> str:
    return reverse(listings()[code].page)

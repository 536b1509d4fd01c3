"""The page of the search, and the door that the palette asks while somebody types."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from .. import sheets
from ..request import Request
from . import queries
from .documents import found_document
from .forms import FindForm
from .said import kinds
from .words import LONGEST

_PAGE = 25


@require_GET
@never_cache
def search(request: Request) -> HttpResponse:
    """Show what was found of what was typed, the best first."""
    text, kind = _text(request), request.GET.get("loai", "")
    kind = kind if kind in kinds() else ""
    found = queries.find(request.actor, text, [kind] if kind else None)
    if (form := sheets.wanted(request)) is not None:
        return sheets.answer(request, found_document(text, kind, found), form)
    page = Paginator(found, _PAGE).get_page(request.GET.get("trang"))
    words = {
        "form": FindForm(initial={"q": text, "loai": kind}),
        "page": page,
        "text": text,
        "kinds": kinds(),
    }
    return render(request, "search/search.html", {**words, "most": queries.MOST, "kind": kind})


@require_GET
@never_cache
def suggest(request: Request) -> JsonResponse:
    """Answer with the best of each kind, as the palette shows them."""
    known = kinds()
    hits = [
        {
            "kind": str(known[hit.kind].label),
            "icon": known[hit.kind].icon,
            "title": hit.title,
            "detail": hit.detail,
            "url": hit.link,
        }
        for hit in queries.suggest(request.actor, _text(request))
    ]
    return JsonResponse({"hits": hits})


def _text(request: Request) -> str:
    """Return what was typed, as far as it is read. Nothing that can be typed is a fault."""
    return " ".join(request.GET.get("q", "")[:LONGEST].replace("\0", " ").split())

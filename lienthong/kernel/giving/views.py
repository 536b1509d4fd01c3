"""The page on which all data of a unit is asked for."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from ..jobs import KEEP_DAYS
from ..request import Request
from . import queries, services
from .said import tables


@require_http_methods(["GET", "POST"])
@never_cache
def unit(request: Request, uid: UUID) -> HttpResponse:
    """Say what would be in the file, and ask for it."""
    if request.method == "POST":
        return redirect("jobs:job", services.ask_for_unit(actor=request.actor, uid=uid).uid)
    extent = queries.get_extent(request.actor, uid)
    words = {"unit": extent, "bodies": len(extent.bodies), "tables": tables(), "days": KEEP_DAYS}
    return render(request, "giving/unit.html", words)

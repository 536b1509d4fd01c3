"""The page on which IT staff see in words whether the installation is well."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from .. import sheets
from ..permissions import WATCH
from ..request import Request
from .checking import Outcome, found_by
from .documents import condition_document


@require_GET
@never_cache
def condition(request: Request) -> HttpResponse:
    """Show what every check finds now; those that talk to other servers only when asked."""
    WATCH.require_somewhere(request.actor)
    found = list(found_by(connect="connect" in request.GET))
    if (kind := sheets.wanted(request)) is not None:
        return sheets.answer(request, condition_document(found), kind)
    amiss = sum(finding.outcome is not Outcome.OK for _check, finding in found)
    return render(request, "watching/condition.html", {"found": found, "amiss": amiss})

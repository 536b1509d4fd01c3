"""The page on which the audit is read."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_GET

from lienthong.kernel import audit
from lienthong.kernel.request import Request

from .. import queries
from ..listings import AUDIT


@require_GET
def entries(request: Request) -> HttpResponse:
    """List what was done at the units whose audit I may read, newest first."""
    audit.READ.require_somewhere(request.actor)
    return AUDIT.answer(request, queries.entries_for(request.actor), "identity/audit.html")

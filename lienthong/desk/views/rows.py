"""The way to a row of any kind, for links that outlive the address of its page."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET

from lienthong.kernel.request import Request
from lienthong.kernel.subjects import subject_of


@require_GET
def row(request: Request, kind: str, uid: UUID) -> HttpResponse:
    """Lead to the page of a row that the actor may see."""
    return redirect(subject_of(kind).get(request.actor, uid).url)

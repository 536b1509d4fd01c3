"""Pages of officers: the matters of their body, and one of them."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from lienthong.kernel.flow import steps_for
from lienthong.kernel.request import Request

from .. import queries
from ..flows import MATTER
from ..listings import MATTERS


@require_GET
def matters(request: Request) -> HttpResponse:
    """List the matters of the actor's body."""
    queries.require_matters(request.actor)
    return MATTERS.answer(request, queries.matters_for(request.actor), "feedback/matters.html")


@require_GET
def matter(request: Request, uid: UUID) -> HttpResponse:
    """Show one matter with the steps that can be taken now."""
    found = queries.get_matter(request.actor, uid)
    steps = steps_for(MATTER, actor=request.actor, row=found, state=found.state)
    words = {"matter": found, "state": MATTER.state(found.state), "steps": steps}
    return render(request, "feedback/matter.html", words)

"""Pages of officers: the matters of their body, and one of them."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from lienthong.kernel.files import files_of
from lienthong.kernel.request import Request

from .. import queries
from ..flows import MATTER, doings_of
from ..listings import MATTERS, QUEUES
from ..messages import passages_of
from .route import DOINGS


@require_GET
def matters(request: Request) -> HttpResponse:
    """List the matters of the actor's body, one queue at a time."""
    queries.require_matters(request.actor)
    queue = queries.read_queue(request.GET.get("hang", ""))
    counts = queries.counts_in(request.actor)
    words = {
        "queues": [(one, label, counts.get(one)) for one, label in QUEUES],
        "queue": queue,
        "may_oversee": queries.may_oversee(request.actor),
        "may_read_mails": queries.may_read_mails(request.actor),
    }
    return MATTERS.answer(request, queries.rows_in(request.actor, queue), "feedback/matters.html", words)


@require_GET
def matter(request: Request, uid: UUID) -> HttpResponse:
    """Show one matter: what was sent, what became of it, what runs against it, what can be done now."""
    found = queries.get_matter(request.actor, uid)
    may = doings_of(request.actor, found)
    state = MATTER.state(found.state)
    words = {
        "matter": found,
        "state": state,
        "glance": queries.glance_at(found, ended=state.ends),
        "doings": [(name, DOINGS[name]) for name in DOINGS if name in may],
        "sides": queries.sides_of(request.actor, found),
        "passages": passages_of(found),
        "clocks": queries.running_of(found),
        "files": files_of(request.actor, "matter", uid),
        "may_read_contact": queries.may_read_contact(request.actor, found),
    }
    return render(request, "feedback/matter.html", words)

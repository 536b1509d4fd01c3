"""Pages of the visitors' book."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lienthong.kernel import clock
from lienthong.kernel.flow import steps_for
from lienthong.kernel.request import Request
from lienthong.registry.queries import get_body, units_on

from . import queries, services
from .flows import VISIT
from .forms import VisitForm
from .listings import VISITS
from .permissions import WRITE


@require_GET
def visits(request: Request) -> HttpResponse:
    """List the visits."""
    own = units_on([request.actor.organisation_id or 0], clock.today())
    words = {
        "body": next((unit.uid for unit in own.values() if WRITE.allows_at(request.actor, unit.id)), None)
    }
    return VISITS.answer(request, queries.visits_for(request.actor), "visitors/visits.html", words)


@require_GET
def visit(request: Request, uid: UUID) -> HttpResponse:
    """Show one visit, with the ways to what stands beside it."""
    found = get_object_or_404(queries.visits_for(request.actor), uid=uid)
    steps = steps_for(VISIT, actor=request.actor, row=found, state=found.state)
    return render(
        request,
        "visitors/visit.html",
        {"visit": found, "state": VISIT.state(found.state).label, "steps": steps},
    )


@require_http_methods(["GET", "POST"])
def new(request: Request, uid: UUID) -> HttpResponse:
    """Write down a visit at a body."""
    body = get_body(request.actor, uid, clock.today()).organisation
    WRITE.require_at(request.actor, body.pk)
    form = VisitForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        made = services.expect_visit(actor=request.actor, organisation=body, **form.cleaned_data)
        return redirect("visitors:visit", made.uid)
    return render(request, "visitors/new.html", {"form": form}, status=422 if form.errors else 200)


@require_POST
def receive(request: Request, uid: UUID) -> HttpResponse:
    """The guests have been received."""
    found = get_object_or_404(queries.visits_for(request.actor), uid=uid)
    services.receive_visit(actor=request.actor, visit=found)
    return redirect("visitors:visit", uid)

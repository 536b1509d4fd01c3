"""Pages of the visitors' book."""

from __future__ import annotations

from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lienthong.kernel import clock, sheets
from lienthong.kernel.flow import steps_for
from lienthong.kernel.request import Request
from lienthong.registry.queries import get_body

from . import queries, services
from .documents import book_document
from .flows import VISIT
from .forms import FilterForm, VisitForm
from .permissions import WRITE


@require_GET
def visits(request: Request) -> HttpResponse:
    """List the visits."""
    form = FilterForm(request.GET)
    asked = form.cleaned_data if form.is_valid() else {"q": "", "state": ""}
    found = queries.visits_for(request.actor, asked["q"], asked["state"])
    if (kind := sheets.wanted(request)) is not None:
        return sheets.answer(request, book_document(found), kind)
    return render(
        request, "visitors/visits.html", {"page": Paginator(found, 50).get_page(request.GET.get("trang")), "form": form}
    )


@require_GET
def visit(request: Request, uid: UUID) -> HttpResponse:
    """Show one visit with what stands beside it."""
    found = queries.get_visit(request.actor, uid)
    steps = steps_for(VISIT, actor=request.actor, row=found, state=found.state)
    return render(request, "visitors/visit.html", {"visit": found, "steps": steps})


@require_http_methods(["GET", "POST"])
def new(request: Request, uid: UUID) -> HttpResponse:
    """Write down a visit at a body."""
    body = get_body(request.actor, uid, clock.today())
    WRITE.require_at(request.actor, body.organisation.pk)
    form = VisitForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        made = services.expect_visit(
            actor=request.actor, organisation=body.organisation, **form.cleaned_data
        )
        return redirect("visitors:visit", made.uid)
    status = 422 if form.errors else 200
    return render(request, "visitors/new.html", {"body": body, "form": form}, status=status)


@require_POST
def receive(request: Request, uid: UUID) -> HttpResponse:
    """The guests have been received."""
    services.receive_visit(actor=request.actor, visit=queries.get_visit(request.actor, uid))
    return redirect("visitors:visit", uid)

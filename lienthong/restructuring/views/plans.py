"""Pages of plans: the list, one on a page, and the form of what a plan says of itself."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from lienthong.kernel.errors import NotAllowed, NotFound, Refusal, WrongData, WrongMoment
from lienthong.kernel.flow import steps_for
from lienthong.kernel.forms import show_refusal
from lienthong.kernel.request import Request

from .. import queries, services
from ..flows import RESTRUCTURING
from ..forms import CompareForm, PlanForm, ReopenForm, seen_in
from ..listings import PLANS
from ..messages import groups_of
from ..permissions import APPROVE, PLAN, VIEW


@require_GET
def plans(request: Request) -> HttpResponse:
    """List the plans that the actor may see."""
    VIEW.require_somewhere(request.actor)
    words = {"may_plan": bool(queries.bodies_to_plan_for(request.actor))}
    return PLANS.answer(request, queries.plans_for(request.actor), "restructuring/plans.html", words)


@require_http_methods(["GET", "POST"])
def new(request: Request) -> HttpResponse:
    """Begin a plan."""
    PLAN.require_somewhere(request.actor)
    form = PlanForm(request.POST if request.method == "POST" else None, actor=request.actor)
    if form.is_valid():
        body = queries.get_body_to_plan_for(request.actor, UUID(form.cleaned_data["body"]))
        try:
            made = services.draft_plan(actor=request.actor, organisation=body, facts=form.facts)
            return redirect("restructuring:plan", made.uid)
        except (NotFound, WrongData) as refusal:
            show_refusal(form, refusal)
    words = {"form": form, "plan": None}
    return render(request, "restructuring/form.html", words, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def change(request: Request, uid: UUID) -> HttpResponse:
    """Say anew what a draft says of itself."""
    found = queries.get_plan(request.actor, uid)
    PLAN.require(request.actor, found)
    form = PlanForm(request.POST if request.method == "POST" else None, actor=request.actor, plan=found)
    if form.is_valid():
        try:
            services.change_plan(
                actor=request.actor, plan=found, facts=form.facts, seen=seen_in(request.POST)
            )
            return redirect("restructuring:plan", uid)
        except (WrongData, WrongMoment) as refusal:
            show_refusal(form, refusal)
    words = {"form": form, "plan": found}
    return render(request, "restructuring/form.html", words, status=422 if form.errors else 200)


@require_GET
def plan(request: Request, uid: UUID) -> HttpResponse:
    """Show one plan on a page."""
    return shown(request, uid)


def shown(
    request: Request, uid: UUID, refusal: Refusal | None = None, reopen: ReopenForm | None = None
) -> HttpResponse:
    """Show a plan, and what was refused of it."""
    found = queries.get_plan(request.actor, uid)
    overview = queries.overview_of(request.actor, found)
    may = {
        step.name
        for step in steps_for(RESTRUCTURING, actor=request.actor, row=found, state=found.state)
        if step.name != "approve" or not overview.wrote
    }
    words = {
        "plan": found,
        "overview": overview,
        "groups": groups_of(overview.checked.problems),
        "may": may,
        "may_rehearse": PLAN.allows(request.actor, found) or APPROVE.allows(request.actor, found),
        "reopen": reopen or ReopenForm(),
        "compare": CompareForm(actor=request.actor, plan=found),
        "faults": faults_of(refusal),
    }
    status = refusal.status if refusal else 422 if reopen else 200
    return render(request, "restructuring/plan.html", words, status=status)


def faults_of(refusal: Refusal | None) -> list[str]:
    """Return the sentences of what was refused."""
    if refusal is None:
        return []
    if isinstance(refusal, WrongData):
        return [str(sentence) for sentences in refusal.faults.values() for sentence in sentences]
    return [str(refusal.sentence)]


REFUSED = (NotAllowed, WrongData, WrongMoment)

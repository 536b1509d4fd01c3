"""Pages of a rehearsal: everything that a plan would change, and what it changes for one unit."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from lienthong.kernel import sheets
from lienthong.kernel.request import Request

from .. import queries
from ..documents import unit_document
from ..listings import EFFECTS
from ..messages import counts_of, effect_title
from ..permissions import APPROVE, PLAN, VIEW


@require_GET
def rehearsal(request: Request, uid: UUID) -> HttpResponse:
    """Show the last rehearsal: counted, then line by line."""
    plan = queries.get_plan(request.actor, uid)
    kept = queries.kept_rehearsal(request.actor, plan)
    counted = queries.effect_kinds(request.actor, plan)
    words = {
        "plan": plan,
        "kept": kept,
        "is_fresh": queries.is_rehearsed(plan, kept),
        "counts": counts_of(kept.counts) if kept else [],
        "kinds": [(one, effect_title(one.room, one.kind)) for one in counted],
        "may_rehearse": PLAN.allows(request.actor, plan) or APPROVE.allows(request.actor, plan),
    }
    rows = queries.effects_for(request.actor, plan)
    return EFFECTS.answer(request, rows, "restructuring/rehearsal.html", words)


@require_GET
def unit(request: Request, uid: UUID, unit: UUID) -> HttpResponse:
    """Show what a plan changes for one unit, in words that its officials understand at once."""
    found = queries.unit_page(request.actor, uid, unit)
    if (form := sheets.wanted(request)) is not None:
        return sheets.answer(request, unit_document(request.actor, found), form)
    words = {"found": found, "plan": found.plan, "sees_plan": VIEW.allows(request.actor, found.plan)}
    return render(request, "restructuring/unit.html", words)

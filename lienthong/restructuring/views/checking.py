"""Pages of what is found about a plan: by the check, and beside another plan."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from lienthong.kernel.listing import given
from lienthong.kernel.request import Request

from .. import queries
from ..forms import CompareForm
from ..listings import DIFFERING, FINDINGS
from ..messages import differences_of, findings_of, groups_of
from ..permissions import PLAN


@require_GET
def findings(request: Request, uid: UUID) -> HttpResponse:
    """List what the check finds, what has to be put right first."""
    plan = queries.get_plan(request.actor, uid)
    problems = queries.looked_at(request.actor, plan).problems
    words = {
        "plan": plan,
        "groups": groups_of(problems),
        "may_write": plan.state == "draft" and PLAN.allows(request.actor, plan),
    }
    rows = given(findings_of(plan.uid, problems))
    return FINDINGS.answer(request, rows, "restructuring/findings.html", words)


@require_GET
def comparison(request: Request, uid: UUID) -> HttpResponse:
    """Show where a plan differs from another; without another, ask for one."""
    plan = queries.get_plan(request.actor, uid)
    form = CompareForm(request.GET or None, actor=request.actor, plan=plan)
    if not form.is_valid():
        status = 422 if "voi" in request.GET else 200
        return render(request, "restructuring/compare.html", {"plan": plan, "form": form}, status=status)
    other = queries.get_plan(request.actor, UUID(form.cleaned_data["voi"]))
    compared = queries.compare_plans(request.actor, plan, other)
    words = {"plan": plan, "other": other, "compared": compared, "form": form}
    rows = given(differences_of(compared))
    return DIFFERING.answer(request, rows, "restructuring/comparison.html", words)

"""The page of the cases of a plan that a person may decide otherwise than the rule: as many as a page shows, at once."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from lienthong.kernel.errors import Refusal
from lienthong.kernel.listing import given
from lienthong.kernel.request import Request

from .. import queries, services
from ..forms import case_words, seen_in
from ..listings import CASES
from ..permissions import APPROVE, PLAN
from .plans import REFUSED, faults_of

_OPEN = ("draft", "checked", "approved")


@require_http_methods(["GET", "POST"])
def cases(request: Request, uid: UUID) -> HttpResponse:
    """List the cases with a choice beside each; take those that were changed."""
    plan = queries.get_plan(request.actor, uid)
    refusal: Refusal | None = None
    if request.method == "POST":
        try:
            services.decide_cases(
                actor=request.actor, plan=plan, said=case_words(request.POST), seen=seen_in(request.POST)
            )
            return redirect(request.get_full_path())
        except REFUSED as refused:
            refusal = refused
    may = PLAN if plan.state != "approved" else APPROVE
    words = {
        "plan": plan,
        "may_decide": plan.state in _OPEN
        and (may.allows(request.actor, plan) or APPROVE.allows(request.actor, plan)),
        "faults": faults_of(refusal),
        "ends": queries.ENDS,
    }
    rows = given(queries.cases_for(request.actor, plan, queries.looked_at(request.actor, plan)))
    answer = CASES.answer(request, rows, "restructuring/cases.html", words)
    answer.status_code = refusal.status if refusal else answer.status_code
    return answer

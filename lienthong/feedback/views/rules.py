"""Pages of the rules by which matters find their body."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from lienthong.kernel.errors import WrongData
from lienthong.kernel.forms import show_refusal
from lienthong.kernel.request import Request

from .. import queries, services
from ..forms.route import EndForm, RuleForm
from ..listings import RULES


@require_GET
def rules(request: Request) -> HttpResponse:
    """List the rules in the order in which they are tried."""
    return RULES.answer(request, queries.rules_for(request.actor), "feedback/rules.html")


@require_http_methods(["GET", "POST"])
def new_rule(request: Request) -> HttpResponse:
    """Add a rule, or try first which matters of last month it would have sent elsewhere."""
    queries.rules_for(request.actor)
    form = RuleForm(request.POST if request.method == "POST" else None, actor=request.actor)
    tried = None
    if form.is_valid():
        try:
            if "try" in request.POST:
                tried = queries.preview(request.actor, form.row)
            else:
                services.add_rule(actor=request.actor, facts=form.facts)
                return redirect("feedback:rules")
        except WrongData as refusal:
            show_refusal(form, refusal)
    words = {"form": form, "tried": tried}
    return render(request, "feedback/new_rule.html", words, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def end_rule(request: Request, number: int) -> HttpResponse:
    """Let a rule hold no longer from a day on."""
    rule = queries.get_rule(request.actor, number)
    form = EndForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            services.end_rule(actor=request.actor, rule=rule, until=form.cleaned_data["until"])
            return redirect("feedback:rules")
        except WrongData as refusal:
            show_refusal(form, refusal)
    words = {
        "form": form,
        "rule": rule,
        "said": queries.words_of(queries.as_rule(rule, rule.valid_from), rule.valid_from),
    }
    return render(request, "feedback/end_rule.html", words, status=422 if form.errors else 200)

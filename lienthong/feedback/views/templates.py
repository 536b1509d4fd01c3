"""Pages of administrators: templates of answers."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lienthong.kernel import clock
from lienthong.kernel.errors import WrongData
from lienthong.kernel.forms import show_refusal
from lienthong.kernel.request import Request

from .. import queries, services
from ..forms.answers import TemplateForm
from ..listings import TEMPLATES
from ..permissions import MANAGE


@require_GET
def templates(request: Request) -> HttpResponse:
    """List the templates through time."""
    return TEMPLATES.answer(request, queries.templates_for(request.actor), "feedback/templates.html")


@require_http_methods(["GET", "POST"])
def template(request: Request, uid: UUID | None = None) -> HttpResponse:
    """Say what a template is from a day on: a new one, or one that is there."""
    MANAGE.require_somewhere(request.actor)
    found = queries.get_template(request.actor, uid) if uid else None
    today = clock.today()
    categories = [(one.code, one.label) for one in queries.categories_on(today)]
    form = TemplateForm(
        request.POST if request.method == "POST" else None,
        categories=categories,
        template=found,
        initial={"since": today},
    )
    if form.is_valid():
        try:
            services.set_template(actor=request.actor, facts=form.facts, since=form.cleaned_data["since"])
            return redirect("feedback:templates")
        except WrongData as refusal:
            show_refusal(form, refusal)
    words = {"form": form, "template": found}
    return render(request, "feedback/template.html", words, status=422 if form.errors else 200)


@require_POST
def end_template(request: Request, uid: UUID) -> HttpResponse:
    """Let a template end today."""
    services.end_template(actor=request.actor, template=queries.get_template(request.actor, uid))
    return redirect("feedback:templates")

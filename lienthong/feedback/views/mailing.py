"""E-mails whose area nobody could tell: somebody at the top of the Front's tree chooses it."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from lienthong.kernel.errors import Refusal
from lienthong.kernel.request import Request

from .. import queries, services
from ..forms.sending import SendForm
from ..listings import MAILS
from ..services.mailing import waiting_of
from . import taking


@require_GET
def mails(request: Request) -> HttpResponse:
    """List what came by e-mail, and what became of it."""
    queries.require_mails(request.actor)
    return MAILS.answer(request, queries.mails_for(request.actor), "feedback/mails.html")


@require_http_methods(["GET", "POST"])
@never_cache
def mail(request: Request, uid: UUID) -> HttpResponse:
    """Show an e-mail that waits, choose its area step by step, or put it aside."""
    arrived, faults = queries.get_mail(request.actor, uid), []
    place = taking.chosen_in(request) if request.method == "POST" else queries.chosen_place(request.actor)
    do = request.POST.get("do", "")
    try:
        if do == "place":
            services.place_mail(actor=request.actor, arrived=arrived, place=taking.place_id(place))
            return redirect("feedback:mails")
        if do == "leave":
            services.leave_mail(actor=request.actor, arrived=arrived)
            return redirect("feedback:mails")
    except Refusal as refusal:
        faults = [refusal]
    words = {
        "arrived": arrived,
        "waiting": waiting_of(arrived) if arrived.state == "waiting" else None,
        "place": place,
        "form": taking.new_form(SendForm, request),
        "faults": {"": [str(fault.sentence) for fault in faults]} if faults else {},
    }
    return render(request, "feedback/mail.html", words, status=faults[0].status if faults else 200)

"""Handing over what somebody had been given."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from lienthong.kernel import sheets
from lienthong.kernel.errors import WrongData
from lienthong.kernel.forms import show_refusal
from lienthong.kernel.request import Request

from .. import queries, services
from ..documents.handover import handover_document
from ..forms.absence import GiverForm, HandOverForm


@require_http_methods(["GET", "POST"])
@never_cache
def hand_over(request: Request) -> HttpResponse:
    """Show what somebody would hand over, myself if nobody is named; hand it over."""
    givers = queries.givers_for(request.actor)
    chosen = GiverForm(request.GET, people=[(str(one.uid), f"{one.name} – {title}") for one, title in givers])
    giver = queries.giver_of(request.actor, request.GET.get("giver", ""))
    if (kind := sheets.wanted(request)) is not None:
        found = queries.handover_of(request.actor, giver)
        return sheets.answer(request, handover_document(request.actor, giver, found), kind, personal=True)
    takers = [(one, title) for one, title in queries.takers_for(request.actor) if one.pk != giver.pk]
    form = HandOverForm(
        request.POST or None, people=[(str(one.uid), f"{one.name} – {title}") for one, title in takers]
    )
    done = None
    if request.method == "POST" and form.is_valid():
        taker = next((one for one, _title in takers if str(one.uid) == form.cleaned_data["taker"]), None)
        try:
            done = services.hand_over(
                actor=request.actor,
                giver=giver,
                taker=taker,
                organisation_id=request.actor.organisation_id or 0,
            )
        except WrongData as refusal:
            show_refusal(form, refusal)
    words = {
        "form": form,
        "chosen": chosen,
        "givers": givers,
        "giver": giver,
        "found": queries.handover_of(request.actor, giver),
        "done": done,
    }
    return render(request, "desk/hand_over.html", words, status=422 if form.errors else 200)

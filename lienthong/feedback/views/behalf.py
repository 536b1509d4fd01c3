"""Pages of officers who take matters in: written down for somebody, and the QR codes of their villages."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from lienthong.kernel import files, sheets
from lienthong.kernel.errors import Refusal
from lienthong.kernel.forms import show_refusal
from lienthong.kernel.qr import drawn
from lienthong.kernel.request import Request

from .. import queries, services
from ..documents import codes_document
from ..forms.sending import BehalfForm
from . import taking

PAGE = "feedback/behalf.html"


@require_http_methods(["GET", "POST"])
@never_cache
def behalf(request: Request) -> HttpResponse:
    """Write down what somebody says by telephone, brings, or sends on paper; the receipt is printed for them."""
    seat = queries.seat_of(request.actor)
    if request.method == "POST" and request.POST.get("do", "send") == "send":
        return _take(request)
    place = taking.chosen_in(request) if request.method == "POST" else queries.place_of_body(seat)
    form = taking.new_form(BehalfForm, request, channel="")
    return taking.page(request, PAGE, form, place, behalf=True, tickets=request.POST.getlist("ticket"))


def _take(request: Request) -> HttpResponse:
    form, place = BehalfForm(request.POST), taking.chosen_in(request)
    photos, faults = taking.photos_in(request, services.SCANS)
    status = 422
    if form.is_valid() and not faults:
        try:
            letter = taking.letter_in(form, place)
            receipt = services.send_on_behalf(actor=request.actor, letter=letter, photos=photos)
            return taking.receipt_page(request, receipt, changed=taking.changed_in(form), on_behalf=True)
        except Refusal as refusal:
            show_refusal(form, refusal)
            status = refusal.status
    words = {"tickets": [files.ticket_of(photo) for photo in photos], "photo_faults": faults}
    return taking.page(request, PAGE, form, place, status=status, behalf=True, **words)


@require_GET
def qr_codes(request: Request) -> HttpResponse:
    """Show the QR codes of what lies in the area of the actor's body, to be printed and hung up."""
    seat = queries.seat_of(request.actor)
    sought = " ".join(request.GET.get("q", "").split())
    places = [
        (name, f"{settings.SITE_URL}{reverse('feedback:send_from', args=[uid])}")
        for uid, name in queries.places_in(seat, sought)
    ]
    if (form := sheets.wanted(request)) is not None:
        return sheets.answer(request, codes_document(seat.name, places), form)
    shown = [
        (name, address, drawn(address, _("Mã QR của %(name)s") % {"name": name})) for name, address in places
    ]
    return render(request, "feedback/qr_codes.html", {"places": shown, "seat": seat, "q": sought})

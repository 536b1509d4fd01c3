"""Pages on which IT staff see what goes out, try it, and try again what could not be delivered."""

from __future__ import annotations

from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from lienthong.kernel import sheets
from lienthong.kernel.errors import WrongMoment
from lienthong.kernel.request import Request

from .. import services
from ..documents.notices import MOST, deliveries_document
from ..forms.notices import DeliveryFilterForm
from ..permissions import MANAGE_DELIVERIES
from ..queries.sending import CHANNEL_LABELS, counts_of, deliveries_in_words, find_deliveries
from ..services.channels import channels_in_use

_PAGE = 50


@require_GET
@never_cache
def deliveries(request: Request) -> HttpResponse:
    """List messages with what came of each."""
    MANAGE_DELIVERIES.require_somewhere(request.actor)
    return _page(request)


def _page(request: Request, refusal: WrongMoment | None = None) -> HttpResponse:
    form = DeliveryFilterForm(request.GET)
    found = find_deliveries(request.actor, **form.asked)
    if (kind := sheets.wanted(request)) is not None:
        rows = deliveries_in_words(found[:MOST])
        document = deliveries_document(request.actor, rows, form.asked.get("words", ""))
        return sheets.answer(request, document, kind, personal=True)
    page = Paginator(found, _PAGE).get_page(request.GET.get("trang"))
    words = {
        "form": form,
        "page": page,
        "rows": deliveries_in_words(page),
        "counts": counts_of(request.actor),
        "channels": [CHANNEL_LABELS[channel] for channel in channels_in_use()],
        "tested": request.GET.get("saved") == "test",
        "refusal": refusal,
    }
    return render(request, "desk/deliveries.html", words, status=refusal.status if refusal else 200)


@require_POST
def test(request: Request) -> HttpResponse:
    """Send a message to myself."""
    try:
        services.send_test(actor=request.actor)
    except WrongMoment as refusal:
        return _page(request, refusal)
    return redirect(f"{reverse('desk:deliveries')}?saved=test")


@require_POST
def retry(request: Request, uid: UUID) -> HttpResponse:
    """Try a message again that could not be delivered."""
    services.retry_delivery(actor=request.actor, uid=uid)
    return redirect("desk:deliveries")

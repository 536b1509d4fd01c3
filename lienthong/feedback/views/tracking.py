"""Following a matter by the code of its receipt. The code stands in no address: it is posted, and comes back in the form."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.contrib.auth.decorators import login_not_required
from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from lienthong.kernel.actor import NOBODY
from lienthong.kernel.errors import NotFound, Refusal, WrongMoment
from lienthong.kernel.forms import show_refusal
from lienthong.kernel.request import Request, address_of

from .. import queries, services
from ..forms.sending import SupplementForm, TrackForm
from ..messages import photo_of, tracked
from ..queries import Opened
from ..rules import codes
from . import taking


@login_not_required
@require_http_methods(["GET", "POST"])
@never_cache
def track(request: Request) -> HttpResponseBase:
    """Ask for a code, and show what became of its matter; with the PIN also what was sent, and what can be done."""
    if request.method == "GET":
        return _ask(request, TrackForm())
    form = TrackForm(request.POST)
    if not form.is_valid():
        return _ask(request, form, status=422)
    try:
        opened = _open(request, form.cleaned_data["code"], form.cleaned_data["pin"])
    except Refusal as refusal:
        show_refusal(form, refusal)
        return _ask(request, form, status=refusal.status)
    do = request.POST.get("do", "")
    if do == "photo" and opened.pin:
        return _photo(request, opened)
    return _done(request, opened, do) if opened.pin else _status(request, opened)


def _ask(request: Request, form: TrackForm, status: int = 200) -> HttpResponse:
    return render(request, "feedback/track.html", {"form": form, "tab": "track"}, status=status)


def _open(request: Request, code: str, pin: str) -> Opened:
    """Return what a code opens. A wrong one and a wrong PIN are answered alike, and counted."""
    address = address_of(request)
    services.check_codes(actor=NOBODY, address=address)
    if pin:
        services.check_pins(actor=NOBODY, code=code)
    try:
        return queries.opened_by(code, pin)
    except NotFound:
        services.count_wrong_code(actor=NOBODY, address=address)
        if pin:
            services.count_wrong_pin(actor=NOBODY, code=code)
        raise


def _done(request: Request, opened: Opened, do: str) -> HttpResponse:
    """Do what a sender asks for, and show the matter as it is then."""
    if do == "add":
        return _add(request, opened)
    said = ""
    if do == "withdraw":
        try:
            services.withdraw_matter(actor=NOBODY, matter=opened.matter, code=opened.code, pin=opened.pin)
            said = _("Bạn đã rút phản ánh này.")
        except WrongMoment as refusal:
            return _status(request, opened, status=409, refused=str(refusal.sentence))
    return _status(request, opened, said=said)


def _add(request: Request, opened: Opened) -> HttpResponse:
    form = SupplementForm(request.POST)
    photos, faults = taking.photos_in(request, services.PHOTOS)
    status = 422
    if form.is_valid() and not faults:
        try:
            services.supplement_matter(
                actor=NOBODY,
                matter=opened.matter,
                code=opened.code,
                pin=opened.pin,
                key=form.cleaned_data["key"],
                text=form.cleaned_data["text"],
                photos=photos,
            )
            return _status(request, opened, said=_("Đã nhận phần bổ sung của bạn."))
        except Refusal as refusal:
            show_refusal(form, refusal)
            status = refusal.status
    for fault in faults:
        form.add_error("text", fault)
    return _status(request, opened, adding=form, status=status)


def _photo(request: Request, opened: Opened) -> HttpResponseBase:
    """Hand out one of a matter's own photos to its sender."""
    stream, media = photo_of(opened.matter, request.POST.get("photo", ""))
    return FileResponse(stream, content_type=media)


def _status(request: Request, opened: Opened, *, status: int = 200, **words: Any) -> HttpResponse:
    matter = queries.matter_by_code(opened.code)
    context = {
        "one": tracked(matter, opened=bool(opened.pin)),
        "code": codes.shown(codes.read(opened.code) or ""),
        "pin": opened.pin,
        "adding": SupplementForm(initial={"key": uuid4()}),
        "tab": "track",
        **words,
    }
    return render(request, "feedback/status.html", context, status=status)

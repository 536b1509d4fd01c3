"""Pages of officers: voters' opinions, denunciations that go on by paper, the register book, what is due to go."""

from __future__ import annotations

from datetime import date
from typing import Final
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from lienthong.kernel import clock
from lienthong.kernel.errors import NotAllowed, NotFound, WrongData, WrongMoment
from lienthong.kernel.forms import DayField, show_refusal
from lienthong.kernel.listing import given
from lienthong.kernel.request import Request

from .. import queries, services
from ..forms.lanes import HandOverForm, MeetingForm
from ..listings import GOING, MEETINGS, OPINIONS, REGISTER, SLIPS, TOMBSTONES
from ..rules.minutes import category_for, opinions_in
from ..services import Minutes, Spoken

_REFUSED: Final = (NotAllowed, NotFound, WrongData, WrongMoment)
_MOST_DAYS: Final = 366


@require_GET
def register(request: Request) -> HttpResponse:
    """Show the register book of the body for some days: this month's, unless others are asked for; a year at most."""
    until = _day(request, "until") or clock.today()
    since = _day(request, "since") or until.replace(day=1)
    if (until - since).days > _MOST_DAYS:
        since = until.replace(day=1)
    rows = queries.register_for(request.actor, since, until)
    return REGISTER.answer(request, given(rows), "feedback/register.html", {"since": since, "until": until})


def _day(request: Request, name: str) -> date | None:
    try:
        day: date | None = DayField(required=False).clean(request.GET.get(name, ""))
    except forms.ValidationError:
        return None
    return day


@require_GET
def going(request: Request) -> HttpResponse:
    """Show what goes tonight and in the days after, counted."""
    return GOING.answer(request, given(queries.going_for(request.actor)), "feedback/going.html")


@require_GET
def tombstones(request: Request) -> HttpResponse:
    """List what is gone, and by which rule."""
    return TOMBSTONES.answer(request, queries.tombstones_for(request.actor), "feedback/tombstones.html")


@require_GET
def slips(request: Request) -> HttpResponse:
    """List the denunciations that wait for their paper."""
    queries.require_receiving(request.actor)
    return SLIPS.answer(request, queries.slips_for(request.actor), "feedback/slips.html")


@require_http_methods(["GET", "POST"])
@never_cache
def slip(request: Request, uid: UUID) -> HttpResponse:
    """Show what is to be printed; then note to whom the paper was handed over."""
    found = queries.get_matter(request.actor, uid)
    form = HandOverForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        said = form.cleaned_data
        try:
            services.hand_over_denunciation(
                actor=request.actor, matter=found, receiver=said["receiver"], is_printed=said["printed"]
            )
            return redirect("feedback:slips")
        except _REFUSED as refusal:
            show_refusal(form, refusal)
    words = {"slip": services.open_slip(actor=request.actor, matter=found), "form": form}
    return render(request, "feedback/slip.html", words, status=422 if form.errors else 200)


@require_GET
def meetings(request: Request) -> HttpResponse:
    """List the meetings with voters that the body wrote down."""
    return MEETINGS.answer(request, queries.meetings_for(request.actor), "feedback/meetings.html")


@require_GET
def meeting(request: Request, uid: UUID) -> HttpResponse:
    """Show one meeting with its opinions."""
    found = queries.get_meeting(request.actor, uid)
    rows = queries.opinions_of(request.actor, found)
    return OPINIONS.answer(request, rows, "feedback/meeting.html", {"meeting": found})


@require_http_methods(["GET", "POST"])
def new_meeting(request: Request) -> HttpResponse:
    """Take minutes apart, let somebody look at each opinion and what it is about, then write all of them down."""
    queries.require_receiving(request.actor)
    form = MeetingForm(request.POST if request.method == "POST" else None)
    said: list[Spoken] = []
    if form.is_valid():
        said = _said(request, form.cleaned_data["text"])
        if request.POST.get("do") == "save":
            try:
                made = services.write_meeting(actor=request.actor, minutes=_minutes(form, said))
                return redirect("feedback:meeting", made.uid)
            except _REFUSED as refusal:
                show_refusal(form, refusal)
    categories = queries.categories_on(clock.today())
    words = {"form": form, "said": said, "categories": categories}
    return render(request, "feedback/new_meeting.html", words, status=422 if form.errors else 200)


def _said(request: Request, text: str) -> list[Spoken]:
    """Return the opinions with what each is about: as somebody chose it, else as its words suggest."""
    known = {one.code for one in queries.categories_on(clock.today())}
    found = []
    for number, words in enumerate(opinions_in(text)):
        chosen = request.POST.get(f"category_{number}", "")
        guess = category_for(words)
        code = next((one for one in (chosen, guess) if one in known), "other")
        found.append(Spoken(words, code))
    return found


def _minutes(form: MeetingForm, said: list[Spoken]) -> Minutes:
    words = form.cleaned_data
    return Minutes(words["key"], words["addressee"], words["session"], words["place"], words["day"], said)

"""Writes of the visitors' book."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.urls import reverse

from lienthong.desk.queries import Audience
from lienthong.desk.services import close_work_of, open_work, tell
from lienthong.kernel import audit, search
from lienthong.kernel.actor import Actor
from lienthong.kernel.flow import START, take
from lienthong.kernel.waiting import Piece
from lienthong.registry.models import Organisation
from lienthong.registry.queries import stream_of

from .flows import VISIT
from .models import Visit
from .notices import EXPECTED
from .permissions import VIEW
from .queries import rows_to_find
from .waiting import RECEIVE


@transaction.atomic
def expect_visit(
    *, actor: Actor, organisation: Organisation, day: date, guests: str, number: int, purpose: str
) -> Visit:
    """Write down a visit that is to come: it waits as work, is told and can be found. Once, however often it is sent."""
    words = {"organisation": organisation, "day": day, "guests": guests}
    visit = Visit(**words, number=number, purpose=purpose)
    move = take(VISIT, "expect", actor=actor, row=visit, state=START)
    known = Visit.objects.filter(**words).first()
    if known is not None or move is None:
        return known or visit
    visit.save()
    url = reverse("visitors:visit", args=[visit.uid])
    audit.record(actor, move.step.verb, "visit", visit.uid, stream=stream_of(organisation))
    piece = Piece(RECEIVE.code, f"visit:{visit.uid}", organisation.pk, "visit", visit.uid, url, {"number": number})
    open_work(actor=actor, piece=piece)
    told = {"unit": organisation.pk, "number": number, "day": day}
    to = Audience.holders(VIEW, [organisation.pk], nearest=True)
    tell(actor=actor, kind=EXPECTED, to=to, url=url, params=told, subject=("visit", visit.uid), due=day)
    search.put("visit", rows_to_find([visit.uid]))
    return visit


@transaction.atomic
def receive_visit(*, actor: Actor, visit: Visit) -> Visit:
    """Write down that the guests have been received; nobody has to do it any more."""
    visit = Visit.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=visit.pk)
    move = take(VISIT, "receive", actor=actor, row=visit, state=visit.state)
    if move is None:
        return visit
    visit.state = move.to
    visit.save(update_fields=["state"])
    close_work_of(actor=actor, kind=RECEIVE.code, subject=visit.uid)
    audit.record(actor, move.step.verb, "visit", visit.uid, stream=stream_of(visit.organisation))
    return visit

"""Writes of the visitors' book."""

from datetime import date

from django.db import transaction

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
from .queries import address_of, rows_of
from .waiting import RECEIVE


@transaction.atomic
def expect_visit(
    *, actor: Actor, organisation: Organisation, day: date, guests: str, number: int, purpose: str
) -> Visit:
    """Write down a visit that is to come, once: it waits as work, people are told, and the search finds it."""
    head = audit.lock(stream_of(organisation))
    visit = Visit(organisation=organisation, day=day, guests=guests, number=number, purpose=purpose)
    move = take(VISIT, "expect", actor=actor, row=visit, state=START)
    known = Visit.objects.filter(organisation=organisation, day=day, guests=guests).first()
    if known is not None or move is None:
        return known or visit
    visit.state = move.to
    visit.save()
    audit.record(actor, move.step.verb, "visit", visit.uid, stream=head)
    url, subject, words = address_of(visit), ("visit", visit.uid), {"number": number}
    open_work(
        actor=actor, piece=Piece(RECEIVE.code, f"visit:{visit.uid}", organisation.pk, *subject, url, words)
    )
    told = {"unit": organisation.pk, "day": day, **words}
    to = Audience.holders(VIEW, [organisation.pk], nearest=True)
    tell(actor=actor, kind=EXPECTED, to=to, url=url, params=told, subject=subject, due=day)
    search.put("visit", rows_of([visit]))
    return visit


@transaction.atomic
def receive_visit(*, actor: Actor, visit: Visit) -> None:
    """Write down that the guests have been received; nobody has to do it any more."""
    head = audit.lock(stream_of(visit.organisation))
    visit.refresh_from_db()
    move = take(VISIT, "receive", actor=actor, row=visit, state=visit.state)
    if move is not None:
        visit.state = move.to
        visit.save(update_fields=["state"])
        close_work_of(actor=actor, kind=RECEIVE.code, subject=visit.uid)
        audit.record(actor, move.step.verb, "visit", visit.uid, stream=head)

"""The inbox of a body, queue by queue. Each queue is found by an index of its own, however many matters there are."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from django.db.models import Count, Q, QuerySet

from lienthong.kernel import clock
from lienthong.kernel.actor import Actor
from lienthong.kernel.text import search_key

from ..models import OPEN_STATES, Category, Matter, MatterState, Share, ShareState
from ..permissions import VIEW
from ..rules import codes
from .codes import digest_of_code
from .matters import coming_to, decided_by, helped_by


class Queue(StrEnum):
    """The queues, by their words in addresses."""

    OPEN = "dang-mo"
    NEW = "moi"
    COMING = "chuyen-den"
    IN_HAND = "dang-giai-quyet"
    LATE = "qua-han"
    HELPING = "phoi-hop"
    DECIDING = "quyet-dinh"
    OUT = "dang-chuyen-di"
    ALL = "tat-ca"


_STATES: Final[dict[Queue, tuple[str, ...]]] = {
    Queue.OPEN: OPEN_STATES,
    Queue.LATE: OPEN_STATES,
    Queue.NEW: (MatterState.SENT,),
    Queue.IN_HAND: (MatterState.ACCEPTED, MatterState.ASKING),
    Queue.OUT: (MatterState.MOVING, MatterState.STUCK),
}


def rows_in(actor: Actor, queue: Queue) -> QuerySet[Matter]:
    """Return the matters of a queue of an actor's body, those first whose answer is due first; never what complains about it."""
    seat = actor.organisation_id
    rows = Matter.objects.select_related("category", "organisation", "area").order_by("answer_due", "pk")
    if seat is None or not VIEW.allows_at(actor, seat):
        return rows.none()
    rows = rows.exclude(about_id=seat)
    match queue:
        case Queue.COMING:
            return rows.filter(pk__in=coming_to(seat))
        case Queue.DECIDING:
            return rows.filter(pk__in=decided_by(seat))
        case Queue.HELPING:
            return rows.filter(pk__in=helped_by(seat), state__in=OPEN_STATES)
        case Queue.ALL:
            return rows.filter(organisation_id=seat)
    rows = rows.filter(organisation_id=seat, state__in=_STATES[queue])
    return rows.filter(answer_due__lt=clock.now()) if queue is Queue.LATE else rows


def counts_in(actor: Actor) -> dict[Queue, int]:
    """Return how many matters stand in each queue, but for all there ever were; four statements."""
    own = rows_in(actor, Queue.OPEN).order_by()
    counted = {
        queue: Count("pk", filter=Q(state__in=states))
        for queue, states in _STATES.items()
        if queue != Queue.LATE
    }
    late = Count("pk", filter=Q(answer_due__lt=clock.now()))
    found = own.aggregate(**{queue.name: count for queue, count in counted.items()}, LATE=late)
    counts = {Queue[name]: number for name, number in found.items()}
    for queue in (Queue.COMING, Queue.DECIDING):
        counts[queue] = rows_in(actor, queue).count()
    asked = Share.objects.filter(body=actor.organisation_id, state=ShareState.ASKED).values("matter_id")
    counts[Queue.HELPING] = rows_in(actor, Queue.HELPING).filter(pk__in=asked).count()
    return counts


def read_queue(word: str) -> Queue:
    """Return a queue by its word in an address; what is open where it is none."""
    return Queue(word) if word in set(Queue) else Queue.OPEN


def find_in(rows: QuerySet[Matter], text: str) -> QuerySet[Matter]:
    """Return those of some matters that a text finds: by the code of the receipt, the place as written, or the category.

    Who sent them is sealed, and what they wrote is not looked through.
    """
    code = codes.read(text)
    if code is not None:
        return rows.filter(code=digest_of_code(code))
    key = search_key(text)
    named = [row.pk for row in Category.objects.all() if key in search_key(" ".join(row.name.values()))]
    return rows.filter(Q(place__icontains=text.strip()) | Q(category_id__in=named))

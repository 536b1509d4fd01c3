"""One released answer answers every matter that is linked to the one it was written for: each keeps code, date, notice, rating."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db.models import F, QuerySet

from lienthong.kernel import audit, deadlines
from lienthong.kernel.actor import Actor
from lienthong.kernel.audit import Deed
from lienthong.kernel.bulk import chunks
from lienthong.kernel.flow import to_move
from lienthong.kernel.models import AuditStream
from lienthong.registry.queries import stream_of_unit

from ..flows import MATTER
from ..models import Answer, Matter, MatterState, Passage, Rating
from ..queries.answers import digest_of_link, link_of
from .telling import queue_messages

_CHUNK = 500
# Followers in these states are answered along; the others have ended, or were answered before.
_WAITING = (
    MatterState.SENT,
    MatterState.ACCEPTED,
    MatterState.MOVING,
    MatterState.STUCK,
    MatterState.ASKING,
)


def heads_for(matter: Matter) -> dict[int, AuditStream]:
    """Lock the streams of a matter's body and of those of its followers, always in one order; by the body's key."""
    bodies = {matter.organisation_id, *_followers(matter).values_list("organisation_id", flat=True)}
    streams = {body: stream_of_unit(body) for body in sorted(bodies)}
    heads = audit.lock_all(set(streams.values()))
    return {body: heads[stream] for body, stream in streams.items()}


def _followers(matter: Matter) -> QuerySet[Matter]:
    return Matter.objects.filter(lead=matter, state__in=_WAITING).order_by("pk")


def answer_along(*, actor: Actor, answer: Answer, heads: dict[int, AuditStream], at: datetime) -> int:
    """Give an answer to the senders of every matter that follows; statements hardly grow with them. Return how many."""
    count = 0
    keys = list(_followers(answer.matter).values_list("pk", flat=True))
    for some in chunks(keys, _CHUNK):
        rows = Matter.objects.select_for_update(of=("self",)).select_related("category")
        matters = [one for one in rows.filter(pk__in=some).order_by("pk") if one.organisation_id in heads]
        _answer(actor, answer, heads, at, matters)
        count += len(matters)
    return count


def _answer(
    actor: Actor, answer: Answer, heads: dict[int, AuditStream], at: datetime, matters: Sequence[Matter]
) -> None:
    moves = {one.pk: to_move(MATTER, "answer_along", row=one, state=one.state) for one in matters}
    Matter.objects.filter(pk__in=list(moves)).update(
        state=MatterState.ANSWERED, answered_at=at, version=F("version") + 1
    )
    invite(answer, matters, at)
    passages = Passage.objects.bulk_create(
        Passage(matter=one, at=at, step="answer", organisation_id=answer.organisation_id) for one in matters
    )
    queue_messages(passages)
    by_stream = {head.uid: head for head in heads.values()}
    deadlines.stop_many(actor=actor, kind="matter", subjects=[one.uid for one in matters], heads=by_stream)
    for body, head in heads.items():
        deeds = [
            Deed(move.step.verb, "matter", one.uid, {"from": move.before, "answer": str(answer.uid)})
            for one in matters
            if one.organisation_id == body and (move := moves[one.pk]) is not None
        ]
        if deeds:
            audit.record_all(actor, deeds, stream=head)


def invite(answer: Answer, matters: Sequence[Matter], at: datetime) -> None:
    """Write down that an answer was given to the senders of matters, each with the link by which it is rated once."""
    Rating.objects.bulk_create(
        Rating(
            matter=one,
            round=one.round,
            answer=answer,
            organisation_id=answer.organisation_id,
            category_id=one.category_id,
            link=digest_of_link(link_of(one, one.round)),
            told_at=at,
        )
        for one in matters
    )

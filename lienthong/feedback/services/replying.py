"""The way back: what an authority answered to a topic reaches everybody whose matter stands behind it, once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from lienthong.desk.queries import Audience
from lienthong.desk.services import Telling, tell_many
from lienthong.kernel import audit, clock
from lienthong.kernel.actor import Actor
from lienthong.kernel.errors import NotFound, WrongData, WrongMoment
from lienthong.kernel.flow import take
from lienthong.kernel.models import AuditStream
from lienthong.kernel.templatetags.written import day as day_words
from lienthong.kernel.text import nfc
from lienthong.registry.queries import stream_of_unit

from .. import queries
from ..flows import CONSOLIDATION
from ..messages.chapter import relayed_words
from ..models import Consolidation, Passage, Relay, Reply, Topic
from ..notices import TOPIC_REPLIED
from ..permissions import VIEW
from ..rules.labels import Kind
from ..rules.personal import find_personal
from .consolidating import hold, tidy
from .telling import queue_messages

_LONGEST = 10_000
_CHUNK = 500
# What the letter of an authority may hold: how to reach an office.
_OFFICIAL = {Kind.PHONE, Kind.EMAIL}
HEARD = "heard"


@dataclass(frozen=True)
class ReplyWords:
    """What an authority answered. ``day``: of its letter."""

    authority: str
    day: date
    text: str


@transaction.atomic
def reply_to_topic(*, actor: Actor, consolidation: Consolidation, topic: UUID, said: ReplyWords) -> Reply:
    """Write down what an authority answered to a topic; the same again changes nothing, another is refused.

    It is read by some of the senders at once, by the others when ``relay_replies`` has gone on. Once every topic has its
    reply, the consolidation is answered.
    """
    held = hold(actor=actor, consolidation=consolidation, step="reply")
    found: Topic | None = held.row.topics.filter(uid=topic).first()
    if found is None:
        raise NotFound(_("Không tìm thấy chủ đề này. Có thể chủ đề đã được gộp; hãy tải lại trang."))
    authority, text = tidy(said.authority, 200, "authority"), _letter(said.text)
    known = Reply.objects.filter(topic=found).first()
    if known is not None:
        if (known.authority, known.day, known.text) == (authority, said.day, text):
            return known
        raise WrongMoment(_("Chủ đề này đã ghi trả lời và đã báo cho người gửi, nên không sửa được."))
    reply = Reply.objects.create(
        topic=found, authority=authority, day=said.day, text=text, written_at=clock.now()
    )
    facts = {"topic": str(topic), "reply": str(reply.uid)}
    audit.record(actor, "consolidation.replied", "consolidation", held.row.uid, stream=held.head, facts=facts)
    if not held.row.topics.filter(reply=None).exists():
        _end(actor, held.row, held.head)
    relay_some(actor=actor, reply=reply)
    reply.refresh_from_db()
    return reply


def _letter(text: str) -> str:
    text = nfc(text).strip()
    sentence = ""
    if not text or len(text) > _LONGEST:
        sentence = _("Hãy ghi nội dung trả lời, không quá 10.000 ký tự.")
    elif any(one.sure and one.kind not in _OFFICIAL for one in find_personal(text)):
        sentence = _(
            "Nội dung trả lời có số giấy tờ, thửa đất hoặc tài khoản của một người. "
            "Nhiều người gửi sẽ cùng đọc: hãy bỏ số đó."
        )
    if sentence:
        raise WrongData(sentence, {"text": [sentence]})
    return text


def _end(actor: Actor, row: Consolidation, head: AuditStream) -> None:
    move = take(CONSOLIDATION, "end", actor=actor, row=row, state=row.state)
    assert move is not None  # noqa: S101 - a reply is written only in the state from which this leads on
    row.state, row.answered_at = move.to, clock.now()
    row.version += 1
    row.save()
    audit.record(actor, move.step.verb, "consolidation", row.uid, stream=head)


@transaction.atomic
def relay_some(*, actor: Actor, reply: Reply, most: int = _CHUNK) -> int:
    """Let some more senders read a reply; return how many. With the last, the bodies that have their matters are told."""
    row = (
        Reply.objects.select_for_update(of=("self",)).select_related("topic__consolidation").get(pk=reply.pk)
    )
    if row.relayed_at is not None:
        return 0
    behind = queries.matters_behind([row.topic_id])[row.topic_id]
    told = set(Relay.objects.filter(reply=row).values_list("matter_id", flat=True))
    some = sorted(behind - told)[:most]
    body, at = row.topic.consolidation.organisation_id, clock.now()
    words = relayed_words(row.authority, day_words(row.day), row.text)
    Relay.objects.bulk_create(Relay(reply=row, matter_id=key) for key in some)
    queue_messages(
        Passage.objects.bulk_create(
            Passage(matter_id=key, at=at, step=HEARD, organisation_id=body, words=words) for key in some
        )
    )
    if len(told) + len(some) == len(behind):
        row.relayed_at = at
        row.save(update_fields=["relayed_at"])
        _tell_bodies(actor, row, behind)
        audit.record(
            actor,
            "consolidation.relayed",
            "consolidation",
            row.topic.consolidation.uid,
            stream=stream_of_unit(body),
            facts={"reply": str(row.uid), "matters": len(behind)},
        )
    return len(some)


def _tell_bodies(actor: Actor, reply: Reply, matters: set[int]) -> None:
    """Tell those who work with the matters, at each body that has some, how many of theirs got the reply."""
    consolidation = reply.topic.consolidation
    holders = queries.holders_of(matters)
    tellings = [
        Telling(
            TOPIC_REPLIED,
            Audience.holders(VIEW, [body], nearest=True),
            queries.address_of_matters(),
            {"unit": consolidation.organisation_id, "count": count, "day": reply.day},
            key=f"reply:{reply.uid}:{body}",
        )
        for body, count in sorted(holders.items())
    ]
    tell_many(actor=actor, tellings=tellings)


def relay_replies(*, actor: Actor, tell: Callable[[int], None]) -> int:
    """Let everybody read the replies that have not reached them; return how many did. Not one transaction, on purpose."""
    done = 0
    for reply in list(queries.replies_to_relay()):
        while some := relay_some(actor=actor, reply=reply):
            done += some
            tell(done)
    return done

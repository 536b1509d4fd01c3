"""Writes of consolidations: begun, gathered into topics, filled from below, thrown away."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from lienthong.desk.services import close_work
from lienthong.kernel import audit, clock
from lienthong.kernel.actor import Actor
from lienthong.kernel.bulk import chunks
from lienthong.kernel.errors import WrongData
from lienthong.kernel.flow import START, Move, take
from lienthong.kernel.models import AuditStream
from lienthong.kernel.text import nfc
from lienthong.registry.queries import stream_of_unit

from .. import queries
from ..flows import CONSOLIDATION
from ..messages.chapter import campaign_title
from ..models import Category, Consolidation, MatterClass, Topic, TopicItem
from ..rules.gathering import CATEGORY, HAND, MANY, Group, Opinion, gather
from ..rules.linking import LINKED_CLASSES
from ..rules.personal import find_personal

# So many matters are gathered at once; a longer period is gathered in turns.
MOST_GATHERED = 5_000
MOST_TOPICS = 200
_LONGEST_DAYS = 366 * 5
_CHUNK = 2_000
APPROVE_WORK = "feedback.approve_consolidation"


@dataclass(frozen=True)
class Facts:
    """What a consolidation says of itself. ``addressee``: to which authority or session it goes."""

    matter_class: str
    since: date
    until: date
    title: str
    addressee: str


@dataclass(frozen=True)
class Held:
    """A consolidation of the actor's own body under the lock of its stream, and the step that is taken with it."""

    row: Consolidation
    head: AuditStream
    move: Move | None


def hold(*, actor: Actor, consolidation: Consolidation, step: str, reason: str = "") -> Held:
    """Lock a consolidation and take a step with it; nothing is written yet. NotFound for another body's."""
    own = queries.get_own_consolidation(actor, consolidation.uid)
    head = audit.lock(stream_of_unit(own.organisation_id))
    row = Consolidation.objects.select_for_update(of=("self",)).get(pk=own.pk)
    move = take(CONSOLIDATION, step, actor=actor, row=row, state=row.state, reason=reason)
    return Held(row, head, move)


def written(*, actor: Actor, held: Held, verb: str, facts: dict[str, object]) -> Consolidation:
    """Put down a change: who wrote is remembered, so that they never approve it."""
    row = held.row
    row.version += 1
    row.writers = sorted({*row.writers, str(actor.uid)} if actor.uid else row.writers)
    row.save(update_fields=["version", "writers"])
    audit.record(actor, verb, "consolidation", row.uid, stream=held.head, facts=facts)
    return row


def tidy(text: str, longest: int, field: str) -> str:
    """Return a text as it is kept; WrongData where it is empty, too long, or seems to hold what leads to a person."""
    text = " ".join(nfc(text).split())
    sentence = ""
    if not text:
        sentence = _("Hãy ghi nội dung.")
    elif len(text) > longest:
        sentence = _("Nội dung dài quá %(most)d ký tự. Hãy viết ngắn lại.") % {"most": longest}
    elif any(one.sure for one in find_personal(text)):
        sentence = _(
            "Nội dung có số giấy tờ, điện thoại hoặc địa chỉ của một người. Báo cáo tổng hợp không mang dữ liệu cá nhân: "
            "hãy viết lại không có số đó."
        )
    if sentence:
        raise WrongData(sentence, {field: [sentence]})
    return text


@transaction.atomic
def draft_consolidation(*, actor: Actor, facts: Facts) -> Consolidation:
    """Begin a consolidation at the body for which the actor acts. The same facts again give the one that is there."""
    queries.require_consolidating(actor)
    seat = actor.organisation_id
    assert seat is not None  # noqa: S101 - who consolidates has a seat
    if facts.matter_class not in LINKED_CLASSES:
        sentence = _("Chỉ tổng hợp phản ánh, kiến nghị hoặc ý kiến cử tri.")
        raise WrongData(sentence, {"matter_class": [sentence]})
    if facts.since > facts.until or (facts.until - facts.since).days > _LONGEST_DAYS:
        sentence = _("Ngày cuối phải sau ngày đầu, trong vòng 5 năm. Hãy sửa lại kỳ tổng hợp.")
        raise WrongData(sentence, {"until": [sentence]})
    head = audit.lock(stream_of_unit(seat))
    row = Consolidation(
        organisation_id=seat,
        matter_class=MatterClass(facts.matter_class),
        since=facts.since,
        until=facts.until,
        title=tidy(facts.title, 200, "title"),
        addressee=tidy(facts.addressee, 200, "addressee"),
        writers=[str(actor.uid)] if actor.uid else [],
        made_at=clock.now(),
    )
    move = take(CONSOLIDATION, "draft", actor=actor, row=row, state=START)
    known = Consolidation.objects.filter(
        organisation_id=seat,
        matter_class=row.matter_class,
        since=row.since,
        until=row.until,
        title=row.title,
    ).first()
    if known is not None or move is None:
        return known or row
    row.state, row.level = move.to, row.organisation.level
    row.save()
    audit.record(actor, move.step.verb, "consolidation", row.uid, stream=head)
    return row


@transaction.atomic
def discard_consolidation(*, actor: Actor, consolidation: Consolidation) -> None:
    """Throw a draft away; nothing of the matters behind it changes."""
    held = hold(actor=actor, consolidation=consolidation, step="discard")
    uid = held.row.uid
    close_work(actor=actor, key=f"consolidation:{uid}", dropped=True)
    TopicItem.objects.filter(consolidation=held.row).delete()
    held.row.delete()
    audit.record(actor, "consolidation.discarded", "consolidation", uid, stream=held.head)


@transaction.atomic
def gather_topics(*, actor: Actor, consolidation: Consolidation) -> int:
    """Put the body's own matters of the period that stand in no topic into topics; return how many. Again: only new ones.

    Copies make a topic of their own, the rest goes by category; an officer moves them as they see fit.
    """
    held = hold(actor=actor, consolidation=consolidation, step="change")
    matters = queries.matters_to_gather(held.row, MOST_GATHERED)
    if not matters:
        return 0
    opinions = [Opinion(one.pk, one.category_id, one.text, one.lead_id) for one in matters]
    groups = gather(opinions)
    categories = Category.objects.in_bulk({group.category for group in groups})
    for group in groups:
        topic = _topic_for(held.row, group, categories[group.category])
        _insert(held.row, topic, matters=group.members)
    recount(held.row)
    written(actor=actor, held=held, verb="consolidation.gathered", facts={"matters": len(matters)})
    return len(matters)


@transaction.atomic
def take_in_topics(*, actor: Actor, consolidation: Consolidation, topics: Collection[UUID]) -> int:
    """Take approved topics of bodies below into topics of the same category; return how many. Only numbers and topics go up."""
    held = hold(actor=actor, consolidation=consolidation, step="change")
    sources = list(queries.topics_to_take_in(actor, held.row).filter(uid__in=topics))
    for source in sources:
        group = Group(source.category_id or 0, CATEGORY if source.category_id else HAND, ())
        topic = _topic_for(held.row, group, source.category, title=source.title)
        _insert(held.row, topic, sources=[source.pk])
    if sources:
        recount(held.row)
        written(actor=actor, held=held, verb="consolidation.taken_in", facts={"topics": len(sources)})
    return len(sources)


def _topic_for(row: Consolidation, group: Group, category: Category | None, title: str = "") -> Topic:
    """Return the topic that a group goes to: of its category, where one was made for it; copies always get their own."""
    known = None
    if group.why == CATEGORY:
        known = row.topics.filter(why=CATEGORY, category=category).first()
    elif group.why == HAND:
        known = row.topics.filter(category=None, title=title).first()
    if known is not None:
        return known
    if category is not None:
        name = category.name["vi"]
        title = campaign_title(name, group.words) if group.why == MANY else name
    return add_topic(row, title, group.why, category, group.words)


def add_topic(
    row: Consolidation,
    title: str,
    why: str = HAND,
    category: Category | None = None,
    words: Sequence[str] = (),
) -> Topic:
    """Add a topic behind the others, under the lock of the consolidation."""
    count = row.topics.count()
    if count >= MOST_TOPICS:
        raise WrongData(
            _("Báo cáo có quá %(most)d chủ đề. Hãy gộp bớt chủ đề rồi làm tiếp.") % {"most": MOST_TOPICS}
        )
    last = row.topics.order_by("-position").values_list("position", flat=True).first()
    return Topic.objects.create(
        consolidation=row,
        position=(last or 0) + 1,
        title=title,
        why=why,
        category=category,
        words=list(words),
    )


def _insert(
    row: Consolidation, topic: Topic, *, matters: Sequence[int] = (), sources: Sequence[int] = ()
) -> None:
    for some in chunks(matters, _CHUNK):
        TopicItem.objects.bulk_create(
            TopicItem(consolidation=row, topic=topic, matter_id=key) for key in some
        )
    for some in chunks(sources, _CHUNK):
        TopicItem.objects.bulk_create(
            TopicItem(consolidation=row, topic=topic, source_id=key) for key in some
        )


def recount(row: Consolidation) -> None:
    """Work out how many opinions and communes stand behind each topic, through all levels, each once."""
    topics = list(row.topics.all())
    behind = queries.matters_behind([topic.pk for topic in topics])
    areas = queries.areas_of({key for keys in behind.values() for key in keys})
    for topic in topics:
        topic.opinions = len(behind[topic.pk])
        topic.communes = len({areas[key] for key in behind[topic.pk]})
    Topic.objects.bulk_update(topics, ["opinions", "communes"], batch_size=100)

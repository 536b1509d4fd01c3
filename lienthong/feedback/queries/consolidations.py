"""Reads of consolidations: a body's own whole, those of bodies below once they were approved, and what stands behind topics.

No text of a matter goes up: of a body below are read topics, numbers, sentences and what was published with consent.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from lienthong.kernel import clock
from lienthong.kernel.actor import Actor
from lienthong.kernel.bulk import chunks
from lienthong.kernel.errors import NotFound
from lienthong.kernel.working import midnight
from lienthong.registry.queries import get_tree, units_below, units_on

from ..models import (
    Consolidation,
    ConsolidationState,
    Matter,
    MatterState,
    Publication,
    Reply,
    Sentence,
    Standing,
    Topic,
    TopicItem,
)
from ..permissions import CONSOLIDATE
from ..rules.gathering import matters_through
from .trends import TREE

# States in which a body above may read it and take it in.
OUT = (ConsolidationState.APPROVED, ConsolidationState.SENT, ConsolidationState.ANSWERED)
_LEVELS = 6
_CHUNK = 10_000
QUOTES = 3


def may_consolidate(actor: Actor) -> bool:
    """Say whether an actor consolidates at the body for which they act."""
    seat = actor.organisation_id
    return seat is not None and CONSOLIDATE.allows_at(actor, seat)


def require_consolidating(actor: Actor) -> None:
    """Raise NotAllowed unless an actor consolidates at the body for which they act."""
    if not may_consolidate(actor):
        raise CONSOLIDATE.refusal(actor)


def own_consolidations_for(actor: Actor) -> QuerySet[Consolidation]:
    """Return the consolidations of the body for which an actor acts."""
    rows, seat = Consolidation.objects.select_related("organisation"), actor.organisation_id
    return rows.none() if seat is None or not may_consolidate(actor) else rows.filter(organisation_id=seat)


def consolidations_for(actor: Actor) -> QuerySet[Consolidation]:
    """Return the consolidations that an actor may read: their body's own, and those of bodies below that were approved."""
    rows, seat = Consolidation.objects.select_related("organisation"), actor.organisation_id
    if seat is None or not may_consolidate(actor):
        return rows.none()
    below = CONSOLIDATE.within(actor) & Q(state__in=OUT)
    return rows.filter(Q(organisation_id=seat) | below).order_by("-until", "-pk")


def find_consolidations(rows: QuerySet[Consolidation], text: str) -> QuerySet[Consolidation]:
    """Return those whose title or addressee holds a text."""
    return rows.filter(Q(title__icontains=text) | Q(addressee__icontains=text))


def get_consolidation(actor: Actor, uid: UUID) -> Consolidation:
    """Return a consolidation as an actor may read it; NotFound otherwise."""
    return _found(consolidations_for(actor).filter(uid=uid).first())


def get_own_consolidation(actor: Actor, uid: UUID) -> Consolidation:
    """Return a consolidation of the actor's own body; NotFound otherwise."""
    return _found(own_consolidations_for(actor).filter(uid=uid).first())


def _found(row: Consolidation | None) -> Consolidation:
    if row is None:
        raise NotFound(_("Không tìm thấy báo cáo tổng hợp này, hoặc bạn không được xem."))
    return row


def is_own(actor: Actor, row: Consolidation) -> bool:
    """Say whether a consolidation is of the body for which an actor acts."""
    return row.organisation_id == actor.organisation_id


def address_of_consolidation(row: Consolidation) -> str:
    """Return where the page of a consolidation is."""
    return reverse("feedback:consolidation", args=[row.uid])


def address_of_matters() -> str:
    """Return where the list of a body's matters is."""
    return reverse("feedback:matters")


def named(rows: list[Consolidation]) -> list[Consolidation]:
    """Give consolidations the name of their body, as ``body``; one statement."""
    units = units_on({row.organisation_id for row in rows}, clock.today())
    for row in rows:
        row.body = units[row.organisation_id].short_name  # type: ignore[attr-defined] # for lists
    return rows


# ── topics and what they stand on ────────────────────────────────────────────────────────────────────────────────────


def topics_of(consolidation: Consolidation) -> QuerySet[Topic]:
    """Return the topics of a consolidation that the caller may read, in their order, each with how many items it has."""
    rows = consolidation.topics.select_related("category", "reply")
    return rows.annotate(item_count=Count("items")).order_by("position", "pk")


def get_topic(actor: Actor, consolidation: Consolidation, uid: UUID) -> Topic:
    """Return a topic of a consolidation of the actor's own body; NotFound otherwise."""
    found = topics_of(get_own_consolidation(actor, consolidation.uid)).filter(uid=uid).first()
    if found is None:
        raise NotFound(_("Không tìm thấy chủ đề này. Có thể chủ đề đã được gộp; hãy tải lại trang."))
    return found


def items_of(actor: Actor, topic: Topic) -> QuerySet[TopicItem]:
    """Return what a topic of the actor's own body stands on."""
    if topic.consolidation.organisation_id != actor.organisation_id:
        return TopicItem.objects.none()
    rows = topic.items.select_related("matter__category", "source__consolidation")
    return rows.order_by("source__consolidation", "matter__sent_at", "pk")


def items_behind(rows: QuerySet[TopicItem], sentence: UUID) -> QuerySet[TopicItem]:
    """Return those that a sentence stands on."""
    return rows.filter(links__sentence__uid=sentence)


def find_items(rows: QuerySet[TopicItem], text: str) -> QuerySet[TopicItem]:
    """Return those whose matter or topic below holds a text."""
    return rows.filter(Q(matter__text__icontains=text) | Q(source__title__icontains=text))


def matters_to_gather(consolidation: Consolidation, most: int) -> list[Matter]:
    """Return what the body has of the class and period of its consolidation and that stands in no topic yet, the earliest first.

    What complains about the body itself is not theirs to read, and so not theirs to gather.
    """
    placed = TopicItem.objects.filter(consolidation=consolidation, matter__isnull=False).values("matter")
    since = midnight(consolidation.since)
    until = midnight(consolidation.until + timedelta(days=1))
    rows = Matter.objects.filter(
        organisation_id=consolidation.organisation_id,
        matter_class=consolidation.matter_class,
        sent_at__gte=since,
        sent_at__lt=until,
    )
    rows = rows.exclude(state__in=[MatterState.WITHDRAWN, MatterState.GUIDED])
    rows = rows.exclude(about_id=consolidation.organisation_id).exclude(pk__in=placed)
    return list(rows.only("pk", "category_id", "text", "lead_id").order_by("sent_at", "pk")[:most])


def topics_to_take_in(actor: Actor, consolidation: Consolidation) -> QuerySet[Topic]:
    """Return the topics that bodies directly below were approved to pass on, of the same class and within the period.

    Those that stand in the consolidation already are left out.
    """
    tree = get_tree(actor, TREE).pk
    below = [unit.id for unit in units_below(tree, consolidation.organisation_id, clock.today())]
    rows = Topic.objects.filter(
        CONSOLIDATE.within(actor, on="consolidation__organisation_id"),
        consolidation__organisation_id__in=below,
        consolidation__state__in=OUT,
        consolidation__matter_class=consolidation.matter_class,
        consolidation__since__gte=consolidation.since,
        consolidation__until__lte=consolidation.until,
    )
    taken = TopicItem.objects.filter(consolidation=consolidation, source__isnull=False).values("source")
    rows = rows.exclude(pk__in=taken).select_related("consolidation", "category")
    return rows.order_by("consolidation__organisation_id", "position", "pk")


def matters_behind(topics: Collection[int]) -> dict[int, set[int]]:
    """Return the keys of all matters behind some topics, through every level, each once; a statement or two a level."""
    items: dict[int, list[tuple[int | None, int | None]]] = defaultdict(list)
    wanted = set(topics)
    for _level in range(_LEVELS):
        if not wanted:
            break
        further: set[int] = set()
        for some in chunks(sorted(wanted), _CHUNK):
            rows = TopicItem.objects.filter(topic__in=some).values_list("topic_id", "matter_id", "source_id")
            for topic, matter, source in rows.order_by():
                items[topic].append((matter, source))
                further.add(source or 0)
        wanted = further - items.keys() - {0}
    return matters_through(topics, items)


def areas_of(matters: Iterable[int]) -> dict[int, int]:
    """Return the commune of each of some matters, by their keys."""
    found: dict[int, int] = {}
    for some in chunks(sorted(matters), _CHUNK):
        found.update(Matter.objects.filter(pk__in=some).order_by().values_list("pk", "area_id"))
    return found


# ── the chapter ──────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class TopicPart:
    """A topic with its sentences (each with ``link_count``), what was published of it, and the reply here or further up."""

    topic: Topic
    sentences: Sequence[Sentence]
    quotes: Sequence[str]
    reply: Reply | None


def chapter_of(actor: Actor, consolidation: Consolidation) -> list[TopicPart]:
    """Return the chapter of a consolidation that the actor may read, topic by topic."""
    row = get_consolidation(actor, consolidation.uid)
    topics = list(topics_of(row))
    sentences: dict[int, list[Sentence]] = defaultdict(list)
    written = Sentence.objects.filter(topic__in=[one.pk for one in topics])
    for sentence in written.annotate(link_count=Count("links")).order_by("position", "pk"):
        sentences[sentence.topic_id].append(sentence)
    quotes = _quotes([one.pk for one in topics])
    replies = _replies([one.pk for one in topics])
    return [TopicPart(one, sentences[one.pk], quotes.get(one.pk, ()), replies.get(one.pk)) for one in topics]


def _quotes(topics: Sequence[int]) -> dict[int, list[str]]:
    """Return a few questions as they stand in public, of senders who consented; one that was withdrawn is gone here too."""
    found: dict[int, list[str]] = {}
    for topic, matters in matters_behind(topics).items():
        rows = Publication.objects.filter(
            matter__in=sorted(matters)[:_CHUNK], matter__consents=True, standing=Standing.PUBLIC
        ).exclude(question="")
        found[topic] = list(rows.order_by("-released_at", "pk").values_list("question", flat=True)[:QUOTES])
    return found


def _replies(topics: Sequence[int]) -> dict[int, Reply]:
    """Return the reply to each topic: its own, else that to the topic of a body above which took it in."""
    found = {}
    at = {one: {one} for one in topics}
    for _level in range(_LEVELS):
        asked = {up for ups in at.values() for up in ups}
        rows = {one.topic_id: one for one in Reply.objects.filter(topic__in=asked)} if asked else {}
        for topic, ups in at.items():
            held = [rows[up] for up in sorted(ups) if up in rows]
            if held and topic not in found:
                found[topic] = held[0]
        above: dict[int, set[int]] = defaultdict(set)
        for source, topic in TopicItem.objects.filter(source__in=asked).values_list("source_id", "topic_id"):
            above[source or 0].add(topic)
        at = {
            topic: {one for up in ups for one in above.get(up, ())}
            for topic, ups in at.items()
            if topic not in found
        }
        if not any(at.values()):
            break
    return found


def replies_to_relay() -> QuerySet[Reply]:
    """Return the replies that have not reached everybody yet, the earliest first."""
    return Reply.objects.filter(relayed_at=None).order_by("pk")


def has_replies_to_relay() -> bool:
    """Say whether there are replies that have not reached everybody yet."""
    return replies_to_relay().exists()


def holders_of(matters: Iterable[int]) -> dict[int, int]:
    """Return how many of some matters each body has, by the body's key."""
    found: dict[int, int] = defaultdict(int)
    for some in chunks(sorted(matters), _CHUNK):
        rows = Matter.objects.filter(pk__in=some).order_by().values_list("organisation_id")
        for body, many in rows.annotate(many=Count("pk")):
            found[body] += many
    return dict(found)

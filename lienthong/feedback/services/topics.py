"""Writes of the topics of a draft: renamed, ordered, split, joined. A topic below is moved whole; nothing is ever counted twice."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from lienthong.kernel.actor import Actor
from lienthong.kernel.errors import NotFound

from ..models import Consolidation, SentenceItem, Topic, TopicItem
from .consolidating import Held, add_topic, hold, recount, tidy, written

_LONGEST = 200


def _topic(held: Held, uid: UUID) -> Topic:
    found: Topic | None = held.row.topics.filter(uid=uid).first()
    if found is None:
        raise NotFound(_("Không tìm thấy chủ đề này. Có thể chủ đề đã được gộp; hãy tải lại trang."))
    return found


@transaction.atomic
def rename_topic(
    *, actor: Actor, consolidation: Consolidation, topic: UUID, title: str, position: int
) -> Topic:
    """Give a topic another title and place; the same again changes nothing."""
    held = hold(actor=actor, consolidation=consolidation, step="change")
    found, title = _topic(held, topic), tidy(title, _LONGEST, "title")
    order = [one for one in held.row.topics.order_by("position", "pk") if one.pk != found.pk]
    order.insert(min(max(position, 1), len(order) + 1) - 1, found)
    places = {one.pk: place for place, one in enumerate(order, 1)}
    if found.title == title and all(one.position == places[one.pk] for one in order):
        return found
    found.title = title
    for one in order:
        one.position = places[one.pk]
    Topic.objects.bulk_update(order, ["title", "position"])
    written(actor=actor, held=held, verb="consolidation.changed", facts={"topic": str(topic), "title": title})
    return found


@transaction.atomic
def move_items(
    *, actor: Actor, consolidation: Consolidation, items: Collection[int], to: UUID | None, title: str = ""
) -> Topic | None:
    """Move items to another topic, or to a new one with a title; None where there is nothing to move.

    Sentences that stood on them stand on what is left.
    """
    held = hold(actor=actor, consolidation=consolidation, step="change")
    moved = TopicItem.objects.filter(consolidation=held.row, pk__in=list(items))
    if not moved.exists():
        return None
    name = tidy(title, _LONGEST, "title") if to is None else ""
    known = held.row.topics.filter(title=name).first() if to is None else _topic(held, to)
    target = known or add_topic(held.row, name)
    changed = moved.exclude(topic=target)
    keys = list(changed.values_list("pk", flat=True))
    if not keys:
        return target
    _unlink_sentences(keys)
    TopicItem.objects.filter(pk__in=keys).update(topic=target)
    recount(held.row)
    facts: dict[str, object] = {"items": len(keys), "to": str(target.uid)}
    written(actor=actor, held=held, verb="consolidation.changed", facts=facts)
    return target


@transaction.atomic
def join_topics(*, actor: Actor, consolidation: Consolidation, topic: UUID, into: UUID) -> Topic:
    """Move everything of a topic into another and let it go, with its sentences. One that is gone already changes nothing."""
    held = hold(actor=actor, consolidation=consolidation, step="change")
    target = _topic(held, into)
    gone = held.row.topics.filter(uid=topic).exclude(pk=target.pk).first()
    if gone is None:
        return target
    gone.sentences.all().delete()
    gone.items.update(topic=target)
    gone.delete()
    recount(held.row)
    facts: dict[str, object] = {"from": str(topic), "to": str(into)}
    written(actor=actor, held=held, verb="consolidation.changed", facts=facts)
    return target


@transaction.atomic
def remove_topic(*, actor: Actor, consolidation: Consolidation, topic: UUID) -> None:
    """Take a topic out of a draft; what stood in it stands in no topic and can be gathered again."""
    held = hold(actor=actor, consolidation=consolidation, step="change")
    gone = held.row.topics.filter(uid=topic).first()
    if gone is None:
        return
    gone.sentences.all().delete()
    gone.items.all().delete()
    gone.delete()
    written(actor=actor, held=held, verb="consolidation.changed", facts={"removed": str(topic)})


def _unlink_sentences(items: Collection[int]) -> None:
    SentenceItem.objects.filter(item__in=items).delete()

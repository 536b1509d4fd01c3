"""Writes of the sentences of a chapter. Each stands on items of its topic; the product proposes numbers, a person writes."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from lienthong.kernel.actor import Actor
from lienthong.kernel.bulk import chunks
from lienthong.kernel.errors import NotFound

from ..messages.chapter import number_sentence, source_sentence
from ..models import Consolidation, Sentence, SentenceItem, Topic
from .consolidating import hold, tidy, written

_LONGEST = 1000
_CHUNK = 2_000


def proposed_sentences(topic: Topic) -> list[tuple[str, list[int]]]:
    """Return what the numbers of a topic say now: sentences, each with the keys of the items that it stands on."""
    items = list(topic.items.order_by("pk").values_list("pk", "source__consolidation__organisation_id"))
    found = [(number_sentence(topic), [key for key, _body in items])]
    below = [(key, body) for key, body in items if body]
    if below:
        said = source_sentence(len(below), len({body for _key, body in below}))
        found.append((said, [key for key, _body in below]))
    return found if items else []


@transaction.atomic
def propose_sentences(*, actor: Actor, consolidation: Consolidation) -> int:
    """Write anew the sentences that are made of numbers; those of people stay. Return how many were written or changed."""
    held = hold(actor=actor, consolidation=consolidation, step="change")
    changed = 0
    for topic in held.row.topics.order_by("position", "pk"):
        wanted = proposed_sentences(topic)
        known = list(topic.sentences.filter(generated=True).order_by("position", "pk"))
        if [(one.text, _items_of(one)) for one in known] == wanted:
            continue
        topic.sentences.filter(generated=True).delete()
        for place, (text, items) in enumerate(wanted):
            _stand_on(Sentence.objects.create(topic=topic, position=place, text=text, generated=True), items)
        changed += len(wanted)
    if changed:
        written(actor=actor, held=held, verb="consolidation.written", facts={"sentences": changed})
    return changed


def _items_of(sentence: Sentence) -> list[int]:
    return list(sentence.links.order_by("item").values_list("item_id", flat=True))


def _stand_on(sentence: Sentence, items: list[int]) -> None:
    for some in chunks(items, _CHUNK):
        SentenceItem.objects.bulk_create(SentenceItem(sentence=sentence, item_id=key) for key in some)


@transaction.atomic
def write_sentence(
    *,
    actor: Actor,
    consolidation: Consolidation,
    topic: UUID,
    text: str,
    sentence: UUID | None = None,
    items: list[int] | None = None,
) -> Sentence:
    """Write a sentence under a topic, or write one anew; it becomes a person's. ``items``: what it stands on, else the whole topic.

    The same text again under the same topic changes nothing.
    """
    held = hold(actor=actor, consolidation=consolidation, step="change")
    found: Topic | None = held.row.topics.filter(uid=topic).first()
    if found is None:
        raise NotFound(_("Không tìm thấy chủ đề này. Có thể chủ đề đã được gộp; hãy tải lại trang."))
    text = tidy(text, _LONGEST, "text")
    same = found.sentences.filter(text=text).first()
    if same is not None:
        return same
    row = found.sentences.filter(uid=sentence).first() if sentence else None
    if row is None:
        last = found.sentences.order_by("-position").values_list("position", flat=True).first()
        row = Sentence(topic=found, position=(last or 0) + 1)
    row.text, row.generated = text, False
    row.save()
    row.links.all().delete()
    here = found.items.order_by("pk").values_list("pk", flat=True)
    _stand_on(row, [key for key in here if items is None or key in set(items)])
    facts: dict[str, object] = {"topic": str(topic), "sentence": str(row.uid)}
    written(actor=actor, held=held, verb="consolidation.written", facts=facts)
    return row


@transaction.atomic
def remove_sentence(*, actor: Actor, consolidation: Consolidation, sentence: UUID) -> None:
    """Take a sentence out of the chapter; one that is gone already changes nothing."""
    held = hold(actor=actor, consolidation=consolidation, step="change")
    gone, _of = Sentence.objects.filter(topic__consolidation=held.row, uid=sentence).delete()
    if gone:
        facts: dict[str, object] = {"removed": str(sentence)}
        written(actor=actor, held=held, verb="consolidation.written", facts=facts)

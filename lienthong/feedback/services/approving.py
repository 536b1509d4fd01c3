"""The steps of a consolidation: asked for approval, approved by another person, opened again, sent."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from lienthong.desk.queries import Audience
from lienthong.desk.services import close_work, open_work, tell
from lienthong.kernel import audit, clock
from lienthong.kernel.actor import Actor
from lienthong.kernel.errors import NotAllowed, WrongData, WrongMoment
from lienthong.kernel.waiting import Piece
from lienthong.registry.queries import get_tree, parents_of

from .. import queries
from ..messages.chapter import said_fault
from ..models import Consolidation, TopicItem
from ..notices import CONSOLIDATION_READY
from ..permissions import CONSOLIDATE
from ..rules.chapter import Part, Written, faults_of
from .chapters import proposed_sentences
from .consolidating import APPROVE_WORK, Held, hold, recount


def _put_down(*, actor: Actor, held: Held, **facts: object) -> Consolidation:
    assert held.move is not None  # noqa: S101 - callers return where the step was taken before
    row = held.row
    row.state = held.move.to
    row.version += 1
    row.save()
    audit.record(actor, held.move.step.verb, "consolidation", row.uid, stream=held.head, facts=facts)
    return row


def what_is_missing(*, actor: Actor, consolidation: Consolidation) -> list[str]:
    """Return, in words, what stands in the way of an approval; nothing is written."""
    parts = []
    for part in queries.chapter_of(actor, consolidation):
        proposed = [text for text, _items in proposed_sentences(part.topic)]
        sentences = []
        made = 0
        for one in part.sentences:
            now = ""
            if one.generated:
                now = proposed[made] if made < len(proposed) else "—"
                made += 1
            sentences.append(Written(one.text, one.link_count, now))  # type: ignore[attr-defined] # annotated
        items: int = part.topic.item_count  # type: ignore[attr-defined] # annotated
        parts.append(Part(part.topic.title, items, sentences))
    return [said_fault(fault, about) for fault, about in faults_of(parts)]


@transaction.atomic
def ask_approval(*, actor: Actor, consolidation: Consolidation) -> None:
    """Put a finished draft before those who approve at the body; asked again, it waits there already."""
    held = hold(actor=actor, consolidation=consolidation, step="change")
    _require_whole(actor, held.row)
    row = held.row
    open_work(
        actor=actor,
        piece=Piece(
            APPROVE_WORK,
            f"consolidation:{row.uid}",
            row.organisation_id,
            "consolidation",
            row.uid,
            queries.address_of_consolidation(row),
            {"count": row.topics.count()},
        ),
    )
    audit.record(actor, "consolidation.asked", "consolidation", row.uid, stream=held.head)


def _require_whole(actor: Actor, row: Consolidation) -> None:
    missing = what_is_missing(actor=actor, consolidation=row)
    if missing:
        raise WrongData(_("Báo cáo chưa đủ để duyệt."), {"": missing})


@transaction.atomic
def approve_consolidation(*, actor: Actor, consolidation: Consolidation) -> Consolidation:
    """Approve a draft, as another person than those who wrote at it. Its numbers are worked out a last time, and stay.

    WrongData where a sentence stands on nothing, or tells a number that is not so any more.
    """
    held = hold(actor=actor, consolidation=consolidation, step="approve")
    if held.move is None:
        return held.row
    if str(actor.uid) in held.row.writers:
        raise NotAllowed(
            _("Bạn đã viết báo cáo này nên không tự duyệt được. Hãy nhờ một người khác có quyền duyệt.")
        )
    recount(held.row)
    _require_whole(actor, held.row)
    held.row.approved_at = clock.now()
    row = _put_down(actor=actor, held=held)
    close_work(actor=actor, key=f"consolidation:{row.uid}")
    above = parents_of(get_tree(actor, queries.TREE).pk, [row.organisation_id], clock.today())
    if row.organisation_id in above:
        tell(
            actor=actor,
            kind=CONSOLIDATION_READY,
            to=Audience.holders(CONSOLIDATE, [above[row.organisation_id][0]], nearest=True),
            url=queries.address_of_consolidation(row),
            params={"unit": row.organisation_id, "since": row.since, "until": row.until},
            subject=("consolidation", row.uid),
            key=f"ready:{row.version}",
        )
    return row


@transaction.atomic
def reopen_consolidation(*, actor: Actor, consolidation: Consolidation, reason: str) -> Consolidation:
    """Open an approved consolidation again; WrongMoment once a body above has taken a topic of it in."""
    held = hold(actor=actor, consolidation=consolidation, step="reopen", reason=reason)
    if held.move is None:
        return held.row
    if TopicItem.objects.filter(source__consolidation=held.row).exists():
        raise WrongMoment(
            _("Cấp trên đã nhận chủ đề của báo cáo này nên không mở lại được. Hãy lập một báo cáo bổ sung.")
        )
    held.row.approved_at = None
    return _put_down(actor=actor, held=held, reason=held.move.reason)


@transaction.atomic
def send_consolidation(*, actor: Actor, consolidation: Consolidation) -> Consolidation:
    """Write down that an approved consolidation was handed to the authority that it is addressed to."""
    held = hold(actor=actor, consolidation=consolidation, step="send")
    if held.move is None:
        return held.row
    held.row.sent_at = clock.now()
    return _put_down(actor=actor, held=held)

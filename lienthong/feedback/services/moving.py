"""One step of a matter: the one way in which its state changes, whoever takes it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from lienthong.kernel import audit, clock
from lienthong.kernel.actor import Actor
from lienthong.kernel.errors import WrongMoment
from lienthong.kernel.flow import Move, check_reason, take, to_move
from lienthong.kernel.models import AuditStream
from lienthong.registry.queries import stream_of_unit

from ..flows import MATTER
from ..models import Matter, MatterState, Passage
from .keeping_work import keep_work
from .telling import queue_messages


@dataclass(frozen=True)
class Locked:
    """A matter under the lock of the stream of the body that has it."""

    matter: Matter
    head: AuditStream
    heads: Mapping[int, AuditStream] = field(default_factory=dict)

    def head_of(self, body: int) -> AuditStream:
        """Return the stream of a body that was locked too, or that of the one that has the matter."""
        return self.heads.get(body, self.head)


def locked(matter: Matter, *also: int) -> Locked:
    """Lock a matter and return it as it stands now; call this first, inside of the transaction.

    ``also``: bodies that it may come to, whose streams are locked in the same order whoever does it. It cannot be taken away
    from its body meanwhile: whoever waited for the lock of a body that no longer has it is told so.
    """
    own = stream_of_unit(matter.organisation_id)
    others = {body: stream_of_unit(body) for body in also}
    heads = audit.lock_all({own, *others.values()}) if others else {own: audit.lock(own)}
    found = Matter.objects.select_for_update(of=("self",)).select_related("category").get(pk=matter.pk)
    if found.organisation_id != matter.organisation_id:
        raise WrongMoment(_("Phản ánh này vừa chuyển sang cơ quan khác. Hãy tải lại trang."))
    return Locked(found, heads[own], {body: heads[stream] for body, stream in others.items()})


def step(
    name: str,
    *,
    actor: Actor,
    held: Locked,
    reason: str = "",
    by_sender: bool = False,
    at: int | None = None,
) -> Move | None:
    """Take a step with a matter: its state changes in memory only, ``write`` puts it down. None: it stands there already.

    ``by_sender``: the receipt's code and PIN stand for the right that officers need. ``at``: the body that takes it, where it is
    not the one that has the matter: to which it was passed on, or which decides.
    """
    matter = held.matter
    if by_sender or at is not None:
        reason = check_reason(MATTER, name, reason) if at is not None else reason
        if at is not None:
            MATTER.step(name).who.require_at(actor, at)
        move = to_move(MATTER, name, row=matter, state=matter.state, reason=reason)
    else:
        move = take(MATTER, name, actor=actor, row=matter, state=matter.state, reason=reason)
    if move is not None:
        matter.state = move.to
        if MATTER.state(move.to).ends:
            matter.ended_at = clock.now()
    return move


def write(
    *,
    actor: Actor,
    held: Locked,
    move: Move,
    words: str = "",
    other: int | None = None,
    due: datetime | None = None,
    facts: Mapping[str, Any] | None = None,
) -> None:
    """Put down a matter after a step, what its sender reads of it, what waits because of it, and the audit entry.

    ``other``: the body it went to; while it is passed on, or while the level above decides, the work is that body's.
    """
    matter = held.matter
    matter.version += 1
    matter.save()
    elsewhere = matter.state in (MatterState.MOVING, MatterState.STUCK)
    keep_work(
        actor,
        matter,
        at=other if elsewhere else None,
        due=due if elsewhere else None,
        again=move.before == move.to,
    )
    tell_sender(matter, move.step.name, words=words, other=other, due=due)
    known = {"from": move.before, "reason": move.reason, **(facts or {})}
    audit.record(actor, move.step.verb, "matter", matter.uid, stream=held.head, facts=known)


def tell_sender(
    matter: Matter, name: str, *, words: str = "", other: int | None = None, due: datetime | None = None
) -> None:
    """Add something to what the sender reads of their matter; of what matters they are told by message too."""
    passage = Passage.objects.create(
        matter=matter,
        at=clock.now(),
        step=name,
        organisation_id=matter.organisation_id,
        other_id=other,
        words=words,
        due=due,
    )
    queue_messages([passage])

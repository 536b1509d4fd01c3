"""One step of a matter: the one way in which its state changes, whoever takes it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from lienthong.kernel import audit, clock
from lienthong.kernel.actor import Actor
from lienthong.kernel.flow import Move, take, to_move
from lienthong.kernel.models import AuditStream
from lienthong.registry.queries import stream_of_unit

from ..flows import MATTER
from ..models import Matter, Passage
from .telling import queue_messages


@dataclass(frozen=True)
class Locked:
    """A matter under the lock of the stream of the body that has it."""

    matter: Matter
    head: AuditStream


def locked(matter: Matter) -> Locked:
    """Lock a matter and return it as it stands now; call this first, inside of the transaction."""
    head = audit.lock(stream_of_unit(matter.organisation_id))
    return Locked(Matter.objects.select_for_update(of=("self",)).get(pk=matter.pk), head)


def step(name: str, *, actor: Actor, held: Locked, reason: str = "", by_sender: bool = False) -> Move | None:
    """Take a step with a matter: its state changes in memory only, ``write`` puts it down. None: it stands there already.

    ``by_sender``: the receipt's code and PIN stand for the right that officers need.
    """
    matter = held.matter
    if by_sender:
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
    """Put down a matter after a step, what its sender reads of it, and the audit entry. ``other``: the body it went to."""
    matter = held.matter
    matter.version += 1
    matter.save()
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

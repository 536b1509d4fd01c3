"""The clocks of a matter. Which of them run follows from its class; due moments are copied to it for lists."""

from __future__ import annotations

from typing import Final

from lienthong.kernel.actor import Actor
from lienthong.kernel.deadlines import Clock, Term, Whose, new_clocks, stop_clocks
from lienthong.kernel.models import AuditStream

from ..models import Matter, MatterClass

# Until the rules of classes are joined.
_RUN: Final = {
    MatterClass.FEEDBACK: (
        (Term("feedback.acknowledge"), "sent"),
        (Term("feedback.front_ordinary", climbs=(0, 3)), ""),
    ),
}


def whose(matter: Matter, head: AuditStream) -> Whose:
    """Return a matter as clocks know it."""
    return Whose("matter", matter.uid, matter.organisation_id, head.uid)


def begin_timing(matter: Matter, head: AuditStream) -> list[Clock]:
    """Return the clocks that a new matter's class lets run, not written yet, and copy when it is due."""
    acknowledge, answer = new_clocks(
        whose(matter, head), [(term, state) for term, state in _RUN[MatterClass.FEEDBACK]]
    )
    matter.acknowledge_due, matter.answer_due = acknowledge.due, answer.due
    matter.total_due = matter.answer_due
    return [acknowledge, answer]


def end_timing(*, actor: Actor, matter: Matter, head: AuditStream, state: str | None = None) -> None:
    """Stop what runs against a matter: that of one state, or everything."""
    stop_clocks(actor=actor, whose=whose(matter, head), state=state, head=head)

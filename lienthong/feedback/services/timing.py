"""The clocks of a matter. Which of them run follows from its class; due moments are copied to it for lists."""

from __future__ import annotations

from typing import Final

from lienthong.kernel.actor import Actor
from lienthong.kernel.deadlines import Term, Whose, start_clock, stop_clocks
from lienthong.kernel.models import AuditStream

from ..models import Matter, MatterClass

# Until the rules of classes are joined.
_RUN: Final = {
    MatterClass.FEEDBACK: (Term("feedback.acknowledge"), Term("feedback.front_ordinary", climbs=(0, 3))),
}


def whose(matter: Matter, head: AuditStream) -> Whose:
    """Return a matter as clocks know it."""
    return Whose("matter", matter.uid, matter.organisation_id, head.uid)


def start_timing(*, actor: Actor, matter: Matter, head: AuditStream) -> None:
    """Let run what the class of a matter says, and copy when it is due."""
    acknowledge, answer = _RUN[MatterClass.FEEDBACK]
    matter.acknowledge_due = start_clock(
        actor=actor, whose=whose(matter, head), term=acknowledge, state="sent", head=head
    ).due
    matter.answer_due = start_clock(actor=actor, whose=whose(matter, head), term=answer, head=head).due
    matter.total_due = matter.answer_due


def end_timing(*, actor: Actor, matter: Matter, head: AuditStream, state: str | None = None) -> None:
    """Stop what runs against a matter: that of one state, or everything."""
    stop_clocks(actor=actor, whose=whose(matter, head), state=state, head=head)


def start_again(*, actor: Actor, matter: Matter, head: AuditStream) -> None:
    """Let the clock of the answer run anew for a matter that was opened again. Its total is not begun again."""
    _acknowledge, answer = _RUN[MatterClass.FEEDBACK]
    matter.answer_due = start_clock(actor=actor, whose=whose(matter, head), term=answer, head=head).due

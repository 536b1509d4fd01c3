"""Time while a matter is handled: what stops when it is accepted, begins anew where it comes to, stands, and never stands.

The clock of the whole case (``matter.total``) runs from sending to the end, whoever has the matter; that of the answer is its
body's and begins anew with the body. Who was handed a matter, and who has to decide, have clocks of their own in that state.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final

from lienthong.kernel.actor import Actor
from lienthong.kernel.deadlines import (
    Clock,
    PauseReason,
    Term,
    Whose,
    pause_clock,
    resume_clock,
    start_clock,
    stop_clocks,
)
from lienthong.kernel.models import AuditStream

from .. import queries
from ..models import Matter, MatterClass
from .timing import whose

# Accepting or bouncing what was passed on; deciding who settles it. Both climb at once when they run out.
TRANSFER: Final = Term("matter.transfer", climbs=(0,))
DECIDE: Final = Term("matter.decide", climbs=(0, 1))
_CLIMBS: Final = (0, 3)
_ANSWER: Final[dict[str, tuple[str, str]]] = {
    MatterClass.FEEDBACK: ("feedback.front_ordinary", "feedback.front_complex"),
    MatterClass.OPINION: ("feedback.front_ordinary", "feedback.front_complex"),
    MatterClass.PROPOSAL: ("feedback.front_complex", "feedback.front_complex"),
    MatterClass.COMPLAINT: ("complaint.first", "complaint.first_complex"),
}


def answer_limit(matter: Matter) -> str | None:
    """Return the limit of the answer by the class of a matter; None where it is not answered here: a denunciation."""
    ordinary, complicated = _ANSWER.get(matter.matter_class, ("", ""))
    return (complicated if matter.complex else ordinary) or None


def begin_answer_anew(*, actor: Actor, matter: Matter, head: AuditStream) -> None:
    """Let the answer's time begin anew, by the class and at the body that a matter has now; the case's own goes on.

    ``head``: the stream of that body.
    """
    stop_answer(actor=actor, matter=matter, head=head)
    Clock.objects.filter(kind="matter", subject=matter.uid, stopped=None).update(
        organisation=matter.organisation_id, reached=matter.organisation_id, stream=head.uid
    )
    limit = answer_limit(matter)
    matter.answer_due = None
    if limit is not None:
        term = Term(limit, climbs=_CLIMBS)
        matter.answer_due = start_clock(actor=actor, whose=whose(matter, head), term=term, head=head).due


def stop_answer(*, actor: Actor, matter: Matter, head: AuditStream) -> None:
    """Stop the clocks of the answer."""
    limits = {clock.limit.code for clock in queries.answer_clocks(matter)}
    if limits:
        stop_clocks(actor=actor, whose=whose(matter, head), state="", limits=limits, head=head)


def run_in_state(
    *, actor: Actor, matter: Matter, head: AuditStream, term: Term, body: int
) -> datetime | None:
    """Let a limit run while a matter stands where it stands now; the time is ``body``'s."""
    of_body = Whose("matter", matter.uid, body, head.uid)
    return start_clock(actor=actor, whose=of_body, term=term, state=matter.state, head=head).due


def leave_state(*, actor: Actor, matter: Matter, head: AuditStream, state: str) -> None:
    """Stop what ran only in a state that a matter has left."""
    stop_clocks(actor=actor, whose=whose(matter, head), state=state, head=head)


def hold_answer(*, actor: Actor, matter: Matter, reason: PauseReason, head: AuditStream) -> int:
    """Let the answer's clocks stand where their limit lists the reason; return how many do. Others run on."""
    held = [clock for clock in queries.answer_clocks(matter) if reason in clock.limit.pauses]
    for clock in held:
        pause_clock(actor=actor, clock=clock, reason=reason, head=head)
    return len(held)


def let_answer_go_on(*, actor: Actor, matter: Matter, head: AuditStream) -> None:
    """Let the answer's clocks go on, due later by the time for which they stood."""
    for clock in queries.answer_clocks(matter):
        matter.answer_due = resume_clock(actor=actor, clock=clock, head=head).due

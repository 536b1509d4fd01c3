"""Time while a matter is handled: what stops when it is accepted, begins anew where it comes to, stands, and never stands.

The clock of the whole case runs from sending to the end, whoever has the matter; that of the answer is its body's and begins
anew with the body. Who was handed a matter, and who has to decide, have clocks of their own in that state.
"""

from __future__ import annotations

from datetime import datetime

from lienthong.kernel import clock
from lienthong.kernel.actor import Actor
from lienthong.kernel.deadlines import (
    PauseReason,
    Whose,
    hand_over_clocks,
    pause_clock,
    resume_clock,
    start_clock,
    stop_clocks,
)
from lienthong.kernel.errors import WrongMoment
from lienthong.kernel.models import AuditStream

from .. import queries
from ..models import Matter
from ..rules.limits import ClockKind
from .timing import FROM_SENDING, copy_due, end_timing, terms_of, whose


def begin_answer_anew(*, actor: Actor, matter: Matter, head: AuditStream) -> None:
    """Let the answer's time begin anew at the body that a matter has now; that of the case goes on from when it was sent.

    ``head``: the stream of that body.
    """
    stop_answer(actor=actor, matter=matter, head=head)
    hand_over_clocks(actor=actor, whose=whose(matter, head), head=head)
    terms = terms_of(matter)
    begun = {ClockKind.ANSWER: None, ClockKind.TOTAL: matter.sent_at}
    due = {
        kind: start_clock(
            actor=actor, whose=whose(matter, head), term=terms[kind], since=since, head=head
        ).due
        for kind, since in begun.items()
        if kind in terms
    }
    matter.answer_due, matter.total_due = due.get(ClockKind.ANSWER), due.get(ClockKind.TOTAL)


def retime(*, actor: Actor, matter: Matter, head: AuditStream) -> None:
    """Let what ran stop and what the matter's class says now run in its place, from when that had begun: no day is won or lost."""
    answering = [one.started for one in queries.answer_clocks(matter)]
    end_timing(actor=actor, matter=matter, head=head)
    terms, due = terms_of(matter), {}
    for kind, state in FROM_SENDING.items():
        if kind not in terms or (state and state != matter.state):
            continue
        since = min(answering, default=matter.sent_at) if kind is ClockKind.ANSWER else matter.sent_at
        due[kind] = start_clock(
            actor=actor, whose=whose(matter, head), term=terms[kind], state=state, since=since, head=head
        ).due
    copy_due(matter, due)


def stop_answer(*, actor: Actor, matter: Matter, head: AuditStream) -> None:
    """Stop the clocks of the answer."""
    limits = {one.limit.code for one in queries.answer_clocks(matter)}
    if limits:
        stop_clocks(actor=actor, whose=whose(matter, head), state="", limits=limits, head=head)


def run_in_state(
    *, actor: Actor, matter: Matter, head: AuditStream, kind: ClockKind, body: int
) -> datetime | None:
    """Let a limit run while a matter stands where it stands now; the time is ``body``'s."""
    term = terms_of(matter).get(kind)
    if term is None:
        raise WrongMoment(f"no limit {kind} for {matter.matter_class} on {clock.today()}")
    of_body = Whose("matter", matter.uid, body, head.uid)
    return start_clock(actor=actor, whose=of_body, term=term, state=matter.state, head=head).due


def leave_state(*, actor: Actor, matter: Matter, head: AuditStream, state: str) -> None:
    """Stop what ran only in a state that a matter has left."""
    stop_clocks(actor=actor, whose=whose(matter, head), state=state, head=head)


def hold_answer(*, actor: Actor, matter: Matter, reason: PauseReason, head: AuditStream) -> int:
    """Let the answer's clocks stand where their limit lists the reason; return how many do. Others run on."""
    held = [one for one in queries.answer_clocks(matter) if reason in one.limit.pauses]
    for one in held:
        pause_clock(actor=actor, clock=one, reason=reason, head=head)
    return len(held)


def let_answer_go_on(*, actor: Actor, matter: Matter, head: AuditStream) -> None:
    """Let the answer's clocks go on, due later by the time for which they stood."""
    for one in queries.answer_clocks(matter):
        matter.answer_due = resume_clock(actor=actor, clock=one, head=head).due

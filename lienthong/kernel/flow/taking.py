"""Taking steps of a flow: who may, when it can, and what is to follow."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from django.utils.translation import gettext as _

from ..actor import Actor
from ..deadlines import Whose, start_clock, stop_clocks
from ..errors import WrongData, WrongMoment
from ..models import AuditStream
from ..rooms import said
from .declared import START, Flow, Step, Tell

MOST_REASON = 1000


@dataclass(frozen=True)
class Move:
    """A step that was taken. ``tells``: who is to be told of it, for whoever makes notices."""

    flow: Flow
    step: Step
    before: str
    reason: str = ""

    @property
    def to(self) -> str:
        """The state in which the row stands now."""
        return self.step.to

    @property
    def tells(self) -> tuple[Tell, ...]:
        """Who is to be told."""
        return self.step.tells


@cache
def flows() -> dict[str, Flow]:
    """Return every flow that the installed rooms say, by the kind of its rows."""
    return {flow.kind: flow for flow in said("flows", Flow)}


def flow_of(kind: str) -> Flow | None:
    """Return the flow of a kind of row, None where no room says one."""
    return flows().get(kind)


def take(flow: Flow, name: str, *, actor: Actor, row: Any, state: str, reason: str = "") -> Move | None:
    """Return what comes of a step with one row; None where the row stands already where the step leads.

    WrongData without a reason that is wanted, NotAllowed for who may not, WrongMoment for what cannot be now.
    """
    reason = check_reason(flow, name, reason)
    flow.step(name).who.require(actor, row)
    return to_move(flow, name, row=row, state=state, reason=reason)


def check_reason(flow: Flow, name: str, reason: str) -> str:
    """Return a reason without the blanks around it; WrongData where one is wanted and there is none, or it is too long."""
    reason = reason.strip()
    if flow.step(name).needs_reason and not reason:
        raise WrongData(
            _("Hãy ghi lý do, để người nhận biết phải sửa gì."), {"reason": [_("Hãy ghi lý do.")]}
        )
    if len(reason) > MOST_REASON:
        raise WrongData(
            _("Lý do dài quá 1.000 ký tự. Hãy viết ngắn lại."), {"reason": [_("Hãy viết ngắn lại.")]}
        )
    return reason


def to_move(flow: Flow, name: str, *, row: Any, state: str, reason: str = "") -> Move | None:
    """Return what comes of a step of which it is known that the actor may take it: for many rows at once."""
    step = flow.from_state(state, name)
    if step is None:
        if flow.is_done(state, name):
            return None
        if state == START:
            raise WrongMoment(_("Bước này chưa làm được. Hãy tải lại trang."))
        raise WrongMoment(
            _("%(what)s đang ở trạng thái “%(state)s” nên không làm được bước này. Hãy tải lại trang.")
            % {"what": flow.label, "state": flow.state(state).label}
        )
    against = step.when(row) if step.when else None
    if against is not None:
        raise WrongMoment(against)
    return Move(flow, step, state, reason)


def steps_for(flow: Flow, *, actor: Actor, row: Any, state: str) -> list[Step]:
    """Return the steps that an actor may take now with a row, in the order of the flow: for its buttons."""
    return [
        step
        for step in flow.steps
        if state in step.sources
        and step.who.allows(actor, row)
        and (step.when is None or step.when(row) is None)
    ]


def keep_time(*, actor: Actor, move: Move, whose: Whose, head: AuditStream | None = None) -> None:
    """Stop and start what runs against a row as the step that was taken says; nothing is asked where nothing runs."""
    flow, before, after = move.flow, move.before, move.to
    left = flow.state(before) if before != START else None
    entered = flow.state(after)
    if not flow.terms:
        return
    if entered.ends:
        stop_clocks(actor=actor, whose=whose, head=head)
        return
    if before != after:
        if left and left.term:
            stop_clocks(actor=actor, whose=whose, state=before, head=head)
        if entered.term:
            start_clock(actor=actor, whose=whose, term=entered.term, state=after, head=head)
    if move.step.term:
        start_clock(actor=actor, whose=whose, term=move.step.term, head=head)

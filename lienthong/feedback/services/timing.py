"""The clocks of a matter. Which of them run follows from its class, by dated data; due moments are copied to it for lists.

Acknowledging runs while a matter is sent only; the answer and the whole case run until the end, whoever has the matter.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from lienthong.kernel import clock
from lienthong.kernel.actor import Actor
from lienthong.kernel.deadlines import Clock, Term, Whose, new_clocks, stop_clocks
from lienthong.kernel.models import AuditStream
from lienthong.registry.queries import province_code_of

from ..models import Matter, MatterState
from ..rules.classes import class_on
from ..rules.limits import ClockKind, climbs_on, limits_for

# What may begin when a matter comes, each with the state in which it runs, "" until the end. Others begin with a step.
FROM_SENDING: Final = {
    ClockKind.ACKNOWLEDGE: str(MatterState.SENT),
    ClockKind.SORT: "",
    ClockKind.ACCEPT: "",
    ClockKind.ANSWER: "",
    ClockKind.TOTAL: "",
}


def whose(matter: Matter, head: AuditStream) -> Whose:
    """Return a matter as clocks know it."""
    return Whose("matter", matter.uid, matter.organisation_id, head.uid)


def terms_of(matter: Matter) -> Mapping[ClockKind, Term]:
    """Return the limits that hold for a matter today, by its class, what it is like, and the province that it is in.

    Of those that a class knows from the beginning only what is counted from there: the answer to a complaint is not.
    """
    today = clock.today()
    known = class_on(matter.matter_class, today).clocks
    traits = {name for name in ("urgent", "complex") if getattr(matter, name)}
    province = province_code_of(matter.area_id, today)
    chosen = limits_for(matter.matter_class, today, province, frozenset(traits))
    return {
        kind: Term(one.limit.code, climbs_on(kind, today))
        for kind, one in chosen.items()
        if kind in known and (kind not in FROM_SENDING or one.limit.event == "received")
    }


def begin_timing(matter: Matter, head: AuditStream) -> list[Clock]:
    """Return the clocks that a new matter's class lets run, not written yet, and copy when it is due."""
    terms = terms_of(matter)
    run = {kind: state for kind, state in FROM_SENDING.items() if kind in terms}
    clocks = new_clocks(whose(matter, head), [(terms[kind], state) for kind, state in run.items()])
    copy_due(matter, dict(zip(run, (one.due for one in clocks), strict=True)))
    return clocks


def copy_due(matter: Matter, due: Mapping[ClockKind, datetime | None]) -> None:
    """Copy to a matter when it is due. A class that is only sorted here is due by that."""
    matter.acknowledge_due = due.get(ClockKind.ACKNOWLEDGE)
    matter.answer_due = due.get(ClockKind.ANSWER) or due.get(ClockKind.SORT)
    matter.total_due = due.get(ClockKind.TOTAL)


def end_timing(*, actor: Actor, matter: Matter, head: AuditStream, state: str | None = None) -> None:
    """Stop what runs against a matter: that of one state, or everything."""
    stop_clocks(actor=actor, whose=whose(matter, head), state=state, head=head)

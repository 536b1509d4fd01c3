"""The clocks of a matter, for its page and for those who hold them: which are the answer's, for what they may stand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from lienthong.kernel import clock
from lienthong.kernel.deadlines import Clock, PauseReason, clocks_of

from ..models import Matter
from ..rules.limits import ClockKind, limits


def clocks_running(matter: Matter, kind: ClockKind) -> list[Clock]:
    """Return the clocks of a kind that run against a matter until its end."""
    codes = {limit.code for limit in limits() if limit.clock is kind}
    running = clocks_of("matter", [matter.uid]).get(matter.uid, [])
    return [one for one in running if not one.state and one.limit.code in codes]


def answer_clocks(matter: Matter) -> list[Clock]:
    """Return the clocks of the answer that run."""
    return clocks_running(matter, ClockKind.ANSWER)


def reasons_to_hold(matter: Matter) -> list[PauseReason]:
    """Return for what officers may hold the answer's clock, as its limit lists it; asking the sender is a step of its own."""
    listed = {reason for one in answer_clocks(matter) for reason in one.limit.pauses}
    return [reason for reason in PauseReason if reason in listed and reason != PauseReason.INFORMATION]


def stands_for(matter: Matter) -> set[str]:
    """Return for what clocks of the answer stand."""
    return {
        pause.reason for one in answer_clocks(matter) for pause in one.pauses.all() if pause.until is None
    }


@dataclass(frozen=True)
class Running:
    """A clock as people read it, with the reason why it is due then. ``stands``: for what it stands, "" where it runs."""

    label: str
    due: datetime | None
    late: bool
    stands: str
    citation: str
    verified: bool


def running_of(matter: Matter) -> list[Running]:
    """Return what runs against a matter, the first due first."""
    now = clock.now()
    return [
        Running(
            one.limit.label,
            one.due,
            one.due is not None and one.due < now,
            next((pause.get_reason_display() for pause in one.pauses.all() if pause.until is None), ""),
            one.limit.citation,
            one.limit.verified,
        )
        for one in clocks_of("matter", [matter.uid]).get(matter.uid, [])
    ]

"""Work of the desk that runs in the background."""

from __future__ import annotations

from lienthong.kernel.actor import Actor
from lienthong.kernel.deadlines import Climbed, Clock, climbers, escalate_due
from lienthong.kernel.jobs import Work

from . import queries, services
from .services.sending import send_due


def send_waiting(*, actor: Actor, work: Work) -> None:
    """Send what is due. Safe to run again from its start, and beside itself."""
    send_due(actor=actor, work=work)


def escalate(*, actor: Actor, work: Work) -> None:
    """Take what ran out one body further up and tell it there. Safe to run again from its start, and beside itself."""

    def above(clock: Clock) -> int | None:
        climber = climbers().get(clock.kind)
        return climber.above(clock) if climber else queries.body_above(clock)

    def tell(climbed: Climbed) -> None:
        climber = climbers().get(climbed.clock.kind)
        services.tell_of_climb(actor=actor, climbed=climbed, page=climber.page if climber else "")
        if climber:
            climber.climbed(actor, climbed)

    escalate_due(actor=actor, above=above, tell=tell)

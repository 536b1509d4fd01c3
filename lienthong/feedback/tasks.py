"""Work of the room that runs in the background."""

from __future__ import annotations

from lienthong.kernel.actor import Actor
from lienthong.kernel.jobs import Work

from . import queries, services
from .services.telling import send_messages


# part answer
def tell_senders(*, actor: Actor, work: Work) -> None:
    """Hand over the messages to senders that are due. Safe to run again from its start, and beside itself."""
    send_messages(actor=actor, work=work)


def close_answered(*, actor: Actor, work: Work) -> None:
    """End answered matters whose time for opening again is over, each in a transaction of its own."""
    for matter in list(queries.matters_to_close()):
        services.close_answered(actor=actor, matter=matter)

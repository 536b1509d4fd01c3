"""Work of the desk that runs in the background."""

from __future__ import annotations

from lienthong.kernel.actor import Actor
from lienthong.kernel.jobs import Work

from .services.sending import send_due


def send_waiting(*, actor: Actor, work: Work) -> None:
    """Send what is due. Safe to run again from its start, and beside itself."""
    send_due(actor=actor, work=work)

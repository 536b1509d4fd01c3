"""Work of the room that runs in the background."""

from __future__ import annotations

from lienthong.kernel.actor import Actor
from lienthong.kernel.jobs import Work, task

from . import services
from .services.mailing import take_mails


@task(key="feedback.take_mail", short=True)
def take_mail(*, actor: Actor, work: Work) -> None:
    """Take in what lies in the mailbox, and send the receipts. Safe to run again from its start."""
    take_mails(actor=actor)


@task(short=True)
def forget_days(*, actor: Actor, work: Work) -> None:
    """Remove the keys of days that are over, under which addresses were counted."""
    services.forget_day_keys(actor=actor)

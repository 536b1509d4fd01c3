"""Long work of the room."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext as _

from lienthong.kernel.actor import Actor
from lienthong.kernel.jobs import Work, task

from . import queries
from .services.keying import key_matters as key_all
from .services.linking import link_all_copies
from .services.replying import relay_replies as relay_all

# voices


@task(key="feedback.key_matters")
def key_matters(*, actor: Actor, work: Work) -> None:
    """Make the keys by which copies are found, of every matter that has none."""
    key_all(
        actor=actor, tell=lambda done: work.tell(done, done, _("Đang lập dấu để tìm phản ánh giống nhau"))
    )


@task(key="feedback.relay_replies")
def relay_replies(*, actor: Actor, work: Work) -> None:
    """Let everybody read what authorities answered to their topics."""
    relay_all(actor=actor, tell=lambda done: work.tell(done, done, _("Đang báo trả lời đến người gửi")))


@task(key="feedback.link_copies:{matter}")
def link_copies(*, actor: Actor, work: Work, matter: str) -> None:
    """Link every copy of a matter to it, with the rights of whoever asked; a run that was stopped goes on where it ended."""
    lead = queries.get_matter(actor, UUID(matter))
    total = len(queries.copies_of(actor, lead))
    link_all_copies(
        actor=actor, lead=lead, tell=lambda done: work.tell(done, max(total, done), _("Đang gộp phản ánh"))
    )
    work.leads_to(queries.address_of(lead))

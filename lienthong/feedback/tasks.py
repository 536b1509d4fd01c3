"""Work of the room that runs in the background."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext as _

from lienthong.kernel.actor import Actor
from lienthong.kernel.jobs import Work, task

from . import queries, services
from .services.keying import key_matters as key_all
from .services.linking import link_all_copies
from .services.mailing import take_mails
from .services.replying import relay_replies as relay_all
from .services.retention import purge_due
from .services.telling import send_messages


@task(key="feedback.take_mail", short=True)
def take_mail(*, actor: Actor, work: Work) -> None:
    """Take in what lies in the mailbox, and send the receipts. Safe to run again from its start."""
    take_mails(actor=actor)


@task(short=True)
def forget_days(*, actor: Actor, work: Work) -> None:
    """Remove the keys of days that are over, under which addresses were counted."""
    services.forget_day_keys(actor=actor)


@task(short=True)
def tell_senders(*, actor: Actor, work: Work) -> None:
    """Hand over the messages to senders that are due. Safe to run again from its start, and beside itself."""
    send_messages(actor=actor, work=work)


@task()
def close_answered(*, actor: Actor, work: Work) -> None:
    """End answered matters whose time for opening again is over, each in a transaction of its own."""
    for matter in list(queries.matters_to_close()):
        services.close_answered(actor=actor, matter=matter)


@task()
def count_for_public(*, actor: Actor, work: Work) -> None:
    """Keep the counts of the days that are over, and release each month that is ripe."""
    services.count_days(actor=actor)
    months = queries.ripe_months()
    for number, month in enumerate(months, 1):
        services.release_month(actor=actor, month=month)
        work.tell(number, len(months), _("Đang chốt số liệu từng tháng"))


@task()
def purge(*, actor: Actor, work: Work) -> None:
    """Delete what has been kept long enough. Safe to run again from its start, and beside itself."""
    purge_due(actor=actor, tell=lambda done: work.tell(done, done, _("Đang xóa phần hết thời hạn lưu giữ")))


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

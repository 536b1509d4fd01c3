"""What the desk does again and again, and what it reads of what has happened below."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from lienthong.kernel import deadlines, jobs
from lienthong.kernel.actor import OPERATOR
from lienthong.kernel.channels import Carriers
from lienthong.kernel.models import OutboxEntry
from lienthong.kernel.outbox import Reader
from lienthong.kernel.schedule import Schedule

from . import queries, services
from .services.channels import channels_in_use, open_channel

SEND_WAITING = Schedule(
    "desk.send_waiting",
    kind="desk.send_waiting",
    label=_("Gửi tin đang chờ"),
    every=timedelta(minutes=1),
    needed=queries.is_anything_due,
)
ESCALATE = Schedule(
    "desk.escalate",
    kind="desk.escalate",
    label=_("Báo cấp trên việc quá hạn"),
    every=timedelta(minutes=15),
    needed=deadlines.is_any_to_climb,
)


def _tell_of_ended(entries: Sequence[OutboxEntry]) -> None:
    named = jobs.jobs_named(entry.subject for entry in entries if entry.subject)
    services.tell_of_ended_jobs(actor=OPERATOR, jobs=named)


ENDED_JOBS = Reader("desk.ended_jobs", ("job.ended",), _tell_of_ended)

# Other rooms tell people who have no account through the same ways out.
CARRIERS = Carriers(channels_in_use, open_channel)

"""Telling people, and their reading it. That somebody read a notice is theirs alone: it leaves no entry in the audit.

Nor does the telling: what it tells of left its own entry, in the same transaction.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from lienthong.kernel import clock, sql
from lienthong.kernel.actor import Actor
from lienthong.kernel.bulk import insert_rows
from lienthong.kernel.errors import WrongData
from lienthong.kernel.ids import uuid7
from lienthong.kernel.models import Job, JobState
from lienthong.kernel.notices import NoticeKind, has_many_digits

from .. import notices
from ..models import Delivery, DeliveryState, Notice
from ..queries import get_own_notice, own_notices
from ..queries.audiences import Audience, accounts_in
from .channels import channels_in_use

KEEP_DAYS = 90
_UID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_PATH = re.compile(r"/(?!/)[A-Za-z0-9._~/-]*")
# So many rows a statement: far below the number of values that either store takes at once.
_CHUNK = 500
_ROW = "(%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)"
_TELL = """
INSERT INTO desk_notice (uid, account_id, kind, "group", params, subject_kind, subject, url, due, key, made_at)
VALUES {rows}
ON CONFLICT (account_id, key) DO NOTHING RETURNING id, account_id
"""


@dataclass(frozen=True)
class Telling:
    """Something to be told. ``subject``: kind and public id of the row that it is about; ``url``: its page's path.

    ``key``: what makes it the same again; without one, the subject and the day.
    """

    kind: NoticeKind
    to: Audience
    url: str
    params: Mapping[str, Any] = field(default_factory=dict)
    subject: tuple[str, UUID] | None = None
    due: date | None = None
    key: str = ""


@transaction.atomic
def tell(
    *,
    actor: Actor,
    kind: NoticeKind,
    to: Audience,
    url: str,
    params: Mapping[str, Any] | None = None,
    subject: tuple[str, UUID] | None = None,
    due: date | None = None,
    key: str = "",
) -> int:
    """Tell an audience something; of the holders of a right not the actor, who did it. Return how many accounts had not been told it yet.

    WrongData where a value is not of the sort that the kind declares.
    """
    return tell_many(actor=actor, tellings=[Telling(kind, to, url, params or {}, subject, due, key)])


@transaction.atomic
def tell_many(*, actor: Actor, tellings: Sequence[Telling]) -> int:
    """Tell many things at once, in a number of statements that hardly grows; all of them or none."""
    at = clock.now()
    rows = [
        (uuid7(), account, *kept)
        for telling, accounts in zip(tellings, accounts_in([one.to for one in tellings]), strict=True)
        for kept in [_row(telling, at)]
        for account in sorted(accounts - _knowing(actor, telling.to))
    ]
    # Everybody in one order, so that two who tell the same people never wait for each other in a ring.
    told = _insert(sorted(rows, key=lambda row: (row[1], row[9])))
    waiting = [(key, account, channel, 0) for key, account in told for channel in channels_in_use()]
    insert_rows("desk_dispatch", ("notice_id", "account_id", "channel", "after"), waiting)
    return len(told)


def _knowing(actor: Actor, to: Audience) -> set[int]:
    """Return who needs not be told: of the holders of a right, whoever did it."""
    return {actor.account_id} if to.permission is not None and actor.account_id else set()


def _insert(rows: Sequence[Sequence[Any]]) -> list[tuple[int, int]]:
    """Insert notices that are not there yet and return the key and the account of each."""
    told: list[tuple[int, int]] = []
    for start in range(0, len(rows), _CHUNK):
        some = rows[start : start + _CHUNK]
        statement = _TELL.format(rows=", ".join([_ROW] * len(some)))
        told += sql.fetch(statement, *(value for row in some for value in row))
    return told


def _row(telling: Telling, at: datetime) -> tuple[Any, ...]:
    kind = telling.kind
    subject_kind, subject = telling.subject or ("", None)
    _require_plain_path(telling.url)
    return (
        *(kind.code, kind.group.code, json.dumps(kind.kept(telling.params))),
        *(subject_kind, subject, telling.url, telling.due),
        *(f"{kind.code}:{subject or ''}:{telling.key or clock.today().isoformat()}"[:160], at),
    )


def _require_plain_path(url: str) -> None:
    """Refuse whatever is not the path of a page of ours, or carries more than ids: a query, a name, a number."""
    if not _PATH.fullmatch(url) or has_many_digits(_UID.sub("", url)):
        raise WrongData(_("Thông báo chỉ dẫn được tới một trang của hệ thống, không kèm từ tìm hay số liệu."))


@transaction.atomic
def read_notices(*, actor: Actor, uids: Iterable[UUID] | None = None) -> int:
    """Mark some of the actor's own notices as read, without ``uids`` all of them; return how many were not yet."""
    unread = own_notices(actor).filter(read_at__isnull=True)
    if uids is not None:
        unread = unread.filter(uid__in=list(uids))
    return unread.order_by().update(read_at=clock.now())


@transaction.atomic
def open_notice(*, actor: Actor, uid: UUID) -> str:
    """Mark one of the actor's own notices as read and return where it leads; NotFound where it is not theirs."""
    notice = get_own_notice(actor, uid)
    read_notices(actor=actor, uids=[notice.uid])
    return notice.url


@transaction.atomic
def tell_of_ended_jobs(*, actor: Actor, jobs: Iterable[Job]) -> int:
    """Tell whoever asked for each job that it has ended; one that they stopped themselves is no news."""
    kinds = {JobState.DONE: notices.JOB_ENDED, JobState.FAILED: notices.JOB_FAILED}
    tellings = [
        Telling(
            kinds[JobState(job.state)],
            Audience.accounts([job.asked_by]),
            reverse("jobs:job", args=[job.uid]),
            subject=("job", job.uid),
            key="ended",
        )
        for job in jobs
        if job.asked_by and job.state in kinds
    ]
    return tell_many(actor=actor, tellings=tellings)


@transaction.atomic
def sweep_notices(*, actor: Actor) -> int:
    """Remove notices that were read 90 days ago, and messages that went out as long ago; return how many notices went."""
    before = clock.now() - timedelta(days=KEEP_DAYS)
    swept = Notice.objects.filter(read_at__lt=before)
    count = swept.count()
    swept.delete()
    Delivery.objects.filter(state=DeliveryState.SENT, ended_at__lt=before).delete()
    return count

"""Reads of notices: everybody sees their own, and nobody else's."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from lienthong.kernel import clock, sql
from lienthong.kernel import notices as kinds
from lienthong.kernel.actor import Actor
from lienthong.kernel.errors import NotFound
from lienthong.kernel.notices import Param
from lienthong.kernel.text import search_key
from lienthong.kernel.working import midnight
from lienthong.registry.queries import units_on

from ..models import Notice, NoticeChoice
from ..rules.sending import Choice, Rhythm

# So many of the newest are looked through for words.
MOST = 5_000
# More than this is shown as so many and more.
COUNTED = 99
_UNREAD = """
SELECT COUNT(*) FROM (
    SELECT 1 FROM desk_notice WHERE account_id = %s AND read_at IS NULL LIMIT %s
) unread
"""


@dataclass(frozen=True)
class NoticeWords:
    """A notice as its reader reads it."""

    uid: UUID
    label: str
    group: str
    text: str
    due: date | None
    made_at: datetime
    is_read: bool
    urgent: bool


def own_notices(actor: Actor) -> QuerySet[Notice]:
    """Return the notices of an actor, newest first."""
    rows = Notice.objects.order_by("-made_at", "-pk")
    return rows.filter(account_id=actor.account_id) if actor.account_id else rows.none()


def count_unread(actor: Actor) -> int:
    """Return how many notices an actor has not read, at most COUNTED + 1: one statement on its own index."""
    if actor.account_id is None:
        return 0
    return int(sql.fetch(_UNREAD, actor.account_id, COUNTED + 1)[0][0])


def get_own_notice(actor: Actor, uid: UUID) -> Notice:
    """Return one of an actor's notices; NotFound otherwise."""
    found = own_notices(actor).filter(uid=uid).first()
    if found is None:
        raise NotFound(
            _("Không có thông báo này, hoặc thông báo đã được dọn đi. Hãy xem danh sách thông báo.")
        )
    return found


def find_notices(
    actor: Actor,
    *,
    words: str = "",
    unread: bool = False,
    group: str = "",
    since: date | None = None,
    until: date | None = None,
) -> list[NoticeWords]:
    """Return an actor's notices that fit, newest first and at most MOST, with or without marks in ``words``."""
    found = own_notices(actor)
    if unread:
        found = found.filter(read_at__isnull=True)
    if group:
        found = found.filter(group=group)
    if since is not None:
        found = found.filter(made_at__gte=midnight(since))
    if until is not None:
        found = found.filter(made_at__lt=midnight(until + timedelta(days=1)))
    key = search_key(words)
    if words.strip() and not key:
        return []
    said = in_words(found[:MOST])
    return [one for one in said if key in search_key(f"{one.label} {one.text}")] if key else said


def in_words(notices: Iterable[Notice]) -> list[NoticeWords]:
    """Say notices in the language that is active, with one look-up of names; kinds that no room says any more are left out."""
    rows = [(notice, kind) for notice in notices if (kind := kinds.known().get(notice.kind))]
    wanted = {
        notice.params[name]
        for notice, kind in rows
        for name, sort in kind.params.items()
        if sort is Param.UNIT
    }
    units = {key: unit.short_name for key, unit in units_on(wanted, clock.today()).items()}
    return [
        NoticeWords(
            uid=notice.uid,
            label=str(kind.label),
            group=str(kind.group.label),
            text=kind.said(notice.params, units),
            due=notice.due,
            made_at=notice.made_at,
            is_read=notice.read_at is not None,
            urgent=kind.urgent,
        )
        for notice, kind in rows
    ]


def choice_of(actor: Actor) -> Choice:
    """Return how an actor wants notices, or what holds for whoever never chose."""
    return choices_of([actor.account_id or 0]).get(actor.account_id or 0, Choice())


def choices_of(account_ids: Iterable[int]) -> dict[int, Choice]:
    """Return what accounts chose, by their key; who never did is left out."""
    rows = NoticeChoice.objects.filter(account_id__in=list(account_ids))
    return {
        row.account_id: Choice(row.language, Rhythm(row.rhythm), row.quiet_from, row.quiet_until, row.ways)
        for row in rows
    }

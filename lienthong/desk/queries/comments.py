"""Reads of what is said about a row, and of who may be named there. Whoever may see the row may read it all."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from lienthong.identity.models import Account
from lienthong.identity.queries import accounts_reaching, actor_for, default_post, titles_of
from lienthong.kernel import clock
from lienthong.kernel.actor import Actor
from lienthong.kernel.errors import NotFound
from lienthong.kernel.subjects import About, subject_of
from lienthong.kernel.text import nfc

from ..models import Comment, Mention
from ..rules.comments import is_removable


@dataclass(frozen=True)
class Said:
    """A comment as a person reads it. ``text``: "" where it was taken away."""

    uid: UUID
    by: str
    title: str
    at: datetime
    text: str
    named: tuple[str, ...]
    removed: bool
    may_remove: bool


def comments_about(actor: Actor, kind: str, uid: UUID, *, text: str = "") -> QuerySet[Comment]:
    """Return what is said about a row, newest first; NotFound where the actor may not see the row."""
    subject_of(kind).get(actor, uid)
    rows = Comment.objects.filter(kind=kind, subject=uid).order_by("-at", "-pk")
    return rows.filter(text__icontains=nfc(text.strip())) if text else rows


def get_comment(actor: Actor, uid: UUID) -> Comment:
    """Return a comment on a row that the actor may see; NotFound otherwise."""
    comment = Comment.objects.filter(uid=uid).first()
    if comment is None:
        raise NotFound(_("Không có trao đổi này, hoặc bạn không được xem."))
    subject_of(comment.kind).get(actor, comment.subject)
    return comment


def said_in(actor: Actor, comments: Iterable[Comment]) -> list[Said]:
    """Say comments in words."""
    rows, now = list(comments), clock.now()
    named: dict[int, list[str]] = {}
    mentions = Mention.objects.filter(comment__in=rows).select_related("account").order_by("pk")
    for mention in mentions:
        named.setdefault(mention.comment_id, []).append(mention.account.name)
    authors = Account.objects.in_bulk({row.account_id for row in rows if row.account_id})
    titles = titles_of(authors.values())
    return [
        Said(
            uid=row.uid,
            by=authors[row.account_id].name if row.account_id in authors else _("Tài khoản đã xóa"),
            title=titles.get(row.account_id or 0, ""),
            at=row.at,
            text=row.text,
            named=tuple(named.get(row.pk, ())),
            removed=row.removed_at is not None,
            may_remove=row.removed_at is None
            and row.account_id is not None
            and row.account_id == actor.account_id
            and is_removable(row.at, now),
        )
        for row in rows
    ]


def nameable(actor: Actor, kind: str, about: About) -> list[tuple[Account, str]]:
    """Return who may be named about a row: who holds something at its body or above and may see it, with their capacity."""
    accounts = [
        one
        for one in accounts_reaching(about.organisation_id)
        if one.pk != actor.account_id and may_see(one, kind, about.uid)
    ]
    titles = titles_of(accounts)
    return [(one, titles[one.pk]) for one in accounts]


def may_see(account: Account, kind: str, uid: UUID) -> bool:
    """Say whether somebody, in the post they begin with, may see a row."""
    return subject_of(kind).find(actor_for(account, default_post(account)), uid) is not None

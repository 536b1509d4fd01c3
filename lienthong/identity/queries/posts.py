"""Reads of the posts that an account can act in."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from lienthong.kernel import clock
from lienthong.kernel.actor import Actor
from lienthong.kernel.errors import NotFound
from lienthong.registry.models import Post
from lienthong.registry.queries import units_on

from .. import rules
from ..models import Account


@dataclass(frozen=True)
class HeldPost:
    """A post that an account holds today."""

    id: int
    uid: UUID
    title: str
    organisation_id: int
    unit_name: str


def posts_of(account: Account) -> list[HeldPost]:
    """Return the posts that an account's owner holds today, the longest held first."""
    if account.official_id is None:
        return []
    today = clock.today()
    rows = list(
        Post.objects.on(today)
        .filter(official_id=account.official_id)
        .order_by("valid_from", "pk")
        .values_list("pk", "uid", "title", "organisation_id")
    )
    units = units_on({row[3] for row in rows}, today)
    return [
        HeldPost(key, uid, title, body, units[body].name if body in units else "")
        for key, uid, title, body in rows
    ]


def posts_held_by(account: Account) -> list[Post]:
    """Return the rows of the posts that an account's owner holds today."""
    return list(
        Post.objects.on(clock.today()).filter(official_id=account.official_id or 0).order_by("valid_from")
    )


def get_own_post(actor: Actor, uid: str) -> Post:
    """Return a post that an actor's account holds today, by its public id; NotFound otherwise."""
    account = Account.objects.filter(pk=actor.account_id or 0).first()
    found = next((post for post in posts_held_by(account) if str(post.uid) == uid), None) if account else None
    if found is None:
        raise NotFound(_("Hôm nay bạn không giữ vị trí này. Hãy tải lại trang để xem các vị trí của bạn."))
    return found


def default_post(account: Account) -> int | None:
    """Return the key of the post in which an account begins: the longest held."""
    posts = Post.objects.on(clock.today()).filter(official_id=account.official_id or 0)
    return posts.order_by("valid_from", "pk").values_list("pk", flat=True).first()


def ticket_for(account: Account) -> rules.Ticket:
    """Return what a session of an account begins with."""
    return rules.Ticket(account.pk, account.epoch, default_post(account))

"""In which capacity accounts act, for whoever may see a row but not, for that, every person."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from uuid import UUID

from django.utils.translation import gettext as _

from lienthong.kernel import clock
from lienthong.kernel.actor import Actor
from lienthong.registry.models import Post
from lienthong.registry.queries import bodies_showing_officials, units_on

from ..models import Account, Token


def capacities_of(actor: Actor, uids: Collection[UUID]) -> dict[UUID, str]:
    """Return in which post of which unit some accounts act today, by their public id or that of a key of theirs.

    With the person's name and post where the actor may see the officials of that unit, and of themselves; else only
    the unit. Five statements, however many there are.
    """
    tokens = dict(Token.objects.filter(uid__in=uids).values_list("uid", "account_id"))
    known = Account.objects.filter(uid__in=uids) | Account.objects.filter(pk__in=set(tokens.values()))
    accounts = {account.pk: account for account in known}
    posts = _posts_of(account.official_id for account in accounts.values() if account.official_id)
    bodies = {key: _body_of(account, posts) for key, account in accounts.items()}
    units = units_on({body for body in bodies.values() if body}, clock.today())
    open_bodies = bodies_showing_officials(actor, set(units))
    words = {}
    for key, account in accounts.items():
        post, body = posts.get(account.official_id or 0), bodies[key]
        unit = units[body].name if body in units else _("Tài khoản không thuộc đơn vị nào")
        if key == actor.account_id or body in open_bodies:
            title = f"{account.name} – {post.title}" if post else account.name
            unit = f"{title}, {unit}" if body in units else title
        words[key] = unit
    said = {account.uid: words[key] for key, account in accounts.items()}
    for uid, key in tokens.items():
        said[uid] = _("%(who)s, qua khóa truy cập API") % {"who": words[key]}
    return said


def _posts_of(officials: Iterable[int]) -> dict[int, Post]:
    """Return the post that each official has held longest of those that they hold today."""
    rows = Post.objects.on(clock.today()).filter(official_id__in=set(officials))
    return {post.official_id: post for post in rows.order_by("-valid_from", "-pk")}


def _body_of(account: Account, posts: dict[int, Post]) -> int | None:
    post = posts.get(account.official_id or 0)
    return post.organisation_id if post else account.organisation_id

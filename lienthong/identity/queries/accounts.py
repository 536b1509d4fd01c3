"""Reads of accounts, and the actor that an account is in one of its posts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from lienthong.kernel import clock, rights, sql
from lienthong.kernel.actor import Actor
from lienthong.kernel.errors import NotFound
from lienthong.kernel.text import nfc, search_key
from lienthong.registry.models import Post

from .. import rules
from ..models import Account, Token
from ..permissions import MANAGE_ACCOUNTS
from .grants import grants_for
from .places import GrantedPlaces


def actor_for(account: Account, post_id: int | None = None, token: Token | None = None) -> Actor:
    """Return who an account is, acting in one of its posts or in none; a post it does not hold today counts as none.

    ``token``: the key by which a program asks for the account; no more counts than the key carries.
    """
    acting_at = _held_post(account, post_id) if post_id else None
    scopes = frozenset(code for code in token.scopes if rights.may_be_lent(code)) if token else None
    actor = _actor(account.pk, account.uid, account.name, account.organisation_id, post_id, acting_at, scopes)
    return replace(actor, token=token.uid) if token else actor


def _actor(
    account_id: int,
    uid: UUID,
    name: str,
    own: int | None,
    post_id: int | None,
    acting_at: int | None,
    scopes: frozenset[str] | None = None,
) -> Actor:
    """Return who an account is. ``own``: the body that looks after it; ``acting_at``: that of the post, if it holds it."""
    held = post_id if acting_at else None
    return Actor(
        name=name,
        places=GrantedPlaces(account_id, held, scopes),
        uid=uid,
        account_id=account_id,
        organisation_id=acting_at or own,
        post_id=held,
    )


def actor_holding(
    account_id: int,
    uid: UUID,
    name: str,
    own: int | None,
    post_id: int | None,
    acting_at: int | None,
    grants: Iterable[tuple[Any, ...]],
) -> Actor:
    """Return who an account is, of which the grants that count have been read with it."""
    actor = _actor(account_id, uid, name, own, post_id, acting_at)
    places = GrantedPlaces(account_id, actor.post_id).knowing(grants)
    return replace(actor, places=places)


def find_actor(uid: UUID | None, post_id: int | None) -> Actor | None:
    """Return who an account is now, for work that it asked for earlier; None where it has been disabled since."""
    account = Account.objects.filter(uid=uid, is_active=True).first() if uid else None
    return actor_for(account, post_id) if account else None


def _held_post(account: Account, post_id: int) -> int | None:
    """Return the organisation of a post that the account holds today."""
    posts = Post.objects.on(clock.today()).filter(pk=post_id, official_id=account.official_id)
    return posts.values_list("organisation_id", flat=True).first()


_SIGNED_IN = """
SELECT account.uid, account.name, account.organisation_id, held.organisation_id
FROM identity_account account
LEFT JOIN registry_post held
    ON held.id = %s AND held.official_id = account.official_id AND held.valid_from <= %s AND held.valid_to > %s
WHERE account.id = %s AND account.epoch = %s AND account.is_active
"""


def find_signed_in(ticket: rules.Ticket) -> Actor | None:
    """Return the actor of a session; None where its account was disabled or signed out everywhere since."""
    today = clock.today()
    rows = sql.fetch(_SIGNED_IN, ticket.post_id, today, today, ticket.account_id, ticket.epoch)
    if not rows:
        return None
    uid, name, own, acting_at = rows[0]
    return _actor(ticket.account_id, sql.as_uid(uid), name, own, ticket.post_id, acting_at)


def account_by_username(username: str) -> Account | None:
    """Return an account by the name it signs in with, or None."""
    return Account.objects.filter(username=rules.plain_username(username)).first()


def own_account(actor: Actor) -> Account:
    """Return the account of somebody who has signed in."""
    return Account.objects.get(pk=actor.account_id or 0)


def accounts_for(actor: Actor) -> QuerySet[Account]:
    """Return the accounts that an actor looks after: those of their units, and those that hold a grant there."""
    accounts = Account.objects.select_related("official").order_by("username")
    granted = accounts.filter(pk__in=grants_for(actor).order_by().values("account_id"))
    return MANAGE_ACCOUNTS.filter(actor, accounts) | granted


def may_manage_accounts(actor: Actor) -> bool:
    """Say whether an actor looks after accounts anywhere."""
    return actor.places.holds(MANAGE_ACCOUNTS.code)


def named(accounts: QuerySet[Account], words: str) -> QuerySet[Account]:
    """Return those of some accounts whose name or name to sign in fits.

    ``words``: the beginning of the name to sign in with, or a part of the name, with or without marks.
    """
    return accounts.filter(
        Q(username__startswith=rules.plain_username(words))
        | Q(name__icontains=nfc(words.strip()))
        | Q(official__search_key__contains=search_key(words))
    )


def get_account(actor: Actor, uid: UUID) -> Account:
    """Return an account that an actor looks after; NotFound otherwise."""
    account = accounts_for(actor).filter(uid=uid).first()
    if account is None:
        raise NotFound(_("Không có tài khoản này, hoặc bạn không được xem."))
    return account


def names_of_accounts(uids: Iterable[UUID]) -> dict[UUID, str]:
    """Return the names of accounts; one that was erased since has none."""
    return dict(Account.objects.filter(uid__in=set(uids)).values_list("uid", "name"))


def demo_cast() -> list[Account]:
    """Return the accounts that anybody may try; NotFound outside a demonstration."""
    if not settings.DEMO:
        raise NotFound(_("Không có trang này. Trang dùng thử chỉ có ở bản trình diễn."))
    cast = {account.username: account for account in Account.objects.filter(username__in=rules.DEMO_CAST)}
    return [cast[name] for name in rules.DEMO_CAST if name in cast]

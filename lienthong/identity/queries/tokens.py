"""Reads of keys for the API: whose secret is shown, which an actor may see, and in words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _

from lienthong.kernel import clock, rights
from lienthong.kernel.actor import Actor
from lienthong.kernel.errors import NotFound, NotKnown

from .. import rules
from ..models import Account, Token
from ..permissions import MANAGE_ACCOUNTS
from .accounts import actor_for
from .places import GrantedPlaces

# Use is noted at most so often: a program that asks every second must not write every second.
NOTED_EVERY = timedelta(hours=1)


@dataclass(frozen=True)
class TokenWords:
    """A key as a person reads it. ``until``: the first day on which it no longer counts; ``end``: why not, or ""."""

    uid: UUID
    name: str
    tail: str
    owner: str
    owner_uid: UUID
    scopes: list[str]
    since: date
    until: date
    used_at: datetime | None
    end: str


def actor_by_secret(secret: str) -> Actor:
    """Return whom a secret stands for; NotKnown, with the reason, where it stands for nobody."""
    digest = rules.digest_of(secret)
    token = Token.objects.select_related("account").filter(digest=digest).first()
    if token is None:
        raise NotKnown(_("Không có khóa truy cập API này. Hãy kiểm tra lại khóa đã chép, hoặc tạo khóa mới."))
    end = end_of(token)
    if end:
        said = {"name": token.name, "tail": token.tail, "end": end}
        raise NotKnown(
            _("Khóa truy cập API “%(name)s” (…%(tail)s) không dùng được nữa: %(end)s. Hãy tạo khóa mới.")
            % said
        )
    return actor_for(token.account, token.post_id, token)


def end_of(token: Token) -> str:
    """Return why a key no longer counts, "" while it does. Reads its account."""
    if token.revoked_at is not None:
        return _("đã bị thu hồi")
    if not token.account.is_active:
        return _("tài khoản đã bị khóa")
    if token.epoch != token.account.epoch:
        return _("mật khẩu đã đổi, hoặc chủ tài khoản đã đăng xuất mọi nơi")
    if not token.valid_from <= clock.today() < token.valid_to:
        return _("đã hết hạn")
    return ""


def tokens_for(actor: Actor) -> QuerySet[Token]:
    """Return the keys that an actor may see and revoke: their own, and those of the accounts they look after."""
    own = Token.objects.filter(account_id=actor.account_id or 0)
    looked_after = Token.objects.filter(MANAGE_ACCOUNTS.within(actor, on="account.organisation_id"))
    return (own | looked_after).select_related("account").order_by("-pk")


def own_tokens(actor: Actor) -> QuerySet[Token]:
    """Return the keys of an actor's own account."""
    return tokens_for(actor).filter(account_id=actor.account_id or 0)


def tokens_looked_after(actor: Actor, *, living: bool = False) -> QuerySet[Token]:
    """Return the keys of the accounts that an actor looks after; with ``living``, those that count today."""
    found = tokens_for(actor).filter(MANAGE_ACCOUNTS.within(actor, on="account.organisation_id"))
    return found.filter(_living()) if living else found


def get_token(actor: Actor, uid: UUID) -> Token:
    """Return a key that an actor may see; NotFound otherwise."""
    token = tokens_for(actor).filter(uid=uid).first()
    if token is None:
        raise NotFound(_("Không có khóa truy cập API này, hoặc bạn không được xem."))
    return token


def count_living_tokens(account: Account) -> int:
    """Return how many keys of an account count today."""
    return Token.objects.filter(_living(), account=account).count()


def _living() -> Q:
    today = clock.today()
    lasting = Q(revoked_at=None, valid_from__lte=today, valid_to__gt=today)
    return lasting & Q(account__is_active=True, epoch=F("account__epoch"))


def tokens_in_words(tokens: Iterable[Token]) -> list[TokenWords]:
    """Say keys in words; one that no longer counts says why."""
    labels = rights.known()
    return [
        TokenWords(
            uid=token.uid,
            name=token.name,
            tail=token.tail,
            owner=token.account.name,
            owner_uid=token.account.uid,
            scopes=[str(labels[code].label) if code in labels else code for code in token.scopes],
            since=token.valid_from,
            until=token.valid_to,
            used_at=token.used_at,
            end=end_of(token),
        )
        for token in tokens
    ]


def scopes_for(actor: Actor) -> list[tuple[str, str]]:
    """Return what a key of the actor may carry, code and label: what they hold somewhere, and may lend."""
    held = actor.places.codes if isinstance(actor.places, GrantedPlaces) else frozenset()
    return [
        (code, str(permission.label))
        for code, permission in rights.known().items()
        if code in held and rights.may_be_lent(code)
    ]


def scopes_of(actor: Actor) -> list[str] | None:
    """Return the permissions of the key that an actor asks with; None in person."""
    token = Token.objects.filter(uid=actor.token).first() if actor.token else None
    return list(token.scopes) if token else None


def names_of_tokens(uids: Iterable[UUID]) -> dict[UUID, str]:
    """Return whose key each is and what it is called, by its public id."""
    rows = Token.objects.filter(uid__in=set(uids)).values_list("uid", "account__name", "name")
    return {
        uid: _("%(owner)s, qua khóa “%(name)s”") % {"owner": owner, "name": name} for uid, owner, name in rows
    }

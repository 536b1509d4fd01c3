"""Reads of grants and roles, in rows for those who give them and in words for those who hold them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from lienthong.kernel import clock
from lienthong.kernel.actor import Actor
from lienthong.kernel.errors import NotFound
from lienthong.kernel.languages import label_of
from lienthong.kernel.validity import FOREVER
from lienthong.registry.queries import units_on

from ..models import Account, Grant, Reach, Role
from ..permissions import MANAGE_GRANTS


@dataclass(frozen=True)
class GrantWords:
    """A grant as a person reads it."""

    uid: UUID
    account_uid: UUID
    role: str
    place: str
    reach: str
    system: str
    since: date
    until: date | None
    post: str
    ended: bool
    may_end: bool


def grants_for(actor: Actor) -> QuerySet[Grant]:
    """Return the grants that an actor may give and end, the newest first."""
    rows = Grant.objects.select_related("role", "account", "post", "system").order_by("-valid_from", "-pk")
    return MANAGE_GRANTS.filter(actor, rows)


def own_grants(actor: Actor) -> QuerySet[Grant]:
    """Return the grants that an actor's account holds today."""
    return (
        Grant.objects.on(clock.today())
        .filter(account_id=actor.account_id)
        .select_related("role", "account", "post", "system")
        .order_by("valid_from", "pk")
    )


def grants_of_cast(accounts: Iterable[Account]) -> dict[int, list[GrantWords]]:
    """Return what the accounts of the demonstration's page hold today, by the account's key."""
    rows = Grant.objects.on(clock.today()).filter(account__in=list(accounts))
    words: dict[int, list[GrantWords]] = {}
    grants = list(rows.select_related("role", "account", "post", "system").order_by("valid_from", "pk"))
    for grant, said in zip(grants, grants_in_words(grants), strict=True):
        words.setdefault(grant.account_id, []).append(said)
    return words


def get_grant(actor: Actor, uid: UUID) -> Grant:
    """Return a grant that an actor may end; NotFound otherwise."""
    grant = grants_for(actor).filter(uid=uid).first()
    if grant is None:
        raise NotFound(_("Không có quyền này, hoặc bạn không được xem."))
    return grant


def grants_in_words(grants: Iterable[Grant], ending: Actor | None = None) -> list[GrantWords]:
    """Say grants in words; with ``ending``, whether that actor may end each."""
    rows, today = list(grants), clock.today()
    units = units_on({grant.organisation_id for grant in rows}, today)
    return [
        GrantWords(
            uid=grant.uid,
            account_uid=grant.account.uid,
            role=_role_of(grant),
            place=units[grant.organisation_id].name if grant.organisation_id in units else "",
            reach=str(Reach(grant.reach).label),
            system=label_of(grant.system.name),
            since=grant.valid_from,
            until=None if grant.valid_to == FOREVER else grant.valid_to,
            post=grant.post.title if grant.post else "",
            ended=grant.valid_to <= today,
            may_end=ending is not None and grant.valid_to > today and MANAGE_GRANTS.allows(ending, grant),
        )
        for grant in rows
    ]


def _role_of(grant: Grant) -> str:
    name = label_of(grant.role.name)
    return _("%(role)s (làm thay)") % {"role": name} if grant.lent_from_id else name


def roles() -> list[Role]:
    """Return all roles; what a role may is no secret."""
    return list(Role.objects.order_by("code"))


def get_role(code: str) -> Role:
    """Return a role by its code; NotFound otherwise."""
    role = Role.objects.filter(code=code).first()
    if role is None:
        raise NotFound(_("Không có vai trò “%(code)s”.") % {"code": code})
    return role

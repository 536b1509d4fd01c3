"""Reads of who works where, as far as people of the same row or unit have to name one another. No search across units."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Case, Q, When

from lienthong.kernel import clock
from lienthong.kernel.languages import label_of
from lienthong.registry.models import Closure, Post
from lienthong.registry.queries import units_on

from ..models import Account, Grant, Reach

# So many people are offered to be named; who else sees a row finds it without being named.
MOST = 60


def find_account(uid: UUID) -> Account | None:
    """Return an account that is in use, by its public id, or None."""
    return Account.objects.filter(uid=uid, is_active=True).first()


def account_named(username: str) -> Account | None:
    """Return an account in use by the whole name it signs in with, or None."""
    return Account.objects.filter(username=username.strip().lower(), is_active=True).first()


def accounts_of_unit(organisation_id: int) -> list[Account]:
    """Return the accounts in use of a unit: those that it looks after, and those of who holds a post there today."""
    today = clock.today()
    posts = Post.objects.on(today).filter(organisation_id=organisation_id).values("official_id")
    found = Account.objects.filter(
        Q(organisation_id=organisation_id) | Q(official_id__in=posts), is_active=True
    )
    return list(found.order_by("name", "pk")[:MOST])


def accounts_reaching(organisation_id: int) -> list[Account]:
    """Return the accounts in use that hold anything of their own at a body, or at one above it down to it, nearest first."""
    today = clock.today()
    above = dict(
        Closure.objects.filter(descendant_id=organisation_id, valid_from__lte=today, valid_to__gt=today)
        .order_by("-depth")
        .values_list("ancestor_id", "depth")
    )
    near = Case(*(When(organisation_id=key, then=depth) for key, depth in above.items()), default=0)
    grants = (
        Grant.objects.on(today)
        .filter(Q(organisation_id=organisation_id) | Q(organisation_id__in=above, reach=Reach.BELOW))
        .filter(lent_from=None, account__is_active=True)
        .select_related("account")
        .order_by(near, "account__name", "pk")[: 4 * MOST]
    )
    return list({grant.account_id: grant.account for grant in grants}.values())[:MOST]


def titles_of(accounts: Iterable[Account]) -> dict[int, str]:
    """Say in which capacity accounts work: their post or, without one, their role, and the unit; by the account's key."""
    rows, today = list(accounts), clock.today()
    posts = {
        post.official_id: post
        for post in Post.objects.on(today)
        .filter(official_id__in=[row.official_id for row in rows if row.official_id])
        .order_by("-valid_from")
    }
    roles = {
        grant.account_id: (label_of(grant.role.name), grant.organisation_id)
        for grant in Grant.objects.on(today)
        .filter(account__in=rows, lent_from=None)
        .select_related("role")
        .order_by("-pk")
    }
    said: dict[int, tuple[str, int | None]] = {}
    for row in rows:
        post = posts.get(row.official_id or 0)
        said[row.pk] = (
            (post.title, post.organisation_id) if post else roles.get(row.pk, ("", row.organisation_id))
        )
    units = units_on({unit for _title, unit in said.values() if unit}, today)
    return {
        key: " · ".join(filter(None, (title, units[unit].short_name if unit in units else "")))
        for key, (title, unit) in said.items()
    }

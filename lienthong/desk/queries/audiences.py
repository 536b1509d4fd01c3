"""Who is told: named by a right at organisations, never by a list that somebody keeps."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from lienthong.identity.models import Account
from lienthong.identity.queries import Holder, holders_of
from lienthong.kernel.bulk import chunks
from lienthong.kernel.permission import Permission

_CHUNK = 20_000


@dataclass(frozen=True)
class Audience:
    """Either the holders of a permission at organisations, or accounts by their public ids.

    ``nearest``: of each organisation only those whose grant stands nearest to it, so that a village's own reporter is
    told rather than everybody above.
    """

    permission: Permission | None = None
    organisation_ids: frozenset[int] = frozenset()
    nearest: bool = False
    uids: frozenset[UUID] = frozenset()

    @classmethod
    def holders(
        cls, permission: Permission, organisation_ids: Iterable[int], *, nearest: bool = False
    ) -> Audience:
        """Name those who hold a permission at any of some organisations."""
        return cls(permission, frozenset(organisation_ids), nearest)

    @classmethod
    def accounts(cls, uids: Iterable[UUID]) -> Audience:
        """Name accounts."""
        return cls(uids=frozenset(uids))


def accounts_in(audiences: Sequence[Audience]) -> list[set[int]]:
    """Return the keys of the active accounts in each audience.

    As many statements as there are kinds of audience, and one for every 20,000 accounts that are named.
    """
    named = _named({uid for audience in audiences for uid in audience.uids})
    bodies: dict[Permission, set[int]] = defaultdict(set)
    for audience in audiences:
        if audience.permission is not None:
            bodies[audience.permission] |= audience.organisation_ids
    held = {permission: _by_body(holders_of(permission, ids)) for permission, ids in bodies.items()}
    return [_accounts(audience, named, held) for audience in audiences]


def _named(uids: set[UUID]) -> dict[UUID, int]:
    """Return the keys of active accounts by their public ids, however many: PostgreSQL takes 65,535 values a statement."""
    found: dict[UUID, int] = {}
    for some in chunks(uids, _CHUNK):
        found |= Account.objects.filter(uid__in=some, is_active=True).values_list("uid", "pk")
    return found


def _by_body(holders: Iterable[Holder]) -> dict[int, list[Holder]]:
    found = defaultdict(list)
    for holder in holders:
        found[holder.organisation_id].append(holder)
    return found


def _accounts(
    audience: Audience, named: dict[UUID, int], held: dict[Permission, dict[int, list[Holder]]]
) -> set[int]:
    if audience.permission is None:
        return {named[uid] for uid in audience.uids if uid in named}
    found = set()
    for body in audience.organisation_ids:
        holders = held[audience.permission].get(body, [])
        least = min((holder.depth for holder in holders), default=0)
        found |= {one.account_id for one in holders if not audience.nearest or one.depth == least}
    return found

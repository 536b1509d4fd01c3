"""Where an account holds which permissions: its grants of today, asked as a list and as a check."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from lienthong.kernel import audit, clock, rights, sql
from lienthong.kernel.actor import Actor, Key
from lienthong.registry.models import Closure, Organisation, OrganisationEdge
from lienthong.registry.queries import mark_below, mark_of

from ..models import Grant, Reach

# What of a grant decides what it lets its account do.
GRANT = "role.permissions, held.tree_id, held.system_id, place.id, place.uid, held.reach, place.level, held.lending"
# What was lent counts while its source does: on its days, in a post that is still held, of an account that is not locked.
LENT_COUNTS = """
(held.lent_from_id IS NULL OR (lender.is_active AND source.valid_from <= %s AND source.valid_to > %s
    AND (source.post_id IS NULL OR (chair.valid_from <= %s AND chair.valid_to > %s))))
"""
LENT_FROM = """
LEFT JOIN identity_grant source ON source.id = held.lent_from_id
LEFT JOIN identity_account lender ON lender.id = source.account_id
LEFT JOIN registry_post chair ON chair.id = source.post_id
"""
_HELD = f"""
SELECT {GRANT}
FROM identity_grant held
JOIN identity_role role ON role.id = held.role_id
JOIN registry_organisation place ON place.id = held.organisation_id
{LENT_FROM}
WHERE held.account_id = %s AND held.valid_from <= %s AND held.valid_to > %s
    AND (held.post_id IS NULL OR held.post_id = %s) AND {LENT_COUNTS}
ORDER BY held.id
"""  # noqa: S608 - texts of ours
# Below these more bodies stand than anybody wants to have listed.
_WIDE = frozenset({"centre"})

# A tree, a system and the place in them from which a grant reaches down.
Stem = tuple[int, int, int]


@dataclass(frozen=True)
class Held:
    """One grant that counts now."""

    codes: frozenset[str]
    tree_id: int
    system_id: int
    organisation_id: int
    organisation_uid: UUID
    below: bool
    wide: bool = False
    lending: UUID | None = None

    @property
    def stem(self) -> Stem:
        """Where it reaches down from."""
        return self.tree_id, self.system_id, self.organisation_id


class GrantedPlaces:
    """The places of an account in a post that it holds today, or in none.

    A grant covers its own place always, and with "below" whatever of its system stands below that place in its tree,
    today or on the day asked for. What belongs to the system as a whole is covered by a grant at the root of a tree.
    ``scopes``: of what the grants say only these permissions count; None: all.
    """

    def __init__(self, account_id: int, post_id: int | None, scopes: frozenset[str] | None = None) -> None:
        self._account_id, self._post_id, self._today = account_id, post_id, clock.today()
        self._scopes = scopes
        self._above: dict[tuple[Key, int | UUID, date | None], frozenset[Stem]] = {}

    @cached_property
    def held(self) -> tuple[Held, ...]:
        """Every grant that counts: read once, when first asked for."""
        today = self._today
        rows = sql.fetch(
            _HELD, self._account_id, today, today, self._post_id or 0, today, today, today, today
        )
        return self._read(rows)

    def knowing(self, rows: Iterable[tuple[Any, ...]]) -> GrantedPlaces:
        """Return the places with the grants that somebody has read already, each as ``GRANT`` says, in their order."""
        self.held = self._read(rows)
        return self

    def _read(self, rows: Iterable[tuple[Any, ...]]) -> tuple[Held, ...]:
        return tuple(
            Held(
                codes=self._counting(json.loads(codes), lending is not None),
                tree_id=tree,
                system_id=system,
                organisation_id=body,
                organisation_uid=sql.as_uid(uid),
                below=reach == Reach.BELOW,
                wide=level in _WIDE,
                lending=sql.as_uid(lending) if lending else None,
            )
            for codes, tree, system, body, uid, reach, level, lending in rows
        )

    def _counting(self, codes: Iterable[str], lent: bool) -> frozenset[str]:
        """Return what counts of a role: of one that was lent nothing over accounts, and nothing at all for a program."""
        if lent:
            return frozenset(filter(rights.may_be_lent, codes)) if self._scopes is None else frozenset()
        return frozenset(codes) if self._scopes is None else self._scopes.intersection(codes)

    def only(self, lending: UUID | None) -> GrantedPlaces:
        """Return the places by what was lent for one thing alone; None: by what is the account's own."""
        places = GrantedPlaces(self._account_id, self._post_id, self._scopes)
        places.held = tuple(grant for grant in self.held if grant.lending == lending)
        places._above = self._above
        return places

    @property
    def stands_in_for(self) -> tuple[UUID, ...]:
        """What lent rights that count now; nothing before any right was looked at."""
        if "held" not in self.__dict__:
            return ()
        return tuple(sorted({grant.lending for grant in self.held if grant.lending and grant.codes}))

    @property
    def codes(self) -> frozenset[str]:
        """Every permission that is held somewhere."""
        return frozenset().union(*(grant.codes for grant in self.held))

    def holds(self, code: str) -> bool:
        """Say whether a permission is held anywhere at all."""
        return any(code in grant.codes for grant in self.held)

    def within(self, code: str, column: str, key: Key, at: date | None) -> Q:
        """Return the condition that a column names an organisation at which a permission is held."""
        held = [grant for grant in self.held if code in grant.codes]
        if not held:
            return Q(pk__in=[])
        own = {_key_of(grant, key) for grant in held}
        if key == "uid" and self._at_root(held):
            own.add(audit.SYSTEM)
        condition = Q(**{f"{column}__in": own})
        stems = _stems(held)
        if stems:
            below = Closure.objects.filter(_from(stems), self._standing(at))
            name = "descendant_id" if key == "pk" else "descendant__uid"
            condition |= Q(**{f"{column}__in": below.values(name)})
        return condition

    def among(self, code: str, column: str, bodies: QuerySet[Any, Any]) -> tuple[Q, ...]:
        """Return conditions of which one has to hold for a permission to be held, for a table with few rows."""
        held = [grant for grant in self.held if code in grant.codes]
        direct = {grant.organisation_id for grant in held}
        wide = _stems(grant for grant in held if grant.wide)
        narrow = _stems(held) - wide
        if wide:
            above = Closure.objects.extra(where=[_written_out(wide)])  # noqa: S610 - numbers of ours
            above = above.filter(self._standing(None), descendant_id=OuterRef("pk"))
            found = Organisation.objects.filter(Q(pk__in=direct) | Q(Exists(above)), pk__in=bodies)
            direct |= set(found.values_list("pk", flat=True))
        conditions = [Q(**{f"{column}__in": direct})] if direct else []
        if narrow:
            below = Closure.objects.filter(_from(narrow), self._standing(None)).values("descendant_id")
            conditions.append(Q(**{f"{column}__in": below}))
        return tuple(conditions)

    def covers(self, code: str, organisation: int | UUID, key: Key, at: date | None) -> bool:
        """Say whether a permission is held at one organisation. Always agrees with ``within``."""
        held = [grant for grant in self.held if code in grant.codes]
        if any(_key_of(grant, key) == organisation for grant in held):
            return True
        if organisation == audit.SYSTEM:
            return self._at_root(held)
        stems = _stems(held)
        return bool(stems) and not stems.isdisjoint(self._stems_above(organisation, key, at))

    def covered(self, code: str, organisations: Collection[int], at: date | None = None) -> set[int]:
        """Return those of some organisations at which a permission is held. Always agrees with ``covers``."""
        held = [grant for grant in self.held if code in grant.codes]
        found = {grant.organisation_id for grant in held}.intersection(organisations)
        stems, left = _stems(held), set(organisations) - found
        if stems and left:
            for body, *stem in _stems_of(left, self._today, at or self._today):
                if tuple(stem) in stems:
                    found.add(body)
        return found

    def marks(self, code: str) -> frozenset[str]:
        """Return the marks in the search of all that a permission can reach."""
        held = [grant for grant in self.held if code in grant.codes]
        return frozenset(
            [mark_of(grant.organisation_id) for grant in held] + [mark_below(*stem) for stem in _stems(held)]
        )

    def covers_below(self, code: str, organisation_id: int, tree_id: int, system_id: int) -> bool:
        """Say whether a permission is held at an organisation and, for good, at all of a system below it in a tree."""
        stems = _stems(grant for grant in self.held if code in grant.codes)
        wanted = {stem for stem in stems if stem[:2] == (tree_id, system_id)}
        if (tree_id, system_id, organisation_id) in wanted:
            return True
        return bool(wanted) and not wanted.isdisjoint(self._stems_above(organisation_id, "pk", None))

    def _at_root(self, held: Iterable[Held]) -> bool:
        return not self._roots.isdisjoint(grant.organisation_id for grant in held)

    @cached_property
    def _roots(self) -> frozenset[int]:
        """The places of the grants that stand at the root of a tree today."""
        places = [grant.organisation_id for grant in self.held]
        edges = OrganisationEdge.objects.on(self._today).filter(parent=None, child_id__in=places)
        return frozenset(edges.values_list("child_id", flat=True))

    def _stems_above(self, organisation: int | UUID, key: Key, at: date | None) -> frozenset[Stem]:
        """Return all that a grant could reach an organisation from: one query, whatever is asked about it later."""
        at = None if at == self._today else at
        found = self._above.get((key, organisation, at))
        if found is None:
            name = "descendant_id" if key == "pk" else "descendant__uid"
            above = Closure.objects.filter(self._standing(at), **{name: organisation})
            found = frozenset(above.values_list("tree_id", "system_id", "ancestor_id"))
            self._above[key, organisation, at] = found
        return found

    def _standing(self, at: date | None) -> Q:
        today = Q(valid_from__lte=self._today, valid_to__gt=self._today)
        return today if at in (None, self._today) else today | Q(valid_from__lte=at, valid_to__gt=at)


def _key_of(grant: Held, key: Key) -> int | UUID:
    return grant.organisation_id if key == "pk" else grant.organisation_uid


def _stems(held: Iterable[Held]) -> set[Stem]:
    return {grant.stem for grant in held if grant.below}


def _from(stems: set[Stem]) -> Q:
    condition = Q()
    for tree, system in sorted({stem[:2] for stem in stems}):
        ancestors = [stem[2] for stem in stems if stem[:2] == (tree, system)]
        condition |= Q(tree_id=tree, system_id=system, ancestor_id__in=ancestors)
    return condition


_ABOVE = """
SELECT descendant_id, tree_id, system_id, ancestor_id FROM registry_closure
WHERE descendant_id {among} AND (valid_from <= %s AND valid_to > %s OR valid_from <= %s AND valid_to > %s)
"""


def _stems_of(bodies: Collection[int], today: date, at: date) -> list[tuple[int, ...]]:
    """Return what some bodies could be reached from, each as (body, tree, system, place), today or on a day."""
    among, listed = sql.among(bodies)
    return sql.fetch(_ABOVE.format(among=among), listed, today, today, at, at)


def _written_out(stems: set[Stem]) -> str:
    """Return the condition of ``_from`` with its numbers in the text: a plan kept for any place takes a root for a village."""
    return " OR ".join(
        f"(tree_id = {tree:d} AND system_id = {system:d} AND ancestor_id = {ancestor:d})"
        for tree, system, ancestor in sorted(stems)
    )


def not_held(actor: Actor, grant: Grant) -> list[str]:
    """Return the permissions of a grant's role that an actor does not hold there as far down: nobody hands on those.

    What was lent to them is not theirs to hand on.
    """
    places = actor.places.only(None) if isinstance(actor.places, GrantedPlaces) else actor.places

    def held(code: str) -> bool:
        if grant.reach == Reach.BELOW and isinstance(places, GrantedPlaces):
            return places.covers_below(code, grant.organisation_id, grant.tree_id, grant.system_id)
        return places.covers(code, grant.organisation_id, "pk", None)

    return [code for code in grant.role.permissions if not held(code)]

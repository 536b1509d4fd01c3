"""Accounts of the demonstration: one for every body of the Front, and the cast."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Final

from django.db import transaction

from lienthong.identity import queries as identity_queries
from lienthong.identity import services as identity
from lienthong.identity.models import Account, Reach
from lienthong.identity.services import NewAccount, NewGrant
from lienthong.kernel import clock
from lienthong.kernel.actor import Actor
from lienthong.kernel.ids import uuid7_for
from lienthong.registry import services as registry
from lienthong.registry.models import AreaVersion, Organisation, OrganisationVersion, System, Tree

from .. import queries
from .places import Place, codes_on, numbered

Progress = Callable[[str, Iterable[Any], int], Iterable[Any]]
# Whoever works at a body above the communes: how their account is called, and what it may.
_UPPER: Final = {"district": "huyen", "province": "tinh"}


def load_accounts(
    actor: Actor,
    places: Sequence[Place],
    day: date,
    since: date,
    progress: Progress,
    *,
    upper: bool = False,
    also: Mapping[str, Sequence[str]] | None = None,
) -> None:
    """Give every body of the Front an account that nobody can sign in to with a password, and the cast theirs.

    ``day``: on which bodies are called so. ``since``: from when on they may. ``upper``: districts and provinces, too.
    ``also``: further roles of people of the cast, where they work.
    """
    if Account.objects.exists():
        return
    with transaction.atomic():
        rows = list(_accounts(places, day, since, upper=upper))
        identity.create_accounts_in_bulk(actor=actor, rows=progress("accounts", rows, len(rows)))
        _load_cast(actor, places, day, since, also or {})


def _accounts(places: Sequence[Place], day: date, since: date, *, upper: bool) -> Iterator[NewAccount]:
    roles = {role.code: role.pk for role in identity_queries.roles()}
    front, system = Tree.objects.get(code="front"), System.objects.get(code="front")
    names = dict(
        OrganisationVersion.objects.on(day)
        .filter(organisation__system=system)
        .values_list("organisation_id", "short_name")
    )

    def account(username: str, name: str, organisation: int, role: str, reach: str) -> NewAccount:
        grant = NewGrant(roles[role], front.pk, system.pk, organisation, reach, since)
        uid = uuid7_for(int(clock.now().timestamp() * 1000), "account", username)
        return NewAccount(username, name, organisation, grants=(grant,), uid=uid)

    for place, number in zip(places, numbered(places), strict=True):
        yield account(
            f"thon-{place.commune_code}-{number:02d}",
            f"Trưởng {_small(names[place.organisation])}",
            place.organisation,
            "village_reporter",
            "here",
        )
    for key, code in {place.commune: place.commune_code for place in places}.items():
        name = f"Cán bộ Mặt trận {_small(names[key])}"
        yield account(f"xa-{code}", name, key, "commune_officer", "below")
    if upper:
        for key, (level, code) in codes_on(day).items():
            if level in _UPPER:
                name = f"Cán bộ Mặt trận {_small(names[key])}"
                yield account(f"{_UPPER[level]}-{code}", name, key, "province_officer", "below")


def _small(name: str) -> str:
    return name[:1].lower() + name[1:]


def _load_cast(
    actor: Actor, places: Sequence[Place], day: date, since: date, also: Mapping[str, Sequence[str]]
) -> None:
    front, system = Tree.objects.get(code="front"), System.objects.get(code="front")
    codes = {role.code: role for role in identity_queries.roles()}
    for person in queries.cast():
        organisation = _place_of(person, places, system, day)
        if organisation is None:
            if not person["level"]:
                identity.create_account(
                    actor=actor, username=person["username"], name=person["name"], organisation=None
                )
            continue
        post = registry.appoint_official(
            actor=actor, organisation=organisation, name=person["name"], title=person["title"], since=since
        )
        account = identity.create_account(
            actor=actor,
            username=person["username"],
            name=person["name"],
            organisation=organisation,
            official=post.official,
        )
        for role in (person["role"], *also.get(person["username"], ())):
            identity.give_grant(
                actor=actor,
                account=account,
                role=codes[role],
                tree=front,
                system=system,
                organisation=organisation,
                reach=Reach(person["reach"]),
                since=since,
            )


def _place_of(
    person: Mapping[str, str], places: Sequence[Place], system: System, day: date
) -> Organisation | None:
    """Return the body in which one of the cast works; None of a citizen, or where that part of the country is not there."""
    if not person["level"]:
        return None
    bodies = Organisation.objects.filter(system=system, level=person["level"])
    if person["level"] == "centre":
        return bodies.get()
    if person["level"] == "village":
        return _village_of(person, places, bodies)
    now = AreaVersion.objects.on(day).filter(code=person["code"], area__level=person["level"])
    return bodies.filter(versions__area__in=now.values("area_id")).first()


def _village_of(person: Mapping[str, str], places: Sequence[Place], bodies: Any) -> Organisation | None:
    """Return a village by its name: in its commune, or wherever in the province it lay before its commune was made."""
    named = bodies.filter(versions__short_name=person["place"])
    found: Organisation | None = None
    for inside in (
        [place.organisation for place in places if place.commune_code == person["commune"]],
        [place.organisation for place in places if place.province_code == person["province"]],
    ):
        found = found or named.filter(pk__in=inside).first()
    return found

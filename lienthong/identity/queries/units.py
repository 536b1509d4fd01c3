"""Reads of the units at which an actor may look after accounts and grants."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from lienthong.kernel import clock
from lienthong.kernel.actor import Actor
from lienthong.kernel.errors import NotFound
from lienthong.kernel.permission import Permission
from lienthong.kernel.text import search_key
from lienthong.registry.models import Closure, Organisation, OrganisationVersion, Tree
from lienthong.registry.queries import Unit, units_on

from ..models import Account, Grant

_SHOWN = 30
_CHUNK = 1_000


def units_named(actor: Actor, right: Permission, words: str) -> list[Unit]:
    """Return units of today whose name holds some words and at which an actor holds a right, the highest first."""
    today, key = clock.today(), search_key(words)
    if not key:
        return []
    rows = right.filter(actor, OrganisationVersion.objects.on(today)).filter(search_key__contains=key)
    ids = list(rows.order_by("organisation_id").values_list("organisation_id", flat=True)[:_SHOWN])
    units = units_on(ids, today)
    return [units[key] for key in ids]


def get_organisation(actor: Actor, right: Permission, uid: UUID) -> Organisation:
    """Return a body at which an actor holds a right; NotFound otherwise."""
    found = Organisation.objects.select_related("system").filter(uid=uid).first()
    if found is None or not right.allows_at(actor, found.pk):
        raise NotFound(_("Không có đơn vị này, hoặc bạn không quản lý tài khoản ở đó."))
    return found


def name_of_unit(organisation: Organisation) -> str:
    """Return what a body is called today, or was called last."""
    unit = units_on([organisation.pk], clock.today()).get(organisation.pk)
    return unit.name if unit else ""


def trees_with(organisation: Organisation) -> list[Tree]:
    """Return the trees in which a body stands today."""
    today = clock.today()
    standing = Closure.objects.filter(
        descendant=organisation, depth=0, valid_from__lte=today, valid_to__gt=today
    )
    return list(Tree.objects.filter(pk__in=standing.values("tree_id")).order_by("code"))


def accounts_at(bodies: Iterable[int], day: date) -> dict[int, set[UUID]]:
    """Return the accounts in use that belong to bodies: looked after by them, or with a right of their own there on a day."""
    found: dict[int, set[UUID]] = defaultdict(set)
    wanted = sorted(bodies)
    for start in range(0, len(wanted), _CHUNK):
        some = wanted[start : start + _CHUNK]
        kept = Account.objects.filter(organisation_id__in=some, is_active=True)
        held = Grant.objects.on(day).filter(organisation_id__in=some, account__is_active=True, lent_from=None)
        for body, uid in (
            *kept.values_list("organisation_id", "uid"),
            *held.values_list("organisation_id", "account__uid"),
        ):
            found[body].add(uid)
    return dict(found)

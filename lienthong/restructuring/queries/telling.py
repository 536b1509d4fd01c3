"""Who is told what a plan changes at a body: the page that officials of units read, who see no plans otherwise."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final
from uuid import UUID

from django.utils.translation import gettext as _

from lienthong.kernel import rights
from lienthong.kernel.actor import Actor
from lienthong.kernel.errors import NotFound
from lienthong.registry.models import Organisation

from .. import permissions
from ..models import Plan, PlanState
from .plans import address_of

# What is still being written is nobody's news; what was approved is known to those concerned, what was done to all.
_DECIDED: Final = frozenset({PlanState.APPROVED, PlanState.CARRIED_OUT, PlanState.UNDONE})
_DONE: Final = frozenset({PlanState.CARRIED_OUT, PlanState.UNDONE})
_CHUNK: Final = 1_000


def get_plan_at(actor: Actor, uid: UUID, unit: UUID) -> tuple[Plan, Organisation]:
    """Return a plan and a body that it may change; NotFound where the actor may not know what it changes there."""
    plan = Plan.objects.select_related("organisation").filter(uid=uid).first()
    organisation = Organisation.objects.filter(uid=unit).first()
    if plan is None or organisation is None:
        raise _not_found()
    require_told(actor, plan, organisation)
    return plan, organisation


def require_told(actor: Actor, plan: Plan, organisation: Organisation) -> None:
    """Raise NotFound unless an actor may know what a plan changes at a body.

    Whoever sees the plan, or plans at the body, always may. Once it is approved, whoever holds any right at the body; once it
    was carried out, everybody who is signed in: the registry then shows the same.
    """
    if permissions.VIEW.allows(actor, plan) or permissions.VIEW.allows_at(actor, organisation.pk):
        return
    if plan.state in _DONE and actor.signed_in:
        return
    if plan.state in _DECIDED and _holds_anything_at(actor, organisation):
        return
    raise _not_found()


def address_at(plan: Plan, unit: UUID) -> str:
    """Return the address of the page that says what a plan changes at a body."""
    return f"{address_of(plan)}don-vi/{unit}/"


def addresses_at(plan_url: str, bodies: Iterable[int]) -> dict[int, str]:
    """Return the addresses of those pages for bodies given by their keys, below the address of the plan."""
    wanted, found = sorted(bodies), {}
    for start in range(0, len(wanted), _CHUNK):
        rows = Organisation.objects.filter(pk__in=wanted[start : start + _CHUNK]).values_list("pk", "uid")
        found.update({key: f"{plan_url}don-vi/{uid}/" for key, uid in rows})
    return found


def _holds_anything_at(actor: Actor, organisation: Organisation) -> bool:
    if actor.organisation_id == organisation.pk:
        return True
    return any(actor.places.covers(code, organisation.pk, "pk", None) for code in rights.known())


def _not_found() -> NotFound:
    return NotFound(_("Không có phương án này, hoặc bạn không được xem. Hãy hỏi người quản trị."))

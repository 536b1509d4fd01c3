"""Reads of plans: those that an actor may see, their steps as values, and where their pages are."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import Any, Final
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from lienthong.kernel.actor import Actor
from lienthong.kernel.errors import NotFound
from lienthong.registry.models import Level, Organisation

from .. import permissions
from ..models import Plan
from ..models import Step as StepRow
from ..rules.steps import Key, Step, StepKind

_COLUMNS: Final = (
    *("position", "kind", "level", "old_code", "old_uid", "new_level", "new_code", "name", "unit_kind"),
    *("parent_level", "parent_code", "whole", "share", "share_key", "default"),
)


def plans_for(actor: Actor) -> QuerySet[Plan]:
    """Return the plans that an actor may see, those that take effect last first."""
    rows = Plan.objects.select_related("organisation").order_by("-effective_on", "-pk")
    return permissions.VIEW.filter(actor, rows)


def find_plan(actor: Actor, uid: UUID) -> Plan | None:
    """Return a plan by its public id, None where there is none that the actor may see."""
    return plans_for(actor).filter(uid=uid).first()


def get_plan(actor: Actor, uid: UUID) -> Plan:
    """Return a plan by its public id; NotFound where there is none that the actor may see."""
    plan = find_plan(actor, uid)
    if plan is None:
        raise NotFound(
            _("Không có phương án này, hoặc bạn không được xem. Hãy chọn lại trong danh sách phương án.")
        )
    return plan


def central_body(system: str) -> Organisation:
    """Return the body at the centre of a system, given by its code; NotFound where there is none."""
    body = Organisation.objects.filter(system__code=system, level=Level.CENTRE).order_by("pk").first()
    if body is None:
        raise NotFound(_("Hệ thống “%(code)s” không có tổ chức ở trung ương.") % {"code": system})
    return body


def address_of(plan: Plan) -> str:
    """Return the address of a plan's page."""
    return f"/phuong-an/{plan.uid}/"


def steps_of(plan: Plan) -> list[Step]:
    """Return the steps of a plan, in their order."""
    return list(_steps(StepRow.objects.filter(plan=plan).order_by("position").values_list(*_COLUMNS)))


def _steps(rows: Iterable[tuple[Any, ...]]) -> Iterable[Step]:
    for row in rows:
        position, kind, level, old_code, old_uid, new_level, new_code, name, unit_kind, *rest = row
        parent_level, parent_code, whole, share, share_key, default = rest
        yield Step(
            position,
            StepKind(kind),
            level,
            old_code,
            old_uid,
            new_level,
            new_code,
            name,
            unit_kind,
            Key(parent_level, parent_code) if parent_level else None,
            whole,
            None if share is None else Fraction(share),
            share_key,
            default,
        )

"""The rows that this room lends to what every room shares: returns."""

from __future__ import annotations

from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from lienthong.kernel.actor import Actor
from lienthong.kernel.languages import label_of
from lienthong.kernel.subjects import About, Subject
from lienthong.registry.queries import parents_of, units_on

from . import permissions, queries
from .messages import week_label


def _return(actor: Actor, uid: UUID) -> About | None:
    found = queries.find_return(actor, uid)
    if found is None:
        return None
    asked, entry = found
    unit = units_on([entry.organisation_id], asked.week.last)[entry.organisation_id]
    _parent, stream = parents_of(asked.series.tree_id, [unit.id], asked.week.last)[unit.id]
    name = label_of(asked.series.name)
    return About(
        uid=entry.uid,
        title=f"{name} – {unit.short_name} – {week_label(asked.week)}",
        url=reverse("reports:return", args=[asked.series.code, asked.week, unit.uid]),
        organisation_id=unit.id,
        stream=stream,
    )


def _may_add(actor: Actor, uid: UUID) -> bool:
    """Say whether an actor enters or decides on a return: they may hang files on it."""
    found = queries.find_return(actor, uid)
    if found is None:
        return False
    _asked, entry = found
    return permissions.SUBMIT.allows(actor, entry) or permissions.APPROVE.allows(actor, entry)


RETURN = Subject("return", _("Báo cáo"), _return, may_add=_may_add, retention="report_weekly")

"""A visit as comments, files, history and links know it."""

from __future__ import annotations

from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from lienthong.kernel.actor import Actor
from lienthong.kernel.subjects import About, Subject
from lienthong.registry.queries import stream_of

from . import queries
from .permissions import WRITE


def _find(actor: Actor, uid: UUID) -> About | None:
    visit = queries.visits_for(actor).filter(uid=uid).first()
    if visit is None:
        return None
    url = reverse("visitors:visit", args=[uid])
    return About(uid, visit.guests, url, visit.organisation_id, stream_of(visit.organisation))


def _may_add(actor: Actor, uid: UUID) -> bool:
    return WRITE.allows(actor, queries.get_visit(actor, uid))


VISIT = Subject("visit", _("Lượt khách"), _find, may_add=_may_add)

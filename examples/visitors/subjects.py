"""A visit as its comments, files, history and links know it."""

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from lienthong.kernel.actor import Actor
from lienthong.kernel.subjects import About, Subject
from lienthong.registry.queries import stream_of

from . import queries
from .permissions import WRITE


def _find(actor: Actor, uid: UUID) -> About | None:
    one = queries.visits_for(actor).filter(uid=uid).first()
    if one is None:
        return None
    return About(uid, one.guests, queries.address_of(one), one.organisation_id, stream_of(one.organisation))


def _may_add(actor: Actor, uid: UUID) -> bool:
    return WRITE.filter(actor, queries.visits_for(actor)).filter(uid=uid).exists()


VISIT = Subject("visit", _("Lượt khách"), _find, may_add=_may_add)

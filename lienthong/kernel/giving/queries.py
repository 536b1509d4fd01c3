"""Whose data may be given to whom."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from django.utils.translation import gettext as _

from ..actor import Actor
from ..errors import NotFound
from ..permissions import EXPORT_UNIT
from .said import Extent, extent_of


def may_take(actor: Actor, key: int) -> bool:
    """Say whether an actor may take all data of a unit away."""
    return EXPORT_UNIT.allows_at(actor, key)


def get_extent(actor: Actor, uid: UUID) -> Extent:
    """Return a unit with the bodies below it whose data the actor may take away.

    NotFound where there is no such unit, NotAllowed where they do not hold the right at it.
    """
    extent = extent_of(actor, uid)
    if extent is None:
        raise NotFound(_("Không có đơn vị này. Hãy tra cứu lại đơn vị."))
    EXPORT_UNIT.require_at(actor, extent.key)
    held = actor.places.covered(EXPORT_UNIT.code, list(extent.bodies))
    return replace(extent, bodies={key: uid for key, uid in extent.bodies.items() if key in held})

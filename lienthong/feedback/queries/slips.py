"""The slips of denunciations: what waits for its paper."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from django.db.models import QuerySet
from django.urls import reverse

from lienthong.kernel.actor import Actor

from ..models import (
    HandOver,
    Matter,
)
from ..permissions import RECEIVE
from .matters import matters_for

_SENDER: Final = "feedback.sender"
_DAY: Final = timedelta(days=1)


def slip_address(matter: Matter) -> str:
    """Return where the slip of a denunciation is."""
    return reverse("feedback:slip", args=[matter.uid])


def slips_for(actor: Actor) -> QuerySet[Matter]:
    """Return the denunciations that wait for their paper at the actor's body, for whoever receives there."""
    seat = actor.organisation_id
    if seat is None or not RECEIVE.allows_at(actor, seat):
        return Matter.objects.none()
    return matters_for(actor).filter(pk__in=HandOver.objects.values("matter_id"))


def require_receiving(actor: Actor) -> None:
    """Raise NotAllowed unless an actor receives matters at their body."""
    if actor.organisation_id is None or not RECEIVE.allows_at(actor, actor.organisation_id):
        raise RECEIVE.refusal(actor)


def is_waiting_for_paper(matter: Matter) -> bool:
    """Say whether a denunciation has not been handed over yet."""
    return HandOver.objects.filter(matter=matter).exists()

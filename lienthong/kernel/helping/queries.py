"""Which hints somebody has read."""

from __future__ import annotations

from ..actor import Actor
from ..models import SeenHint


def hints_seen_by(actor: Actor) -> frozenset[str]:
    """Return the codes of all hints that an actor has dismissed, in one statement."""
    if actor.uid is None:
        return frozenset()
    return frozenset(SeenHint.objects.filter(account=actor.uid).values_list("code", flat=True))

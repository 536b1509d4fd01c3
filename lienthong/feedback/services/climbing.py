"""What ran out goes up: the level above is told by the desk, the sender in plain words, and what nobody answered is decided there."""

from __future__ import annotations

from django.db import transaction

from lienthong.kernel import audit
from lienthong.kernel.actor import Actor
from lienthong.kernel.deadlines import Climbed

from ..models import Matter, MatterState
from .deciding import raise_silent
from .moving import locked, tell_sender


@transaction.atomic
def note_climb(*, actor: Actor, climbed: Climbed) -> None:
    """Write down that a clock of a matter went up. Of a matter that waits to be accepted, the level above decides from now on."""
    found = Matter.objects.filter(uid=climbed.clock.subject).first()
    if found is None:
        return
    held = locked(found)
    tell_sender(held.matter, "climb", other=climbed.to)
    facts = {"limit": climbed.clock.limit.code, "to": climbed.to, "level": climbed.level}
    audit.record(actor, "matter.climbed", "matter", found.uid, stream=held.head, facts=facts)
    if climbed.clock.state == MatterState.MOVING:
        raise_silent(actor=actor, matter=held.matter)

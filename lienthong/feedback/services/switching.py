"""What a change of class means at once, beside its clocks: who may know of it, and what is kept of the sender."""

from __future__ import annotations

from typing import Final

from lienthong.kernel import clock

from ..models import MatterClass, Publication, Sender, Standing
from .moving import Locked

# Of these nothing is ever published.
_NEVER_PUBLIC: Final = frozenset({MatterClass.COMPLAINT, MatterClass.DENUNCIATION})


def switch_lane(held: Locked) -> None:
    """Let a matter that has just got another class follow its rules: nothing public of what never is, and of a denunciation
    nothing that tells who sent it."""
    matter = held.matter
    if matter.matter_class in _NEVER_PUBLIC:
        matter.consents = False
        Publication.objects.filter(matter=matter, standing=Standing.PUBLIC).update(
            standing=Standing.WITHDRAWN,
            withdrawn_at=clock.now(),
            title="",
            question="",
            answer="",
            search_key="",
        )
    if matter.matter_class == MatterClass.DENUNCIATION:
        Sender.objects.filter(matter=matter).delete()

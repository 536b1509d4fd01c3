"""What an officer may do now with a matter, by the words of its address."""

from __future__ import annotations

from lienthong.kernel.actor import Actor
from lienthong.kernel.flow import steps_for

from .. import queries
from ..models import Matter, MatterState, ShareState
from ..permissions import ANSWER, RECEIVE
from .matters import MATTER

_BY_STEP = {
    "accept": ("tiep-nhan",),
    "classify": ("phan-loai",),
    "ask": ("hoi",),
    "go_on": ("tiep-tuc",),
    "pass_on": ("chuyen", "chuyen-giup"),
    "guide": ("huong-dan",),
    "raise": ("bao-len",),
}


def doings_of(actor: Actor, matter: Matter) -> list[str]:
    """Return what an actor may do now with a matter from where they sit: as the body that has it, to which it was passed on,
    which decides, or which was asked."""
    found: list[str] = []
    if queries.is_seat_of(actor, matter):
        may = {step.name for step in steps_for(MATTER, actor=actor, row=matter, state=matter.state)}
        found += [doing for step, doings in _BY_STEP.items() if step in may for doing in doings]
        if matter.state == MatterState.ACCEPTED:
            found += ["phoi-hop"] if RECEIVE.allows(actor, matter) else []
            found += _holding(matter) if ANSWER.allows(actor, matter) else []
    receives, answers = (right.allows_at(actor, actor.organisation_id) for right in (RECEIVE, ANSWER))
    if receives and matter.state == MatterState.MOVING and queries.offered_to(actor, matter):
        found += ["nhan", "tra-lai"]
    if receives and matter.state == MatterState.STUCK and queries.to_decide(actor, matter):
        found.append("quyet-dinh")
    share = queries.own_share(actor, matter) if answers else None
    if share is not None and share.state == ShareState.ASKED:
        found.append("tra-loi-phoi-hop")
    return found


def _holding(matter: Matter) -> list[str]:
    if queries.stands_for(matter):
        return ["chay-tiep"]
    return ["tam-dung"] if queries.reasons_to_hold(matter) else []

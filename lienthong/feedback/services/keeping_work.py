"""The work that waits because of a matter: one piece at a time, whose kind and body follow from where the matter stands.

Every change of a state goes through ``moving.write``, which calls this: no step can forget to open or close work.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final

from lienthong.desk.services import close_work, close_work_of, open_work
from lienthong.kernel import clock
from lienthong.kernel.actor import Actor
from lienthong.kernel.waiting import Piece

from .. import queries
from ..models import (
    OPEN_STATES,
    Matter,
    MatterClass,
    MatterState,
    Referral,
    Share,
    ShareState,
    Transfer,
    TransferState,
)

RECEIVE_WORK: Final = "feedback.receive"
TAKE_OVER_WORK: Final = "feedback.take_over"
DECIDE_WORK: Final = "feedback.decide"
HANDLE_WORK: Final = "feedback.handle"
SHARE_WORK: Final = "feedback.share"
HAND_OVER_WORK: Final = "feedback.hand_over"

_KINDS: Final[dict[str, str]] = {
    MatterState.SENT: RECEIVE_WORK,
    MatterState.ACCEPTED: HANDLE_WORK,
    MatterState.MOVING: TAKE_OVER_WORK,
    MatterState.STUCK: DECIDE_WORK,
}


def keep_work(
    actor: Actor, matter: Matter, *, at: int | None = None, due: datetime | None = None, again: bool = False
) -> None:
    """End what waited because of a matter, and let wait what its state asks for.

    ``at``: the body whose work it is, where it is not the one that has it. ``again``: the same work under other words.
    """
    key = f"matter:{matter.uid}"
    close_work(actor=actor, key=key, dropped=again)
    if matter.state not in OPEN_STATES:
        _end_elsewhere(actor, matter)
    kind = _KINDS.get(matter.state)
    if kind is None:
        return
    if matter.matter_class == MatterClass.DENUNCIATION:
        kind = HAND_OVER_WORK  # whatever its state: it is printed and handed over
    if due is None:
        due = matter.acknowledge_due if kind == RECEIVE_WORK else matter.answer_due
    open_work(actor=actor, piece=piece_of(matter, kind, key, at or matter.organisation_id, due))


def _end_elsewhere(actor: Actor, matter: Matter) -> None:
    """Let nobody else wait for a matter that is answered or has ended."""
    now = clock.now()
    Transfer.objects.filter(matter=matter, state=TransferState.OFFERED).update(
        state=TransferState.DROPPED, ended_at=now
    )
    Referral.objects.filter(matter=matter, ended_at=None).update(ended_at=now)
    Share.objects.filter(matter=matter, state=ShareState.ASKED).update(state=ShareState.DROPPED, ended_at=now)
    close_work_of(actor=actor, kind=SHARE_WORK, subject=matter.uid, dropped=True)


def piece_of(matter: Matter, kind: str, key: str, body: int, due: datetime | None) -> Piece:
    """Return a piece of work about a matter: named by what the matter is about, never by what it says."""
    if kind == HAND_OVER_WORK:
        return Piece(kind, key, body, "matter", matter.uid, queries.slip_address(matter), {}, due)
    words = {"category": matter.category.name}
    return Piece(kind, key, body, "matter", matter.uid, queries.address_of(matter), words, due)

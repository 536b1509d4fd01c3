"""A matter goes from body to body: offered, accepted or bounced in a time of its own, never to the one complained about.

Until it is accepted the body that passed it on has it. Passed on too often, or back to where it has been, it goes up instead:
see ``deciding``. What time it took is the case's; the answer's clock begins anew where it was accepted.
"""

from __future__ import annotations

from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from lienthong.kernel import clock
from lienthong.kernel.actor import Actor
from lienthong.kernel.errors import WrongData, WrongMoment

from .. import queries
from ..flows import MATTER
from ..models import Matter, MatterState, ReferralReason, Transfer, TransferState
from ..permissions import RECEIVE
from ..rules.limits import ClockKind
from ..rules.routing import goes_back
from . import noticing
from .deciding import raise_held
from .moving import Locked, locked, step, write
from .pacing import begin_answer_anew, leave_state, run_in_state

# So often a matter is passed on; then the level above decides.
MOST_HOPS: Final = 3


@transaction.atomic
def pass_on_matter(*, actor: Actor, matter: Matter, target: int, reason: str) -> Matter:
    """Offer a matter to another body, or let the level above decide where it has been passed on too often, or back and forth.

    WrongData where it cannot go there: to itself, to the body complained about, to one that receives nothing.
    """
    held = locked(matter)
    row = held.matter
    queries.require_seat(actor, row)
    if row.state == MatterState.MOVING and _open(row, target) is not None:
        RECEIVE.require(actor, row)
        return row
    _check_target(row, target)
    why = _against(row, target)
    if why is not None:
        raise_held(actor=actor, held=held, why=why, wished=target, words=reason)
        return row
    move = step("pass_on", actor=actor, held=held, reason=reason)
    if move is None:
        raise WrongMoment(_("Phản ánh này đang chờ một cơ quan khác nhận. Hãy tải lại trang."))
    leave_state(actor=actor, matter=row, head=held.head, state=move.before)
    due = run_in_state(actor=actor, matter=row, head=held.head, kind=ClockKind.TRANSFER, body=target)
    Transfer.objects.create(
        matter=row,
        source_id=row.organisation_id,
        target_id=target,
        reason=move.reason,
        due=due,
        sent_by=actor.uid,
    )
    row.hops += 1
    write(actor=actor, held=held, move=move, other=target, due=due, facts={"target": target})
    noticing.of_transfer(actor, row, target, due)
    return row


@transaction.atomic
def take_over_matter(*, actor: Actor, matter: Matter) -> Matter:
    """Accept a matter that was passed on: from now on it is this body's. Accepted already, nothing changes."""
    transfer = queries.offered_to(actor, matter)
    if transfer is None:
        return _taken_over(actor, matter)
    held = locked(matter, transfer.target_id)
    move = step("take_over", actor=actor, held=held, at=transfer.target_id)
    if move is None:
        return held.matter
    _end(transfer, TransferState.ACCEPTED, actor)
    give_to(actor, held, transfer.target_id, state=move.before)
    write(actor=actor, held=held, move=move, other=transfer.target_id, due=held.matter.answer_due)
    noticing.of_taken_over(actor, held.matter, transfer.source_id)
    return held.matter


@transaction.atomic
def bounce_matter(*, actor: Actor, matter: Matter, reason: str) -> Matter:
    """Send a matter back to the body that passed it on, with the reason. Its answer's clock has run on meanwhile."""
    transfer = queries.offered_to(actor, matter)
    if transfer is None:
        raise WrongMoment(_("Phản ánh này không còn chờ đơn vị bạn nhận. Hãy tải lại trang."))
    held = locked(matter, transfer.target_id)
    move = step("bounce", actor=actor, held=held, reason=reason, at=transfer.target_id)
    if move is None:
        return held.matter
    _end(transfer, TransferState.BOUNCED, actor, move.reason)
    leave_state(actor=actor, matter=held.matter, head=held.head, state=move.before)
    held.matter.accepted_at = held.matter.accepted_at or clock.now()
    write(actor=actor, held=held, move=move, other=transfer.target_id)
    noticing.of_bounced(actor, held.matter, transfer.target_id)
    return held.matter


def give_to(actor: Actor, held: Locked, body: int, *, state: str) -> None:
    """Let a matter be another body's from now on, in memory; its answer's clock begins anew, the case's does not."""
    row = held.matter
    leave_state(actor=actor, matter=row, head=held.head, state=state)
    row.organisation_id, row.accepted_at = body, clock.now()
    begin_answer_anew(actor=actor, matter=row, head=held.head_of(body))


def _taken_over(actor: Actor, matter: Matter) -> Matter:
    """Return a matter that is this body's already; WrongMoment otherwise."""
    now = Matter.objects.select_related("category").get(pk=matter.pk)
    if now.organisation_id == actor.organisation_id and now.state == MatterState.ACCEPTED:
        RECEIVE.require(actor, now)
        return now
    raise WrongMoment(_("Phản ánh này không còn chờ đơn vị bạn nhận. Hãy tải lại trang."))


def _open(matter: Matter, target: int) -> Transfer | None:
    return Transfer.objects.filter(matter=matter, target=target, state=TransferState.OFFERED).first()


def _end(transfer: Transfer, state: TransferState, actor: Actor, answer: str = "") -> None:
    transfer.state, transfer.answer = state, answer
    transfer.ended_at, transfer.ended_by = clock.now(), actor.uid
    transfer.save(update_fields=["state", "answer", "ended_at", "ended_by"])


def _check_target(matter: Matter, target: int) -> None:
    sentence = None
    if target == matter.organisation_id:
        sentence = _("Phản ánh đang ở chính đơn vị này. Hãy chọn cơ quan khác.")
    elif target == matter.about_id:
        sentence = _("Không chuyển được đến cơ quan bị phản ánh. Hãy chọn cơ quan cấp trên của cơ quan đó.")
    elif not queries.find_choosable(matter, target):
        sentence = _("Cơ quan này không nhận phản ánh, hoặc đã kết thúc. Hãy chọn cơ quan khác.")
    if sentence is not None:
        raise WrongData(sentence, {"body": [sentence]})


def _against(matter: Matter, target: int) -> ReferralReason | None:
    """Say why a matter goes up rather than on: it has been there, or was passed on too often."""
    if MATTER.from_state(matter.state, "pass_on") is None:
        return None
    passed = Transfer.objects.filter(matter=matter).exclude(state=TransferState.DROPPED)
    been = {body for pair in passed.values_list("source_id", "target_id") for body in pair}
    if goes_back(target, been):
        return ReferralReason.BACK
    return ReferralReason.HOPS if matter.hops >= MOST_HOPS else None

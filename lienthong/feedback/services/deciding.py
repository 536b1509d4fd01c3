"""The level above decides who settles a matter that nobody below can: passed on too often, back and forth, or left unanswered."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from lienthong.kernel import clock
from lienthong.kernel.actor import Actor
from lienthong.kernel.errors import WrongData, WrongMoment

from .. import queries
from ..models import Matter, MatterState, Referral, ReferralReason, Transfer, TransferState
from ..rules.limits import ClockKind
from . import noticing
from .moving import Locked, locked, step, write
from .pacing import begin_answer_anew, leave_state, run_in_state


@transaction.atomic
def raise_matter(*, actor: Actor, matter: Matter, words: str) -> Matter:
    """Ask the level above to decide who settles a matter. Asked already, nothing changes."""
    held = locked(matter)
    raise_held(actor=actor, held=held, why=ReferralReason.ASKED, words=words)
    return held.matter


@transaction.atomic
def raise_silent(*, actor: Actor, matter: Matter) -> Matter:
    """Let the level above decide, since the body to which a matter was passed on has not answered in its time."""
    held = locked(matter)
    if held.matter.state == MatterState.MOVING:
        raise_held(actor=actor, held=held, why=ReferralReason.SILENT)
    return held.matter


def raise_held(
    *, actor: Actor, held: Locked, why: ReferralReason, wished: int | None = None, words: str = ""
) -> None:
    """Let the level above decide, of a matter that is locked. ``wished``: where it was to go."""
    row = held.matter
    queries.require_seat(actor, row)
    if why in (ReferralReason.HOPS, ReferralReason.BACK, ReferralReason.ASKED) and not words.strip():
        raise WrongData(_("Hãy ghi lý do, để cấp trên quyết định được."), {"reason": [_("Hãy ghi lý do.")]})
    offered = Transfer.objects.filter(matter=row, state=TransferState.OFFERED).first()
    target = wished or (offered.target_id if offered else row.organisation_id)
    move = step("raise", actor=actor, held=held)
    if move is None:
        return
    if offered is not None:
        offered.state, offered.ended_at = TransferState.DROPPED, clock.now()
        offered.save(update_fields=["state", "ended_at"])
    decider = queries.decider_over(row.organisation_id, target, row.about_id)
    leave_state(actor=actor, matter=row, head=held.head, state=move.before)
    due = run_in_state(actor=actor, matter=row, head=held.head, kind=ClockKind.DECIDE, body=decider)
    Referral.objects.create(matter=row, body_id=decider, why=why, words=words.strip(), due=due)
    write(actor=actor, held=held, move=move, other=decider, due=due, facts={"why": str(why)})
    noticing.of_stuck(actor, row, decider, due)


@transaction.atomic
def decide_matter(*, actor: Actor, matter: Matter, target: int, reason: str) -> Matter:
    """Say who settles a matter, as the level above: that body has it from now on, without being asked whether it accepts."""
    referral = queries.to_decide(actor, matter)
    if referral is None:
        now = Matter.objects.select_related("category").get(pk=matter.pk)
        if _decided(actor, now, target):
            return now
        raise WrongMoment(
            _("Phản ánh này không chờ đơn vị bạn quyết định, hoặc đã quyết định xong. Hãy tải lại trang.")
        )
    held = locked(matter, target)
    row = held.matter
    if not queries.find_choosable(row, target):
        sentence = _("Không giao được cho cơ quan này: đã kết thúc, hoặc là cơ quan bị phản ánh.")
        raise WrongData(sentence, {"body": [sentence]})
    move = step("decide", actor=actor, held=held, reason=reason, at=referral.body_id)
    if move is None:
        return row
    referral.ended_at, referral.chosen_id, referral.decided_by = clock.now(), target, actor.uid
    referral.save(update_fields=["ended_at", "chosen", "decided_by"])
    leave_state(actor=actor, matter=row, head=held.head, state=move.before)
    source = row.organisation_id
    row.accepted_at = clock.now()
    if source != target:
        row.organisation_id = target
        begin_answer_anew(actor=actor, matter=row, head=held.head_of(target))
    write(actor=actor, held=held, move=move, other=target, due=row.answer_due, facts={"target": target})
    noticing.of_decided(actor, row, source)
    return row


def _decided(actor: Actor, matter: Matter, target: int) -> bool:
    """Say whether this body has decided just so already: a second press of a button."""
    last = Referral.objects.filter(matter=matter, body=actor.organisation_id).order_by("-at", "-pk").first()
    return last is not None and last.chosen_id == target and matter.state == MatterState.ACCEPTED

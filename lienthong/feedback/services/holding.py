"""The answer's time stands: while the sender is asked, or for another reason that its limit lists; never by itself."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from lienthong.kernel import audit
from lienthong.kernel.actor import Actor
from lienthong.kernel.deadlines import PauseReason
from lienthong.kernel.errors import WrongData, WrongMoment

from .. import queries
from ..models import Matter, MatterState
from ..permissions import ANSWER
from .moving import locked, step, tell_sender, write
from .pacing import hold_answer, let_answer_go_on


@transaction.atomic
def ask_sender(*, actor: Actor, matter: Matter, question: str) -> Matter:
    """Ask the sender something; the answer's clock stands where its limit allows that. Asked already, nothing changes."""
    held = locked(matter)
    queries.require_seat(actor, held.matter)
    move = step("ask", actor=actor, held=held, reason=question)
    if move is not None:
        hold_answer(actor=actor, matter=held.matter, reason=PauseReason.INFORMATION, head=held.head)
        write(actor=actor, held=held, move=move, words=move.reason)
    return held.matter


@transaction.atomic
def go_on(*, actor: Actor, matter: Matter, by_sender: bool = False) -> Matter:
    """Go on with a matter, since its sender has added what was asked, or will not. Going on already, nothing changes.

    ``by_sender``: code and PIN of the receipt stand for the right.
    """
    held = locked(matter)
    if not by_sender:
        queries.require_seat(actor, held.matter)
    if held.matter.state == MatterState.ACCEPTED:
        if not by_sender:
            ANSWER.require(actor, held.matter)
        return held.matter
    move = step("go_on", actor=actor, held=held, by_sender=by_sender)
    if move is not None:
        let_answer_go_on(actor=actor, matter=held.matter, head=held.head)
        write(actor=actor, held=held, move=move, due=held.matter.answer_due)
    return held.matter


@transaction.atomic
def hold_matter(*, actor: Actor, matter: Matter, reason: PauseReason, words: str) -> Matter:
    """Let the answer's time stand for a reason that its limit lists, and tell the sender why. Standing so already: no change.

    WrongData where no clock of the answer may stand for it.
    """
    held = locked(matter)
    row = held.matter
    queries.require_seat(actor, row)
    ANSWER.require(actor, row)
    if row.state != MatterState.ACCEPTED:
        raise WrongMoment(_("Chỉ tạm dừng khi đơn vị bạn đang giải quyết phản ánh này."))
    words = words.strip()
    if not words:
        raise WrongData(_("Hãy ghi vì sao tạm dừng, để người gửi biết."), {"words": [_("Hãy ghi lý do.")]})
    if queries.stands_for(row) == {reason}:
        return row
    if reason == PauseReason.INFORMATION:
        raise WrongData(
            _("Cần hỏi người gửi thì hãy dùng “Hỏi thêm người gửi”."), {"reason": [_("Hãy chọn lý do khác.")]}
        )
    if not hold_answer(actor=actor, matter=row, reason=reason, head=held.head):
        sentence = _("Thời hạn trả lời của phản ánh này không được tạm dừng vì “%(reason)s”.")
        said = sentence % {"reason": reason.label}
        raise WrongData(said, {"reason": [said]})
    tell_sender(row, "hold", words=words)
    facts = {"reason": str(reason), "words": words}
    audit.record(actor, "matter.held", "matter", row.uid, stream=held.head, facts=facts)
    return row


@transaction.atomic
def let_go_on(*, actor: Actor, matter: Matter) -> Matter:
    """Let the answer's time go on after it stood. Running already, nothing changes."""
    held = locked(matter)
    row = held.matter
    queries.require_seat(actor, row)
    ANSWER.require(actor, row)
    if row.state != MatterState.ACCEPTED:
        raise WrongMoment(_("Phản ánh này đang chờ người gửi bổ sung. Hãy dùng “Giải quyết tiếp”."))
    if not queries.stands_for(row):
        return row
    let_answer_go_on(actor=actor, matter=row, head=held.head)
    row.save(update_fields=["answer_due"])
    tell_sender(row, "let_go", due=row.answer_due)
    audit.record(actor, "matter.let_go", "matter", row.uid, stream=held.head)
    return row

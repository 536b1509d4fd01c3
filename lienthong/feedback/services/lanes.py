"""A matter is of another class: clocks, visibility and what may be known of its sender follow at once, by ``rules.classes``."""

from __future__ import annotations

from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from lienthong.desk.services import close_work_of, open_work
from lienthong.kernel import audit, boxes, clock
from lienthong.kernel.actor import Actor
from lienthong.kernel.deadlines import Term, start_clock
from lienthong.kernel.errors import WrongMoment
from lienthong.kernel.models import AuditStream
from lienthong.kernel.waiting import Piece
from lienthong.kernel.working import day_of

from .. import queries
from ..models import (
    Gone,
    HandOver,
    Matter,
    MatterClass,
    MatterState,
    Proposal,
    Publication,
    Standing,
    Tombstone,
)
from ..rules.classes import Identity, class_on
from ..rules.limits import ClockKind, climbs_on, limits_for
from .erasing import forget_sender
from .moving import Locked, tell_sender
from .proposals import begin_proposal
from .receiving import RECEIVE_WORK
from .timing import end_timing, whose

# The work that a denunciation makes: waiting.py says it, without a word of what it is about.
HAND_OVER_WORK: Final = "feedback.hand_over"
# The purpose of the boxes in which a denunciation waits for its paper.
SLIP: Final = "feedback.slip"
# What a denunciation is filed under, so that no title and no list says more.
NEUTRAL: Final = "other"
# What runs from the day on which a matter came, and in which state; the others begin with a step.
_FROM_SENDING: Final = {
    ClockKind.ACKNOWLEDGE: MatterState.SENT.value,
    ClockKind.SORT: "",
    ClockKind.ACCEPT: "",
    ClockKind.ANSWER: "",
    ClockKind.TOTAL: "",
}


@transaction.atomic
def switch_lane(*, actor: Actor, held: Locked, to_class: MatterClass, reason: str = "") -> Matter:
    """Let a locked matter be of a class, with all that follows; who may has been asked by the step that does this.

    ``to_class`` may stand in memory already; what the table holds decides whether anything changes. A denunciation never
    goes back: who sent it is not known any more.
    """
    matter = held.matter
    before = MatterClass(Matter.objects.values_list("matter_class", flat=True).get(pk=matter.pk))
    if before == MatterClass.DENUNCIATION and to_class != before:
        raise WrongMoment(
            _(
                "Đơn này đã vào làn tố cáo nên không chuyển lại được: người gửi không còn được lưu. "
                "Hãy in phiếu và giao cho cơ quan có thẩm quyền."
            )
        )
    if before == to_class and (to_class != MatterClass.DENUNCIATION or _is_forgotten(matter)):
        return matter
    rule = class_on(to_class, clock.today())
    matter.matter_class = to_class
    _withdraw_from_public(matter)
    if to_class != MatterClass.PROPOSAL:
        Proposal.objects.filter(matter=matter).delete()
    if rule.identity is Identity.NEVER_STORED:
        _seal(actor, matter, held.head)
    retime(actor=actor, matter=matter, head=held.head)
    matter.save()
    facts = {"from": str(before), "to": str(to_class), "reason": reason}
    audit.record(actor, "matter.lane_switched", "matter", matter.uid, stream=held.head, facts=facts)
    if rule.identity is Identity.NEVER_STORED:
        _let_wait(actor, matter)
        tell_sender(matter, "denunciation", words=_tell_denunciation())
    elif to_class == MatterClass.COMPLAINT:
        tell_sender(matter, "complaint", words=_tell_complaint())
    elif to_class == MatterClass.PROPOSAL:
        begin_proposal(actor=actor, held=held)
    return matter


def retime(*, actor: Actor, matter: Matter, head: AuditStream) -> None:
    """Let what ran stop and what the class says run, from the day on which the matter came: no class wins or loses a day.

    Limits are those of that day; rules of a province are left out, as whoever has the matter may be of any.
    """
    end_timing(actor=actor, matter=matter, head=head)
    sent = day_of(matter.sent_at)
    limits = limits_for(matter.matter_class, sent, None, _traits(matter))
    due = {}
    for kind in class_on(matter.matter_class, clock.today()).clocks:
        chosen, state = limits.get(kind), _FROM_SENDING.get(kind)
        if chosen is None or state is None or chosen.limit.event != "received":
            continue
        if state and state != matter.state:
            continue
        term = Term(chosen.limit.code, climbs_on(kind, clock.today()))
        due[kind] = start_clock(
            actor=actor, whose=whose(matter, head), term=term, state=state, since=matter.sent_at, head=head
        ).due
    matter.acknowledge_due = due.get(ClockKind.ACKNOWLEDGE)
    matter.answer_due = due.get(ClockKind.ANSWER) or due.get(ClockKind.SORT)
    matter.total_due = due.get(ClockKind.TOTAL)


def _traits(matter: Matter) -> frozenset[str]:
    return frozenset(name for name in ("urgent", "complex") if getattr(matter, name))


def _is_forgotten(matter: Matter) -> bool:
    return Tombstone.objects.filter(matter=matter.uid, what=Gone.SENDER).exists()


def _withdraw_from_public(matter: Matter) -> None:
    """Take what may no longer be public from the public: a sentence stays, no text."""
    rule = class_on(matter.matter_class, clock.today())
    if not rule.may_be_public(consents=matter.consents, guarded=matter.category.guarded):
        Publication.objects.filter(matter=matter, standing=Standing.PUBLIC).update(
            standing=Standing.WITHDRAWN,
            withdrawn_at=clock.now(),
            title="",
            question="",
            answer="",
            search_key="",
        )
    if matter.matter_class in (MatterClass.COMPLAINT, MatterClass.DENUNCIATION):
        matter.consents = False


def _seal(actor: Actor, matter: Matter, head: AuditStream) -> None:
    """Put the words of a denunciation where only its slip shows them, and take all else away."""
    words = matter.text
    forget_sender(actor=actor, matter=matter, head=head)
    matter.category = queries.get_category(NEUTRAL, clock.today())
    HandOver.objects.create(matter=matter, box=boxes.seal(SLIP, {"text": words}), at=clock.now())
    Publication.objects.filter(matter=matter).update(matter=None)


def _let_wait(actor: Actor, matter: Matter) -> None:
    close_work_of(actor=actor, kind=RECEIVE_WORK, subject=matter.uid, dropped=True)
    piece = Piece(
        HAND_OVER_WORK,
        f"matter:{matter.uid}",
        matter.organisation_id,
        "matter",
        matter.uid,
        queries.slip_address(matter),
    )
    open_work(actor=actor, piece=piece)


def _tell_complaint() -> str:
    return _(
        "Việc bạn gửi là khiếu nại một quyết định hoặc hành vi hành chính. Khiếu nại có thủ tục, thời hạn riêng và cần bạn "
        "ký tên. Mặt trận không thay bạn làm việc đó ở đây. Cách làm, nơi nộp, mẫu đơn để in: trang Khiếu nại của cổng này."
    )


def _tell_denunciation() -> str:
    return _(
        "Việc bạn gửi là tố cáo. Hệ thống đã xóa mọi thông tin cho biết ai gửi, kể cả ảnh và cách liên hệ. Cán bộ tiếp nhận "
        "in nội dung và giao cho cơ quan có thẩm quyền, rồi nội dung cũng bị xóa. Cách tự tố cáo: trang Tố cáo của cổng này."
    )

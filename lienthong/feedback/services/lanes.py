"""A matter is of another class: clocks, visibility and what may be known of its sender follow at once, by ``rules.classes``."""

from __future__ import annotations

from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from lienthong.kernel import audit, boxes, clock
from lienthong.kernel.actor import Actor
from lienthong.kernel.errors import WrongMoment
from lienthong.kernel.models import AuditStream

from .. import queries
from ..models import (
    Gone,
    HandOver,
    Matter,
    MatterClass,
    Proposal,
    Publication,
    Standing,
    Tombstone,
)
from ..rules.classes import Identity, class_on
from .erasing import forget_sender
from .keeping_work import keep_work
from .moving import Locked, tell_sender
from .pacing import retime
from .proposals import begin_proposal

# The purpose of the boxes in which a denunciation waits for its paper.
SLIP: Final = "feedback.slip"
# What a denunciation is filed under, so that no title and no list says more.
NEUTRAL: Final = "other"


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
        keep_work(actor, matter, again=True)
        tell_sender(matter, "denunciation", words=_tell_denunciation())
    elif to_class == MatterClass.COMPLAINT:
        tell_sender(matter, "complaint", words=_tell_complaint())
    elif to_class == MatterClass.PROPOSAL:
        begin_proposal(actor=actor, held=held)
    return matter


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

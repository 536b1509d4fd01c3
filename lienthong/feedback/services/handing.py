"""A denunciation goes on by paper: its slip is opened to be printed, then handed over, and its words are gone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lienthong.desk.services import close_work
from lienthong.kernel import audit, boxes
from lienthong.kernel.actor import Actor
from lienthong.kernel.errors import NotFound, WrongData

from ..models import Gone, HandOver, Matter
from ..permissions import RECEIVE
from .erasing import bury
from .lanes import SLIP
from .moving import locked, step, write

# To whom a denunciation is handed over: kinds of body, so that nothing typed is kept.
RECEIVERS: Final = {
    "chair": gettext_lazy("Chủ tịch UBND cấp có thẩm quyền"),
    "inspectorate": gettext_lazy("Cơ quan thanh tra"),
    "police": gettext_lazy("Cơ quan công an"),
    "procuracy": gettext_lazy("Viện kiểm sát"),
    "party": gettext_lazy("Cơ quan kiểm tra của Đảng"),
    "above": gettext_lazy("Mặt trận cấp trên"),
}


@dataclass(frozen=True)
class Slip:
    """What is printed: the words of a denunciation, and nothing beside them."""

    matter: Matter
    text: str


@transaction.atomic
def open_slip(*, actor: Actor, matter: Matter) -> Slip:
    """Return what a denunciation says, to be printed; the look is written down. NotFound once it was handed over."""
    held = locked(matter)
    RECEIVE.require(actor, held.matter)
    row = HandOver.objects.filter(matter=held.matter).first()
    if row is None:
        raise NotFound(_("Phiếu này không còn: đơn đã được giao, nội dung đã xóa."))
    audit.record(actor, "matter.slip_read", "matter", matter.uid, stream=held.head)
    words: dict[str, Any] = boxes.unseal(SLIP, row.box)
    return Slip(held.matter, words["text"])


@transaction.atomic
def hand_over_denunciation(*, actor: Actor, matter: Matter, receiver: str, is_printed: bool) -> Matter:
    """Note that the paper was handed over: the words are deleted, a tombstone stays, the matter ends. Twice is once."""
    held = locked(matter)
    RECEIVE.require(actor, held.matter)
    row = HandOver.objects.filter(matter=held.matter).first()
    if row is None:
        return held.matter
    if receiver not in RECEIVERS:
        sentence = _("Hãy chọn cơ quan đã nhận đơn.")
        raise WrongData(sentence, {"receiver": [sentence]})
    if not is_printed:
        sentence = _("Hãy đánh dấu rằng bản giấy đã được giao. Sau đó nội dung bị xóa, không lấy lại được.")
        raise WrongData(sentence, {"printed": [sentence]})
    row.delete()
    bury(held.matter, Gone.TEXT, f"handed_over.{receiver}")
    move = step("guide", actor=actor, held=held, reason="denunciation")
    if move is not None:
        words = _("Bản giấy đã giao: %(receiver)s. Nội dung trên hệ thống đã xóa.") % {
            "receiver": RECEIVERS[receiver]
        }
        write(actor=actor, held=held, move=move, words=words)
    close_work(actor=actor, key=f"matter:{matter.uid}")
    audit.record(
        actor, "matter.handed_over", "matter", matter.uid, stream=held.head, facts={"receiver": receiver}
    )
    return held.matter

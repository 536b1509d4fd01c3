"""What is kept of one matter, for whoever opens it with code and PIN; what was asked about data."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Final
from uuid import UUID

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from lienthong.kernel import boxes, clock, files
from lienthong.kernel.actor import Actor
from lienthong.kernel.errors import NotFound

from ..models import (
    DataRequest,
    Matter,
    Passage,
    Sender,
    Tombstone,
)
from ..permissions import RECEIVE
from ..rules.classes import ClassRule, class_on
from ..rules.contact import Contact
from .codes import is_opened_by, matter_by_code

_SENDER: Final = "feedback.sender"
_DAY: Final = timedelta(days=1)


def own_matter(code: str, pin: str) -> Matter | None:
    """Return the matter that a code and its PIN open, None where either is wrong."""
    try:
        found = matter_by_code(code)
    except NotFound:
        return None
    return found if is_opened_by(found, code, pin) else None


def not_opened() -> NotFound:
    """Return what is said when nothing is opened: the same whichever is wrong."""
    return NotFound(_("Mã hoặc mã PIN không đúng. Hãy kiểm tra từng chữ trên biên nhận rồi nhập lại."))


@dataclass(frozen=True)
class Kept:
    """All that is kept about one matter, for its sender."""

    matter: Matter
    contact: Contact | None
    files: int
    content: list[str]
    passages: list[Passage]
    requests: list[DataRequest]
    gone: list[Tombstone]
    rule: ClassRule
    is_public: bool
    stages: list[Stage]


@dataclass(frozen=True)
class Stage:
    """A stage of a proposal as its sender reads it."""

    label: str
    is_done: bool
    is_here: bool


def kept_of(matter: Matter) -> Kept:
    """Return all that is kept about a matter; whoever asks has opened it with code and PIN."""
    sender = Sender.objects.filter(matter=matter).first()
    contact = Contact(**boxes.unseal(_SENDER, sender.box)) if sender else None
    publication = getattr(matter, "publication", None)
    return Kept(
        matter,
        contact,
        files.Attachment.objects.filter(kind="matter", subject=matter.uid, deleted_at=None).count(),
        _in_eights(bytes(matter.content).hex()),
        list(Passage.objects.filter(matter=matter).order_by("at", "pk")),
        list(DataRequest.objects.filter(matter=matter).order_by("at", "pk")),
        list(Tombstone.objects.filter(matter=matter.uid).order_by("at")),
        class_on(matter.matter_class, clock.today()),
        publication is not None and publication.standing == "public",
        _stages(matter),
    )


def _in_eights(digest: str) -> list[str]:
    """Return a digest in pieces, between which a line may break."""
    return [digest[at : at + 8] for at in range(0, len(digest), 8)]


def _stages(matter: Matter) -> list[Stage]:
    proposal = getattr(matter, "proposal", None)
    if proposal is None:
        return []
    names = [
        ("checking", _("Kiểm tra đủ nội dung")),
        ("judging", _("Tổ thẩm định đánh giá, không biết tên bạn")),
        ("assessed", _("Chờ người có thẩm quyền quyết định")),
    ]
    ends = {
        "accepted": _("Được chấp nhận"),
        "declined": _("Không được chấp nhận"),
        "piloting": _("Đang thí điểm"),
        "concluded": _("Thí điểm xong, đã có kết quả"),
    }
    order = [name for name, _label in names]
    at = order.index(proposal.state) if proposal.state in order else len(order)
    found = [Stage(label, number < at, number == at) for number, (_name, label) in enumerate(names)]
    return [*found, Stage(ends.get(proposal.state, _("Có quyết định")), False, at == len(order))]


def data_requests_for(actor: Actor) -> QuerySet[DataRequest]:
    """Return what senders asked of the actor's body about their data and somebody has to decide, by when it is due."""
    seat = actor.organisation_id
    rows = DataRequest.objects.select_related("matter", "matter__category", "organisation")
    if seat is None or not RECEIVE.allows_at(actor, seat):
        return rows.none()
    return rows.filter(organisation_id=seat, by_itself=False).order_by("due", "pk")


def get_data_request(actor: Actor, uid: UUID) -> DataRequest:
    """Return a request as an officer of its body may read it; NotFound otherwise."""
    found = data_requests_for(actor).filter(uid=uid).first()
    if found is None:
        raise NotFound(_("Không tìm thấy yêu cầu này, hoặc yêu cầu không do đơn vị bạn xem xét."))
    return found


def data_request_address(row: DataRequest) -> str:
    """Return where a request is, for officers."""
    return reverse("feedback:data_request", args=[row.uid])

"""Voters' opinions of one meeting, written down together from its minutes: each is a matter, and no name stands in any."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid5

from django.db import transaction
from django.utils.translation import gettext as _

from lienthong.kernel import audit, clock
from lienthong.kernel.actor import Actor
from lienthong.kernel.errors import WrongData
from lienthong.registry.queries import stream_of_unit, units_on

from .. import queries
from ..models import Addressee, Channel, ContactMeeting, MatterClass, Opinion
from ..permissions import RECEIVE
from ..rules.minutes import MOST_OPINIONS, faults_in
from .receiving import Letter, receive_matter


@dataclass(frozen=True)
class Spoken:
    """One opinion: its words, and the code of what it is about."""

    text: str
    category: str


@dataclass(frozen=True)
class Minutes:
    """What is known of a meeting. ``key``: of the form, so that it is written down once."""

    key: UUID
    addressee: Addressee
    session: str
    place: str
    day: date
    said: Sequence[Spoken]


@transaction.atomic
def write_meeting(*, actor: Actor, minutes: Minutes) -> ContactMeeting:
    """Write a meeting down at the actor's own body, with all its opinions or none; the same key again is the one there is."""
    body = actor.organisation_id or 0
    RECEIVE.require_at(actor, body)
    stream = stream_of_unit(body)
    audit.lock(stream)
    known = ContactMeeting.objects.filter(key=minutes.key).first()
    if known is not None:
        return known
    faults = _faults_of(minutes)
    if faults:
        raise WrongData(_("Chưa lưu buổi tiếp xúc. Hãy sửa những chỗ được đánh dấu."), faults)
    area = units_on([body], clock.today())[body].area_id
    meeting = ContactMeeting.objects.create(
        key=minutes.key,
        organisation_id=body,
        addressee=minutes.addressee,
        session=" ".join(minutes.session.split()),
        place=" ".join(minutes.place.split()),
        day=minutes.day,
        written_at=clock.now(),
    )
    for position, one in enumerate(minutes.said, start=1):
        letter = Letter(
            key=uuid5(minutes.key, str(position)),
            category=queries.get_category(one.category, clock.today()),
            area=area,
            text=one.text.strip(),
            organisation=body,
            matter_class=MatterClass.OPINION,
            channel=Channel.PAPER,
        )
        receipt = receive_matter(actor=actor, letter=letter)
        Opinion.objects.create(matter=receipt.matter, meeting=meeting, position=position)
    facts = {"opinions": len(minutes.said)}
    audit.record(actor, "meeting.written", "meeting", meeting.uid, stream=stream, facts=facts)
    return meeting


def _faults_of(minutes: Minutes) -> dict[str, list[object]]:
    faults: dict[str, list[object]] = {}
    if not minutes.session.strip():
        faults["session"] = [_("Hãy ghi kỳ họp.")]
    if not minutes.place.strip():
        faults["place"] = [_("Hãy ghi nơi tiếp xúc.")]
    if minutes.day > clock.today():
        faults["day"] = [_("Ngày tiếp xúc chưa tới. Hãy xem lại.")]
    if not 1 <= len(minutes.said) <= MOST_OPINIONS:
        faults["text"] = [_("Mỗi buổi có từ 1 đến 200 ý kiến.")]
    for position, one in enumerate(minutes.said, start=1):
        for sentence in faults_in(one.text):
            faults.setdefault("text", []).append(said_of(position, sentence))
    return faults


def said_of(position: int, fault: str) -> str:
    """Say what is wrong with one opinion, without repeating its words."""
    sentences = {
        "empty": _("Ý kiến %(number)d không có chữ nào hiểu được."),
        "long": _("Ý kiến %(number)d quá dài. Hãy rút gọn."),
        "personal": _("Ý kiến %(number)d có số điện thoại, số định danh hoặc địa chỉ thư. Hãy bỏ ra."),
    }
    return sentences[fault] % {"number": position}

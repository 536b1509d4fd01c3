"""Linking matters that are one: each keeps its code, its day, its notices and its rating; nothing is ever deleted."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import override

from lienthong.kernel import audit, clock
from lienthong.kernel.actor import Actor
from lienthong.kernel.audit import Deed
from lienthong.kernel.errors import NotFound, WrongData, WrongMoment

from ..models import LinkNote, Matter, Passage
from ..permissions import ANSWER
from ..queries import copies_of, get_linkable, get_matter
from ..rules.linking import LINKED_CLASSES, MOST_AT_ONCE, OPEN_STATES
from .moving import Locked, locked, tell_sender

_MOST_REASON = 1000


@transaction.atomic
def link_matters(*, actor: Actor, lead: Matter, followers: Sequence[Matter], reason: str = "") -> int:
    """Let matters be answered together with another; return how many were not yet. All of them or none.

    NotFound for one that the actor does not see; WrongMoment for what has ended, follows another or is followed itself.
    """
    if len(followers) > MOST_AT_ONCE:
        raise WrongData(
            _("Mỗi lần gộp được nhiều nhất %(most)d phản ánh. Hãy chọn ít hơn rồi gộp tiếp.")
            % {"most": MOST_AT_ONCE}
        )
    held = locked(get_matter(actor, lead.uid))
    ANSWER.require(actor, held.matter)
    _check_lead(held.matter)
    uids = {one.uid for one in followers}
    seen = {one.pk for one in get_linkable(actor, list(uids))}
    rows = list(Matter.objects.select_for_update(of=("self",)).filter(pk__in=seen).order_by("pk"))
    if len(rows) < len(uids):
        raise NotFound(
            _("Có phản ánh không tìm thấy, hoặc không do đơn vị bạn giải quyết. Chưa gộp phản ánh nào.")
        )
    new = [one for one in rows if one.lead_id != held.matter.pk]
    for one in new:
        _check_follower(held.matter, one)
    followed = Matter.objects.filter(lead__in=[one.pk for one in new])
    if followed.exists():
        raise WrongMoment(
            _(
                "Có phản ánh đang đứng đầu một nhóm khác. Hãy mở phản ánh đó và gộp cả nhóm từ đó. Chưa gộp phản ánh nào."
            )
        )
    if new:
        _link(actor, held, new, reason.strip()[:_MOST_REASON])
    return len(new)


def _check_lead(lead: Matter) -> None:
    if lead.matter_class not in LINKED_CLASSES:
        raise WrongMoment(_("Loại này phải giải quyết từng đơn một theo luật, không gộp được."))
    if lead.lead_id is not None:
        raise WrongMoment(
            _("Phản ánh này đã được gộp vào phản ánh khác. Hãy mở phản ánh chính rồi gộp ở đó.")
        )
    if lead.state not in OPEN_STATES:
        raise WrongMoment(_("Phản ánh chính đã được trả lời hoặc kết thúc, nên không gộp thêm được."))


def _check_follower(lead: Matter, one: Matter) -> None:
    if one.pk == lead.pk:
        raise WrongData(_("Không gộp được một phản ánh vào chính nó. Hãy bỏ chọn phản ánh đó."))
    if one.lead_id is not None:
        raise WrongMoment(
            _("Có phản ánh đã gộp vào phản ánh khác. Hãy tách ra trước rồi gộp lại. Chưa gộp phản ánh nào.")
        )
    if one.organisation_id != lead.organisation_id or one.matter_class != lead.matter_class:
        raise WrongMoment(
            _("Chỉ gộp được phản ánh cùng loại, do cùng một đơn vị giải quyết. Chưa gộp phản ánh nào.")
        )
    if one.state not in OPEN_STATES:
        raise WrongMoment(
            _("Có phản ánh đã được trả lời hoặc kết thúc. Hãy bỏ chọn phản ánh đó. Chưa gộp phản ánh nào.")
        )


def _link(actor: Actor, held: Locked, new: Sequence[Matter], reason: str) -> None:
    lead, at = held.matter, clock.now()
    Matter.objects.filter(pk__in=[one.pk for one in new]).update(lead=lead, version=F("version") + 1)
    with override("vi"):
        words = _(
            "Được trả lời cùng với các phản ánh khác cùng việc. Mã, ngày gửi và hạn trả lời của bạn giữ nguyên."
        )
    Passage.objects.bulk_create(
        Passage(matter=one, at=at, step="link", organisation_id=one.organisation_id, words=words)
        for one in new
    )
    LinkNote.objects.bulk_create(
        LinkNote(matter=one, lead=lead, linked=True, reason=reason, version=one.version + 1, at=at)
        for one in new
    )
    deeds = [Deed("matter.linked", "matter", one.uid, {"lead": str(lead.uid)}) for one in new]
    audit.record_all(actor, deeds, stream=held.head)


@transaction.atomic
def unlink_matter(*, actor: Actor, matter: Matter, reason: str) -> Matter:
    """Take a matter off the one that it was linked to: it goes its own way again, as before. One that follows none stays."""
    held = locked(get_matter(actor, matter.uid))
    found, reason = held.matter, reason.strip()
    ANSWER.require(actor, found)
    lead = found.lead
    if lead is None:
        return found
    if not reason or len(reason) > _MOST_REASON:
        sentence = _("Hãy ghi lý do tách, không quá 1.000 ký tự.")
        raise WrongData(sentence, {"reason": [sentence]})
    if found.state not in OPEN_STATES:
        raise WrongMoment(_("Phản ánh này đã được trả lời cùng nhóm. Hãy mở lại phản ánh rồi tách."))
    found.lead = None
    found.version += 1
    found.save(update_fields=["lead", "version"])
    with override("vi"):
        words = _("Được tách ra để trả lời riêng. Mã, ngày gửi và hạn trả lời của bạn giữ nguyên.")
    tell_sender(found, "unlink", words=words)
    LinkNote.objects.create(
        matter=found, lead=lead, linked=False, reason=reason, version=found.version, at=clock.now()
    )
    facts = {"lead": str(lead.uid), "reason": reason}
    audit.record(actor, "matter.unlinked", "matter", found.uid, stream=held.head, facts=facts)
    return found


@transaction.atomic
def link_copies(*, actor: Actor, lead: Matter, most: int = MOST_AT_ONCE) -> int:
    """Link copies of a matter's text to it, so many at most; return how many. None left: 0."""
    return link_matters(actor=actor, lead=lead, followers=copies_of(actor, lead)[:most])


def link_all_copies(*, actor: Actor, lead: Matter, tell: Callable[[int], None]) -> int:
    """Link every copy of a matter's text to it, some at a time. Not one transaction, on purpose: it can go on where it ended."""
    done = 0
    while some := link_copies(actor=actor, lead=lead):
        done += some
        tell(done)
    return done

"""Matters that come by e-mail into a mailbox on disk: each message once, its sender answered, nothing dropped in silence.

A message is removed from the mailbox only after what became of it is written. Where no area is certain it waits, sealed,
for somebody at the top of the Front's tree to choose one. The digest of its Message-ID is kept for some weeks, so that a
copy that a mail server hands over again is known.
"""

from __future__ import annotations

import base64
import mailbox
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import timedelta
from pathlib import Path
from typing import Final
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from lienthong.desk.services import close_work, open_work
from lienthong.kernel import audit, boxes, clock, files
from lienthong.kernel.actor import NOBODY, Actor
from lienthong.kernel.channels import Line, Parcel, Result, carriers
from lienthong.kernel.errors import Refusal, WrongMoment
from lienthong.kernel.files import Ready
from lienthong.kernel.templatetags.written import moment
from lienthong.kernel.waiting import Piece
from lienthong.registry.queries import AreaFound, find_area_on

from .. import queries
from ..messages import intake_fault
from ..models import ArrivedMail, Channel, MailState, MatterClass
from ..permissions import RECEIVE
from ..rules import codes
from ..rules.arriving import judged
from ..rules.contact import Contact
from ..rules.intake import Intake, Say
from ..rules.mail import MOST_BYTES, Mail, read_mail
from .receiving import Letter
from .sending import MOST_PHOTOS, SCANS, send_matter
from .telling import SENDER

MAIL_WORK = "feedback.place_mail"
# So long the digest of a message is kept, and a message of which nobody chose the area.
KEPT: Final = timedelta(days=30)
_BOX: Final = "feedback.mail"
_CATEGORY: Final = "other"
_MAIL: Final = "mail"


def take_mails(*, actor: Actor) -> Counter[MailState]:
    """Take in what lies in the mailbox, and answer. Each message is a transaction of its own; running it again does no harm."""
    became: Counter[MailState] = Counter()
    place = Path(settings.FEEDBACK_MAILBOX)
    box = mailbox.Maildir(place, create=False)
    for key in sorted(box.keys()):
        with box.get_file(key) as stream:
            raw = stream.read(MOST_BYTES + 1)
        became[MailState(receive_mail(actor=actor, raw=raw).state)] += 1
        box.discard(key)
    answer_mails(actor=actor)
    ArrivedMail.objects.filter(at__lt=clock.now() - KEPT).exclude(state=MailState.WAITING).delete()
    return became


def receive_mail(*, actor: Actor, raw: bytes) -> ArrivedMail:
    """Take one message in, once. Photos are written anew before the transaction begins."""
    too_big = len(raw) > MOST_BYTES
    mail = read_mail(raw[: 64 * 1024] if too_big else raw)
    digest = boxes.digest(_BOX, mail.identity)
    known = ArrivedMail.objects.filter(digest=digest).first()
    if known is not None:
        return known
    if mail.automatic:
        return _keep(digest, MailState.LEFT)
    if too_big:
        return _keep(digest, MailState.REFUSED, mail, why="too-big")
    taken = judged("\n".join(filter(None, (mail.subject, mail.text))))
    if taken.refused:
        return _keep(digest, MailState.REFUSED, mail, why=str(next(iter(taken.said))))
    photos, left = _prepared(mail.files)
    area = _area_of(mail)
    if area is None:
        return _wait(actor, digest, Waiting(taken.text, mail.address, mail.name, _packed(photos), left))
    return _take(digest, Waiting(taken.text, mail.address, mail.name, (), left), area, photos)


@dataclass(frozen=True)
class Waiting:
    """What is kept of a message while its area is chosen. ``left``: how many files could not be taken."""

    text: str
    address: str
    name: str
    photos: tuple[tuple[str, str], ...] = ()
    left: int = 0


@transaction.atomic
def _keep(digest: bytes, state: MailState, mail: Mail | None = None, why: str = "") -> ArrivedMail:
    box = boxes.seal(_BOX, asdict(Waiting("", mail.address, mail.name))) if mail else None
    told = state == MailState.LEFT
    return ArrivedMail.objects.create(digest=digest, at=clock.now(), state=state, why=why, box=box, told=told)


@transaction.atomic
def _wait(actor: Actor, digest: bytes, waiting: Waiting) -> ArrivedMail:
    arrived = ArrivedMail.objects.create(
        digest=digest, at=clock.now(), state=MailState.WAITING, box=boxes.seal(_BOX, asdict(waiting))
    )
    root = queries.top_of_front()
    url = reverse("feedback:mail", args=[arrived.uid])
    piece = Piece(MAIL_WORK, f"mail:{arrived.uid}", root.id, "mail", arrived.uid, url)
    open_work(actor=actor, piece=piece)
    return arrived


@transaction.atomic
def _take(digest: bytes, waiting: Waiting, area: AreaFound, photos: Sequence[Ready]) -> ArrivedMail:
    arrived = ArrivedMail(digest=digest, at=clock.now())
    return _into_matter(arrived, waiting, area, photos)


def _into_matter(
    arrived: ArrivedMail, waiting: Waiting, area: AreaFound, photos: Sequence[Ready]
) -> ArrivedMail:
    category = queries.get_category(_CATEGORY, clock.today())
    receiver = queries.receiver_of(
        area.id, clock.today(), category=category, matter_class=MatterClass.FEEDBACK
    )
    letter = Letter(
        key=UUID(bytes=bytes(arrived.digest)[:16]),
        category=category,
        area=area.id,
        text=waiting.text,
        organisation=receiver.unit.id,
        contact=Contact(name=waiting.name, email=waiting.address),
        channel=Channel.MAIL,
    )
    receipt = send_matter(actor=NOBODY, letter=letter, photos=photos)
    arrived.matter, arrived.state, arrived.box = receipt.matter, MailState.TAKEN, None
    arrived.why = "files-left" if waiting.left else ""
    arrived.save()
    return arrived


@transaction.atomic
def place_mail(*, actor: Actor, arrived: ArrivedMail, place: UUID) -> ArrivedMail:
    """Make a message that waits a matter of the commune that somebody at the top of the Front's tree chose."""
    RECEIVE.require_at(actor, queries.top_of_front().id)
    row = ArrivedMail.objects.select_for_update(of=("self",)).get(pk=arrived.pk)
    if row.state != MailState.WAITING or row.box is None:
        return row
    area = find_area_on(place, clock.today())
    if area is None or area.level != "commune":
        raise queries.no_place()
    waiting = waiting_of(row)
    photos = [files.prepare(name, base64.b64decode(data), SCANS) for name, data in waiting.photos]
    placed = _into_matter(row, waiting, area, photos)
    audit.record(actor, "mail.placed", "matter", placed.matter.uid if placed.matter else None)
    close_work(actor=actor, key=f"mail:{row.uid}")
    return placed


@transaction.atomic
def leave_mail(*, actor: Actor, arrived: ArrivedMail) -> ArrivedMail:
    """Put a message aside that is no matter: an advertisement, a note of a machine. What it said goes."""
    RECEIVE.require_at(actor, queries.top_of_front().id)
    row = ArrivedMail.objects.select_for_update(of=("self",)).get(pk=arrived.pk)
    if row.state == MailState.LEFT:
        return row
    if row.state != MailState.WAITING:
        raise WrongMoment(_("Thư này đã thành phản ánh. Hãy tải lại trang."))
    row.state, row.box, row.told = MailState.LEFT, None, True
    row.save()
    audit.record(actor, "mail.left", "mail", row.uid)
    close_work(actor=actor, key=f"mail:{row.uid}", dropped=True)
    return row


def waiting_of(arrived: ArrivedMail) -> Waiting:
    """Return what a waiting message says; nothing of it is anywhere else."""
    words = boxes.unseal(_BOX, arrived.box or b"")
    return Waiting(**{**words, "photos": tuple((name, data) for name, data in words["photos"])})


def _prepared(sent: Sequence[tuple[str, bytes]]) -> tuple[list[Ready], int]:
    """Return the photos and papers of a message that can be taken, and how many cannot."""
    ready: list[Ready] = []
    left = 0
    for name, data in sent:
        try:
            if len(ready) < MOST_PHOTOS:
                ready.append(files.prepare(name, data, SCANS))
                continue
        except Refusal:
            pass
        left += 1
    return ready, left


def _packed(photos: Sequence[Ready]) -> tuple[tuple[str, str], ...]:
    return tuple((photo.kept.name, base64.b64encode(photo.kept.data).decode()) for photo in photos)


def _area_of(mail: Mail) -> AreaFound | None:
    """Return the commune that a message says without doubt: by a code in the address it went to, or a line that names it."""
    today = clock.today()
    for code in mail.codes:
        if (area := queries.commune_of_code(code, today)) is not None:
            return area
    return queries.commune_meant(mail.place, today) if mail.place else None


# ── answers ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def answer_mails(*, actor: Actor) -> int:
    """Send the receipts that are owed, or why a message was not taken; return how many went. What cannot go now goes later."""
    if _MAIL not in carriers().in_use():
        return 0
    owed = ArrivedMail.objects.filter(told=False).exclude(state=MailState.WAITING).order_by("pk")
    rows, sent = list(owed.select_related("matter", "matter__sender")[:200]), 0
    if not rows:
        return 0
    way = carriers().open(_MAIL)
    try:
        for row in rows:
            parcel = _parcel(row)
            outcome = way.send(parcel).result if parcel else Result.NEVER
            if outcome is Result.DOWN:
                break
            if outcome is not Result.LATER:
                ArrivedMail.objects.filter(pk=row.pk).update(told=True, box=None)
                sent += outcome is Result.SENT
    finally:
        way.close()
    return sent


def _parcel(row: ArrivedMail) -> Parcel | None:
    """Return the answer to a message; without a word of what it said. None where nobody can be reached any more."""
    track = f"{settings.SITE_URL}{reverse('feedback:track')}"
    with override("vi"):
        if row.state == MailState.REFUSED and row.box is not None:
            address, title = waiting_of(row).address, _("Thư của bạn chưa được nhận")
            lines = [Line(_why(row.why), f"{settings.SITE_URL}{reverse('feedback:send')}")]
        elif row.matter is not None and hasattr(row.matter, "sender"):
            contact = Contact(**boxes.unseal(SENDER, row.matter.sender.box))
            address, title = contact.email, _("Đã nhận phản ánh của bạn")
            lines = [Line(_receipt(row, contact), track)]
            if row.why == "files-left":
                lines.append(
                    Line(_("Có tệp đính kèm không nhận được; hãy gửi bổ sung ảnh ở trang tra cứu."), track)
                )
        else:
            return None
    foot = _("Thư này được gửi tự động. Hộp thư gửi đi không có người đọc.")
    return Parcel(row.uid, address, title, lines, "", "vi", foot) if address else None


def _receipt(row: ArrivedMail, contact: Contact) -> str:
    due = moment(row.matter.answer_due) if row.matter else ""
    return _("Mã phản ánh %(code)s, mã PIN %(pin)s. Hẹn trả lời trước %(due)s. Theo dõi tại:") % {
        "code": codes.shown(contact.code),
        "pin": contact.pin,
        "due": due,
    }


def _why(word: str) -> str:
    if word == "too-big":
        return _("Thư lớn quá 25 MB. Hãy gửi ít ảnh hơn, hoặc gửi ở trang:")
    return intake_fault(Intake("", (Say(word),)))

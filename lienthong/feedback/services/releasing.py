"""An answer is released by a second person: to its sender, and to the public where that may be. Retracted by one, at once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from lienthong.desk.queries import Audience
from lienthong.desk.services import close_work, close_work_of
from lienthong.kernel import audit, clock, outbox
from lienthong.kernel.actor import Actor
from lienthong.kernel.errors import WrongData, WrongMoment
from lienthong.kernel.flow import check_reason, take
from lienthong.kernel.models import AuditStream
from lienthong.kernel.text import search_key
from lienthong.registry.queries import stream_of_unit

from .. import notices
from ..flows import ANSWER_FLOW
from ..models import Answer, AnswerState, Matter, Publication, PublicPhoto, Standing
from ..permissions import ANSWER, RELEASE
from ..queries.answers import marks_of_answer, photos_of, public_texts, publishable
from ..rules.answering import PUBLIC, Mark
from . import moving
from .answering import (
    Words,
    faults_of_public,
    locked_answer,
    require_other_hand,
    require_seen,
    require_whole,
    sign,
    tell_of,
    work_key,
)
from .fanning import answer_along, heads_for, invite
from .keeping_work import RECEIVE_WORK
from .timing import end_timing

# What readers of the outbox hear of: pages and copies that keep a publication let go of it.
RETRACTED: Final = "publication.retracted"
RELEASED: Final = "publication.released"


@transaction.atomic
def release_answer(
    *,
    actor: Actor,
    answer: Answer,
    seen: int,
    confirms_names: bool = False,
    photos: Sequence[UUID] = (),
) -> Answer:
    """Give an approved answer to its sender and to those of all linked matters; publish what was written for the public.

    WrongData with structured identifiers in the public text, or with likely names that the actor does not confirm.
    ``photos``: those of the answer that the public may see.
    """
    heads = heads_for(answer.matter)
    held, answer = locked_answer(answer)
    move = take(ANSWER_FLOW, "release", actor=actor, row=answer, state=answer.state)
    if move is None:
        return answer
    require_other_hand(actor, answer)
    require_seen(answer, seen)
    marks = _require_public(answer, confirms_names)
    held = _under(heads, held)
    matter, head, at = held.matter, held.head, clock.now()
    step = moving.step("answer", actor=actor, held=held)
    matter.answered_at = at
    end_timing(actor=actor, matter=matter, head=head)
    invite(answer, [matter], at)
    if step is not None:
        moving.write(actor=actor, held=held, move=step, facts={"answer": str(answer.uid)})
    followers = answer_along(actor=actor, answer=answer, heads=heads, at=at)
    answer.state, answer.released_by, answer.released_at = move.to, actor.uid, at
    answer.version += 1
    answer.save()
    if _has_public(answer):
        _publish(answer, at, 1 + followers, photos)
    close_work(actor=actor, key=work_key(answer))
    close_work_of(actor=actor, kind=RECEIVE_WORK, subject=matter.uid)
    audit.record(
        actor, move.step.verb, "answer", answer.uid, stream=head, facts=_facts(answer, marks, photos)
    )
    return answer


def _under(heads: dict[int, AuditStream], held: moving.Locked) -> moving.Locked:
    """Return a matter under the head that all entries of this release are appended to: one object for one stream."""
    head = heads.get(held.matter.organisation_id)
    if head is None:
        raise WrongMoment(_("Phản ánh vừa được chuyển sang cơ quan khác. Hãy tải lại trang."))
    return moving.Locked(held.matter, head)


def _has_public(answer: Answer) -> bool:
    return publishable(answer.matter) and bool(answer.public_answer)


def _require_public(answer: Answer, confirms_names: bool) -> list[Mark]:
    """Refuse a public text over a number of a person, and over likely names until the releasing person says they may stand."""
    faults = faults_of_public(answer)
    marks = marks_of_answer(answer)
    if marks and not faults and not confirms_names:
        faults["confirms_names"] = [
            _("Phần công bố có chỗ có thể là tên người. Hãy đọc từng chỗ, rồi xác nhận hoặc trả lại để sửa.")
        ]
    if faults:
        raise WrongData(_("Chưa gửi và chưa công bố gì: phần công bố có chỗ phải xem lại."), faults)
    return marks


def _facts(answer: Answer, marks: Sequence[Mark], photos: Sequence[UUID]) -> dict[str, object]:
    """Return what the audit seals of a release: who confirmed the marks is its actor."""
    return {
        **public_texts(answer),
        "version": answer.version,
        "confirmed": [(mark.field, mark.start, mark.end, mark.kind.value) for mark in marks],
        "photos": [str(photo) for photo in photos],
    }


def _publish(answer: Answer, at: datetime, senders: int, photos: Sequence[UUID]) -> Publication:
    """Write what the public reads, from the fields that were written for it and from nothing else."""
    matter, texts = answer.matter, public_texts(answer)
    row = Publication.objects.filter(matter=matter).first() or Publication(matter=matter)
    row.matter_class, row.category_id = matter.matter_class, matter.category_id
    row.area_id, row.organisation_id = matter.area_id, matter.organisation_id
    row.title, row.question, row.answer = (texts[name] for name in PUBLIC)
    row.search_key = search_key(" ".join(texts.values()))
    row.day_sent = matter.sent_at.astimezone(clock.LOCAL).date()
    row.day_answered = (matter.answered_at or at).astimezone(clock.LOCAL).date()
    row.on_time = _was_on_time(matter)
    row.senders = senders
    row.standing, row.released_at, row.withdrawn_at = Standing.PUBLIC, at, None
    row.save()
    _show_photos(row, answer, photos)
    _heard(RELEASED, row)
    return row


def _was_on_time(matter: Matter) -> bool:
    """Say whether the answer came by what was promised when the matter was sent."""
    promised = matter.passages.filter(step="send").order_by("at").values_list("due", flat=True).first()
    return promised is None or matter.answered_at is None or matter.answered_at <= promised


def _show_photos(row: Publication, answer: Answer, photos: Sequence[UUID]) -> None:
    row.photos.all().delete()
    wanted = set(photos)
    chosen = [photo for photo in photos_of(answer) if photo.uid in wanted]
    if len(chosen) != len(wanted):
        sentence = _("Có ảnh được chọn không còn ở câu trả lời này. Hãy tải lại trang rồi chọn lại.")
        raise WrongData(sentence, {"photos": [sentence]})
    PublicPhoto.objects.bulk_create(
        PublicPhoto(publication=row, position=place, file=photo.uid) for place, photo in enumerate(chosen)
    )


def _heard(topic: str, row: Publication) -> None:
    outbox.put(topic, "publication", row.uid, organisation_id=row.organisation_id)


# ── taken back ───────────────────────────────────────────────────────────────────────────────────────────────────────


@transaction.atomic
def retract_publication(*, actor: Actor, publication: Publication, reason: str) -> Publication:
    """Take a published answer back at once: its words go, a sentence stays in its place. Retracted already, nothing happens."""
    reason = check_reason(ANSWER_FLOW, "retract", reason)
    head = audit.lock(stream_of_unit(publication.organisation_id))
    row = Publication.objects.select_for_update(of=("self",)).get(pk=publication.pk)
    RELEASE.require(actor, row)
    if row.standing == Standing.WITHDRAWN:
        return row
    row.title = row.question = row.answer = row.search_key = ""
    row.standing, row.withdrawn_at = Standing.WITHDRAWN, clock.now()
    row.save()
    row.photos.all().delete()
    _heard(RETRACTED, row)
    facts = {"publication": str(row.uid), "reason": reason}
    answer = _published(row)
    if answer is None:
        audit.record(actor, "answer.retracted", "publication", row.uid, stream=head, facts=facts)
        return row
    answer.state, answer.note = AnswerState.RETRACTED, reason
    answer.version += 1
    answer.save()
    moving.tell_sender(answer.matter, "retract")
    tell_of(actor, notices.ANSWER_RETRACTED, Audience.accounts([answer.drafted_by]), answer)
    audit.record(actor, "answer.retracted", "answer", answer.uid, stream=head, facts=facts)
    return row


def _published(row: Publication) -> Answer | None:
    """Return the answer that a publication came from, under its lock; None once the matter is forgotten."""
    if row.matter_id is None:
        return None
    rows = Answer.objects.select_for_update(of=("self",)).select_related("matter__category")
    return rows.filter(matter_id=row.matter_id, state=AnswerState.RELEASED).order_by("-round").first()


@transaction.atomic
def rewrite_public(*, actor: Actor, answer: Answer, words: Words, seen: int) -> Answer:
    """Write the public text of a retracted answer anew; somebody else publishes it again. What the sender read stays."""
    held, answer = locked_answer(answer)
    ANSWER.require(actor, answer)
    if answer.state != AnswerState.RETRACTED:
        raise WrongMoment(_("Chỉ viết lại phần công bố của câu trả lời đã rút. Hãy tải lại trang."))
    require_whole(words)
    texts = {name: words.fields[name] for name in PUBLIC}
    if texts == public_texts(answer):
        return answer
    require_seen(answer, seen)
    for name, text in texts.items():
        setattr(answer, name, text)
    faults = faults_of_public(answer)
    if faults:
        raise WrongData(_("Chưa lưu phần công bố: có chỗ cần sửa."), faults)
    sign(actor, answer)
    answer.version += 1
    answer.save()
    audit.record(actor, "answer.rewritten", "answer", answer.uid, stream=held.head, facts=texts)
    return answer


@transaction.atomic
def release_again(
    *,
    actor: Actor,
    answer: Answer,
    seen: int,
    confirms_names: bool = False,
    photos: Sequence[UUID] = (),
) -> Answer:
    """Publish a retracted answer again: by somebody who did not write it. Neither its day nor any window begins anew."""
    held, answer = locked_answer(answer)
    move = take(ANSWER_FLOW, "release_again", actor=actor, row=answer, state=answer.state)
    if move is None:
        return answer
    require_other_hand(actor, answer)
    require_seen(answer, seen)
    marks = _require_public(answer, confirms_names)
    if not _has_public(answer):
        raise WrongMoment(_("Câu trả lời này không có phần công bố. Hãy viết phần công bố trước."))
    row = _publish(answer, clock.now(), _senders(answer), photos)
    answer.state = move.to
    answer.version += 1
    answer.save()
    facts = {**_facts(answer, marks, photos), "publication": str(row.uid)}
    _record_again(actor, held.head, answer, facts)
    return answer


def _senders(answer: Answer) -> int:
    return answer.ratings.count()


def _record_again(actor: Actor, head: AuditStream, answer: Answer, facts: dict[str, object]) -> None:
    audit.record(actor, "answer.released_again", "answer", answer.uid, stream=head, facts=facts)

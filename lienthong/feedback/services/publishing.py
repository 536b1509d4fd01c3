"""What was written for the public is given to it, and taken back. Whether a second person releases it the answer's steps say."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from lienthong.kernel import audit, clock
from lienthong.kernel.actor import Actor
from lienthong.kernel.errors import WrongData
from lienthong.kernel.text import search_key
from lienthong.registry.queries import stream_of_unit

from ..models import Matter, MatterClass, Publication, Standing
from ..permissions import RELEASE

# What is never shown to the public, whatever was written: its class in law says so.
_NEVER = frozenset({MatterClass.COMPLAINT, MatterClass.DENUNCIATION})


@transaction.atomic
def publish(
    *, actor: Actor, matter: Matter, title: str, question: str, answer: str, senders: int
) -> Publication:
    """Give an answer to the public; the same again changes nothing, other words take the place of those before.

    The question is left out unless the sender consented. WrongData for a class or a category that is never published.
    """
    head = audit.lock(stream_of_unit(matter.organisation_id))
    RELEASE.require(actor, matter)
    _require_publishable(matter, title, answer)
    known = Publication.objects.select_for_update().filter(matter=matter).first()
    row = known or Publication(matter=matter)
    told = _told(matter, title.strip(), question.strip() if matter.consents else "", answer.strip(), senders)
    if known is not None and all(getattr(known, name) == value for name, value in told.items()):
        return known
    for name, value in told.items():
        setattr(row, name, value)
    row.released_at, row.withdrawn_at = clock.now(), None
    row.save()
    audit.record(
        actor, "publication.released", "publication", row.uid, stream=head, facts={"title": row.title}
    )
    return row


@transaction.atomic
def withdraw(*, actor: Actor, publication: Publication, reason: str) -> Publication:
    """Take an answer back from the public: its words go, a sentence stays. Taken back already, nothing happens."""
    head = audit.lock(stream_of_unit(publication.organisation_id))
    RELEASE.require(actor, publication)
    row = Publication.objects.select_for_update().get(pk=publication.pk)
    if row.standing == Standing.WITHDRAWN:
        return row
    if not reason.strip():
        sentence = _("Hãy ghi lý do rút câu trả lời khỏi công bố.")
        raise WrongData(sentence, {"reason": [sentence]})
    row.title = row.question = row.answer = row.search_key = ""
    row.standing, row.withdrawn_at = Standing.WITHDRAWN, clock.now()
    row.save()
    audit.record(
        actor, "publication.withdrawn", "publication", row.uid, stream=head, facts={"reason": reason.strip()}
    )
    return row


def _require_publishable(matter: Matter, title: str, answer: str) -> None:
    if matter.matter_class in _NEVER or matter.category.guarded:
        raise WrongData(
            _("Việc thuộc loại hoặc lĩnh vực này không công bố. Hãy chỉ gửi trả lời cho người gửi.")
        )
    faults = {}
    if not title.strip():
        faults["title"] = [_("Hãy viết tiêu đề cho người dân đọc.")]
    if not answer.strip():
        faults["answer"] = [_("Hãy viết câu trả lời công bố.")]
    if faults:
        raise WrongData(_("Câu trả lời công bố còn thiếu."), faults)


def _told(matter: Matter, title: str, question: str, answer: str, senders: int) -> dict[str, Any]:
    """Return what the public is told of a matter: days in the place of moments, a commune in the place of an address."""
    answered = matter.answered_at or clock.now()
    return {
        "matter_class": matter.matter_class,
        "category_id": matter.category_id,
        "area_id": matter.area_id,
        "organisation_id": matter.organisation_id,
        "title": title[:200],
        "question": question,
        "answer": answer,
        "search_key": search_key(f"{title[:200]} {question} {answer}"),
        "day_sent": matter.sent_at.astimezone(clock.LOCAL).date(),
        "day_answered": answered.astimezone(clock.LOCAL).date(),
        "on_time": matter.answer_due is None or answered <= matter.answer_due,
        "senders": max(1, senders),
        "standing": Standing.PUBLIC,
    }

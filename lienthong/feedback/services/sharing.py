"""One body leads, others help: it asks each a question, and answers for all of them. Who is asked asks nobody further."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from lienthong.desk.services import close_work, open_work
from lienthong.kernel import audit, clock
from lienthong.kernel.actor import Actor
from lienthong.kernel.errors import WrongData, WrongMoment
from lienthong.kernel.models import AuditStream

from .. import queries
from ..models import Matter, MatterState, Share, ShareState
from ..permissions import ANSWER, RECEIVE
from . import noticing
from .keeping_work import SHARE_WORK, piece_of
from .moving import locked, tell_sender

MOST_SHARES: Final = 5
MOST_WORDS: Final = 4_000
_CLOSING: Final = time(17)


@transaction.atomic
def share_matter(*, actor: Actor, matter: Matter, body: int, question: str, due: date) -> Share:
    """Ask another body about a part of a matter until a day; the same question again is the one that is there."""
    held = locked(matter)
    row = held.matter
    queries.require_seat(actor, row)
    RECEIVE.require(actor, row)
    question = _checked(question, "question", _("Hãy ghi câu hỏi cho cơ quan phối hợp."))
    known = Share.objects.filter(matter=row, body=body, question=question).exclude(state=ShareState.DROPPED)
    if (share := known.first()) is not None:
        return share
    if row.state != MatterState.ACCEPTED:
        raise WrongMoment(_("Chỉ hỏi phối hợp khi đơn vị bạn đang giải quyết phản ánh này."))
    _check_body(row, body)
    until = datetime.combine(due, _CLOSING, clock.LOCAL)
    _check_due(row, until)
    share = Share.objects.create(matter=row, body_id=body, question=question, due=until, asked_by=actor.uid)
    open_work(actor=actor, piece=piece_of(row, SHARE_WORK, f"share:{share.uid}", body, until))
    tell_sender(row, "share", other=body, due=until)
    _record(actor, "matter.shared", row, held.head, share)
    noticing.of_share(actor, row, body, until)
    return share


@transaction.atomic
def answer_share(*, actor: Actor, share: Share, answer: str) -> Share:
    """Answer what the leading body asked. Answered just so already, nothing changes."""
    held = locked(share.matter)
    share = _locked(share)
    ANSWER.require_at(actor, share.body_id)
    answer = _checked(answer, "answer", _("Hãy ghi câu trả lời."))
    if share.state == ShareState.ANSWERED and share.answer == answer:
        return share
    if share.state != ShareState.ASKED:
        raise WrongMoment(_("Câu hỏi phối hợp này đã xong. Hãy tải lại trang."))
    share.answer, share.answered_by = answer, actor.uid
    _end(actor, share, ShareState.ANSWERED)
    tell_sender(held.matter, "share_answered", other=share.body_id)
    _record(actor, "matter.share_answered", held.matter, held.head, share)
    noticing.of_share_answered(actor, held.matter, share.body_id)
    return share


@transaction.atomic
def drop_share(*, actor: Actor, share: Share) -> Share:
    """Take a question back: the body that was asked sees the matter no longer. Taken back already, nothing changes."""
    held = locked(share.matter)
    share = _locked(share)
    queries.require_seat(actor, held.matter)
    RECEIVE.require(actor, held.matter)
    if share.state == ShareState.DROPPED:
        return share
    if share.state == ShareState.ANSWERED:
        raise WrongMoment(_("Cơ quan phối hợp đã trả lời nên không rút câu hỏi được nữa."))
    _end(actor, share, ShareState.DROPPED)
    _record(actor, "matter.share_dropped", held.matter, held.head, share)
    return share


def _locked(share: Share) -> Share:
    return Share.objects.select_for_update(of=("self",)).select_related("matter__category").get(pk=share.pk)


def _end(actor: Actor, share: Share, state: ShareState) -> None:
    share.state, share.ended_at = state, clock.now()
    share.save(update_fields=["state", "answer", "answered_by", "ended_at"])
    close_work(actor=actor, key=f"share:{share.uid}", dropped=state == ShareState.DROPPED)


def _checked(text: str, name: str, sentence: str) -> str:
    text = text.strip()
    if not text:
        raise WrongData(sentence, {name: [sentence]})
    if len(text) > MOST_WORDS:
        long = _("Đoạn này dài quá %(most)d ký tự. Hãy viết ngắn lại.") % {"most": MOST_WORDS}
        raise WrongData(long, {name: [long]})
    return text


def _check_body(matter: Matter, body: int) -> None:
    sentence = None
    if body == matter.organisation_id:
        sentence = _("Đơn vị bạn đang chủ trì phản ánh này. Hãy chọn cơ quan khác.")
    elif not queries.find_choosable(matter, body):
        sentence = _("Không hỏi được cơ quan này: đã kết thúc, hoặc là cơ quan bị phản ánh.")
    elif Share.objects.filter(matter=matter).exclude(state=ShareState.DROPPED).count() >= MOST_SHARES:
        sentence = _("Mỗi phản ánh hỏi nhiều nhất %(most)d cơ quan phối hợp.") % {"most": MOST_SHARES}
    if sentence is not None:
        raise WrongData(sentence, {"body": [sentence]})


def _check_due(matter: Matter, until: datetime) -> None:
    sentence = None
    if until <= clock.now():
        sentence = _("Hạn phối hợp phải sau lúc này.")
    elif matter.answer_due is not None and clock.now() < matter.answer_due < until:
        sentence = _("Hạn phối hợp phải trước hạn trả lời người gửi.")
    if sentence is not None:
        raise WrongData(sentence, {"due": [sentence]})


def _record(actor: Actor, verb: str, matter: Matter, head: AuditStream, share: Share) -> None:
    facts = {"share": share.uid, "body": share.body_id}
    audit.record(actor, verb, "matter", matter.uid, stream=head, facts=facts)

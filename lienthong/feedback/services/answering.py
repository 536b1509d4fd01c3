"""An answer is written, submitted, sent back and approved: each by whom it may, over the version that they saw."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from lienthong.desk.queries import Audience
from lienthong.desk.services import close_work, open_work, tell
from lienthong.kernel import audit, clock
from lienthong.kernel.actor import Actor
from lienthong.kernel.errors import NotAllowed, WrongData, WrongMoment
from lienthong.kernel.flow import START, Move, take
from lienthong.kernel.models import AuditStream
from lienthong.kernel.notices import NoticeKind
from lienthong.kernel.waiting import Piece

from .. import notices
from ..flows import ANSWER_FLOW
from ..messages.answers import blocked, lack_of_part, lack_of_raised
from ..models import Answer, AnswerState, Fate, Matter, MatterState, Raised
from ..permissions import APPROVE, RELEASE
from ..queries.answers import (
    address_of_answer,
    held_of,
    marks_of_answer,
    public_texts,
    publishable,
    raised_of,
)
from ..rules.answering import (
    MOST_RAISED,
    PARTS,
    PUBLIC,
    Held,
    lacks_of_parts,
    lacks_of_raised,
    masked_fields,
)
from .moving import Locked, locked

# The kinds of work that an answer makes: waiting.py says them.
APPROVE_WORK: Final = "feedback.approve"
RELEASE_WORK: Final = "feedback.release"
REWRITE_WORK: Final = "feedback.rewrite"
MOST: Final = 10_000
_MOST_TITLE: Final = 200
_MOST_REASON: Final = 300


@dataclass(frozen=True)
class Words:
    """What an officer wrote. ``raised``: fate, part and reason of the questions in their order; ``added``: further ones.

    ``public``: title, question and answer for the public, ``private_reason``: why there are none.
    """

    parts: dict[str, str] = field(default_factory=dict)
    public: dict[str, str] = field(default_factory=dict)
    private_reason: str = ""
    raised: Sequence[Held] = ()
    added: Sequence[str] = ()

    @property
    def fields(self) -> dict[str, str]:
        """Every text by the name of its column."""
        parts = {name: self.parts.get(name, "").strip() for name in PARTS}
        public = {name: self.public.get(name, "").strip() for name in PUBLIC}
        return {**parts, **public, "private_reason": self.private_reason.strip()}


@transaction.atomic
def draft_answer(*, actor: Actor, matter: Matter, words: Words, seen: int = 0) -> Answer:
    """Write the answer to a matter, new or over the version that stood on the screen; the same again changes nothing.

    WrongMoment where somebody wrote meanwhile, or where the answer waits for approval.
    """
    held = locked(matter)
    answer = find_locked(held.matter)
    known = raised_of(held.matter, answer)
    fresh = answer is None
    if answer is None:
        answer = Answer(matter=held.matter, round=held.matter.round, drafted_at=clock.now(), version=0)
    take(ANSWER_FLOW, "draft", actor=actor, row=answer, state=START if fresh else answer.state)
    _require_in_hand(held.matter, answer)
    require_whole(words)
    rows = _rows(known, words)
    if not fresh and _same(answer, words, known, rows):
        return answer
    require_seen(answer, seen)
    for name, text in words.fields.items():
        setattr(answer, name, text)
    sign(actor, answer)
    if fresh:
        answer.drafted_by = _person(actor)
    answer.version += 1
    answer.save()
    _write_raised(answer, rows)
    verb = "answer.drafted" if fresh else "answer.changed"
    audit.record(
        actor, verb, "answer", answer.uid, stream=held.head, facts={**words.fields, "version": answer.version}
    )
    return answer


def find_locked(matter: Matter) -> Answer | None:
    """Return the answer of a matter's round under its lock, as it stands now."""
    rows = Answer.objects.select_for_update(of=("self",)).select_related("matter__category")
    found = rows.filter(matter=matter, round=matter.round).first()
    if found is not None:
        found.matter = matter
    return found


def locked_answer(answer: Answer) -> tuple[Locked, Answer]:
    """Lock a matter and an answer of it; call this first, inside of the transaction."""
    held = locked(answer.matter)
    found = Answer.objects.select_for_update(of=("self",)).get(pk=answer.pk)
    found.matter = held.matter
    return held, found


def require_seen(answer: Answer, seen: int) -> None:
    """Raise WrongMoment unless somebody saw an answer as it stands."""
    if answer.version != seen:
        raise WrongMoment(
            _("Người khác vừa sửa câu trả lời này. Chưa lưu gì; hãy tải lại trang rồi chép phần của bạn vào.")
        )


def require_other_hand(actor: Actor, answer: Answer) -> None:
    """Raise NotAllowed for whoever wrote in an answer: somebody else has to look at it."""
    if _person(actor) in answer.writers:
        raise NotAllowed(
            _("Bạn đã soạn câu trả lời này nên người khác phải duyệt và công bố. Hãy nhờ người có quyền.")
        )


def sign(actor: Actor, answer: Answer) -> None:
    """Write down whose hand is in an answer."""
    answer.writers = sorted({*answer.writers, _person(actor)})


def _person(actor: Actor) -> str:
    if actor.uid is None:
        raise NotAllowed(_("Chỉ một người đã đăng nhập mới soạn, duyệt và công bố được câu trả lời."))
    return str(actor.uid)


def _require_in_hand(matter: Matter, answer: Answer) -> None:
    if matter.state != MatterState.ACCEPTED:
        raise WrongMoment(
            _("Phản ánh đang ở trạng thái “%(state)s” nên chưa soạn trả lời được. Hãy tiếp nhận trước.")
            % {"state": matter.get_state_display()}
        )
    if answer.state != AnswerState.DRAFT:
        raise WrongMoment(
            _("Câu trả lời đang ở trạng thái “%(state)s” nên không sửa được. Hãy nhờ người duyệt trả lại.")
            % {"state": answer.get_state_display()}
        )


def require_whole(words: Words) -> None:
    """Refuse what is too long, and what holds signs of a masked text: it would be saved over what was there."""
    faults = {
        name: [_("Nội dung dài quá %(most)d ký tự. Hãy viết ngắn lại.") % {"most": _most(name)}]
        for name, text in words.fields.items()
        if len(text) > _most(name)
    }
    rows = {f"reason_{place}": one.reason for place, one in enumerate(words.raised)}
    faults.update(
        {
            name: [_("Lý do dài quá 300 ký tự. Hãy viết ngắn lại.")]
            for name, text in rows.items()
            if len(text) > _MOST_REASON
        }
    )
    texts = {**words.fields, **rows, "added": "\n".join(words.added)}
    for name in masked_fields(texts):
        faults[name] = [
            _(
                "Ở đây có dấu che (***, •••). Hãy ghi lại bằng chữ thật, hoặc bỏ chỗ đó; bản che không được lưu đè."
            )
        ]
    if faults:
        raise WrongData(_("Chưa lưu câu trả lời: có chỗ cần sửa."), faults)


def _most(name: str) -> int:
    return {"public_title": _MOST_TITLE, "private_reason": _MOST_REASON}.get(name, MOST)


def _rows(known: Sequence[Raised], words: Words) -> list[Raised]:
    """Return the questions as they are to stand: what the letter asks keeps its words; a struck out one of ours goes."""
    rows = []
    for place, row in enumerate(known):
        said = (
            words.raised[place]
            if place < len(words.raised)
            else Held(row.text, row.fate, row.part, row.reason)
        )
        if not row.found and said.fate == Fate.NO_QUESTION:
            continue
        rows.append(_row(row.text, row.found, said))
    there = {row.text for row in known}
    new = dict.fromkeys(text for line in words.added if (text := " ".join(line.split())))
    rows += [_row(text, False, Held(text, "open")) for text in new if text not in there]
    if len(rows) > MOST_RAISED:
        sentence = _("Mỗi câu trả lời theo dõi nhiều nhất %(most)d câu hỏi. Hãy gộp bớt.") % {
            "most": MOST_RAISED
        }
        raise WrongData(sentence, {"added": [sentence]})
    return rows


def _row(text: str, found: bool, said: Held) -> Raised:
    fate = Fate(said.fate) if said.fate in Fate.values else Fate.OPEN
    part = said.part if fate is Fate.ANSWERED and said.part in PARTS else ""
    reason = said.reason.strip() if fate is Fate.UNANSWERED else ""
    return Raised(text=text, found=found, fate=fate, part=part, reason=reason)


def _same(answer: Answer, words: Words, known: Sequence[Raised], rows: Sequence[Raised]) -> bool:
    def said(row: Raised) -> tuple[object, ...]:
        return (row.text, row.found, str(row.fate), row.part, row.reason)

    texts = all(getattr(answer, name) == text for name, text in words.fields.items())
    return texts and [said(row) for row in rows] == [said(row) for row in known]


def _write_raised(answer: Answer, rows: Sequence[Raised]) -> None:
    answer.raised.all().delete()
    for place, row in enumerate(rows):
        row.answer, row.position = answer, place
    Raised.objects.bulk_create(rows)


# ── handing on ───────────────────────────────────────────────────────────────────────────────────────────────────────


@transaction.atomic
def submit_answer(*, actor: Actor, answer: Answer, seen: int) -> Answer:
    """Hand a complete answer to who approves it; WrongData names everything that it lacks, at its place."""
    held, answer = locked_answer(answer)
    move = take(ANSWER_FLOW, "submit", actor=actor, row=answer, state=answer.state)
    if move is None:
        return answer
    require_seen(answer, seen)
    _require_complete(answer)
    answer.note = ""
    return _passed(actor, held.head, answer, move, APPROVE_WORK)


def _require_complete(answer: Answer) -> None:
    parts = {part: answer.says(part) for part in PARTS}
    faults = {part: [lack_of_part(part, lack)] for part, lack in lacks_of_parts(parts).items()}
    rows = held_of(raised_of(answer.matter, answer))
    for place, lack in lacks_of_raised(rows, parts).items():
        faults[f"fate_{place}"] = [lack_of_raised(place, lack)]
    faults.update(faults_of_public(answer))
    if faults:
        raise WrongData(_("Câu trả lời chưa đủ nên chưa trình được."), faults)


def faults_of_public(answer: Answer) -> dict[str, list[str]]:
    """Return what is wrong with what the public is to read; nothing where a reason says why there is nothing."""
    texts = public_texts(answer)
    if not publishable(answer.matter):
        return {
            name: [_("Phản ánh này không được công bố. Hãy để trống phần công bố.")]
            for name, text in texts.items()
            if text
        }
    faults: dict[str, list[str]] = {}
    if not any(texts.values()):
        if not answer.private_reason:
            faults["private_reason"] = [_("Hãy viết phần công bố, hoặc ghi vì sao không công bố.")]
        return faults
    for name in ("public_title", "public_answer"):
        if not texts[name]:
            faults[name] = [_("Phần công bố cần có tiêu đề và trả lời.")]
    if texts["public_question"] and not answer.matter.consents:
        faults["public_question"] = [_("Người gửi không đồng ý công bố câu hỏi. Hãy để trống ô này.")]
    for mark in marks_of_answer(answer):
        if mark.blocks:
            faults.setdefault(mark.field, []).append(blocked(mark))
    return faults


@transaction.atomic
def approve_answer(*, actor: Actor, answer: Answer, seen: int) -> Answer:
    """Approve an answer that somebody else wrote, and hand it to who releases it."""
    held, answer = locked_answer(answer)
    move = take(ANSWER_FLOW, "approve", actor=actor, row=answer, state=answer.state)
    if move is None:
        return answer
    require_other_hand(actor, answer)
    require_seen(answer, seen)
    answer.approved_by, answer.approved_at = actor.uid, clock.now()
    return _passed(actor, held.head, answer, move, RELEASE_WORK)


@transaction.atomic
def send_back(*, actor: Actor, answer: Answer, reason: str, seen: int) -> Answer:
    """Send an answer back to be written anew, and say why."""
    held, answer = locked_answer(answer)
    move = take(ANSWER_FLOW, "send_back", actor=actor, row=answer, state=answer.state, reason=reason)
    if move is None:
        return answer
    require_seen(answer, seen)
    answer.note, answer.approved_by, answer.approved_at = move.reason, None, None
    return _passed(actor, held.head, answer, move, REWRITE_WORK)


def _passed(actor: Actor, head: AuditStream, answer: Answer, move: Move, work: str) -> Answer:
    """Put an answer down after a step, and let its next piece of work wait for who does it."""
    answer.state = move.to
    answer.version += 1
    answer.save()
    close_work(actor=actor, key=work_key(answer))
    _open_work(actor, answer, work)
    kind, to = {
        APPROVE_WORK: (
            notices.ANSWER_SUBMITTED,
            Audience.holders(APPROVE, [answer.organisation_id], nearest=True),
        ),
        RELEASE_WORK: (
            notices.ANSWER_APPROVED,
            Audience.holders(RELEASE, [answer.organisation_id], nearest=True),
        ),
        REWRITE_WORK: (notices.ANSWER_SENT_BACK, Audience.accounts([answer.drafted_by])),
    }[work]
    tell_of(actor, kind, to, answer)
    facts = {"version": answer.version, "reason": move.reason}
    audit.record(actor, move.step.verb, "answer", answer.uid, stream=head, facts=facts)
    return answer


def work_key(answer: Answer) -> str:
    """Return the key under which the work of an answer is open, one piece at a time."""
    return f"answer:{answer.uid}"


def _open_work(actor: Actor, answer: Answer, kind: str) -> None:
    matter = answer.matter
    words = {"category": matter.category.name}
    piece = Piece(
        kind,
        work_key(answer),
        matter.organisation_id,
        "matter",
        matter.uid,
        address_of_answer(answer),
        words,
        matter.answer_due,
    )
    open_work(actor=actor, piece=piece)


def tell_of(actor: Actor, kind: NoticeKind, to: Audience, answer: Answer) -> None:
    """Tell officers of an answer: which body, what about, from which day."""
    matter = answer.matter
    params = {
        "unit": matter.organisation_id,
        "category": dict(matter.category.name),
        "day": matter.sent_at.astimezone(clock.LOCAL).date(),
    }
    tell(
        actor=actor,
        kind=kind,
        to=to,
        url=address_of_answer(answer),
        params=params,
        subject=("answer", answer.uid),
        key=str(answer.version),
    )

"""A sender rates an answer, once, and may have the matter opened again within its time. A bad rating is looked at above."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from lienthong.desk.queries import Audience
from lienthong.desk.services import close_work, open_work, tell
from lienthong.kernel import audit, clock, deadlines
from lienthong.kernel.actor import Actor
from lienthong.kernel.errors import NotAllowed, NotFound, WrongData, WrongMoment
from lienthong.kernel.flow import START, check_reason, take, to_move
from lienthong.kernel.models import AuditStream
from lienthong.kernel.notices import NoticeKind
from lienthong.kernel.waiting import Piece

from .. import notices
from ..flows import MATTER, REVIEW_FLOW
from ..models import Matter, MatterState, Rating, Review, ReviewState, Verdict
from ..permissions import ANSWER, REVIEW
from ..queries import address_of
from ..queries.answers import rating_by_link, rating_of
from ..queries.reviews import address_of_review, body_that_reviews, hands_in
from ..rules.ratings import MOST_WORDS, known
from ..rules.windows import is_open, may_reopen
from . import moving
from .pacing import begin_answer_anew

REVIEW_WORK: Final = "feedback.review"
REOPENED_WORK: Final = "feedback.reopened"
# The limit of the catalogue within which a review is to be done.
REVIEW_LIMIT: Final = "matter.review"


@dataclass(frozen=True)
class Said:
    """What somebody says of an answer. ``words`` are read by whoever reviews it, and by nobody else."""

    verdict: str
    reasons: Sequence[str] = ()
    words: str = ""
    may_contact: bool = False


@transaction.atomic
def rate_by_link(*, actor: Actor, link: str, said: Said) -> Rating:
    """Rate an answer by the link of the message, once; the same again changes nothing."""
    return _rate(actor, rating_by_link(link), said)


@transaction.atomic
def rate_answer(*, actor: Actor, matter: Matter, said: Said) -> Rating:
    """Rate the answer of a matter that its sender has opened with code and PIN, once."""
    rating = rating_of(matter)
    if rating is None:
        raise WrongMoment(_("Phản ánh này chưa có trả lời nên chưa đánh giá được. Hãy tra cứu lại sau."))
    return _rate(actor, rating, said)


def _rate(actor: Actor, rating: Rating, said: Said) -> Rating:
    held = moving.locked(rating.matter)
    rating = (
        Rating.objects.select_for_update(of=("self",)).select_related("category", "answer").get(pk=rating.pk)
    )
    rating.matter = held.matter
    reasons, words = known(said.reasons), " ".join(said.words.split())
    _require_valid(said, words)
    if rating.verdict:
        if (rating.verdict, rating.reasons, rating.words) == (said.verdict, reasons, words):
            return rating
        raise WrongMoment(
            _("Câu trả lời này đã được đánh giá. Mỗi người gửi đánh giá một lần cho một câu trả lời.")
        )
    if not is_open("rating", rating.told_at, clock.now()):
        raise WrongMoment(
            _("Đã hết thời gian đánh giá câu trả lời này. Nếu việc chưa xong, hãy gửi phản ánh mới.")
        )
    rating.verdict, rating.reasons, rating.words = said.verdict, reasons, words
    rating.may_contact, rating.rated_at = said.may_contact, clock.now()
    rating.save()
    facts = {"verdict": rating.verdict, "reasons": reasons}
    audit.record(actor, "answer.rated", "answer", rating.answer.uid, stream=held.head, facts=facts)
    if rating.verdict == Verdict.POOR and _is_looked_at(rating):
        _open_review(actor, held.head, rating)
    return rating


def _require_valid(said: Said, words: str) -> None:
    faults: dict[str, list[str]] = {}
    if said.verdict not in Verdict.values:
        faults["verdict"] = [_("Hãy chọn một mức đánh giá.")]
    if said.verdict == Verdict.POOR and not known(said.reasons):
        faults["reasons"] = [_("Hãy chọn ít nhất một lý do, để cấp trên biết phải xem lại điều gì.")]
    if len(words) > MOST_WORDS:
        faults["words"] = [_("Ý kiến dài quá 1.000 ký tự. Hãy viết ngắn lại.")]
    if faults:
        raise WrongData(_("Chưa ghi đánh giá: có chỗ cần sửa."), faults)


def _is_looked_at(rating: Rating) -> bool:
    """Say whether a bad rating opens a review: in its time, and while the answer is the last word in the matter."""
    matter = rating.matter
    stands = matter.state == MatterState.ANSWERED and matter.round == rating.round
    return stands and is_open("poor_rating", rating.told_at, clock.now())


def _open_review(actor: Actor, head: AuditStream, rating: Rating) -> None:
    """Let another officer of the body above look at an answer. The sender's rating opens it: nobody's right is asked."""
    body = body_that_reviews(rating)
    move = to_move(REVIEW_FLOW, "open_review", row=None, state=START)
    assert move is not None  # noqa: S101 - nothing leads back to the beginning
    at = clock.now()
    review = Review.objects.create(
        rating=rating, organisation_id=body, state=move.to, opened_at=at, due=_due(at)
    )
    words = {"category": rating.category.name}
    url = address_of_review(review)
    open_work(
        actor=actor,
        piece=Piece(REVIEW_WORK, f"review:{review.uid}", body, "review", review.uid, url, words, review.due),
    )
    _tell(actor, notices.REVIEW_OPENED, Audience.holders(REVIEW, [body], nearest=True), rating.matter, url)
    audit.record(actor, move.step.verb, "review", review.uid, stream=head, facts={"body": body})


def _due(at: datetime) -> datetime | None:
    """Return until when a review is to be done; without its limit in the catalogue nothing is promised."""
    try:
        return deadlines.due_after(REVIEW_LIMIT, at)
    except WrongMoment:
        return None


def _tell(actor: Actor, kind: NoticeKind, to: Audience, matter: Matter, url: str) -> None:
    params = {
        "unit": matter.organisation_id,
        "category": dict(matter.category.name),
        "day": matter.sent_at.astimezone(clock.LOCAL).date(),
    }
    subject = ("matter", matter.uid)
    tell(actor=actor, kind=kind, to=to, url=url, params=params, subject=subject, key=f"{matter.round}")


# ── looked at above ──────────────────────────────────────────────────────────────────────────────────────────────────


@transaction.atomic
def review_answer(*, actor: Actor, review: Review, reopens: bool, reason: str) -> Review:
    """Say what comes of a badly rated answer: it stands, for a reason, or the matter is opened again. The sender is told."""
    name = "reopen" if reopens else "confirm"
    held = moving.locked(review.rating.matter)
    review = Review.objects.select_for_update(of=("self",)).select_related("rating__answer").get(pk=review.pk)
    move = take(REVIEW_FLOW, name, actor=actor, row=review, state=review.state, reason=reason)
    if move is None:
        return review
    if actor.uid is None or str(actor.uid) in hands_in(review.rating.answer):
        raise NotAllowed(
            _(
                "Bạn đã soạn, duyệt hoặc công bố câu trả lời này nên người khác phải xem lại. Hãy nhờ đồng nghiệp."
            )
        )
    review.state, review.reason = move.to, move.reason
    review.reviewed_by, review.reviewed_at = actor.uid, clock.now()
    review.save()
    if reopens:
        _reopen(actor, held, move.reason)
    else:
        moving.tell_sender(held.matter, "confirmed", words=move.reason)
    close_work(actor=actor, key=f"review:{review.uid}")
    facts = {"reason": move.reason}
    audit.record(actor, move.step.verb, "review", review.uid, stream=held.head, facts=facts)
    return review


# ── opened again, ended ──────────────────────────────────────────────────────────────────────────────────────────────


@transaction.atomic
def reopen_matter(*, actor: Actor, matter: Matter, words: str) -> Matter:
    """Open an answered matter again for its sender, who has shown code and PIN, within the time that began with the answer."""
    words = check_reason(MATTER, "reopen", words)
    held = moving.locked(matter)
    matter = held.matter
    if matter.state == MatterState.ACCEPTED and matter.round > 1:
        return matter
    answered = _answered_at(matter)
    if answered is None or not may_reopen(matter.matter_class, answered, clock.now(), deadlines.calendar()):
        raise WrongMoment(
            _("Đã hết thời gian đề nghị mở lại phản ánh này. Nếu việc chưa xong, hãy gửi phản ánh mới.")
        )
    _reopen(actor, held, words)
    _end_reviews(actor, held)
    return matter


def _end_reviews(actor: Actor, held: moving.Locked) -> None:
    """Let no review wait for what its sender has had opened already."""
    for review in Review.objects.select_for_update(of=("self",)).filter(
        rating__matter=held.matter, state=ReviewState.OPEN
    ):
        review.state, review.reviewed_at = ReviewState.REOPENED, clock.now()
        review.save(update_fields=["state", "reviewed_at"])
        close_work(actor=actor, key=f"review:{review.uid}", dropped=True)
        audit.record(actor, "review.reopened", "review", review.uid, stream=held.head)


def _answered_at(matter: Matter) -> datetime | None:
    """Return when the answer of this round was given, from the row that was written with it: later deeds do not touch it."""
    rows = Rating.objects.filter(matter=matter, round=matter.round)
    return rows.values_list("told_at", flat=True).first()


def _reopen(actor: Actor, held: moving.Locked, words: str) -> None:
    """Begin a new round: the clock of the answer runs anew, the total goes on. From now on the matter stands by itself."""
    matter = held.matter
    move = moving.step("reopen", actor=actor, held=held, reason=words, by_sender=True)
    if move is None:
        raise NotFound(_("Phản ánh này không ở trạng thái mở lại được. Hãy tra cứu lại."))
    matter.round += 1
    matter.lead = None
    matter.answered_at = None
    begin_answer_anew(actor=actor, matter=matter, head=held.head)
    moving.write(actor=actor, held=held, move=move, words=words, facts={"round": matter.round})
    words_of_work = {"category": matter.category.name}
    url, subject = address_of(matter), ("matter", matter.uid)
    open_work(
        actor=actor,
        piece=Piece(
            REOPENED_WORK,
            f"reopened:{matter.uid}",
            matter.organisation_id,
            *subject,
            url,
            words_of_work,
            matter.answer_due,
        ),
    )
    to = Audience.holders(ANSWER, [matter.organisation_id], nearest=True)
    _tell(actor, notices.MATTER_REOPENED, to, matter, url)


@transaction.atomic
def close_answered(*, actor: Actor, matter: Matter) -> bool:
    """End an answered matter whose time for opening again is over and whose answer nobody is looking at; say whether it ended."""
    held = moving.locked(matter)
    matter = held.matter
    if matter.state != MatterState.ANSWERED or matter.answered_at is None:
        return False
    if may_reopen(matter.matter_class, matter.answered_at, clock.now(), deadlines.calendar()):
        return False
    if Review.objects.filter(rating__matter=matter, state=ReviewState.OPEN).exists():
        return False
    move = moving.step("close", actor=actor, held=held)
    if move is None:
        return False
    moving.write(actor=actor, held=held, move=move)
    return True

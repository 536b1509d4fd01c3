"""Reads of answers: by officers of the body that has the matter, and by its sender."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from lienthong.kernel import boxes, clock, deadlines
from lienthong.kernel.actor import Actor
from lienthong.kernel.errors import NotFound
from lienthong.kernel.models import Attachment, FileType

from ..models import Answer, AnswerState, Matter, Part, Publication, Raised, Rating, Template
from ..permissions import MANAGE
from ..rules.answering import PARTS, PUBLIC, Held, Mark, marks_in, may_publish, names_people, raised_in
from ..rules.windows import is_open, may_reopen, reopen_until
from .matters import matters_for

IMAGES = (FileType.JPEG, FileType.PNG, FileType.WEBP)


def answers_for(actor: Actor) -> QuerySet[Answer]:
    """Return the answers that an actor may read: those to matters of their body."""
    rows = Answer.objects.select_related("matter__category", "matter__organisation")
    return rows.filter(matter__in=matters_for(actor).order_by())


def get_answer(actor: Actor, uid: UUID) -> Answer:
    """Return an answer as an actor may read it; NotFound otherwise."""
    found = answers_for(actor).filter(uid=uid).first()
    if found is None:
        raise NotFound(_("Không tìm thấy câu trả lời này, hoặc phản ánh không do đơn vị bạn giải quyết."))
    return found


def find_answer(matter: Matter) -> Answer | None:
    """Return the answer of a matter's round as it now is, None where nobody has begun it."""
    return Answer.objects.filter(matter=matter, round=matter.round).select_related("matter").first()


def address_of_answer(answer: Answer) -> str:
    """Return where the page of an answer is, for officers."""
    return reverse("feedback:answer", args=[answer.matter.uid])


def raised_of(matter: Matter, answer: Answer | None) -> list[Raised]:
    """Return what a letter asks, as its answer keeps it; before there is one, as the rules find it."""
    if answer is not None:
        return list(answer.raised.order_by("position"))
    return [
        Raised(position=place, text=text, found=True) for place, text in enumerate(raised_in(matter.text))
    ]


def held_of(rows: Iterable[Raised]) -> list[Held]:
    """Return questions as the rules know them."""
    return [Held(row.text, row.fate, row.part, row.reason) for row in rows]


def publishable(matter: Matter) -> bool:
    """Say whether the public may read an answer to a matter: by class, category and consent."""
    day = matter.sent_at.astimezone(clock.LOCAL).date()
    return may_publish(matter.matter_class, day, consents=matter.consents, guarded=matter.category.guarded)


def public_texts(answer: Answer) -> dict[str, str]:
    """Return what was written for the public."""
    return {name: getattr(answer, name) for name in PUBLIC}


def marks_of_answer(answer: Answer) -> list[Mark]:
    """Return what in the public texts of an answer seems to lead to a person."""
    return marks_in(public_texts(answer))


def photos_of(answer: Answer) -> list[Attachment]:
    """Return the photos that hang on an answer, the first first; whoever asks has seen the answer."""
    rows = Attachment.objects.filter(kind="answer", subject=answer.uid, deleted_at=None, type__in=IMAGES)
    return list(rows.order_by("pk"))


@dataclass(frozen=True)
class Preview:
    """An answer from every side, for officers. ``answer``: None before anybody has begun it. ``followers``: matters linked to it.

    ``marks``: what in the public text seems to lead to a person; ``names_people``: the letter seems to, in a category where
    that is no business of the public: its sender is to be guided to the competent body.
    """

    matter: Matter
    answer: Answer | None
    raised: list[Raised]
    publishable: bool
    marks: list[Mark]
    photos: list[Attachment]
    templates: list[Template]
    names_people: bool
    followers: int
    publication: Publication | None

    @property
    def parts(self) -> tuple[tuple[str, str], ...]:
        """What the sender reads."""
        return parts_of(self.answer) if self.answer else ()

    @property
    def photo_choices(self) -> list[tuple[UUID, str]]:
        """The photos that may be shown to the public."""
        return [(photo.uid, photo.name) for photo in self.photos]

    @property
    def blocks(self) -> bool:
        """Something in the public text stands in the way of its release."""
        return any(mark.blocks for mark in self.marks)


def preview_of(matter: Matter) -> Preview:
    """Return an answer from every side; whoever asks has seen the matter."""
    answer = find_answer(matter)
    if answer is not None:
        answer.matter = matter
    return Preview(
        matter=matter,
        answer=answer,
        raised=raised_of(matter, answer),
        publishable=publishable(matter),
        marks=marks_of_answer(answer) if answer else [],
        photos=photos_of(answer) if answer else [],
        templates=templates_on(matter),
        names_people=matter.category.guarded and names_people(matter.text),
        followers=Matter.objects.filter(lead=matter).count(),
        publication=Publication.objects.filter(matter=matter).first(),
    )


def answer_of(matter: Matter) -> Answer:
    """Return the answer of a matter's round; NotFound where nobody has begun it."""
    found = find_answer(matter)
    if found is None:
        raise NotFound(_("Chưa có câu trả lời cho phản ánh này. Hãy soạn trước."))
    return found


# ── templates ────────────────────────────────────────────────────────────────────────────────────────────────────────


def may_manage_templates(actor: Actor) -> bool:
    """Say whether an actor looks after templates."""
    return actor.places.holds(MANAGE.code)


def templates_for(actor: Actor) -> QuerySet[Template]:
    """Return every template through time, to who looks after them."""
    MANAGE.require_somewhere(actor)
    return Template.objects.order_by("code", "-valid_from")


def get_template(actor: Actor, uid: UUID) -> Template:
    """Return a template, to who looks after them."""
    found = templates_for(actor).filter(uid=uid).first()
    if found is None:
        raise NotFound(_("Không có mẫu trả lời này. Hãy quay lại danh sách."))
    return found


def templates_on(matter: Matter, step: str = "answer") -> list[Template]:
    """Return the templates of today that are for such a matter, the most special first."""
    rows = Template.objects.on(clock.today()).filter(
        step=step, category__in=["", matter.category.code], matter_class__in=["", matter.matter_class]
    )
    return sorted(rows, key=lambda row: (not row.category, not row.matter_class, row.title))


# ── what the sender reads ────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Shown:
    """An answer as the sender reads it. ``parts``: what each is called, and its text; those that say nothing are left out.

    ``unanswered``: what they asked and was not answered, and why. ``may_rate``, ``may_reopen``: now; ``until``: for reopening.
    ``photos``: the evidence that hung on it when it was given, whether the public sees it or not: what comes later nobody released.
    """

    parts: tuple[tuple[str, str], ...]
    unanswered: tuple[tuple[str, str], ...]
    photos: list[Attachment]
    at: datetime
    rating: Rating
    may_rate: bool
    may_reopen: bool
    until: datetime | None
    public: bool


def rating_of(matter: Matter) -> Rating | None:
    """Return the row that says that a matter's sender was last given an answer."""
    rows = Rating.objects.filter(matter=matter).select_related("answer", "review", "matter")
    return rows.order_by("-round").first()


def parts_of(answer: Answer) -> tuple[tuple[str, str], ...]:
    """Return the parts that say something, each with what it is called."""
    return tuple((str(Part(part).label), answer.says(part)) for part in PARTS if answer.says(part).strip())


def answer_for_sender(matter: Matter) -> Shown | None:
    """Return the last answer that was released to the sender of a matter, its own or that of the one it is linked to.

    For whoever holds code and PIN: nothing of it is public. A follower is not shown what the leading letter asks.
    """
    rating = rating_of(matter)
    if rating is None or rating.answer.state not in (AnswerState.RELEASED, AnswerState.RETRACTED):
        return None
    answer, now = rating.answer, clock.now()
    own = answer.matter_id == matter.pk
    left_out = answer.raised.filter(fate="unanswered").order_by("position") if own else []
    calendar = deadlines.calendar()
    reopens = matter.state == "answered" and may_reopen(matter.matter_class, rating.told_at, now, calendar)
    return Shown(
        parts=parts_of(answer),
        unanswered=tuple((row.text, row.reason) for row in left_out),
        photos=[photo for photo in photos_of(answer) if photo.added_at <= rating.told_at],
        at=rating.told_at,
        rating=rating,
        may_rate=not rating.verdict and is_open("rating", rating.told_at, now),
        may_reopen=reopens,
        until=reopen_until(matter.matter_class, rating.told_at, calendar),
        public=answer.state == AnswerState.RELEASED
        and bool(answer.public_answer)
        and publishable(answer.matter),
    )


# ── links that rate once ─────────────────────────────────────────────────────────────────────────────────────────────


def link_of(matter: Matter, round_: int) -> str:
    """Return the token by which the sender of a matter rates the answer of a round. It is worked out, and kept nowhere."""
    return boxes.digest("feedback.rating", str(matter.uid), str(round_))[:20].hex()


def digest_of_link(token: str) -> bytes:
    """Return what is kept of such a token."""
    return boxes.digest("feedback.rating-link", token)


def rating_by_link(token: str) -> Rating:
    """Return what a link leads to; NotFound says the same whatever is wrong with it."""
    rows = Rating.objects.select_related("answer", "matter", "category")
    found = rows.filter(link=digest_of_link(token)).first()
    if found is None:
        raise NotFound(
            _(
                "Đường dẫn đánh giá này không dùng được. Hãy mở lại từ tin nhắn, hoặc tra cứu bằng mã biên nhận."
            )
        )
    return found

"""Answers: written in parts by one person, approved, and released by another; what senders and officers above say of them."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from lienthong.kernel.ids import uuid7
from lienthong.kernel.validity import Dated

from .matters import Matter, MatterClass


class AnswerState(models.TextChoices):
    """How far an answer has come. Retracted is what the public read; what the sender was told stands."""

    DRAFT = "draft", _("Đang soạn")
    SUBMITTED = "submitted", _("Chờ duyệt")
    APPROVED = "approved", _("Đã duyệt, chờ công bố")
    RELEASED = "released", _("Đã gửi người hỏi")
    RETRACTED = "retracted", _("Đã rút khỏi công bố")


class Part(models.TextChoices):
    """The parts of an answer, in the order in which they are read."""

    CONCLUSION = "conclusion", _("Kết luận")
    DONE = "done", _("Đã làm gì")
    EVIDENCE = "evidence", _("Bằng chứng")
    LEGAL_BASIS = "legal_basis", _("Căn cứ pháp lý")
    NEXT_STEPS = "next_steps", _("Việc tiếp theo, quyền của người hỏi")


class Answer(models.Model):
    """What a body answers in one round of a matter.

    The parts are for the sender. The three public fields are written for the public by hand and filled from nothing.
    ``writers``: public ids of all whose hand is in it; none of them approves or releases it. ``note``: why it was sent back.
    ``private_reason``: why the public is told nothing where it could be. ``version``: counts up at each save, so that nobody writes over what somebody else wrote meanwhile.
    """

    uid = models.UUIDField(unique=True, default=uuid7, editable=False)
    matter = models.ForeignKey(Matter, models.CASCADE, related_name="answers")
    round = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=AnswerState, default=AnswerState.DRAFT)
    conclusion = models.TextField(blank=True)
    done = models.TextField(blank=True)
    evidence = models.TextField(blank=True)
    legal_basis = models.TextField(blank=True)
    next_steps = models.TextField(blank=True)
    public_title = models.CharField(max_length=200, blank=True)
    public_question = models.TextField(blank=True)
    public_answer = models.TextField(blank=True)
    private_reason = models.CharField(max_length=300, blank=True)
    writers = models.JSONField(default=list)
    note = models.CharField(max_length=1000, blank=True)
    drafted_by = models.UUIDField()
    drafted_at = models.DateTimeField()
    approved_by = models.UUIDField(null=True)
    approved_at = models.DateTimeField(null=True)
    released_by = models.UUIDField(null=True)
    released_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["matter", "round"], name="feedback_answer_once")]

    def __str__(self) -> str:
        return f"{self.matter_id} {self.round}"

    @property
    def organisation_id(self) -> int:
        """The body whose answer it is: the one that has the matter."""
        return self.matter.organisation_id

    def says(self, part: str) -> str:
        """Return what stands in a part."""
        text: str = getattr(self, part)
        return text


class Fate(models.TextChoices):
    """What an answer does with something that the letter raises."""

    OPEN = "open", _("Chưa xem")
    ANSWERED = "answered", _("Đã trả lời ở phần")
    UNANSWERED = "unanswered", _("Không trả lời, vì")
    NO_QUESTION = "no_question", _("Không phải câu hỏi")


class Raised(models.Model):
    """Something that the letter asks. ``found``: by the rules, as the letter says it; else an officer added it.

    ``part``: where it is answered; ``reason``: why it is not.
    """

    answer = models.ForeignKey(Answer, models.CASCADE, related_name="raised")
    position = models.PositiveSmallIntegerField()
    text = models.TextField()
    found = models.BooleanField(default=False)
    fate = models.CharField(max_length=12, choices=Fate, default=Fate.OPEN)
    part = models.CharField(max_length=12, choices=Part, blank=True)
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["answer", "position"], name="feedback_raised_place"),
        ]

    def __str__(self) -> str:
        return f"{self.answer_id} {self.position}"


class Template(Dated):
    """Words that officers begin with, from a day to a day. Places in it are {don_vi}, {ngay} and {linh_vuc}, no others.

    Without a category or a class it is for all of them. ``step``: of the flow of matters. ``part``: of an answer.
    """

    uid = models.UUIDField(unique=True, default=uuid7, editable=False)
    code = models.SlugField(max_length=40)
    title = models.CharField(max_length=120)
    text = models.TextField()
    category = models.CharField(max_length=40, blank=True, help_text="code of a category")
    matter_class = models.CharField(max_length=12, choices=MatterClass, blank=True)
    step = models.CharField(max_length=20, default="answer")
    part = models.CharField(max_length=12, choices=Part, default=Part.CONCLUSION)

    class Meta(Dated.Meta):
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(fields=["code", "valid_from"], name="feedback_template_once"),
        ]

    def __str__(self) -> str:
        return self.title


class Verdict(models.TextChoices):
    """What a sender says of an answer."""

    SATISFIED = "satisfied", _("Hài lòng")
    ACCEPTED = "accepted", _("Chấp nhận được")
    POOR = "poor", _("Chưa hài lòng")


class Rating(models.Model):
    """That an answer was given to the sender of one matter, and what they say of it, once.

    ``link``: digest of the token in the message that told them. ``reasons``: codes of ``rules.ratings``. ``words`` are for
    whoever reviews the answer. ``organisation`` and ``category``: for counts, so that none needs to read matters.
    """

    matter = models.ForeignKey(Matter, models.CASCADE, related_name="ratings")
    round = models.PositiveSmallIntegerField()
    answer = models.ForeignKey(Answer, models.CASCADE, related_name="ratings")
    organisation = models.ForeignKey("registry.Organisation", models.PROTECT, related_name="+")
    category = models.ForeignKey("feedback.Category", models.PROTECT, related_name="+")
    link = models.BinaryField(max_length=32, unique=True)
    told_at = models.DateTimeField()
    verdict = models.CharField(max_length=10, choices=Verdict, blank=True)
    reasons = models.JSONField(default=list)
    words = models.TextField(blank=True)
    may_contact = models.BooleanField(default=False)
    rated_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["matter", "round"], name="feedback_rating_once")]
        indexes = [models.Index(fields=["organisation", "told_at"], name="feedback_rating_counts")]

    def __str__(self) -> str:
        return f"{self.matter_id} {self.round}"


class ReviewState(models.TextChoices):
    """What came of looking at a badly rated answer again."""

    OPEN = "open", _("Chờ xem lại")
    CONFIRMED = "confirmed", _("Giữ nguyên trả lời")
    REOPENED = "reopened", _("Đã mở lại")


class Review(models.Model):
    """A badly rated answer, looked at by another officer of the body above. ``reason`` is told to the sender."""

    uid = models.UUIDField(unique=True, default=uuid7, editable=False)
    rating = models.OneToOneField(Rating, models.CASCADE, related_name="review")
    organisation = models.ForeignKey(
        "registry.Organisation", models.PROTECT, related_name="+", help_text="the body that reviews"
    )
    state = models.CharField(max_length=10, choices=ReviewState, default=ReviewState.OPEN)
    reason = models.TextField(blank=True)
    opened_at = models.DateTimeField()
    due = models.DateTimeField(null=True)
    reviewed_by = models.UUIDField(null=True)
    reviewed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["organisation", "state", "opened_at"], name="feedback_review_inbox")]

    def __str__(self) -> str:
        return str(self.uid)


class PublicPhoto(models.Model):
    """A photo of an answer that whoever released it chose for the public. ``file``: public id of the attachment."""

    uid = models.UUIDField(unique=True, default=uuid7, editable=False)
    publication = models.ForeignKey("feedback.Publication", models.CASCADE, related_name="photos")
    position = models.PositiveSmallIntegerField()
    file = models.UUIDField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["publication", "position"], name="feedback_photo_place")
        ]

    def __str__(self) -> str:
        return str(self.uid)


class MessageState(models.TextChoices):
    """Where a message to a sender stands."""

    WAITING = "waiting", _("Chờ gửi")
    SENDING = "sending", _("Đang gửi")
    SENT = "sent", _("Đã gửi")
    UNDELIVERABLE = "undeliverable", _("Không gửi được")


class Message(models.Model):
    """That the sender of a matter is to be told of a passage. Neither words nor address stand here.

    ``after``: in seconds of the machine, when it may be tried; ``code``: what the carrier answered last.
    """

    uid = models.UUIDField(unique=True, default=uuid7, editable=False)
    matter = models.ForeignKey(Matter, models.CASCADE, related_name="messages")
    passage = models.ForeignKey("feedback.Passage", models.CASCADE, related_name="+")
    step = models.CharField(max_length=20)
    state = models.CharField(max_length=15, choices=MessageState, default=MessageState.WAITING)
    tries = models.PositiveSmallIntegerField(default=0)
    after = models.BigIntegerField(default=0)
    code = models.CharField(max_length=20, blank=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["after", "id"],
                condition=models.Q(state__in=["waiting", "sending"]),
                name="feedback_message_due",
            )
        ]

    def __str__(self) -> str:
        return f"{self.step} {self.uid}"

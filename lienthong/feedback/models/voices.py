"""What many say, gathered by a body for a report: topics, sentences that stand on what was sent, and the reply to each."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from lienthong.kernel.ids import uuid7

from .matters import MatterClass


class ConsolidationState(models.TextChoices):
    """How far a consolidation has come."""

    DRAFT = "draft", _("Đang soạn")
    APPROVED = "approved", _("Đã duyệt")
    SENT = "sent", _("Đã gửi cơ quan có thẩm quyền")
    ANSWERED = "answered", _("Đã có trả lời")


class Consolidation(models.Model):
    """A report of one body on what was sent to it, and to the bodies below, in a period.

    ``since``, ``until``: the days of sending, both included. ``writers``: public ids of the accounts that wrote at it, none of
    which approves it. ``level``: of the body when it was made.
    """

    uid = models.UUIDField(unique=True, default=uuid7, editable=False)
    organisation = models.ForeignKey("registry.Organisation", models.PROTECT, related_name="+")
    level = models.CharField(max_length=20)
    matter_class = models.CharField(max_length=12, choices=MatterClass)
    since = models.DateField()
    until = models.DateField()
    title = models.CharField(max_length=200)
    addressee = models.CharField(max_length=200, help_text="to which authority or session it goes")
    state = models.CharField(max_length=10, choices=ConsolidationState, default=ConsolidationState.DRAFT)
    writers = models.JSONField(default=list)
    version = models.PositiveIntegerField(default=1)
    made_at = models.DateTimeField()
    approved_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(since__lte=models.F("until")), name="feedback_consolidation_period"
            ),
            models.UniqueConstraint(
                fields=["organisation", "matter_class", "since", "until", "title"],
                name="feedback_consolidation_once",
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "-until"], name="feedback_consolidation_body"),
        ]

    def __str__(self) -> str:
        return self.title


class Topic(models.Model):
    """A group of opinions on one thing. ``why``: how it was proposed. ``words``: of the product's own lists, never a sender's.

    ``opinions``, ``communes``: how many matters stand in it, through all levels, each once, and how many communes they are
    about; worked out at every change of a draft, fixed by the approval.
    """

    uid = models.UUIDField(unique=True, default=uuid7, editable=False)
    consolidation = models.ForeignKey(Consolidation, models.CASCADE, related_name="topics")
    position = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    why = models.CharField(max_length=10, help_text="category, campaign, hand")
    words = models.JSONField(default=list)
    category = models.ForeignKey("feedback.Category", models.PROTECT, related_name="+", null=True)
    opinions = models.PositiveIntegerField(default=0)
    communes = models.PositiveIntegerField(default=0)

    class Meta:
        indexes = [models.Index(fields=["consolidation", "position"], name="feedback_topic_order")]

    def __str__(self) -> str:
        return self.title


class TopicItem(models.Model):
    """What a topic stands on: a matter of the body's own, or a topic that a body below was approved to pass on."""

    consolidation = models.ForeignKey(Consolidation, models.CASCADE, related_name="items")
    topic = models.ForeignKey(Topic, models.CASCADE, related_name="items")
    matter = models.ForeignKey("feedback.Matter", models.PROTECT, related_name="+", null=True)
    source = models.ForeignKey(Topic, models.PROTECT, related_name="taken_into", null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(matter__isnull=True) ^ models.Q(source__isnull=True),
                name="feedback_topicitem_one",
            ),
            models.UniqueConstraint(fields=["consolidation", "matter"], name="feedback_topicitem_matter"),
            models.UniqueConstraint(fields=["consolidation", "source"], name="feedback_topicitem_source"),
        ]

    def __str__(self) -> str:
        return f"{self.topic_id} ← {self.matter_id or self.source_id}"


class Sentence(models.Model):
    """A sentence of the chapter, under its topic. ``generated``: as the product proposed it, in numbers; else a person's."""

    uid = models.UUIDField(unique=True, default=uuid7, editable=False)
    topic = models.ForeignKey(Topic, models.CASCADE, related_name="sentences")
    position = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=1000)
    generated = models.BooleanField(default=False)

    class Meta:
        indexes = [models.Index(fields=["topic", "position"], name="feedback_sentence_order")]

    def __str__(self) -> str:
        return self.text


class SentenceItem(models.Model):
    """That a sentence stands on an item of its topic."""

    sentence = models.ForeignKey(Sentence, models.CASCADE, related_name="links")
    item = models.ForeignKey(TopicItem, models.CASCADE, related_name="links")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["sentence", "item"], name="feedback_sentenceitem_once")
        ]

    def __str__(self) -> str:
        return f"{self.sentence_id} ← {self.item_id}"


class Reply(models.Model):
    """What an authority answered to a topic. ``relayed_at``: when the last of those who had sent something could read it."""

    uid = models.UUIDField(unique=True, default=uuid7, editable=False)
    topic = models.OneToOneField(Topic, models.PROTECT, related_name="reply")
    authority = models.CharField(max_length=200)
    day = models.DateField(help_text="of the letter")
    text = models.TextField()
    written_at = models.DateTimeField()
    relayed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["relayed_at"], name="feedback_reply_relayed")]

    def __str__(self) -> str:
        return f"{self.authority} {self.day}"


class Relay(models.Model):
    """That a reply reached what the sender of one matter reads: once, however often it is tried."""

    reply = models.ForeignKey(Reply, models.CASCADE, related_name="relays")
    matter = models.ForeignKey("feedback.Matter", models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["reply", "matter"], name="feedback_relay_once")]

    def __str__(self) -> str:
        return f"{self.reply_id} → {self.matter_id}"

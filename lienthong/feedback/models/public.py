"""What the public sees of a matter: a row of its own, written by people, read by every public door and by nothing else."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from lienthong.kernel.ids import uuid7

from .matters import MatterClass


class Standing(models.TextChoices):
    """Whether the public may read it. Withdrawn leaves a sentence, never silence."""

    PUBLIC = "public", _("Đang công bố")
    WITHDRAWN = "withdrawn", _("Đã rút khỏi công bố")


class Publication(models.Model):
    """A released answer. ``title``, ``question`` and ``answer`` were written for the public and released by a second person.

    ``uid`` says nothing of the matter. ``day_sent`` and ``day_answered`` are days, never moments; ``on_time``: by the promise
    that was made when it was sent. A withdrawn row keeps no text.
    """

    uid = models.UUIDField(unique=True, default=uuid7, editable=False)
    matter = models.OneToOneField("feedback.Matter", models.SET_NULL, related_name="publication", null=True)
    matter_class = models.CharField(max_length=12, choices=MatterClass)
    category = models.ForeignKey("feedback.Category", models.PROTECT, related_name="+")
    area = models.ForeignKey("registry.Area", models.PROTECT, related_name="+", help_text="the commune")
    organisation = models.ForeignKey(
        "registry.Organisation", models.PROTECT, related_name="+", help_text="the body that answered"
    )
    title = models.CharField(max_length=200)
    question = models.TextField()
    answer = models.TextField()
    search_key = models.TextField(help_text="title, question and answer, folded for looking up")
    day_sent = models.DateField()
    day_answered = models.DateField()
    on_time = models.BooleanField()
    senders = models.PositiveIntegerField(
        default=1, help_text="how many matters it answers, rounded when shown"
    )
    standing = models.CharField(max_length=10, choices=Standing, default=Standing.PUBLIC)
    released_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["standing", "-released_at"], name="feedback_publication_latest"),
            models.Index(fields=["area", "standing", "-released_at"], name="feedback_publication_area"),
            models.Index(fields=["category", "standing", "-released_at"], name="feedback_publication_topic"),
        ]

    def __str__(self) -> str:
        return self.title

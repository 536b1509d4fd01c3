"""Long work."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from ..ids import uuid7


class JobState(models.TextChoices):
    """Where long work stands."""

    QUEUED = "queued", _("Đang chờ")
    RUNNING = "running", _("Đang làm")
    DONE = "done", _("Đã xong")
    FAILED = "failed", _("Không làm được")
    CANCELLED = "cancelled", _("Đã dừng")


class Job(models.Model):
    """Long work that somebody asked for. ``kind``: room.function, done by lienthong/ROOM/tasks.py.

    Waiting and keeping run on the machine's own clock: ``beat`` and ``keep_until`` are Unix seconds.
    """

    uid = models.UUIDField(unique=True, default=uuid7, editable=False)
    kind = models.CharField(max_length=60)
    label = models.CharField(max_length=200, help_text="what it is, in the words of whoever asked")
    words = models.JSONField(default=dict, help_text="what the function is called with")
    asked_by = models.UUIDField(help_text="public id of the account")
    post_id = models.BigIntegerField(null=True, help_text="the post in which they asked")
    stream = models.UUIDField(help_text="the audit stream of the unit concerned")
    language = models.CharField(max_length=10)
    fingerprint = models.CharField(max_length=64, help_text="digest of who asks for what")

    state = models.CharField(max_length=10, choices=JobState, default=JobState.QUEUED)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0, help_text="0 while nobody knows")
    step = models.CharField(max_length=200, blank=True, help_text="what is being done now")
    stopping = models.BooleanField(default=False, help_text="whoever asked wants it stopped")
    fault = models.CharField(max_length=1000, blank=True, help_text="why it failed, for whoever asked")
    file_name = models.CharField(max_length=150, blank=True)
    link = models.CharField(max_length=300, blank=True, help_text="the page on which it goes on")

    made_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    beat = models.BigIntegerField(default=0)
    keep_until = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["fingerprint"],
                condition=models.Q(state__in=["queued", "running"]),
                name="kernel_job_asked_once",
            )
        ]
        indexes = [
            models.Index(fields=["state"], name="kernel_job_state"),
            models.Index(fields=["asked_by", "-made_at"], name="kernel_job_of_account"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.state}"

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

    Waiting and keeping run on the machine's own clock: ``not_before``, ``beat`` and ``keep_until`` are Unix seconds,
    ``place`` milliseconds. ``claim`` counts the runs: what an earlier run still wants to write no longer counts.
    """

    uid = models.UUIDField(unique=True, default=uuid7, editable=False)
    kind = models.CharField(max_length=60)
    label = models.CharField(max_length=200, help_text="what it is, in the words of whoever asked")
    words = models.JSONField(default=dict, help_text="what the function is called with")
    search_key = models.CharField(max_length=200, blank=True, help_text="the label as it is searched")
    asked_by = models.UUIDField(null=True, help_text="public id of the account; null: the system itself")
    post_id = models.BigIntegerField(null=True, help_text="the post in which they asked")
    stream = models.UUIDField(help_text="the audit stream of the unit concerned")
    language = models.CharField(max_length=10)
    fingerprint = models.CharField(max_length=64, help_text="digest of who asks for what")
    key = models.CharField(max_length=120, blank=True, help_text="of the same key only one runs at a time")
    schedule = models.CharField(max_length=60, blank=True, help_text="the schedule that asked")
    request_id = models.CharField(
        max_length=64, blank=True, help_text="under which it was asked for, and runs"
    )

    state = models.CharField(max_length=10, choices=JobState, default=JobState.QUEUED)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0, help_text="0 while nobody knows")
    step = models.CharField(max_length=200, blank=True, help_text="what is being done now")
    stopping = models.BooleanField(default=False, help_text="whoever asked wants it stopped")
    fault = models.CharField(max_length=1000, blank=True, help_text="why it failed, for whoever asked")
    trace = models.CharField(max_length=300, blank=True, help_text="what broke and where, for IT staff")
    file_name = models.CharField(max_length=150, blank=True)
    link = models.CharField(max_length=300, blank=True, help_text="the page on which it goes on")

    made_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    beat = models.BigIntegerField(default=0)
    keep_until = models.BigIntegerField(default=0)

    place = models.BigIntegerField(default=0, help_text="where in the queue: the smallest goes first")
    not_before = models.BigIntegerField(default=0)
    tries = models.PositiveSmallIntegerField(default=0, help_text="runs begun since it was asked for")
    lost = models.PositiveSmallIntegerField(default=0, help_text="runs that fell silent")
    claim = models.PositiveIntegerField(default=0)
    worker = models.CharField(max_length=80, blank=True, help_text="who took it last")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["fingerprint"],
                condition=models.Q(state__in=["queued", "running"]),
                name="kernel_job_asked_once",
            ),
            models.UniqueConstraint(
                fields=["key"],
                condition=models.Q(state="running") & ~models.Q(key=""),
                name="kernel_job_one_at_a_time",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "place"], name="kernel_job_queue"),
            models.Index(fields=["asked_by", "-made_at"], name="kernel_job_of_account"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.state}"


class JobStep(models.Model):
    """A step that a job has done once and for all, with what came of it; a later run of the job leaves it out."""

    job = models.ForeignKey(Job, models.CASCADE, related_name="steps")
    name = models.CharField(max_length=100)
    result = models.JSONField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["job", "name"], name="kernel_job_step_once")]

    def __str__(self) -> str:
        return self.name


class ScheduledRun(models.Model):
    """When a schedule is due next, and what it started last. Unix seconds of the machine's own clock."""

    name = models.CharField(max_length=60, unique=True)
    due = models.BigIntegerField()
    ran = models.BigIntegerField(default=0)
    job = models.ForeignKey(Job, models.SET_NULL, null=True, related_name="+")

    def __str__(self) -> str:
        return self.name


class Worker(models.Model):
    """A worker process, and when it gave its last sign of life. Unix seconds of the machine's own clock."""

    name = models.CharField(max_length=80, unique=True, help_text="machine and process")
    since = models.BigIntegerField()
    beat = models.BigIntegerField()

    def __str__(self) -> str:
        return self.name

"""The working calendar, the dated catalogue of limits, and the clocks that run by both."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from ..ids import uuid7
from ..languages import label_of
from ..validity import Dated


class CalendarKind(models.TextChoices):
    """What makes a day differ from others of its weekday. The same words as ``working.DayKind``."""

    HOLIDAY = "holiday", _("Ngày lễ")
    DAY_OFF = "day_off", _("Nghỉ bù, nghỉ hoán đổi")
    MAKE_UP = "make_up", _("Ngày làm bù")


class CalendarDay(models.Model):
    """A day that is off, or worked, against its weekday. ``own``: laid down here; the shipped calendar leaves it alone."""

    day = models.DateField(unique=True)
    kind = models.CharField(max_length=10, choices=CalendarKind)
    name = models.JSONField(help_text="words by language")
    citation = models.CharField(max_length=500)
    verified = models.BooleanField(default=False, help_text="was read in its source")
    own = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"{self.day} {self.kind}"

    @property
    def label(self) -> str:
        """What the day is called."""
        return label_of(self.name)


class LimitUnit(models.TextChoices):
    """In what a limit is counted. The same words as ``working.Unit``."""

    WORKING_DAYS = "working_days", _("ngày làm việc")
    DAYS = "days", _("ngày, kể cả ngày nghỉ")
    WORKING_HOURS = "working_hours", _("giờ làm việc")
    HOURS = "hours", _("giờ")


class PauseReason(models.TextChoices):
    """Why a clock may stand still. A limit lists those of them that its law knows."""

    INFORMATION = "information", _("Chờ người gửi bổ sung thông tin")
    EXPERTISE = "expertise", _("Chờ giám định, ý kiến chuyên môn")
    SUSPENDED = "suspended", _("Tạm đình chỉ giải quyết theo luật")


class Limit(Dated):
    """How much time the law leaves for something, from a day to a day. ``field``: what it is about, such as complaint."""

    code = models.CharField(max_length=60)
    field = models.CharField(max_length=30)
    name = models.JSONField(help_text="words by language")
    amount = models.PositiveSmallIntegerField()
    unit = models.CharField(max_length=15, choices=LimitUnit)
    counted_from = models.JSONField(help_text="words by language: receipt, acceptance")
    pauses = models.JSONField(default=list, help_text="the reasons for which it may stand still")
    citation = models.CharField(max_length=500)
    verified = models.BooleanField(default=False, help_text="was read in its source")
    note = models.CharField(max_length=500, blank=True)

    class Meta(Dated.Meta):
        pass

    def __str__(self) -> str:
        return f"{self.code} {self.amount} {self.unit}"

    @property
    def label(self) -> str:
        """What is to be done within it."""
        return label_of(self.name)

    @property
    def from_label(self) -> str:
        """From what it is counted."""
        return label_of(self.counted_from)


class Clock(models.Model):
    """Time that runs against one row, by the limit that was in force when it began.

    ``state``: the state of the row in which it runs, "" where it runs until the row's end. ``due`` is None while the
    calendar does not reach so far. ``sure``: no unverified day or limit is behind it. ``climbs``: how many working days
    after it is due each body further up is told; ``level`` of them have been, the last of which is ``reached``.
    """

    uid = models.UUIDField(unique=True, default=uuid7, editable=False)
    kind = models.CharField(max_length=30, help_text="the kind of row: a Subject")
    subject = models.UUIDField(help_text="public id of the row")
    state = models.CharField(max_length=30, blank=True)
    limit = models.ForeignKey(Limit, models.PROTECT, related_name="+")
    organisation = models.BigIntegerField(help_text="key of the body whose time it is")
    stream = models.UUIDField(help_text="the audit stream of the row")
    started = models.DateTimeField()
    due = models.DateTimeField(null=True)
    sure = models.BooleanField(default=True)
    stopped = models.DateTimeField(null=True)
    climbs = models.JSONField(default=list)
    level = models.PositiveSmallIntegerField(default=0)
    reached = models.BigIntegerField(help_text="key of the body that was told last")
    climb_at = models.DateTimeField(null=True, help_text="when the next body above is to be told")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "subject", "limit", "state"],
                condition=models.Q(stopped__isnull=True),
                name="kernel_clock_runs_once",
            )
        ]
        indexes = [
            models.Index(
                fields=["climb_at"], condition=models.Q(stopped__isnull=True), name="kernel_clock_climbs"
            ),
            models.Index(fields=["due"], condition=models.Q(stopped__isnull=True), name="kernel_clock_due"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.limit_id} {self.due}"


class ClockPause(models.Model):
    """From when until when a clock stood still, and why."""

    clock = models.ForeignKey(Clock, models.CASCADE, related_name="pauses")
    reason = models.CharField(max_length=20, choices=PauseReason)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["clock"], condition=models.Q(until__isnull=True), name="kernel_clock_stands_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.reason} {self.since}"

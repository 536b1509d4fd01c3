"""Report series, returns with their revisions, and the totals that are kept per collecting unit."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from lienthong.kernel.ids import uuid7
from lienthong.kernel.validity import Dated


class ReturnState(models.TextChoices):
    """Where a return stands. See docs/reference/states.md for who takes which step."""

    DRAFT = "draft", _("Bản nháp")
    SUBMITTED = "submitted", _("Đã gửi")
    RETURNED = "returned", _("Trả lại")
    APPROVED = "approved", _("Đã duyệt")
    LOCKED = "locked", _("Đã khóa")


class Series(models.Model):
    """A report that is asked for again and again: which form, of whom, since when."""

    uid = models.UUIDField(unique=True, default=uuid7, editable=False)
    code = models.SlugField(unique=True)
    name = models.JSONField(help_text="label per language")
    form = models.ForeignKey("forms.FormDefinition", models.PROTECT, related_name="+")
    tree = models.ForeignKey("registry.Tree", models.PROTECT, related_name="+")
    level = models.CharField(max_length=10, help_text="the level whose bodies report")
    first_period = models.CharField(max_length=10)
    last_period = models.CharField(max_length=10, blank=True)
    # What stands where in a kept total: lienthong/forms/rules/contribution.py names it; only ever added to.
    slots = models.JSONField(default=list)

    def __str__(self) -> str:
        return self.code


class Deadline(Dated):
    """Until when a level has to have done its part of a period: days after its first day, and a local time."""

    series = models.ForeignKey(Series, models.CASCADE, related_name="deadlines")
    level = models.CharField(max_length=10)
    days = models.PositiveSmallIntegerField()
    time = models.TimeField()
    source = models.CharField(max_length=300, help_text="where this is laid down, or that it is a sample")

    class Meta(Dated.Meta):
        pass

    def __str__(self) -> str:
        return f"{self.level} +{self.days} {self.time}"


class Return(models.Model):
    """What one body reported for one period: the truth that every figure comes from.

    ``values``: per field code a decimal string or text; null is blank; {"s": state} any other state.
    """

    uid = models.UUIDField(unique=True, default=uuid7, editable=False)
    series = models.ForeignKey(Series, models.PROTECT, related_name="returns")
    organisation = models.ForeignKey("registry.Organisation", models.PROTECT, related_name="+")
    period = models.CharField(max_length=10)
    form_version = models.ForeignKey("forms.FormVersion", models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=ReturnState, default=ReturnState.DRAFT)
    values = models.JSONField(default=dict)
    version = models.PositiveIntegerField(default=1)
    reason = models.CharField(max_length=1000, blank=True, help_text="why it was returned")
    # First time it was sent: what timeliness is judged by, whatever happens later.
    submitted_at = models.DateTimeField(null=True)
    on_time = models.BooleanField(default=False, help_text="by the deadline in force when it was first sent")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "period", "series"], name="reports_return_once"),
        ]
        indexes = [models.Index(fields=["series", "period", "state"], name="reports_return_period")]

    def __str__(self) -> str:
        return f"{self.period} {self.state}"


class Revision(models.Model):
    """What a return held after each step, who took it and when. Append-only. ``values``: None where a step left them."""

    entry = models.ForeignKey(Return, models.PROTECT, related_name="revisions")
    version = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=ReturnState)
    values = models.JSONField(null=True)
    actor = models.UUIDField(null=True, help_text="public id of the account")
    at = models.DateTimeField()
    reason = models.CharField(max_length=1000, blank=True)
    # By these a repeated request is known again: lienthong/reports/rules/receipts.py.
    key = models.BinaryField(
        null=True, max_length=16, help_text="digest of the key that came with the request"
    )
    sent = models.BinaryField(null=True, max_length=16, help_text="digest of what was sent with it")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["entry", "version"], name="reports_revision_version")]

    def __str__(self) -> str:
        return f"{self.entry_id} v{self.version}"


class Total(models.Model):
    """The kept total of a collecting unit for a period, twice: of what was received and of what was approved.

    Each is a row of little-endian 64-bit integers: returns, returns on time, then four for each slot of the series
    (scaled sum, values, blanks, not applicable). See lienthong/reports/rules/totals.py. For a month ("2026-11") only
    stock figures are kept, since nothing else is more than the sum of its weeks.
    """

    series = models.ForeignKey(Series, models.PROTECT, related_name="+")
    unit = models.ForeignKey("registry.Organisation", models.PROTECT, related_name="+")
    period = models.CharField(max_length=10)
    received = models.BinaryField()
    approved = models.BinaryField()
    # Another one with every change: the sum of a week's marks, read from an index alone, stands for its state.
    mark = models.PositiveBigIntegerField(default=0, help_text="48 random bits, new with every change")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["series", "period", "unit"], name="reports_total_once")
        ]
        indexes = [models.Index(fields=["series", "period", "mark"], name="reports_total_mark")]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.period}"


class CellNote(models.Model):
    """What is said about one cell of a return: an explanation, and whether to follow it up. Seen like the return itself."""

    uid = models.UUIDField(unique=True, default=uuid7, editable=False)
    series = models.ForeignKey(Series, models.PROTECT, related_name="+")
    organisation = models.ForeignKey("registry.Organisation", models.PROTECT, related_name="+")
    period = models.CharField(max_length=10)
    field = models.CharField(max_length=60, help_text="the permanent code of the field")
    text = models.CharField(max_length=1000, blank=True)
    flagged = models.BooleanField(default=False, help_text="to be followed up")
    version = models.PositiveIntegerField(default=1)
    actor = models.UUIDField(null=True, help_text="public id of the account that wrote it last")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "period", "series", "field"], name="reports_note_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.period} {self.field}"


class Reminder(models.Model):
    """A body was reminded of a report that it has not sent, at most once a day. Append-only."""

    series = models.ForeignKey(Series, models.PROTECT, related_name="+")
    unit = models.ForeignKey(
        "registry.Organisation",
        models.PROTECT,
        related_name="+",
        help_text="the collecting unit that reminds",
    )
    organisation = models.ForeignKey("registry.Organisation", models.PROTECT, related_name="+")
    period = models.CharField(max_length=10)
    day = models.DateField(help_text="the local day on which it was written")
    actor = models.UUIDField(null=True, help_text="public id of the account")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "period", "series", "day"], name="reports_reminder_once_a_day"
            )
        ]

    def __str__(self) -> str:
        return f"{self.period} {self.day}"

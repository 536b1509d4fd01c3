"""Counts that the public side reads in the place of matters: a snapshot a day, and releases of whole months."""

from __future__ import annotations

from django.db import models


class DayCount(models.Model):
    """What one body had of one category at the end of one day. ``sent``: that came in on it; ``late``: open past its promise."""

    day = models.DateField()
    organisation = models.ForeignKey("registry.Organisation", models.PROTECT, related_name="+")
    category = models.ForeignKey("feedback.Category", models.PROTECT, related_name="+")
    sent = models.PositiveIntegerField(default=0)
    open = models.PositiveIntegerField(default=0)
    late = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "day", "category"], name="feedback_daycount_once"
            ),
        ]
        indexes = [models.Index(fields=["day"], name="feedback_daycount_day")]

    def __str__(self) -> str:
        return f"{self.day} {self.organisation_id} {self.category_id}"


class Release(models.Model):
    """The counts of one month, given to the public once, when the promises of all that was sent in it have run out.

    ``month``: its first day. A release never changes: between two of them there is no difference that could tell anything.
    """

    month = models.DateField(unique=True)
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}"


class ReleasedCount(models.Model):
    """One cell of a release. ``area``: null is the country; ``category``: null is all of them.

    ``sent`` and ``open`` null: withheld, which is never zero. Shares are per cent, rounded until each stands for at least two
    numbers; days are whole. Null: too few to say. ``on_time``: of what was sent in the month; ``on_time_period``: of what was
    answered in it, whenever it was sent. ``content``: of those who rated.
    """

    release = models.ForeignKey(Release, models.CASCADE, related_name="counts")
    area = models.ForeignKey("registry.Area", models.PROTECT, related_name="+", null=True)
    category = models.ForeignKey("feedback.Category", models.PROTECT, related_name="+", null=True)
    sent = models.PositiveIntegerField(null=True)
    answered = models.PositiveSmallIntegerField(null=True)
    on_time = models.PositiveSmallIntegerField(null=True)
    on_time_period = models.PositiveSmallIntegerField(null=True)
    median = models.PositiveSmallIntegerField(null=True)
    p90 = models.PositiveSmallIntegerField(null=True)
    rated = models.PositiveSmallIntegerField(null=True)
    content = models.PositiveSmallIntegerField(null=True)
    open = models.PositiveIntegerField(null=True, help_text="at the end of the month")
    late = models.PositiveSmallIntegerField(null=True, help_text="per cent of what is open")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["release", "area", "category"], name="feedback_released_once"),
        ]
        indexes = [models.Index(fields=["area", "category"], name="feedback_released_place")]

    def __str__(self) -> str:
        return f"{self.release_id} {self.area_id} {self.category_id}"

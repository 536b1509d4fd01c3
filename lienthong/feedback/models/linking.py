"""What makes many matters one: keys by which copies are found, the log of what was linked, and what was at the root of it."""

from __future__ import annotations

from django.db import models

from lienthong.kernel.languages import label_of
from lienthong.kernel.validity import Dated

# The key of a text without words: it is written, so that the text is not looked at again, and never looked for.
NO_WORDS = -1


class Likeness(models.Model):
    """A key that a matter has in common with copies of its text (rules.likeness). It says nothing of who sent it."""

    matter = models.ForeignKey("feedback.Matter", models.CASCADE, related_name="+")
    key = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["matter", "key"], name="feedback_likeness_once")]
        indexes = [models.Index(fields=["key", "matter"], name="feedback_likeness_key")]

    def __str__(self) -> str:
        return f"{self.matter_id} {self.key}"


class LinkNote(models.Model):
    """That a matter was linked to another, or taken off it again: a row each time, none is ever changed.

    ``version``: of the matter, after it.
    """

    matter = models.ForeignKey("feedback.Matter", models.CASCADE, related_name="link_notes")
    lead = models.ForeignKey("feedback.Matter", models.CASCADE, related_name="+")
    linked = models.BooleanField(help_text="false: taken off")
    reason = models.CharField(max_length=1000, blank=True)
    version = models.PositiveIntegerField()
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["matter", "at"], name="feedback_linknote_matter")]

    def __str__(self) -> str:
        return f"{self.matter_id} {'→' if self.linked else '↛'} {self.lead_id}"


class CauseKind(Dated):
    """Something that is at the root of matters, from a day to a day: loaded from data/causes.json."""

    code = models.SlugField(max_length=40)
    name = models.JSONField(help_text="words by language")
    position = models.PositiveSmallIntegerField()

    class Meta(Dated.Meta):
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(fields=["code", "valid_from"], name="feedback_causekind_once"),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def label(self) -> str:
        """What it is called in the language that is active."""
        return label_of(self.name)


class Cause(models.Model):
    """What an officer found at the root of one matter. ``organisation``: the body that found it; ``day``: when."""

    matter = models.OneToOneField("feedback.Matter", models.CASCADE, related_name="cause")
    kind = models.ForeignKey(CauseKind, models.PROTECT, related_name="+")
    organisation = models.ForeignKey("registry.Organisation", models.PROTECT, related_name="+")
    day = models.DateField()

    class Meta:
        indexes = [models.Index(fields=["organisation", "day"], name="feedback_cause_body")]

    def __str__(self) -> str:
        return f"{self.matter_id} {self.kind_id}"

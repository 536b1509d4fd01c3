"""Versioned form definitions."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from lienthong.kernel.ids import uuid7


class FormDefinition(models.Model):
    """A form through all its versions. A field keeps one permanent code across them."""

    uid = models.UUIDField(unique=True, default=uuid7, editable=False)
    code = models.SlugField(unique=True)
    name = models.JSONField(help_text="label per language")

    def __str__(self) -> str:
        return self.code


class VersionState(models.TextChoices):
    """A published version never changes."""

    DRAFT = "draft", _("Bản nháp")
    PUBLISHED = "published", _("Đã ban hành")


class FormVersion(models.Model):
    """One wording of a form, in force from its first day until the next version's."""

    uid = models.UUIDField(unique=True, default=uuid7, editable=False)
    form = models.ForeignKey(FormDefinition, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=VersionState, default=VersionState.DRAFT)
    definition = models.JSONField()
    in_force_from = models.DateField()
    published_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["form", "number"], name="forms_version_number")]

    def __str__(self) -> str:
        return f"{self.form_id} v{self.number}"

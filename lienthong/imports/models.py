"""Imports: files that were sent, what was found in them, and what became of it."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from lienthong.kernel import clock
from lienthong.kernel.ids import uuid7


class ImportKind(models.TextChoices):
    """What a file is a list of."""

    OFFICIALS = "officials", _("Cán bộ")
    VILLAGES = "villages", _("Thôn, tổ dân phố")
    ORGANISATIONS = "organisations", _("Tổ chức")
    RETURNS = "returns", _("Báo cáo tuần")


class ImportState(models.TextChoices):
    """Where an import stands."""

    PREVIEWED = "previewed", _("Xem trước, chưa ghi")
    DONE = "done", _("Đã nhập")
    UNDONE = "undone", _("Đã hoàn tác")


class Import(models.Model):
    """A file that somebody sent. The file and what stood in its rows are kept until it is imported, or a few days.

    ``findings``: rows as [number, outcome, texts by column, faults by column]. ``made``: what an undo needs, as the room
    that wrote it understands it.
    """

    uid = models.UUIDField(unique=True, default=uuid7, editable=False)
    kind = models.CharField(max_length=16, choices=ImportKind)
    state = models.CharField(max_length=10, choices=ImportState, default=ImportState.PREVIEWED)
    by = models.UUIDField(null=True, help_text="public id of the account; none for the operator")
    organisation = models.ForeignKey("registry.Organisation", models.SET_NULL, related_name="+", null=True)
    file_name = models.CharField(max_length=160)
    digest = models.CharField(max_length=64, help_text="SHA-256 of the file")
    file = models.BinaryField(default=bytes)
    options = models.JSONField(default=dict)
    columns = models.JSONField(default=list, help_text="code and heading of each column")
    notes = models.JSONField(default=list)
    findings = models.JSONField(default=list)
    new = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    wrong = models.PositiveIntegerField(default=0)
    made = models.JSONField(null=True)
    at = models.DateTimeField(default=clock.now)
    decided_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(help_text="until when it can be confirmed, or undone")

    class Meta:
        indexes = [models.Index(fields=["by", "at"], name="imports_import_by")]

    def __str__(self) -> str:
        return f"{self.kind} {self.state} {self.file_name}"

    @property
    def written(self) -> int:
        """How many rows are, or would be, written."""
        return self.new + self.changed

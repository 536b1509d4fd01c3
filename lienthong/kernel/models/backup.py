"""That a backup was made."""

from __future__ import annotations

from django.db import models

from ..ids import uuid7


class MadeBackup(models.Model):
    """A backup was made of this installation: when (Unix seconds of the machine's own clock), where, of how much. Append-only."""

    uid = models.UUIDField(unique=True, default=uuid7, editable=False)
    at = models.BigIntegerField(db_index=True)
    place = models.CharField(
        max_length=300, help_text="the folder, as it was named on the machine that made it"
    )
    rows = models.PositiveBigIntegerField()
    files = models.PositiveIntegerField()
    missing = models.PositiveIntegerField(default=0, help_text="files that the store did not have")

    def __str__(self) -> str:
        return self.place

"""What a great act wrote, kept so that it can be taken back."""

from __future__ import annotations

from django.db import models


class JournalPart(models.Model):
    """Up to a thousand rows of one table that an act wrote: what they were before and what it made of them.

    Written and read by ``kernel.journal`` only. ``op``: insert, update or delete. ``columns``: what stands in each row
    after its key.
    """

    act = models.UUIDField()
    number = models.PositiveIntegerField()
    table = models.CharField(max_length=80)
    op = models.CharField(max_length=6)
    columns = models.JSONField()
    rows = models.JSONField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["act", "number"], name="kernel_journal_part_once"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.op} {self.table}"

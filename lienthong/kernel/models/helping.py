"""What somebody has read of the hints."""

from __future__ import annotations

from django.db import models


class SeenHint(models.Model):
    """An account has dismissed a hint: it is not shown to them again. ``account``: its public id."""

    account = models.UUIDField()
    code = models.SlugField(max_length=40, db_index=False)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "code"], name="kernel_seen_hint_once")]

    def __str__(self) -> str:
        return self.code

"""How often something was tried."""

from __future__ import annotations

from django.db import models


class RateLimit(models.Model):
    """How often something was tried in the current window. ``key``: a digest, never an address or a name."""

    key = models.CharField(max_length=64, primary_key=True)
    since = models.BigIntegerField()
    count = models.PositiveIntegerField()

    def __str__(self) -> str:
        return f"{self.key[:8]}… {self.count}"

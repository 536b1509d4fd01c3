"""What is said on every page while the installation is being looked after."""

from __future__ import annotations

from django.db import models


class Maintenance(models.Model):
    """The one announcement that stands, if any. ``begins``, ``ends``: seconds of the machines' clock; 0: not said."""

    sentence = models.JSONField()
    begins = models.BigIntegerField(default=0)
    ends = models.BigIntegerField(default=0)
    read_only = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(pk=1), name="one_maintenance"),
        ]

    def __str__(self) -> str:
        return str(self.sentence)

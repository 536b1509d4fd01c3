"""How people look at lists."""

from __future__ import annotations

from django.db import models

from ..ids import uuid7


class SavedView(models.Model):
    """A list as somebody looks at it: search, filters, order and columns, as the words of its address.

    ``account``: public id of whose it is. ``shared_with``: the key of the body whose people see it too.
    """

    uid = models.UUIDField(unique=True, default=uuid7, editable=False)
    account = models.UUIDField()
    listing = models.CharField(max_length=60)
    name = models.CharField(max_length=60)
    query = models.CharField(max_length=1000, blank=True)
    shared_with = models.BigIntegerField(null=True)
    is_default = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account", "listing", "name"], name="kernel_savedview_name"),
            models.UniqueConstraint(
                fields=["account", "listing"],
                condition=models.Q(is_default=True),
                name="kernel_savedview_one_default",
            ),
        ]
        indexes = [models.Index(fields=["listing", "shared_with"], name="kernel_savedview_shared")]

    def __str__(self) -> str:
        return f"{self.listing} {self.name}"

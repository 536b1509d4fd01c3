"""A visit of a group to a body: from which office, how many, what about. No visitor is named."""

from django.db import models

from lienthong.kernel.ids import uuid7


class Visit(models.Model):
    """One visit."""

    uid = models.UUIDField(unique=True, default=uuid7, editable=False)
    organisation = models.ForeignKey("registry.Organisation", models.PROTECT, related_name="+")
    day = models.DateField()
    guests = models.CharField(max_length=120)
    number = models.PositiveSmallIntegerField()
    purpose = models.CharField(max_length=300)
    state = models.CharField(max_length=10)

    def __str__(self) -> str:
        return f"{self.guests} {self.day}"

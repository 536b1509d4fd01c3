"""A visit of a group to a body: from which office, how many, what about. No visitor is named."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from lienthong.kernel import clock
from lienthong.kernel.ids import uuid7


class VisitState(models.TextChoices):
    """Where a visit stands."""

    EXPECTED = "expected", _("Sắp đến")
    RECEIVED = "received", _("Đã tiếp")


class Visit(models.Model):
    """One visit."""

    uid = models.UUIDField(unique=True, default=uuid7, editable=False)
    organisation = models.ForeignKey("registry.Organisation", models.PROTECT, related_name="+")
    day = models.DateField(_("Ngày"))
    guests = models.CharField(_("Cơ quan đến"), max_length=120)
    number = models.PositiveSmallIntegerField(_("Số khách"))
    purpose = models.CharField(_("Nội dung"), max_length=300)
    state = models.CharField(_("Trạng thái"), max_length=10, choices=VisitState, default=VisitState.EXPECTED)
    at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return f"{self.guests} {self.day}"

"""What belongs to sending: the key of a day, what a sender adds, what came by e-mail and waits."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from lienthong.kernel.ids import uuid7

from .matters import Matter


class DayKey(models.Model):
    """The random key of one day, under which addresses are counted. When the day is over the row goes, and no digest that
    was made under it can be made again by anybody.
    """

    day = models.DateField(unique=True)
    key = models.BinaryField(max_length=32)

    def __str__(self) -> str:
        return str(self.day)


class Supplement(models.Model):
    """What a sender added to their matter. ``key``: what makes sending it again the same."""

    key = models.UUIDField(unique=True)
    matter = models.ForeignKey(Matter, models.CASCADE, related_name="supplements")
    at = models.DateTimeField()
    text = models.TextField(help_text="as it was sent; never public")

    class Meta:
        indexes = [models.Index(fields=["matter", "at"], name="feedback_supplement_matter")]

    def __str__(self) -> str:
        return f"{self.matter_id} {self.at}"


class MailState(models.TextChoices):
    """What became of an e-mail."""

    WAITING = "waiting", _("Chờ chọn địa bàn")
    TAKEN = "taken", _("Đã nhận thành phản ánh")
    REFUSED = "refused", _("Không nhận được, đã báo người gửi")
    LEFT = "left", _("Không phải phản ánh (thư tự động, thư báo lỗi)")


class ArrivedMail(models.Model):
    """An e-mail that came into the mailbox. ``digest``: of its Message-ID, so that it comes in once.

    ``box``: sealed, what it says and from whom, while somebody has to choose its area; gone once that is done. ``told``:
    an answer went out. Rows go after some weeks (services.mailing).
    """

    uid = models.UUIDField(unique=True, default=uuid7, editable=False)
    digest = models.BinaryField(max_length=32, unique=True)
    at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=MailState)
    why = models.CharField(
        max_length=20, blank=True, help_text="why it was not taken, a word of services.mailing"
    )
    box = models.BinaryField(null=True)
    matter = models.ForeignKey(Matter, models.SET_NULL, related_name="+", null=True)
    told = models.BooleanField(default=False)

    class Meta:
        indexes = [models.Index(fields=["state", "told"], name="feedback_mail_waiting")]

    def __str__(self) -> str:
        return f"{self.state} {self.at}"

"""Notices, how people want them, and the messages that carry them out of the product."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from lienthong.kernel.ids import uuid7


class Notice(models.Model):
    """Something that one account is told. ``params``: unit keys, counts, days and codes; the sentence is made of them.

    ``key``: what makes it the same notice, so that telling again tells once.
    """

    uid = models.UUIDField(unique=True, default=uuid7, editable=False)
    account = models.ForeignKey("identity.Account", models.CASCADE, related_name="+", db_index=False)
    kind = models.CharField(max_length=60)
    group = models.CharField(max_length=40)
    params = models.JSONField(default=dict)
    subject_kind = models.CharField(max_length=40, blank=True)
    subject = models.UUIDField(null=True)
    url = models.CharField(max_length=300)
    due = models.DateField(null=True)
    key = models.CharField(max_length=160)
    made_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "key"], name="desk_notice_told_once")]
        indexes = [
            models.Index(fields=["account", "-made_at"], name="desk_notice_of_account"),
            models.Index(
                fields=["account"], name="desk_notice_unread", condition=models.Q(read_at__isnull=True)
            ),
            models.Index(
                fields=["read_at"], name="desk_notice_read", condition=models.Q(read_at__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.uid}"


class NoticeChoice(models.Model):
    """How an account wants its notices. ``ways``: channels by group; a group that is not named follows its default."""

    account = models.OneToOneField("identity.Account", models.CASCADE, related_name="+", primary_key=True)
    language = models.CharField(max_length=10, default="vi")
    rhythm = models.CharField(max_length=10, default="hourly")
    quiet_from = models.TimeField()
    quiet_until = models.TimeField()
    ways = models.JSONField(default=dict)

    def __str__(self) -> str:
        return f"{self.account_id} {self.rhythm}"


class DeliveryState(models.TextChoices):
    """Where a message stands."""

    WAITING = "waiting", _("Chờ gửi")
    SENDING = "sending", _("Đang gửi")
    SENT = "sent", _("Đã gửi")
    UNDELIVERABLE = "undeliverable", _("Không gửi được")


class Delivery(models.Model):
    """One message to one account: one notice or several. Waiting runs on the machine's own clock, in Unix seconds.

    ``after``: not to be touched before; of one that is being sent, when another worker takes it over. ``code``: what
    the carrier answered last, without its words.
    """

    uid = models.UUIDField(unique=True, default=uuid7, editable=False)
    account = models.ForeignKey("identity.Account", models.CASCADE, related_name="+", db_index=False)
    channel = models.CharField(max_length=10)
    state = models.CharField(max_length=15, choices=DeliveryState, default=DeliveryState.WAITING)
    tries = models.PositiveIntegerField(default=0)
    code = models.CharField(max_length=20, blank=True)
    after = models.BigIntegerField(default=0)
    made = models.BigIntegerField()
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["account", "channel", "made"], name="desk_delivery_of_account"),
            models.Index(
                fields=["after"],
                name="desk_delivery_open",
                condition=models.Q(state__in=["waiting", "sending"]),
            ),
            models.Index(fields=["state", "-made_at"], name="desk_delivery_state"),
        ]

    def __str__(self) -> str:
        return f"{self.channel} {self.state} {self.uid}"


class Dispatch(models.Model):
    """A notice is to go out through a channel; ``delivery``: the message that carries it, none while it waits."""

    notice = models.ForeignKey(Notice, models.CASCADE, related_name="dispatches")
    account = models.ForeignKey("identity.Account", models.CASCADE, related_name="+", db_index=False)
    channel = models.CharField(max_length=10)
    after = models.BigIntegerField(default=0)
    delivery = models.ForeignKey(Delivery, models.CASCADE, related_name="dispatches", null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["notice", "channel"], name="desk_dispatch_once")]
        indexes = [
            models.Index(
                fields=["after", "account"],
                name="desk_dispatch_waiting",
                condition=models.Q(delivery__isnull=True),
            ),
            models.Index(fields=["account", "channel"], name="desk_dispatch_of_account"),
        ]

    def __str__(self) -> str:
        return f"{self.channel} {self.notice_id}"

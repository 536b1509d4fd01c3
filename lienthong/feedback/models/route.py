"""How matters reach who answers for them: rules, being passed on, the level above that decides, those asked to help."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from lienthong.kernel import clock
from lienthong.kernel.ids import uuid7
from lienthong.kernel.validity import Dated

from .matters import Matter, MatterClass


class ReceivingLevel(models.TextChoices):
    """The levels at which a body receives matters."""

    COMMUNE = "commune", _("Cấp xã")
    PROVINCE = "province", _("Cấp tỉnh")
    CENTRE = "centre", _("Trung ương")


class ReceivingSystem(models.TextChoices):
    """The systems whose bodies receive matters: codes of the registry."""

    FRONT = "front", _("Mặt trận")
    STATE = "state", _("Cơ quan nhà nước")


class RoutingRule(Dated):
    """To whom what is sent goes, from a day to a day. ``number``: how people name it; rules are tried in its order.

    Of an empty condition everything fits. ``area``: with all that lies in it, then and since. ``asked``: the level that the
    sender addressed. ``body``: one named body, else that of ``system`` at ``level`` for the place. A rule is ended, never changed.
    """

    uid = models.UUIDField(unique=True, default=uuid7, editable=False)
    number = models.PositiveIntegerField(unique=True)
    category = models.ForeignKey("feedback.Category", models.PROTECT, related_name="+", null=True)
    matter_class = models.CharField(max_length=12, choices=MatterClass, blank=True)
    area = models.ForeignKey("registry.Area", models.PROTECT, related_name="+", null=True)
    asked = models.CharField(max_length=10, choices=ReceivingLevel, blank=True)
    system = models.CharField(max_length=20, choices=ReceivingSystem, default=ReceivingSystem.FRONT)
    level = models.CharField(max_length=10, choices=ReceivingLevel, default=ReceivingLevel.COMMUNE)
    body = models.ForeignKey("registry.Organisation", models.PROTECT, related_name="+", null=True)
    citation = models.CharField(max_length=300, blank=True, help_text="the document that lays it down")

    class Meta(Dated.Meta):
        pass

    def __str__(self) -> str:
        return f"{self.number}"


class TransferState(models.TextChoices):
    """What became of a matter that was passed on."""

    OFFERED = "offered", _("Chờ nơi nhận")
    ACCEPTED = "accepted", _("Đã nhận")
    BOUNCED = "bounced", _("Trả lại")
    DROPPED = "dropped", _("Không còn chờ")


class Transfer(models.Model):
    """A matter was passed on. Until ``target`` accepts it, ``source`` has it and answers for it; both see it.

    ``reason`` and ``answer``: what officers wrote to each other. ``sent_by``, ``ended_by``: accounts. Afterwards ``source``
    sees this row and where the matter went, and no longer the matter.
    """

    uid = models.UUIDField(unique=True, default=uuid7, editable=False)
    matter = models.ForeignKey(Matter, models.CASCADE, related_name="transfers")
    source = models.ForeignKey("registry.Organisation", models.PROTECT, related_name="+")
    target = models.ForeignKey("registry.Organisation", models.PROTECT, related_name="+")
    reason = models.TextField()
    answer = models.TextField(blank=True)
    at = models.DateTimeField(default=clock.now)
    due = models.DateTimeField(null=True)
    state = models.CharField(max_length=10, choices=TransferState, default=TransferState.OFFERED)
    ended_at = models.DateTimeField(null=True)
    sent_by = models.UUIDField(null=True)
    ended_by = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["matter"], condition=models.Q(state="offered"), name="feedback_transfer_open_once"
            )
        ]
        indexes = [
            models.Index(
                fields=["target", "matter"],
                condition=models.Q(state="offered"),
                name="feedback_transfer_coming",
            ),
            models.Index(fields=["source", "-at"], name="feedback_transfer_sent"),
        ]

    def __str__(self) -> str:
        return f"{self.source_id} -> {self.target_id}"


class ReferralReason(models.TextChoices):
    """Why the level above decides who settles a matter."""

    HOPS = "hops", _("Đã chuyển quá số lần cho phép")
    BACK = "back", _("Bị chuyển qua lại giữa các cơ quan")
    SILENT = "silent", _("Nơi được chuyển không trả lời trong thời hạn")
    ASKED = "asked", _("Cơ quan đang giữ đề nghị")


class Referral(models.Model):
    """The level above is to decide who settles a matter. ``body`` decides; ``chosen`` is what it decided, None until then.

    The body that had the matter has it until then. ``reason``: why nobody below could; ``words``: what was written of it.
    """

    uid = models.UUIDField(unique=True, default=uuid7, editable=False)
    matter = models.ForeignKey(Matter, models.CASCADE, related_name="referrals")
    body = models.ForeignKey("registry.Organisation", models.PROTECT, related_name="+")
    why = models.CharField(max_length=10, choices=ReferralReason)
    words = models.TextField(blank=True)
    at = models.DateTimeField(default=clock.now)
    due = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    chosen = models.ForeignKey("registry.Organisation", models.PROTECT, related_name="+", null=True)
    decided_by = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["matter"], condition=models.Q(ended_at=None), name="feedback_referral_open_once"
            )
        ]
        indexes = [
            models.Index(
                fields=["body", "matter"],
                condition=models.Q(ended_at=None),
                name="feedback_referral_waiting",
            )
        ]

    def __str__(self) -> str:
        return f"{self.why} {self.body_id}"


class ShareState(models.TextChoices):
    """What became of a question to a coordinating body."""

    ASKED = "asked", _("Chờ trả lời phối hợp")
    ANSWERED = "answered", _("Đã trả lời phối hợp")
    DROPPED = "dropped", _("Không cần nữa")


class Share(models.Model):
    """The body that leads asks another one about a part of a matter. Who is asked sees it without contact data."""

    uid = models.UUIDField(unique=True, default=uuid7, editable=False)
    matter = models.ForeignKey(Matter, models.CASCADE, related_name="shares")
    body = models.ForeignKey("registry.Organisation", models.PROTECT, related_name="+")
    question = models.TextField()
    answer = models.TextField(blank=True)
    at = models.DateTimeField(default=clock.now)
    due = models.DateTimeField(help_text="no later than the answer itself")
    state = models.CharField(max_length=10, choices=ShareState, default=ShareState.ASKED)
    ended_at = models.DateTimeField(null=True)
    asked_by = models.UUIDField(null=True)
    answered_by = models.UUIDField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["body", "matter"], condition=~models.Q(state="dropped"), name="feedback_share_body"
            )
        ]

    def __str__(self) -> str:
        return f"{self.matter_id} {self.body_id}"


class RescueWay(models.TextChoices):
    """How somebody was helped who had come to the wrong door."""

    TOLD = "told", _("Đã chỉ đường")
    PASSED = "passed", _("Đã chuyển giúp, người gửi đồng ý")


class Rescue(models.Model):
    """A matter had come to the wrong door, and was not refused. ``reason``: a code of ``data/guidance.json``."""

    matter = models.OneToOneField(Matter, models.CASCADE, related_name="rescue", primary_key=True)
    organisation = models.ForeignKey("registry.Organisation", models.PROTECT, related_name="+")
    reason = models.SlugField(max_length=30)
    way = models.CharField(max_length=6, choices=RescueWay)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        indexes = [models.Index(fields=["organisation", "at"], name="feedback_rescue_rate")]

    def __str__(self) -> str:
        return f"{self.reason} {self.way}"

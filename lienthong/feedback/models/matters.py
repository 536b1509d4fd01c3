"""A matter: what was sent, where it is, how far it has come; beside it, sealed, who sent it."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from lienthong.kernel.ids import uuid7


class MatterClass(models.TextChoices):
    """What a matter is in law. Clocks, identity and publicity follow from it: data/classes.json."""

    FEEDBACK = "feedback", _("Phản ánh, kiến nghị")
    PROPOSAL = "proposal", _("Đề xuất, sáng kiến")
    OPINION = "opinion", _("Ý kiến cử tri")
    COMPLAINT = "complaint", _("Khiếu nại")
    DENUNCIATION = "denunciation", _("Tố cáo")


class Channel(models.TextChoices):
    """By which way a matter came."""

    WEB = "web", _("Trang web")
    QR = "qr", _("Mã QR của thôn")
    PHONE = "phone", _("Điện thoại")
    VISIT = "visit", _("Đến tận nơi")
    PAPER = "paper", _("Đơn giấy")
    MAIL = "mail", _("Thư điện tử")
    OPEN311 = "open311", _("Open311")


class MatterState(models.TextChoices):
    """Where a matter stands."""

    SENT = "sent", _("Đã gửi, chờ tiếp nhận")
    ACCEPTED = "accepted", _("Đang giải quyết")
    MOVING = "moving", _("Đang chuyển, chờ nơi nhận")
    STUCK = "stuck", _("Chờ cấp trên quyết định nơi giải quyết")
    ASKING = "asking", _("Chờ người gửi bổ sung")
    ANSWERED = "answered", _("Đã trả lời")
    CLOSED = "closed", _("Đã kết thúc")
    GUIDED = "guided", _("Đã hướng dẫn đến nơi có thẩm quyền")
    WITHDRAWN = "withdrawn", _("Người gửi đã rút")


# Somebody has to do something about it, be it its sender.
OPEN_STATES = ("sent", "accepted", "moving", "stuck", "asking")


class Matter(models.Model):
    """Something that somebody sent.

    ``organisation``: the body that has it now. ``about``: the body that it complains about, which never sees it. ``lead``:
    the matter that it is answered together with. ``key``: what makes sending it again the same; ``code`` and ``pin``:
    keyed digests of what is on the receipt. ``content``: SHA-256 of what was sent, as the receipt says it.
    ``hops``: how often it was passed on. ``round``: 1, and one more each time it is opened again. Due moments are copies of
    its clocks, for lists.
    """

    uid = models.UUIDField(unique=True, default=uuid7, editable=False)
    key = models.UUIDField(unique=True, null=True)
    code = models.BinaryField(max_length=32, unique=True)
    pin = models.BinaryField(max_length=32)
    content = models.BinaryField(max_length=32)
    matter_class = models.CharField(max_length=12, choices=MatterClass, default=MatterClass.FEEDBACK)
    category = models.ForeignKey("feedback.Category", models.PROTECT, related_name="+")
    area = models.ForeignKey("registry.Area", models.PROTECT, related_name="+", help_text="the commune")
    village = models.ForeignKey("registry.Area", models.PROTECT, related_name="+", null=True)
    place = models.CharField(max_length=200, blank=True, help_text="as the sender wrote it; never public")
    text = models.TextField(help_text="as it was sent; never public")
    channel = models.CharField(max_length=8, choices=Channel)
    consents = models.BooleanField(
        default=False, help_text="the sender lets a redacted question be published"
    )
    urgent = models.BooleanField(default=False)
    complex = models.BooleanField(default=False)
    organisation = models.ForeignKey("registry.Organisation", models.PROTECT, related_name="+")
    about = models.ForeignKey("registry.Organisation", models.PROTECT, related_name="+", null=True)
    lead = models.ForeignKey("self", models.PROTECT, related_name="followers", null=True)
    state = models.CharField(max_length=10, choices=MatterState, default=MatterState.SENT)
    hops = models.PositiveSmallIntegerField(default=0)
    round = models.PositiveSmallIntegerField(default=1)
    version = models.PositiveIntegerField(default=1)
    sent_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    acknowledge_due = models.DateTimeField(null=True)
    answer_due = models.DateTimeField(null=True)
    total_due = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["organisation", "state", "answer_due"], name="feedback_matter_inbox"),
            models.Index(fields=["area", "category", "sent_at"], name="feedback_matter_place"),
            models.Index(fields=["sent_at"], name="feedback_matter_sent"),
            # What is late below a body, however many have ended. No value stands in the condition: SQLite could not match it.
            models.Index(
                fields=["answer_due", "organisation"],
                condition=models.Q(ended_at=None),
                name="feedback_matter_late",
            ),
            models.Index(
                fields=["matter_class", "answered_at"],
                condition=models.Q(state="answered"),
                name="feedback_matter_to_close",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.matter_class} {self.uid}"


class Sender(models.Model):
    """Who sent one matter, as one sealed box: name, ways to reach them, their code. Nothing in it can be looked for.

    ``reachable``: the box holds a way to tell them; gone with the box when it has been kept long enough.
    """

    matter = models.OneToOneField(Matter, models.CASCADE, related_name="sender", primary_key=True)
    box = models.BinaryField()
    reachable = models.BooleanField(default=False)

    def __str__(self) -> str:
        return str(self.matter_id)


class Passage(models.Model):
    """Something that became of a matter, as its sender reads it. ``words``: what an officer wrote for them, checked."""

    matter = models.ForeignKey(Matter, models.CASCADE, related_name="passages")
    at = models.DateTimeField()
    step = models.CharField(max_length=20, help_text="of the flow, or a further word of rules.passages")
    organisation = models.ForeignKey(
        "registry.Organisation", models.PROTECT, related_name="+", null=True, help_text="the body that did it"
    )
    other = models.ForeignKey(
        "registry.Organisation", models.PROTECT, related_name="+", null=True, help_text="the body it went to"
    )
    words = models.TextField(blank=True)
    due = models.DateTimeField(null=True, help_text="until when something was promised")

    class Meta:
        indexes = [models.Index(fields=["matter", "at"], name="feedback_passage_matter")]

    def __str__(self) -> str:
        return f"{self.step} {self.at}"

"""Lanes: what follows when a matter is of another class: proposals and their panel, voters' opinions, data requests, what is left."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from lienthong.kernel.ids import uuid7

from .matters import Matter, MatterClass


class ProposalState(models.TextChoices):
    """How far a proposal has come."""

    CHECKING = "checking", _("Đang kiểm tra đủ nội dung")
    JUDGING = "judging", _("Tổ thẩm định đang đánh giá")
    ASSESSED = "assessed", _("Đã đánh giá xong, chờ quyết định")
    ACCEPTED = "accepted", _("Được chấp nhận")
    DECLINED = "declined", _("Không được chấp nhận")
    PILOTING = "piloting", _("Đang thí điểm")
    CONCLUDED = "concluded", _("Đã có kết quả thí điểm")


class Proposal(models.Model):
    """An idea on its way: complete, judged blind, decided with reasons, tried out.

    ``text``: what the panel reads, without a word of who sent it; an officer takes out what tells it. ``checks``: by code of
    ``data/criteria.json``, whether it is there. ``judged_until``: when the panel's time is over.
    """

    uid = models.UUIDField(unique=True, default=uuid7, editable=False)
    matter = models.OneToOneField(Matter, models.CASCADE, related_name="proposal")
    organisation = models.ForeignKey("registry.Organisation", models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=ProposalState, default=ProposalState.CHECKING)
    title = models.CharField(max_length=200, blank=True)
    text = models.TextField(blank=True)
    checks = models.JSONField(default=dict)
    opened_at = models.DateTimeField()
    judged_until = models.DateTimeField(null=True)
    assessed_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [models.Index(fields=["organisation", "state"], name="feedback_proposal_body")]

    def __str__(self) -> str:
        return str(self.uid)


class Panel(models.Model):
    """Somebody asked to judge one proposal. ``account``: public id. Until they say that they have no interest they read nothing."""

    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="panel")
    account = models.UUIDField()
    asked_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["proposal", "account"], name="feedback_panel_once")]
        indexes = [models.Index(fields=["account"], name="feedback_panel_account")]

    def __str__(self) -> str:
        return f"{self.proposal_id} {self.account}"


class ConflictStatement(models.Model):
    """What a member of a panel says before reading: whether they have an interest in it. Said once, never changed."""

    member = models.OneToOneField(Panel, models.CASCADE, related_name="conflict", primary_key=True)
    has = models.BooleanField()
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.member_id} {self.has}"


class Assessment(models.Model):
    """The marks of one member by criterion, and why. ``note`` is the member's own: nobody else reads it."""

    member = models.OneToOneField(Panel, models.CASCADE, related_name="assessment", primary_key=True)
    marks = models.JSONField()
    opinion = models.TextField()
    note = models.TextField(blank=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.member_id)


class Outcome(models.TextChoices):
    """What is decided of a proposal."""

    ACCEPTED = "accepted", _("Chấp nhận")
    DECLINED = "declined", _("Không chấp nhận")
    PILOT = "pilot", _("Cho thí điểm")


class Decision(models.Model):
    """What a named person decided of a proposal, and why; ``reasons`` are read by its sender."""

    proposal = models.OneToOneField(Proposal, models.CASCADE, related_name="decision", primary_key=True)
    outcome = models.CharField(max_length=8, choices=Outcome)
    reasons = models.TextField()
    decided_by = models.UUIDField(help_text="public id of the account")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.outcome} {self.proposal_id}"


class Pilot(models.Model):
    """A proposal is tried out at one body from a day to a day; then its result is written down."""

    proposal = models.OneToOneField(Proposal, models.CASCADE, related_name="pilot", primary_key=True)
    place = models.CharField(max_length=200, help_text="the body that tries it, in words")
    since = models.DateField()
    until = models.DateField()
    result = models.TextField(blank=True)
    ended_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.proposal_id} {self.since}"


class Addressee(models.TextChoices):
    """Whose deputies an opinion is for."""

    ASSEMBLY = "assembly", _("Đoàn đại biểu Quốc hội")
    PROVINCE = "province", _("Đại biểu HĐND cấp tỉnh")
    COMMUNE = "commune", _("Đại biểu HĐND cấp xã")


class ContactMeeting(models.Model):
    """Deputies met voters: where and when, before which session. ``key``: what makes entering it again the same."""

    uid = models.UUIDField(unique=True, default=uuid7, editable=False)
    key = models.UUIDField(unique=True)
    organisation = models.ForeignKey("registry.Organisation", models.PROTECT, related_name="+")
    addressee = models.CharField(max_length=8, choices=Addressee)
    session = models.CharField(max_length=120, help_text="as people call it: Kỳ họp thứ 12, HĐND khóa XI")
    place = models.CharField(max_length=200)
    day = models.DateField()
    written_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["organisation", "-day"], name="feedback_meeting_body")]

    def __str__(self) -> str:
        return f"{self.session} {self.day}"


class Opinion(models.Model):
    """One opinion of a meeting; its words are those of its matter. No name stands anywhere: a meeting spoke."""

    matter = models.OneToOneField(Matter, models.CASCADE, related_name="opinion", primary_key=True)
    meeting = models.ForeignKey(ContactMeeting, models.PROTECT, related_name="opinions")
    position = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["meeting", "position"], name="feedback_opinion_place")]

    def __str__(self) -> str:
        return f"{self.meeting_id} {self.position}"


class Wish(models.TextChoices):
    """What somebody asks of what is kept about their matter."""

    RECTIFY = "rectify", _("Sửa thông tin liên hệ")
    ERASE_CONTACT = "erase", _("Xóa thông tin liên hệ")
    OBJECT = "object", _("Phản đối công bố")
    ERASE = "erase_text", _("Xóa nội dung đã gửi")
    RESTRICT = "restrict", _("Hạn chế xử lý")
    CORRECT = "correct", _("Sửa nội dung đã gửi")


class RequestState(models.TextChoices):
    """What became of a data subject's request."""

    ASKED = "asked", _("Đã nhận, chờ quyết định")
    ACKNOWLEDGED = "noted", _("Đã xác nhận, chờ quyết định")
    GRANTED = "granted", _("Đã thực hiện")
    REFUSED = "refused", _("Không thực hiện được")


class DataRequest(models.Model):
    """Somebody asks something of what is kept about one matter. ``by_itself``: done at once, nobody had to decide.

    ``words``: what they write; ``answer``: why, as they read it. ``extended``: how often the time was made longer.
    """

    uid = models.UUIDField(unique=True, default=uuid7, editable=False)
    matter = models.ForeignKey(Matter, models.CASCADE, related_name="data_requests")
    organisation = models.ForeignKey("registry.Organisation", models.PROTECT, related_name="+")
    wish = models.CharField(max_length=10, choices=Wish)
    state = models.CharField(max_length=8, choices=RequestState, default=RequestState.ASKED)
    by_itself = models.BooleanField(default=False)
    words = models.TextField(blank=True)
    answer = models.TextField(blank=True)
    extended = models.PositiveSmallIntegerField(default=0)
    at = models.DateTimeField()
    due = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["organisation", "state", "due"], name="feedback_request_body")]

    def __str__(self) -> str:
        return f"{self.wish} {self.uid}"


class HandOver(models.Model):
    """A denunciation that goes on by paper: what it says, sealed, until the paper is handed over; then this row goes.

    Nothing in it tells who sent it beyond what they wrote themselves.
    """

    matter = models.OneToOneField(Matter, models.CASCADE, related_name="hand_over", primary_key=True)
    uid = models.UUIDField(unique=True, default=uuid7, editable=False)
    box = models.BinaryField()
    at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.uid)


class Gone(models.TextChoices):
    """What of a matter was deleted."""

    SENDER = "sender", _("Người gửi và mọi dấu vết về họ")
    CONTACT = "contact", _("Thông tin liên hệ")
    ATTACHMENTS = "files", _("Tệp kèm theo")
    TEXT = "text", _("Nội dung")


class Tombstone(models.Model):
    """That something of a matter is gone: what, when, by which rule. It tells the month in which it was sent, never the day."""

    matter = models.UUIDField(help_text="public id; no key, as it outlives the matter")
    organisation = models.ForeignKey("registry.Organisation", models.PROTECT, related_name="+")
    matter_class = models.CharField(max_length=12, choices=MatterClass)
    month = models.DateField(help_text="the first day of the month in which it was sent")
    what = models.CharField(max_length=8, choices=Gone)
    rule = models.CharField(max_length=80, help_text="class, part and days; or the deed that asked for it")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["matter", "what"], name="feedback_tombstone_once")]
        indexes = [models.Index(fields=["-at"], name="feedback_tombstone_latest")]

    def __str__(self) -> str:
        return f"{self.what} {self.month}"

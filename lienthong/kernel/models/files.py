"""Files: what is kept once by its content, which rows it hangs on, and what is still being sent."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from ..ids import uuid7


class FileType(models.TextChoices):
    """What a file is, by what it holds. Its value is also the ending of its name."""

    PDF = "pdf", _("PDF")
    JPEG = "jpg", _("Ảnh JPEG")
    PNG = "png", _("Ảnh PNG")
    WEBP = "webp", _("Ảnh WebP")
    DOCX = "docx", _("Văn bản Word")
    XLSX = "xlsx", _("Bảng tính Excel")
    PPTX = "pptx", _("Trình chiếu PowerPoint")
    ODT = "odt", _("Văn bản OpenDocument")
    ODS = "ods", _("Bảng tính OpenDocument")
    CSV = "csv", _("Bảng CSV")
    TXT = "txt", _("Chữ thuần")


class ContentState(models.TextChoices):
    """Whether content may be handed out."""

    CLEAN = "clean", _("Đã kiểm tra")
    WAITING = "waiting", _("Chờ quét mã độc")
    QUARANTINED = "quarantined", _("Bị cách ly")


class StoredContent(models.Model):
    """Content that lies in the store, once, under the SHA-256 of its bytes. Its row is the lock of those bytes."""

    sha256 = models.CharField(max_length=64, unique=True)
    size = models.PositiveBigIntegerField()
    type = models.CharField(max_length=4, choices=FileType)
    state = models.CharField(max_length=11, choices=ContentState)
    finding = models.CharField(max_length=200, blank=True, help_text="what the scanner calls it")
    scanned_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["state"], name="kernel_content_state")]

    def __str__(self) -> str:
        return f"{self.sha256[:8]} {self.type} {self.state}"


class Attachment(models.Model):
    """A file that hangs on a row. Deleted, it keeps who, when and why, and loses its content and its name.

    ``kind`` and ``subject``: the row, as ``kernel.subjects`` knows it. ``sent_sha256``: of what was sent, before a
    photo lost its metadata; the same file sent twice to one row is one attachment.
    """

    uid = models.UUIDField(unique=True, default=uuid7, editable=False)
    kind = models.CharField(max_length=40)
    subject = models.UUIDField()
    organisation_id = models.BigIntegerField(help_text="the body that the row belongs to")
    stream = models.UUIDField(help_text="the audit stream of the row")
    content = models.ForeignKey(StoredContent, models.PROTECT, null=True, related_name="attachments")
    sent_sha256 = models.CharField(max_length=64)
    name = models.CharField(max_length=150, blank=True, help_text="shown as text, never a path")
    type = models.CharField(max_length=4, choices=FileType)
    size = models.PositiveBigIntegerField()
    retention = models.CharField(max_length=40, help_text="class in kernel/data/retention.json")
    added_at = models.DateTimeField()
    added_by = models.UUIDField(null=True, help_text="public id of the account; null: the operator")
    added_post_id = models.BigIntegerField(null=True)
    added_from_id = models.BigIntegerField(null=True, help_text="the body of whoever added it")
    deleted_at = models.DateTimeField(null=True)
    deleted_by = models.UUIDField(null=True)
    deleted_from_id = models.BigIntegerField(null=True)
    reason = models.CharField(max_length=300, blank=True, help_text="why it was deleted")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "subject", "sent_sha256"],
                condition=models.Q(deleted_at=None),
                name="kernel_attachment_once",
            ),
            models.CheckConstraint(
                condition=models.Q(deleted_at=None, content__isnull=False)
                | models.Q(deleted_at__isnull=False, content=None, name=""),
                name="kernel_attachment_tombstone",
            ),
        ]
        indexes = [
            models.Index(fields=["kind", "subject"], name="kernel_attachment_subject"),
            models.Index(fields=["organisation_id", "-added_at"], name="kernel_attachment_body"),
        ]

    def __str__(self) -> str:
        return f"{self.uid} {self.type}"


class Upload(models.Model):
    """A file that is being sent in pieces; they lie in LIENTHONG_HOME. How far it is: the length of that piece.

    Waiting runs on the machine's own clock: ``touched`` is Unix seconds.
    """

    uid = models.UUIDField(unique=True, default=uuid7, editable=False)
    kind = models.CharField(max_length=40)
    subject = models.UUIDField()
    asked_by = models.UUIDField(null=True)
    name = models.CharField(max_length=150)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64, blank=True, help_text="as its sender counted it, or nothing")
    touched = models.BigIntegerField()
    attachment = models.ForeignKey(
        Attachment, models.CASCADE, null=True, related_name="+", help_text="what came of it"
    )

    class Meta:
        indexes = [models.Index(fields=["asked_by"], name="kernel_upload_of_account")]

    def __str__(self) -> str:
        return f"{self.uid} of {self.size}"

"""The audit: its streams and its entries."""

from __future__ import annotations

from django.db import models


class AuditStream(models.Model):
    """One chain of audit entries, and its head. Its row is the lock of everything that is kept per collecting unit."""

    uid = models.UUIDField(unique=True)
    number = models.PositiveBigIntegerField(default=0)
    seal = models.BinaryField(default=bytes(32))

    def __str__(self) -> str:
        return f"{self.uid} #{self.number}"


class AuditEntry(models.Model):
    """What was done, by whom, to what, when: ids and keyed digests only, never a personal value. Append-only."""

    # Found by the constraint below, which begins with it.
    stream = models.ForeignKey(AuditStream, models.PROTECT, related_name="entries", db_index=False)
    number = models.PositiveBigIntegerField()
    at = models.DateTimeField(db_index=True)
    actor = models.UUIDField(null=True)
    verb = models.CharField(max_length=60)
    kind = models.CharField(max_length=40)
    subject = models.UUIDField(null=True)
    digest = models.BinaryField()
    before = models.BinaryField()
    seal = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["stream", "number"], name="kernel_audit_entry_number")]
        indexes = [models.Index(fields=["subject"], name="kernel_audit_subject")]

    def __str__(self) -> str:
        return f"{self.verb} {self.kind} {self.subject}"

"""What rooms tell each other after the fact, and how far each reader has read."""

from __future__ import annotations

from django.db import models


class OutboxEntry(models.Model):
    """Something that has happened: ids and plain facts, never a personal value. Written by ``kernel.outbox`` only.

    ``written_in``: on PostgreSQL the number of the transaction that wrote it, by which it is read in a safe order;
    0 on SQLite, where one writer follows the other. ``made``: Unix seconds of the machine's own clock.
    """

    written_in = models.BigIntegerField(default=0)
    topic = models.CharField(max_length=60)
    kind = models.CharField(max_length=40)
    subject = models.UUIDField(null=True)
    organisation_id = models.BigIntegerField(null=True)
    facts = models.JSONField(default=dict)
    at = models.DateTimeField()
    made = models.BigIntegerField()

    class Meta:
        indexes = [models.Index(fields=["written_in", "id"], name="kernel_outbox_order")]

    def __str__(self) -> str:
        return f"{self.topic} {self.subject}"


class OutboxReader(models.Model):
    """How far a reader has read: everything up to this entry. What it could not take is tried again later."""

    name = models.CharField(max_length=60, unique=True)
    written_in = models.BigIntegerField(default=0)
    entry = models.BigIntegerField(default=0)
    fails = models.PositiveSmallIntegerField(default=0)
    not_before = models.BigIntegerField(default=0)
    trace = models.CharField(max_length=300, blank=True, help_text="what broke and where, for IT staff")
    read_at = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return self.name

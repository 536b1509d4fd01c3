"""Tables of the kernel, by subject."""

from .limits import RateLimit
from .outbox import OutboxEntry, OutboxReader
from .trail import AuditEntry, AuditStream
from .work import Job, JobState, JobStep, ScheduledRun, Worker

__all__ = [
    "AuditEntry",
    "AuditStream",
    "Job",
    "JobState",
    "JobStep",
    "OutboxEntry",
    "OutboxReader",
    "RateLimit",
    "ScheduledRun",
    "Worker",
]

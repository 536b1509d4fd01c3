"""Tables of the kernel, by subject."""

from .deadlines import CalendarDay, CalendarKind, Clock, ClockPause, Limit, LimitUnit, PauseReason
from .helping import SeenHint
from .limits import RateLimit
from .outbox import OutboxEntry, OutboxReader
from .search import SearchRow, SearchWord
from .trail import AuditEntry, AuditStream
from .work import Job, JobState, JobStep, ScheduledRun, Worker

__all__ = [
    "AuditEntry",
    "AuditStream",
    "CalendarDay",
    "CalendarKind",
    "Clock",
    "ClockPause",
    "Job",
    "JobState",
    "JobStep",
    "Limit",
    "LimitUnit",
    "OutboxEntry",
    "OutboxReader",
    "PauseReason",
    "RateLimit",
    "ScheduledRun",
    "SearchRow",
    "SearchWord",
    "SeenHint",
    "Worker",
]

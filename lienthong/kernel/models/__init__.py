"""Tables of the kernel, by subject."""

from .deadlines import CalendarDay, CalendarKind, Clock, ClockPause, Limit, LimitUnit, PauseReason
from .limits import RateLimit
from .trail import AuditEntry, AuditStream
from .work import Job, JobState

__all__ = [
    "AuditEntry",
    "AuditStream",
    "CalendarDay",
    "CalendarKind",
    "Clock",
    "ClockPause",
    "Job",
    "JobState",
    "Limit",
    "LimitUnit",
    "PauseReason",
    "RateLimit",
]

"""Tables of the kernel, by subject."""

from .backup import MadeBackup
from .deadlines import CalendarDay, CalendarKind, Clock, ClockPause, Limit, LimitUnit, PauseReason
from .files import Attachment, ContentState, FileType, StoredContent, Upload
from .helping import SeenHint
from .journal import JournalPart
from .limits import RateLimit
from .listing import SavedView
from .outbox import OutboxEntry, OutboxReader
from .search import SearchRow, SearchWord
from .trail import AuditEntry, AuditStream
from .upkeep import Maintenance
from .work import Job, JobState, JobStep, ScheduledRun, Worker

__all__ = [
    "Attachment",
    "AuditEntry",
    "AuditStream",
    "CalendarDay",
    "CalendarKind",
    "Clock",
    "ClockPause",
    "ContentState",
    "FileType",
    "Job",
    "JobState",
    "JobStep",
    "JournalPart",
    "Limit",
    "LimitUnit",
    "MadeBackup",
    "Maintenance",
    "OutboxEntry",
    "OutboxReader",
    "PauseReason",
    "RateLimit",
    "SavedView",
    "ScheduledRun",
    "SearchRow",
    "SearchWord",
    "SeenHint",
    "StoredContent",
    "Upload",
    "Worker",
]

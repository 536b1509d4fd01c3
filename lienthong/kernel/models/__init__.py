"""Tables of the kernel, by subject."""

from .limits import RateLimit
from .search import SearchRow, SearchWord
from .trail import AuditEntry, AuditStream
from .work import Job, JobState

__all__ = ["AuditEntry", "AuditStream", "Job", "JobState", "RateLimit", "SearchRow", "SearchWord"]

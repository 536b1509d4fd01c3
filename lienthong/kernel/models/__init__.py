"""Tables of the kernel, by subject."""

from .files import Attachment, ContentState, FileType, StoredContent, Upload
from .limits import RateLimit
from .trail import AuditEntry, AuditStream
from .work import Job, JobState

__all__ = [
    "Attachment",
    "AuditEntry",
    "AuditStream",
    "ContentState",
    "FileType",
    "Job",
    "JobState",
    "RateLimit",
    "StoredContent",
    "Upload",
]

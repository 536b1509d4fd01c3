"""What imports lets others read: everybody sees their own, and nobody else's."""

from ..models import ImportKind
from .imports import Finding, Headed, find_import, find_imports, findings_of, get_import, template_for
from .kinds import READINGS, Reading, Said, asked_of, find_kind, kinds_for, require_kind

__all__ = [
    "READINGS",
    "Finding",
    "Headed",
    "ImportKind",
    "Reading",
    "Said",
    "asked_of",
    "find_import",
    "find_imports",
    "find_kind",
    "findings_of",
    "get_import",
    "kinds_for",
    "require_kind",
    "template_for",
]

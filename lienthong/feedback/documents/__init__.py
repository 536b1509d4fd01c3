"""Tables of the room as files, by subject."""

from .codes import codes_document
from .public import MOST, answered, figures, silence
from .voices import chapter_document, items_document, trends_document

__all__ = [
    "MOST",
    "answered",
    "chapter_document",
    "codes_document",
    "figures",
    "items_document",
    "silence",
    "trends_document",
]

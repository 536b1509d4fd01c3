"""Tables of the room as files, by subject."""

from .codes import codes_document
from .public import MOST, answered, figures, silence

__all__ = ["MOST", "answered", "codes_document", "figures", "silence"]

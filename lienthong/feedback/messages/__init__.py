"""What the room says to people, in sentences: of texts that were sent, and of a matter to its sender."""

from .passages import PASSAGES, passages_of, said_of
from .texts import KINDS, intake_changed, intake_fault
from .tracking import Tracked, photo_of, tracked

__all__ = [
    "KINDS",
    "PASSAGES",
    "Tracked",
    "intake_changed",
    "intake_fault",
    "passages_of",
    "photo_of",
    "said_of",
    "tracked",
]

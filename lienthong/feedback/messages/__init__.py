"""What the room says to people, in sentences: of texts that were sent, and of a matter to its sender."""

from .texts import KINDS, PASSAGES, intake_changed, intake_fault
from .tracking import Tracked, photo_of, promise_of, tracked

__all__ = [
    "KINDS",
    "PASSAGES",
    "Tracked",
    "intake_changed",
    "intake_fault",
    "photo_of",
    "promise_of",
    "tracked",
]

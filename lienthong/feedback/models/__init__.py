"""What the room keeps. Who sent a matter stands apart from it, sealed, in a row that no column could group by."""

from .catalogue import Category
from .matters import Channel, Matter, MatterClass, MatterState, Passage, Sender
from .public import Publication, Standing
from .sending import ArrivedMail, DayKey, MailState, Supplement

__all__ = [
    "ArrivedMail",
    "Category",
    "Channel",
    "DayKey",
    "MailState",
    "Matter",
    "MatterClass",
    "MatterState",
    "Passage",
    "Publication",
    "Sender",
    "Standing",
    "Supplement",
]

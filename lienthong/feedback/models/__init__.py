"""What the room keeps. Who sent a matter stands apart from it, sealed, in a row that no column could group by."""

from .catalogue import Category
from .counts import DayCount, Release, ReleasedCount
from .matters import Channel, Matter, MatterClass, MatterState, Passage, Sender
from .public import Publication, Standing

__all__ = [
    "Category",
    "Channel",
    "DayCount",
    "Matter",
    "MatterClass",
    "MatterState",
    "Passage",
    "Publication",
    "Release",
    "ReleasedCount",
    "Sender",
    "Standing",
]

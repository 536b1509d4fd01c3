"""What the room keeps. Who sent a matter stands apart from it, sealed, in a row that no column could group by."""

from .catalogue import Category
from .matters import Channel, Matter, MatterClass, MatterState, Passage, Sender
from .public import Publication, Standing

# voices
from .linking import NO_WORDS, Cause, CauseKind, Likeness, LinkNote  # isort: skip
from .voices import (  # isort: skip
    Consolidation,
    ConsolidationState,
    Relay,
    Reply,
    Sentence,
    SentenceItem,
    Topic,
    TopicItem,
)

__all__ = [
    "NO_WORDS",
    "Category",
    "Cause",
    "CauseKind",
    "Channel",
    "Consolidation",
    "ConsolidationState",
    "Likeness",
    "LinkNote",
    "Matter",
    "MatterClass",
    "MatterState",
    "Passage",
    "Publication",
    "Relay",
    "Reply",
    "Sender",
    "Sentence",
    "SentenceItem",
    "Standing",
    "Topic",
    "TopicItem",
]

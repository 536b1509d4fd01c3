"""What the room keeps. Who sent a matter stands apart from it, sealed, in a row that no column could group by."""

from .answers import (
    Answer,
    AnswerState,
    Fate,
    Message,
    MessageState,
    Part,
    PublicPhoto,
    Raised,
    Rating,
    Review,
    ReviewState,
    Template,
    Verdict,
)
from .catalogue import Category
from .matters import Channel, Matter, MatterClass, MatterState, Passage, Sender
from .public import Publication, Standing

__all__ = [
    "Answer",
    "AnswerState",
    "Category",
    "Channel",
    "Fate",
    "Matter",
    "MatterClass",
    "MatterState",
    "Message",
    "MessageState",
    "Part",
    "Passage",
    "PublicPhoto",
    "Publication",
    "Raised",
    "Rating",
    "Review",
    "ReviewState",
    "Sender",
    "Standing",
    "Template",
    "Verdict",
]

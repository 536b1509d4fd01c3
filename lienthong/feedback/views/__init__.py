"""Pages of the room, by subject."""

from .consolidations import (
    chapter,
    consolidation,
    consolidations,
    new_consolidation,
    step_consolidation,
    take_in,
)
from .linking import alike, campaigns, cause, causes, link_all, unlink
from .matters import matter, matters
from .topics import change_topic, move_items, reply, topic, write_sentence
from .trends import trends

__all__ = [
    "alike",
    "campaigns",
    "cause",
    "causes",
    "change_topic",
    "chapter",
    "consolidation",
    "consolidations",
    "link_all",
    "matter",
    "matters",
    "move_items",
    "new_consolidation",
    "reply",
    "step_consolidation",
    "take_in",
    "topic",
    "trends",
    "unlink",
    "write_sentence",
]

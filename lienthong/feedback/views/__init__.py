"""Pages of the room, by subject."""

from .matters import matter, matters
from .overseeing import late_below, loads
from .route import after, contact, doing, drop_share, sent
from .rules import end_rule, new_rule, rules

__all__ = [
    "after",
    "contact",
    "doing",
    "drop_share",
    "end_rule",
    "late_below",
    "loads",
    "matter",
    "matters",
    "new_rule",
    "rules",
    "sent",
]

"""What the room shows as lists, by subject."""

from .answers import PUBLICATIONS, REVIEWS, TEMPLATES
from .mails import MAILS
from .matters import LATE, LOADS, MATTERS, QUEUES, RULES, SENT

__all__ = [
    "LATE",
    "LOADS",
    "MAILS",
    "MATTERS",
    "PUBLICATIONS",
    "QUEUES",
    "REVIEWS",
    "RULES",
    "SENT",
    "TEMPLATES",
]

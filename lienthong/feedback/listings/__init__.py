"""What the room shows as lists, by subject."""

from .answers import PUBLICATIONS, REVIEWS, TEMPLATES
from .lanes import DATA_REQUESTS, GOING, MEETINGS, OPINIONS, PROPOSALS, REGISTER, SLIPS, TOMBSTONES
from .mails import MAILS
from .matters import LATE, LOADS, MATTERS, QUEUES, RULES, SENT

__all__ = [
    "DATA_REQUESTS",
    "GOING",
    "LATE",
    "LOADS",
    "MAILS",
    "MATTERS",
    "MEETINGS",
    "OPINIONS",
    "PROPOSALS",
    "PUBLICATIONS",
    "QUEUES",
    "REGISTER",
    "REVIEWS",
    "RULES",
    "SENT",
    "SLIPS",
    "TEMPLATES",
    "TOMBSTONES",
]

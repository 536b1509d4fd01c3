"""What the room shows as lists, by subject."""

from .answers import PUBLICATIONS, REVIEWS, TEMPLATES
from .lanes import DATA_REQUESTS, GOING, MEETINGS, OPINIONS, PROPOSALS, REGISTER, SLIPS, TOMBSTONES
from .mails import MAILS
from .matters import LATE, LOADS, MATTERS, QUEUES, RULES, SENT
from .voices import CAMPAIGNS, CAUSES, CONSOLIDATIONS, consolidation_tag

__all__ = [
    "CAMPAIGNS",
    "CAUSES",
    "CONSOLIDATIONS",
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
    "consolidation_tag",
]

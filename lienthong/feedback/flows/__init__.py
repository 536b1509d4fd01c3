"""The states of what the room keeps, and who leads each from one to the next."""

from .answers import ANSWER_FLOW, REVIEW_FLOW
from .doings import doings_of
from .lanes import DATA_REQUEST, PROPOSAL
from .matters import MATTER
from .voices import CONSOLIDATION

__all__ = ["ANSWER_FLOW", "CONSOLIDATION", "DATA_REQUEST", "MATTER", "PROPOSAL", "REVIEW_FLOW", "doings_of"]

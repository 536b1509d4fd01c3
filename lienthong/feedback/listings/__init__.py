"""The lists of the room, by subject."""

from .matters import MATTERS
from .voices import CAMPAIGNS, CAUSES, CONSOLIDATIONS, consolidation_tag

__all__ = ["CAMPAIGNS", "CAUSES", "CONSOLIDATIONS", "MATTERS", "consolidation_tag"]

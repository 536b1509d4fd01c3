"""The states of what the room keeps, and who leads each from one to the next."""

from .matters import MATTER
from .voices import CONSOLIDATION

__all__ = ["CONSOLIDATION", "MATTER"]

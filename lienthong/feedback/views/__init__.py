"""Pages of the room, by subject."""

from .matters import matter, matters

__all__ = ["matter", "matters"]

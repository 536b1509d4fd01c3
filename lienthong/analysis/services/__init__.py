"""What the room lets others do: bring the copy up to date."""

from .copying import Refreshed, refresh_copy

__all__ = ["Refreshed", "refresh_copy"]

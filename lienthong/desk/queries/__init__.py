"""Reads of the desk that others may call."""

from .above import body_above

__all__ = ["body_above"]

"""Where files lie that every machine has to reach: results of long work, uploads under way, and files without a storage."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings


def shared(name: str) -> Path:
    """Return a folder that all web and worker processes share, on whatever machine they run."""
    return Path(settings.SHARED or settings.HOME) / name

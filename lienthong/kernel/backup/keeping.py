"""Backups in a folder: listed, and the old ones removed. And when the last one was made, as the database remembers it."""

from __future__ import annotations

import os
import shutil
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from ..models import MadeBackup
from .manifest import MANIFEST, CannotBackUp, Manifest, read_manifest

OLD: Final = ".old-"


@dataclass(frozen=True)
class Backup:
    """A backup in a folder. ``manifest``: None where it cannot be read."""

    folder: Path
    manifest: Manifest | None


def backups_in(place: Path) -> list[Backup]:
    """Return the backups in a folder, the newest first."""
    folders = (
        (one for one in place.iterdir() if one.is_dir() and not one.name.startswith("."))
        if place.is_dir()
        else ()
    )
    return [Backup(one, _manifest(one)) for one in sorted(folders, reverse=True) if (one / MANIFEST).exists()]


def _manifest(folder: Path) -> Manifest | None:
    try:
        return read_manifest(folder)
    except CannotBackUp:
        return None


def backups_past(place: Path, keep: int) -> list[Backup]:
    """Return the backups that would go if so many of those that can be read were kept; one always is."""
    if keep < 1:
        raise CannotBackUp("Keep at least one backup.", misused=True)
    readable = [one for one in backups_in(place) if one.manifest is not None]
    return readable[keep:]


def remove_backup(backup: Backup) -> None:
    """Remove a backup: it loses its name first, so that half of one is never taken for one."""
    gone = backup.folder.with_name(f"{OLD}{backup.folder.name}")
    os.rename(backup.folder, gone)
    shutil.rmtree(gone)


def remove_remains(place: Path) -> None:
    """Remove what an earlier removal left that was killed."""
    for gone in place.glob(f"{OLD}*"):
        shutil.rmtree(gone)


@dataclass(frozen=True)
class Last:
    """The last backup of this installation: how many days ago, where, how many files it lacks."""

    days: float
    place: str
    missing: int


def last_backup() -> Last | None:
    """Return the last backup that was made of this installation, or None."""
    row = MadeBackup.objects.order_by("-at", "-pk").first()
    return Last(max(0.0, time.time() - row.at) / 86_400, row.place, row.missing) if row else None

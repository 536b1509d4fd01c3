"""Backups of the whole installation: one moment of the database, the bytes of its files, and what proves both.

The keys are apart from it: whoever holds a backup alone can neither forge the audit nor sign anything.
See docs/how-to/restore-and-backup.md and decision 0054.
"""

from .keeping import Backup, Last, backups_in, backups_past, last_backup, remove_backup, remove_remains
from .keys import write_keys
from .making import Made, make_backup
from .manifest import CannotBackUp, Manifest, faults_of, read_manifest
from .restoring import Restored, restore_backup

__all__ = [
    "Backup",
    "CannotBackUp",
    "Last",
    "Made",
    "Manifest",
    "Restored",
    "backups_in",
    "backups_past",
    "faults_of",
    "last_backup",
    "make_backup",
    "read_manifest",
    "remove_backup",
    "remove_remains",
    "restore_backup",
    "write_keys",
]

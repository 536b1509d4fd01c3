"""A backup is put back. Files first, where more of them do no harm; the database last and in one step.

So whatever is killed in between, what stands is either as it was before or whole, and the same command may be run again.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from django.db import DatabaseError, connection, transaction

from .. import audit
from ..actor import Actor
from ..files import inspection
from ..jobs import figures
from . import filing, postgresql, reading, sqlite
from .manifest import DATABASES, CannotBackUp, Manifest, Tell, faults_of, read_heads, read_manifest


@dataclass
class Restored:
    """What came of it. ``faults``: sentences, none where all is equal to what the backup says."""

    manifest: Manifest
    was_there: bool
    rows: int = 0
    entries: int = 0
    orphans: int = 0
    faults: list[str] = field(default_factory=list)


def restore_backup(*, actor: Actor, folder: Path, replace: bool, other_key: bool, tell: Tell) -> Restored:
    """Put a backup in the place of what stands in this installation, and compare all of it with what the backup says.

    ``replace``: also where tables hold rows. ``other_key``: also where the audit key is not that of the backup; its audit can
    then not be verified. CannotBackUp where something is in the way; nothing is changed then.
    """
    manifest = read_manifest(folder)
    _require_fitting(manifest, other_key)
    harm = list(faults_of(folder, tell))
    if harm:
        named = ", ".join(f"{name} ({what})" for what, name in harm[:5])
        raise CannotBackUp(f"The backup is not whole: {named}. Nothing was changed.")
    _require_silence()
    restored = Restored(manifest, was_there=_stands_already(folder, manifest))
    if not restored.was_there:
        _require_room(replace)
    _require_alone()
    if manifest.with_files:
        filing.put_back_contents(folder, sorted(_digests(folder, manifest)), tell)
        filing.put_back_job_files(folder)
    if not restored.was_there:
        _put_database_back(folder, tell)
    _compare(restored, folder, other_key, tell)
    _record(actor, folder, restored)
    return restored


def _require_fitting(manifest: Manifest, other_key: bool) -> None:
    if manifest.store != connection.vendor:
        raise CannotBackUp(
            f"The backup is of {manifest.store}, this installation runs on {connection.vendor}. "
            "Set LIENTHONG_DATABASE_URL to a database of that kind.",
            misused=True,
        )
    unknown = reading.unknown_migrations(manifest.migrations)
    if unknown:
        raise CannotBackUp(
            f"The backup was made by a later version ({manifest.version} {manifest.commit}): this one does not know "
            f"{', '.join(unknown)}. Install that version first.",
            misused=True,
        )
    if manifest.audit_key != reading.fingerprint_of_key() and not other_key:
        raise CannotBackUp(
            "LIENTHONG_AUDIT_KEY is not the key that the backup's audit is sealed with. Put the key from the safe into the "
            "environment; only where it is lost, add --other-key: the audit can then never be verified.",
            misused=True,
        )


def _require_silence() -> None:
    """Refuse while a worker of this installation gives signs of life."""
    try:
        alive = figures.workers_alive()
    except DatabaseError:  # no such table yet, or nothing that can be read: there is nobody to disturb
        return
    if alive:
        raise CannotBackUp(
            f"{alive} workers of this installation are at work. Stop the server and every worker; one that was killed is "
            f"taken for gone after {figures.ALIVE} seconds. Nothing was changed."
        )


def _stands_already(folder: Path, manifest: Manifest) -> bool:
    """Say whether the database is that of the backup: an earlier run of this command was killed after it was in place."""
    try:
        rows = reading.rows_per_table(reading.in_use, connection.vendor)
        return rows == manifest.rows and reading.heads_in(reading.in_use) == read_heads(folder)
    except DatabaseError:
        return False


def _require_room(replace: bool) -> None:
    if replace:
        return
    try:
        rows = reading.rows_per_table(reading.in_use, connection.vendor)
    except DatabaseError as error:
        raise CannotBackUp(f"The database cannot be read ({error}). Move it away, then try again.") from None
    if reading.holds_data(rows):
        raise CannotBackUp(
            f"This installation holds {sum(rows.values())} rows. To lose them for those of the backup, add --replace --yes. "
            "Nothing was changed.",
            misused=True,
        )


def _require_alone() -> None:
    (postgresql if connection.vendor == "postgresql" else sqlite).require_alone()


def _digests(folder: Path, manifest: Manifest) -> Iterator[str]:
    yield from (place.name for place in (folder / filing.FILES).rglob("*") if place.is_file())


def _put_database_back(folder: Path, tell: Tell) -> None:
    kept = folder / DATABASES[connection.vendor]
    if connection.vendor == "postgresql":
        postgresql.read_back(kept, lambda done, total: tell("database", done, total))
    else:
        sqlite.put_in_place(kept)
        tell("database", 1, 1)


def _compare(restored: Restored, folder: Path, other_key: bool, tell: Tell) -> None:
    """Compare rows, audit and files with what the backup says."""
    manifest, faults = restored.manifest, restored.faults
    rows = reading.rows_per_table(
        reading.in_use, connection.vendor, lambda done, total: tell("counting rows", done, total)
    )
    restored.rows = sum(rows.values())
    for table in sorted({*rows, *manifest.rows}):
        if rows.get(table) != manifest.rows.get(table):
            faults.append(f"{table}: {rows.get(table)} rows, {manifest.rows.get(table)} in the backup")
    if not other_key:
        heads = read_heads(folder)
        for number, (_stream, length, found) in enumerate(audit.verify(heads), 1):
            restored.entries += length
            faults += [f"audit: {fault.harm} in stream {fault.stream} at {fault.number}" for fault in found]
            tell("audit", number, len(heads))
    for number, fault in enumerate(inspection.faults_in_store(), 1):
        if fault is not None and fault.harm == inspection.ORPHAN:
            restored.orphans += 1
        elif fault is not None and fault.sha256 not in manifest.missing:
            faults.append(f"file store: {fault.harm} {fault.sha256}")
        tell("file store", min(number, manifest.files), manifest.files)


@transaction.atomic
def _record(actor: Actor, folder: Path, restored: Restored) -> None:
    """Leave in the audit that, and from what, this installation was restored."""
    facts = {"place": str(folder), "made_at": restored.manifest.made_at, "faults": len(restored.faults)}
    audit.record(actor, "backup.restored", "backup", None, facts=facts)

"""A backup is made: of one moment of the database, with the bytes of every file that it names."""

from __future__ import annotations

import fcntl
import logging
import os
import shutil
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from django.db import DatabaseError, connection, transaction

from .. import audit, sql
from ..actor import Actor
from ..chain import Head
from ..models import MadeBackup
from . import filing, postgresql, reading, sqlite
from .keeping import backups_in
from .manifest import (
    DATABASES,
    HEADS,
    CannotBackUp,
    Manifest,
    Tell,
    bring_to_disk,
    digest_of,
    write_heads,
    write_manifest,
    write_sums,
)

logger = logging.getLogger(__name__)

NEW: Final = ".new-"


@dataclass(frozen=True)
class Made:
    """A backup that stands. ``missing``: contents that the database names and the store does not have, or has changed."""

    folder: Path
    rows: int
    files: int
    copied: int
    linked: int
    missing: list[str]


@dataclass(frozen=True)
class _Moment:
    """What was read of the database as of the moment that is kept."""

    rows: dict[str, int]
    heads: list[Head]
    contents: dict[str, int]
    migrations: dict[str, str]


def make_backup(*, actor: Actor, to: Path, with_files: bool, tell: Tell) -> Made:
    """Make a backup in a new folder below ``to`` that is named by the instant.

    It is written under another name, brought to the disk and only then named: a backup that was broken off is never taken for
    one. CannotBackUp where something is in the way; nothing is left behind then.
    """
    now = datetime.now(UTC)
    with _alone_in(to):
        folder = to / f"{now:%Y-%m-%dT%H%M%SZ}"
        if folder.exists():
            raise CannotBackUp(f"{folder} is already there. Nothing was overwritten.", misused=True)
        new = to / f"{NEW}{folder.name}"
        new.mkdir(mode=0o700)
        try:
            made = _write(new, now, to, with_files, tell)
        except (DatabaseError, sqlite3.Error, OSError) as error:
            shutil.rmtree(new, ignore_errors=True)
            raise CannotBackUp(f"The backup was broken off, and nothing was kept: {error}") from error
        except BaseException:
            shutil.rmtree(new, ignore_errors=True)
            raise
        os.rename(new, folder)
        bring_to_disk(to)
    try:
        _record(actor, folder, made)
    except DatabaseError:
        # A database that was not brought to this version yet is backed up all the same: that is when it is needed most.
        logger.warning("a backup was made, and the database could not be told of it")
    return Made(folder, made.rows, made.files, made.copied, made.linked, made.missing)


@contextmanager
def _alone_in(to: Path) -> Iterator[None]:
    """Let one backup be made at a time in a folder, and remove what an earlier one left that was killed."""
    try:
        to.mkdir(mode=0o700, parents=True, exist_ok=True)
        lock = os.open(to / ".lock", os.O_CREAT | os.O_RDWR, 0o600)
    except OSError as error:
        raise CannotBackUp(f"{to} cannot be written to: {error.strerror}.", misused=True) from error
    try:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise CannotBackUp(f"Another backup is being made in {to}. Wait for it to end.") from None
        for left in to.glob(f"{NEW}*"):
            shutil.rmtree(left)
        yield
    finally:
        os.close(lock)


def _write(new: Path, now: datetime, to: Path, with_files: bool, tell: Tell) -> Made:
    before = next((one.folder for one in backups_in(to) if one.manifest is not None), None)
    moment = _keep_database(new, tell)
    kept = filing.Kept()
    if with_files:
        kept = filing.keep_contents(new, moment.contents, before, tell)
        kept.sums.update(filing.keep_job_files(new))
    else:
        kept.missing = []
    write_heads(new, moment.heads, now.isoformat())
    database = DATABASES[connection.vendor]
    sums = {**kept.sums, database: digest_of(new / database), HEADS: digest_of(new / HEADS)}
    version, commit = reading.product()
    write_manifest(
        new,
        Manifest(
            made_at=now.isoformat(timespec="seconds"),
            version=version,
            commit=commit,
            store=connection.vendor,
            server=_server(),
            migrations=moment.migrations,
            rows=moment.rows,
            audit_key=reading.fingerprint_of_key(),
            with_files=with_files,
            files=len(moment.contents),
            file_bytes=sum(moment.contents.values()),
            missing=_still_named(kept.missing),
            sums=write_sums(new, sums),
        ),
    )
    for place in sorted(new.rglob("*")):
        if place.is_dir():
            bring_to_disk(place)
    bring_to_disk(new)
    return Made(
        new,
        sum(moment.rows.values()),
        len(moment.contents),
        kept.copied,
        kept.linked,
        _still_named(kept.missing),
    )


def _keep_database(new: Path, tell: Tell) -> _Moment:
    target = new / DATABASES[connection.vendor]
    if connection.vendor == "postgresql":
        with postgresql.snapshot() as (ask, name):
            moment = _read(ask, tell)
            postgresql.dump_to(
                target, name, len(moment.rows), lambda done, total: tell("database", done, total)
            )
        postgresql.require_readable(target)
        return moment
    sqlite.copy_to(target, lambda done, total: tell("database", done, total))
    with closing(sqlite3.connect(f"file:{target}?mode=ro", uri=True)) as copy:
        return _read(sqlite.asking(copy), tell)


def _read(ask: reading.Ask, tell: Tell) -> _Moment:
    rows = reading.rows_per_table(
        ask, connection.vendor, lambda done, total: tell("counting rows", done, total)
    )
    return _Moment(rows, reading.heads_in(ask), reading.contents_in(ask), reading.migrations_in(ask))


def _still_named(missing: list[str]) -> list[str]:
    """Leave out what was swept away while the backup was made: the database no longer names it."""
    if not missing:
        return []
    named = reading.contents_in(reading.in_use)
    return [digest for digest in missing if digest in named]


def _server() -> str:
    if connection.vendor == "sqlite":
        return sqlite3.sqlite_version
    return str(sql.fetch("SELECT current_setting('server_version')")[0][0])


@transaction.atomic
def _record(actor: Actor, folder: Path, made: Made) -> None:
    """Write down that a backup was made, for ``lienthong doctor`` and for the audit."""
    row = MadeBackup.objects.create(
        at=int(time.time()),
        place=str(folder)[-300:],
        rows=made.rows,
        files=made.files,
        missing=len(made.missing),
    )
    audit.record(actor, "backup.made", "backup", row.uid, facts={"place": str(folder), "rows": made.rows})

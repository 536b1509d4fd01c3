"""The database of an installation on SQLite: copied while it is in use, put in place in one step."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path
from typing import Any, Final

from django.db import connection

from .manifest import CannotBackUp, bring_to_disk
from .reading import Ask

_PAGES: Final = 4096


def place() -> Path:
    """Return where the database in use lies."""
    return Path(connection.settings_dict["NAME"])


def copy_to(target: Path, tell: Callable[[int, int], None]) -> None:
    """Copy the database by SQLite's own backup, as it stands at one moment, while others read and write.

    A transaction is held open for reading meanwhile: so what others write makes the copy neither mixed nor begin anew.
    """
    with (
        closing(sqlite3.connect(place(), isolation_level=None)) as source,
        closing(sqlite3.connect(target)) as copy,
    ):
        source.execute("BEGIN")
        source.execute("SELECT count(*) FROM sqlite_master").fetchone()
        source.backup(copy, pages=_PAGES, progress=lambda _status, left, total: tell(total - left, total))
        source.execute("COMMIT")
        # One file, without a log beside it.
        copy.execute("PRAGMA journal_mode = DELETE")
        require_sound(copy)
    bring_to_disk(target)


def require_sound(database: sqlite3.Connection) -> None:
    """Read every page of a copy; CannotBackUp where SQLite finds a fault."""
    found = [str(row[0]) for row in database.execute("PRAGMA integrity_check(5)")]
    if found != ["ok"]:
        raise CannotBackUp(f"The database is damaged: {'; '.join(found)[:300]}. Nothing was kept.")


def asking(database: sqlite3.Connection) -> Ask:
    """Return how a file is asked."""

    def ask(statement: str) -> list[tuple[Any, ...]]:
        return database.execute(statement).fetchall()

    return ask


def require_alone() -> None:
    """Go on only where nobody else has the database open; CannotBackUp otherwise.

    SQLite leaves its write-ahead log, and takes it back into the database, only for whoever is alone with it.
    """
    connection.close()
    if not place().exists():
        return
    try:
        with closing(sqlite3.connect(place(), timeout=1, isolation_level=None)) as database:
            (mode,) = database.execute("PRAGMA journal_mode = DELETE").fetchone()
    except sqlite3.OperationalError as error:
        raise CannotBackUp(
            f"{place()} is in use ({error}). Stop the server and every worker of this installation, then try again."
        ) from None
    except sqlite3.DatabaseError as error:
        raise CannotBackUp(f"{place()} cannot be read ({error}). Move it away, then try again.") from None
    if mode != "delete":
        raise CannotBackUp(
            f"{place()} is in use. Stop the server and every worker of this installation, then try again."
        )


def put_in_place(kept: Path) -> None:
    """Lay a kept database beside the one in use, bring it to the disk, and move it there in one step."""
    target = place()
    target.parent.mkdir(parents=True, exist_ok=True)
    beside = target.with_name(f"{target.name}.restoring")
    shutil.copyfile(kept, beside)
    os.chmod(beside, 0o600 if not target.exists() else target.stat().st_mode & 0o777)
    with closing(sqlite3.connect(beside)) as database:
        require_sound(database)
    bring_to_disk(beside)
    require_alone()
    # Of a log that belongs to the former database nothing may be read into the new one.
    for ending in ("-wal", "-shm", "-journal"):
        with suppress(FileNotFoundError):
            target.with_name(target.name + ending).unlink()
    os.replace(beside, target)
    bring_to_disk(target.parent)

"""What is read of a database by plain SQL: by whoever asks, be it a file, a snapshot of a server, or the one in use."""

from __future__ import annotations

import hmac
from collections.abc import Callable, Iterable
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from ..chain import Head

# Asks a question and returns its rows.
Ask = Callable[[str], Iterable[Any]]

_TABLES: Final = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite~_%' ESCAPE '~' ORDER BY name",
    "postgresql": (
        "SELECT relname FROM pg_class WHERE relnamespace = current_schema()::regnamespace "
        "AND relkind IN ('r', 'p') AND NOT relispartition ORDER BY relname"
    ),
}
# Written by every migration of an empty installation: they are no data of anybody.
_OF_DJANGO: Final = frozenset({"django_migrations", "django_content_type", "auth_permission"})
_COMMIT: Final = 12


def rows_per_table(
    ask: Ask, store: str, tell: Callable[[int, int], None] = lambda done, total: None
) -> dict[str, int]:
    """Return how many rows each table has."""
    tables = [name for (name,) in ask(_TABLES[store])]
    rows = {}
    for number, table in enumerate(tables, 1):
        quoted = table.replace('"', '""')
        ((rows[table],),) = ask(f'SELECT count(*) FROM "{quoted}"')  # noqa: S608 – a table's own name
        tell(number, len(tables))
    return rows


def holds_data(rows: dict[str, int]) -> bool:
    """Say whether anything stands in tables besides what migrations write."""
    return any(number for table, number in rows.items() if table not in _OF_DJANGO)


def heads_in(ask: Ask) -> list[Head]:
    """Return where each audit stream stands."""
    found = ask("SELECT uid, number, seal FROM kernel_auditstream")
    heads = [Head(UUID(str(uid)), number, bytes(seal)) for uid, number, seal in found]
    return sorted(heads, key=lambda head: head.stream)


def contents_in(ask: Ask) -> dict[str, int]:
    """Return the size of each content that the store has to hold, by its SHA-256."""
    return dict(ask("SELECT sha256, size FROM kernel_storedcontent ORDER BY sha256"))


def migrations_in(ask: Ask) -> dict[str, str]:
    """Return the last migration of each room."""
    return dict(ask("SELECT app, MAX(name) FROM django_migrations GROUP BY app ORDER BY app"))


def unknown_migrations(migrations: dict[str, str]) -> list[str]:
    """Return those of a backup's migrations that this version of the product does not have: it is older."""
    known = MigrationLoader(None).disk_migrations
    rooms = {room for room, _name in known or {}}
    return [
        f"{room}.{name}"
        for room, name in migrations.items()
        if room in rooms and (room, name) not in (known or {})
    ]


def in_use(statement: str) -> list[tuple[Any, ...]]:
    """Ask the database in use."""
    with connection.cursor() as cursor:
        cursor.execute(statement)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows


def fingerprint_of_key() -> str:
    """Return what tells one audit key from another, and from which no key can be had."""
    return hmac.digest(str(settings.AUDIT_KEY).encode(), b"lienthong backup", "sha256").hex()[:16]


def product() -> tuple[str, str]:
    """Return the version of the product, and the commit where it runs from a checkout."""
    return version("lienthong"), _commit(Path(__file__).resolve().parents[3] / ".git")


def _commit(git: Path) -> str:
    try:
        if git.is_file():  # a worktree: the file names the folder
            git = Path(git.read_text("utf-8").removeprefix("gitdir:").strip())
        head = (git / "HEAD").read_text("utf-8").strip()
        if not head.startswith("ref:"):
            return head[:_COMMIT]
        name = head.removeprefix("ref:").strip()
        common = git / "commondir"
        home = (git / common.read_text("utf-8").strip()) if common.is_file() else git
        if (home / name).is_file():
            return (home / name).read_text("utf-8").strip()[:_COMMIT]
        packed = (line.split() for line in (home / "packed-refs").read_text("utf-8").splitlines())
        return next((words[0][:_COMMIT] for words in packed if words[1:] == [name]), "")
    except OSError:
        return ""

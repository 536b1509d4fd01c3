"""Statements that are run at every save: written out, since building them anew costs far more than running them.

Plain SQL that both stores understand. Values go in and come out as Python's own: UUID, date, datetime, bytes.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from django.db import connection


def fetch(statement: str, *values: Any) -> list[tuple[Any, ...]]:
    """Run a statement and return its rows."""
    with connection.cursor() as cursor:
        cursor.execute(statement, _as_stored(values))
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows


def run(statement: str, *rows: Sequence[Any]) -> None:
    """Run a statement once for each row of values."""
    prepared = [_as_stored(row) for row in rows]
    with connection.cursor() as cursor:
        if len(prepared) == 1:
            cursor.execute(statement, prepared[0])
        elif prepared:
            cursor.executemany(statement, prepared)


def for_update() -> str:
    """Return what locks the rows of a SELECT; on SQLite the transaction itself is the lock."""
    return " FOR UPDATE" if connection.vendor == "postgresql" else ""


def among(items: Iterable[int | UUID]) -> tuple[str, Any]:
    """Return the condition that a column holds one of some numbers or public ids, and the one value that it is given.

    The statement is the same however many there are: thousands of marks cost more to read than the rows.
    """
    listed = list(items)
    if connection.vendor == "postgresql":
        return "= ANY(%s)", listed
    return "IN (SELECT value FROM json_each(%s))", json.dumps([as_sqlite_text(item) for item in listed])


def as_sqlite_text(value: Any) -> Any:
    """Return a public id, a day or an instant as SQLite keeps it: as text; any other value as it is."""
    kind = type(value)
    if kind is UUID:
        return value.hex
    if kind is datetime:
        timespec = "microseconds" if value.microsecond else "seconds"
        return value.astimezone(UTC).replace(tzinfo=None).isoformat(sep=" ", timespec=timespec)
    return value.isoformat() if kind is date else value


def _as_stored(values: Sequence[Any]) -> list[Any]:
    """Return values as Django itself writes them to the store."""
    if connection.vendor == "postgresql":
        return list(values)
    return [as_sqlite_text(value) for value in values]


def as_uid(value: UUID | str) -> UUID:
    """Return a public id as it came from the store."""
    return value if isinstance(value, UUID) else UUID(value)

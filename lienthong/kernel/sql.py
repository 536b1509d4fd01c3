"""Statements that are run at every save: written out, since building them anew costs far more than running them.

Plain SQL that both stores understand. Values go in and come out as Python's own: UUID, date, datetime, bytes.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from django.db import connection


def fetch(statement: str, *values: Any) -> list[tuple[Any, ...]]:
    """Run a statement and return its rows."""
    with connection.cursor() as cursor:
        cursor.execute(statement, [as_stored(value) for value in values])
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows


def run(statement: str, *rows: Sequence[Any]) -> None:
    """Run a statement once for each row of values."""
    prepared = [[as_stored(value) for value in row] for row in rows]
    with connection.cursor() as cursor:
        if len(prepared) == 1:
            cursor.execute(statement, prepared[0])
        elif prepared:
            cursor.executemany(statement, prepared)


def for_update() -> str:
    """Return what locks the rows of a SELECT; on SQLite the transaction itself is the lock."""
    return " FOR UPDATE" if connection.vendor == "postgresql" else ""


def as_stored(value: Any) -> Any:
    """Return a value as Django itself writes it to the store."""
    if connection.vendor == "postgresql":
        return value
    kind = type(value)
    if kind is UUID:
        return value.hex
    if kind is datetime:
        timespec = "microseconds" if value.microsecond else "seconds"
        return value.astimezone(UTC).replace(tzinfo=None).isoformat(sep=" ", timespec=timespec)
    return value.isoformat() if kind is date else value


def as_uid(value: UUID | str) -> UUID:
    """Return a public id as it came from the store."""
    return value if isinstance(value, UUID) else UUID(value)

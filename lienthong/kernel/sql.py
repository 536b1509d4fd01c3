"""Statements that are run at every save: written out, since building them anew costs far more than running them.

Plain SQL that both stores understand. Values go in and come out as Python's own: UUID, date, datetime, bytes.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
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


@dataclass(frozen=True)
class Part:
    """A statement that writes, under the name by which those that run together with it know the rows that it returns."""

    name: str
    statement: str
    values: Sequence[Any]


def run_together(first: Part, *others: Part) -> list[tuple[Any, ...]]:
    """Run statements that write, and return the rows of the first: on PostgreSQL in one go, on SQLite one by one.

    In one go each sees the tables as they were before: what the first wrote, another takes from ``written_by`` it.
    """
    if connection.vendor != "postgresql":
        rows = fetch(first.statement, *first.values)
        for part in others:
            run(part.statement, part.values)
        return rows
    parts = (first, *others)
    named = ", ".join(f"{part.name} AS ({part.statement})" for part in parts)
    values = [value for part in parts for value in part.values]
    return fetch(f"WITH {named} SELECT * FROM {first.name}", *values)  # noqa: S608 - statements of ours


def written_by(name: str, table: str) -> str:
    """Return where a statement finds what the first of those that run together wrote into a table."""
    return name if connection.vendor == "postgresql" else table


def marks(width: int, rows: int = 1) -> str:
    """Return the marks of so many rows of values.

    >>> marks(2, rows=2)
    '(%s, %s), (%s, %s)'
    """
    row = f"({', '.join(['%s'] * width)})"
    return ", ".join([row] * rows)


def stream(statement: str, *values: Any, size: int = 5_000) -> Iterator[list[tuple[Any, ...]]]:
    """Run a statement and yield its rows by lots, without ever holding all of them: on PostgreSQL the server keeps them."""
    with closing(connection.chunked_cursor()) as cursor:
        cursor.execute(statement, _as_stored(values))
        while rows := cursor.fetchmany(size):
            yield rows


def for_update(table: str = "") -> str:
    """Return what locks the rows of a SELECT, of one of its tables only; on SQLite the transaction itself is the lock."""
    if connection.vendor != "postgresql":
        return ""
    return f" FOR UPDATE OF {table}" if table else " FOR UPDATE"


def among(numbers: Iterable[int]) -> tuple[str, Any]:
    """Return the condition that a column holds one of some numbers, and the one value that it is given.

    The statement is the same however many there are: thousands of marks cost more to read than the rows.
    """
    listed = list(numbers)
    if connection.vendor == "postgresql":
        return "= ANY(%s)", listed
    return "IN (SELECT value FROM json_each(%s))", json.dumps(listed)


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


def as_moment(value: datetime | str | None) -> datetime | None:
    """Return an instant as it came from the store: SQLite gives it back as UTC without saying so, or as text."""
    moment = datetime.fromisoformat(value) if isinstance(value, str) else value
    return moment.replace(tzinfo=UTC) if moment and moment.tzinfo is None else moment

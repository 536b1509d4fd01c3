"""Many rows at once, past the ORM: COPY on PostgreSQL, one prepared statement on SQLite."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, TypeVar

from django.db import connection

from .sql import as_sqlite_text

Item = TypeVar("Item")

_CHUNK = 20_000
_ROOM = 768 * 1024  # KiB
# The name of the sequence is looked up once, and not for each id.
_RESERVE = """
SELECT nextval(named.sequence)
FROM (SELECT CAST(pg_get_serial_sequence(%s, 'id') AS regclass) AS sequence OFFSET 0) named, generate_series(1, %s)
"""
_NEXT_ID = "SELECT setval(pg_get_serial_sequence('{table}', 'id'), COALESCE(MAX(id), 1)) FROM {table}"


def chunks(items: Iterable[Item], size: int) -> Iterator[list[Item]]:
    """Yield lists of so many items, the last with what is left."""
    remaining = iter(items)
    while chunk := list(itertools.islice(remaining, size)):
        yield chunk


def insert_rows(table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> int:
    """Insert rows of plain values into a table and return how many; constraints and triggers hold as ever."""
    columns = [f'"{column}"' for column in columns]
    if connection.vendor == "postgresql":
        return _copy(table, columns, rows)
    sql = f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})"  # noqa: S608
    total = 0
    connection.ensure_connection()
    for chunk in chunks(rows, _CHUNK):
        with connection.wrap_database_errors:
            connection.connection.executemany(
                sql, [[as_sqlite_text(value) for value in row] for row in chunk]
            )
        total += len(chunk)
    return total


def _copy(table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> int:
    copied = 0
    with (
        connection.wrap_database_errors,
        connection.cursor() as cursor,
        cursor.copy(f"COPY {table} ({', '.join(columns)}) FROM STDIN") as copy,
    ):
        for row in rows:
            copy.write_row(row)
            copied += 1
    return copied


@contextmanager
def roomy() -> Iterator[None]:
    """Let a load of the whole country keep its pages in memory: on SQLite they would be written again and again."""
    if connection.vendor != "sqlite":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA cache_size")
        (before,) = cursor.fetchone()
        cursor.execute(f"PRAGMA cache_size = -{_ROOM}")
        try:
            yield
        finally:
            cursor.execute(f"PRAGMA cache_size = {before}")


def count_again(*tables: str) -> None:
    """Let the store look at tables that were just filled, so that it plans its reads by what is in them."""
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"ANALYZE {table}")


def settle() -> None:
    """Let PostgreSQL count and tidy everything after a load, as it would by itself a minute later; in a transaction only count.

    SQLite keeps no dead rows after a load, and what its planner needs was counted on the way.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE" if connection.in_atomic_block else "VACUUM (ANALYZE)")


def reserve_ids(table: str, count: int) -> list[int]:
    """Return so many ids of a table that nobody else will get, though others may insert into it meanwhile."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_RESERVE, [table, count])
            return [key for (key,) in cursor.fetchall()]
        # Whoever writes on SQLite is alone until the transaction ends, and inserting moves the sequence on.
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        (last,) = cursor.fetchone() or (0,)
        return list(range(last + 1, last + 1 + count))


def set_sequence(table: str) -> None:
    """Let the next id of a table follow the highest one, after rows were inserted with their ids."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(_NEXT_ID.format(table=table))

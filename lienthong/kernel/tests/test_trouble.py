"""What ails the store is told apart from faults of ours."""

from __future__ import annotations

import errno
import sqlite3
from pathlib import Path

import psycopg
import pytest
from django.db import DataError, InterfaceError, OperationalError, ProgrammingError

from lienthong.kernel.trouble import Trouble, trouble_of


def raised(error: Exception, cause: BaseException | None) -> Exception:
    """Return an error as Django raises it: over the driver's own."""
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    ("state", "trouble"),
    [
        ("53100", Trouble.FULL),
        ("53300", Trouble.GONE),
        ("57P01", Trouble.GONE),
        ("57014", Trouble.BUSY),
        ("55P03", Trouble.BUSY),
        ("40P01", Trouble.BUSY),
        ("08006", Trouble.GONE),
        ("42P01", None),
        ("23505", None),
    ],
)
def test_postgresqls_states_say_what_ails_it(state: str, trouble: Trouble | None) -> None:
    assert trouble_of(raised(OperationalError("x"), psycopg.errors.lookup(state)("x"))) is trouble


def test_a_connection_that_cannot_be_made_or_broke_is_a_store_that_is_gone() -> None:
    assert trouble_of(raised(OperationalError("x"), psycopg.OperationalError("refused"))) is Trouble.GONE
    assert trouble_of(InterfaceError("connection already closed")) is Trouble.GONE


def test_sqlites_own_codes_are_read(tmp_path: Path) -> None:
    holder, other = (sqlite3.connect(tmp_path / "a", timeout=0, isolation_level=None) for _ in range(2))
    holder.execute("BEGIN IMMEDIATE")
    with pytest.raises(sqlite3.OperationalError) as locked:
        other.execute("BEGIN IMMEDIATE")
    with pytest.raises(sqlite3.OperationalError) as unknown:
        other.execute("SELECT * FROM nothing")
    with pytest.raises(sqlite3.OperationalError) as missing:
        sqlite3.connect(tmp_path / "none" / "a")
    holder.execute("ROLLBACK")
    other.execute("PRAGMA max_page_count = 2")
    with pytest.raises(sqlite3.OperationalError) as full:
        other.executescript("".join(f"CREATE TABLE t{number} (x);" for number in range(9)))
    found = [trouble_of(raised(OperationalError("x"), one.value)) for one in (locked, unknown, missing, full)]
    assert found == [Trouble.BUSY, None, Trouble.GONE, Trouble.FULL]
    holder.close()
    other.close()


def test_faults_of_ours_stay_faults() -> None:
    assert trouble_of(raised(ProgrammingError("x"), psycopg.errors.UndefinedTable("x"))) is None
    assert trouble_of(raised(DataError("x"), psycopg.errors.NumericValueOutOfRange("x"))) is None
    assert trouble_of(ValueError("x")) is None
    assert trouble_of(FileNotFoundError(errno.ENOENT, "x")) is None
    assert trouble_of(OSError(errno.ENOSPC, "x")) is Trouble.FULL

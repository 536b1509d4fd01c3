"""A restore is killed again and again: what stands is either empty or whole, and the same command brings it to its end."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

import psycopg
import pytest
from django.db import connection

from lienthong.kernel.backup import manifest, reading
from tests.cast import Cast

from .test_backup import cast, home, make  # noqa: F401 – fixtures

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
KILLS: Final = 24
NAME: Final = "lienthong_restored"


@contextmanager
def _another(home_of: Path) -> Iterator[str]:
    """Give the address of an empty database for another installation; remove it in the end."""
    if connection.vendor == "sqlite":
        yield f"sqlite:///{home_of / 'lienthong.sqlite3'}"
        return
    with connection.cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {NAME} WITH (FORCE)")
        cursor.execute(f"CREATE DATABASE {NAME}")
    yield urlsplit(os.environ["LIENTHONG_DATABASE_URL"])._replace(path=f"/{NAME}").geturl()
    with connection.cursor() as cursor:
        cursor.execute(f"DROP DATABASE {NAME} WITH (FORCE)")


def _rows(address: str) -> dict[str, int]:
    """Return how many rows each table of the other installation has; none where there is no database yet."""
    if address.startswith("sqlite"):
        place = Path(address.removeprefix("sqlite:///"))
        if not place.exists():
            return {}
        with closing(sqlite3.connect(place)) as database:
            return reading.rows_per_table(lambda statement: database.execute(statement).fetchall(), "sqlite")
    with psycopg.connect(address) as server:
        return reading.rows_per_table(lambda statement: server.execute(statement).fetchall(), "postgresql")  # type: ignore[arg-type]




def _restoring(folder: Path, home_of: Path, address: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "lienthong.config.cli", "restore", str(folder), "--yes"],
        env={**os.environ, "LIENTHONG_HOME": str(home_of), "LIENTHONG_DATABASE_URL": address, "LIENTHONG_DEMO": "1"}
        | {"DJANGO_SETTINGS_MODULE": "lienthong.config.settings"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )


def test_a_restore_that_is_killed_at_any_moment_leaves_nothing_half(
    cast: Cast, home: Path, tmp_path: Path  # noqa: F811 – fixtures
) -> None:
    made = make(tmp_path / "backups")
    whole = manifest.read_manifest(made.folder).rows
    found: Counter[str] = Counter()
    began = time.monotonic()
    with _another(tmp_path / "first") as address:
        (tmp_path / "first").mkdir()
        with _restoring(made.folder, tmp_path / "first", address) as child:
            _out, said = child.communicate()
        assert child.returncode == 0, said.decode()
        lasts = time.monotonic() - began
    for number in range(KILLS):
        target = tmp_path / f"target{number}"
        target.mkdir()
        with _another(target) as address:
            with _restoring(made.folder, target, address) as child:
                time.sleep(lasts * (0.35 + 0.65 * number / KILLS))
                os.killpg(child.pid, 9)
            rows = _rows(address)
            state = "whole" if _of(rows, whole) == _of(whole, whole) else "empty" if not any(rows.values()) else "half"
            found[state] += 1
            assert state != "half", rows
            if state == "whole" and rows != whole:
                continue  # it was killed after its end: the audit tells that it was restored
            with _restoring(made.folder, target, address) as child:
                _out, said = child.communicate()
            assert child.returncode == 0, said.decode()
            assert _of(_rows(address), whole) == _of(whole, whole)
    assert found["empty"] + found["whole"] == KILLS
    assert found["empty"] > 0


def _of(rows: dict[str, int], whole: dict[str, int]) -> dict[str, int | None]:
    """Leave out what a restore adds in its end: its entry in the audit."""
    return {table: rows.get(table) for table in whole if table not in {"kernel_auditentry", "kernel_auditstream"}}

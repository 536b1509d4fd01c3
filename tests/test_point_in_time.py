"""PostgreSQL by its own tools: a base backup, the log kept since, a crash – and every moment in between comes back.

The scripts and fragments of deploy/postgresql are the ones that docs/how-to/point-in-time.md tells operators to use.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

import psycopg
import pytest
import throwaway_postgres
from psycopg import sql

HOUSE: Final = Path(__file__).resolve().parents[1]
DEPLOY: Final = HOUSE / "deploy" / "postgresql"
NAME: Final = throwaway_postgres.NAME
FOUND: Final = throwaway_postgres.find_programs()
# A web process in small: it saves a return for each village that it is told.
SAVES: Final = """
import sys, django
django.setup()
from django.core.management import call_command
from django.db import transaction
call_command("migrate", verbosity=0)
from tests.cast import build_cast
with transaction.atomic():
    cast = build_cast()
print("ready", flush=True)
for line in sys.stdin:
    who, village = line.split()
    cast.save(who, village)
    print("saved", flush=True)
"""

Tables = dict[str, list[tuple[Any, ...]]]

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(FOUND is None, reason="PostgreSQL's server programs are not on this machine"),
]


def _program(name: str) -> Path:
    assert FOUND is not None
    return FOUND / name


@dataclass
class Place:
    """A private folder in which servers run, as somebody who is not root."""

    home: Path
    owner: dict[str, Any]
    servers: list[subprocess.Popen[bytes]] = field(default_factory=list)

    @property
    def environment(self) -> dict[str, str]:
        """Where PostgreSQL's programs find the server."""
        return {**os.environ, "PGHOST": str(self.home), "PGUSER": NAME, "LC_ALL": "C.UTF-8"}

    def run(self, *words: object) -> str:
        """Run a program as the server's owner, and return what it printed."""
        done = subprocess.run(
            [str(word) for word in words],
            cwd=self.home,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
            **self.owner,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return str(done.stdout).strip()

    def start(self, data: Path) -> subprocess.Popen[bytes]:
        """Start a server and wait until it takes writes; a recovery has come to its end then."""
        with (self.home / "log").open("ab") as log:
            words = ["-D", str(data), "-k", str(self.home), "-c", "listen_addresses=", "-c", "fsync=on"]
            server = subprocess.Popen(
                [_program("postgres"), *words],
                cwd=self.home,
                stdout=log,
                stderr=log,
                start_new_session=True,
                **self.owner,
            )
        self.servers.append(server)
        for _ in range(600):
            assert server.poll() is None, (self.home / "log").read_text()
            try:
                with psycopg.connect(host=str(self.home), user=NAME, dbname="postgres") as found:
                    if found.execute("SELECT NOT pg_is_in_recovery()").fetchone() == (True,):
                        return server
            except psycopg.OperationalError:
                pass
            time.sleep(0.1)
        raise AssertionError((self.home / "log").read_text())

    def ask(self, statement: str) -> Any:
        """Ask for one value."""
        with psycopg.connect(host=str(self.home), user=NAME, dbname=NAME, autocommit=True) as found:
            row = found.execute(statement).fetchone()
        assert row is not None
        return row[0]

    def tables(self) -> Tables:
        """Return every row of every table."""
        with psycopg.connect(host=str(self.home), user=NAME, dbname=NAME) as found:
            names = found.execute(
                "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"
            ).fetchall()
            asked = sql.SQL("SELECT one::text FROM {} one ORDER BY 1")
            return {name: found.execute(asked.format(sql.Identifier(name))).fetchall() for (name,) in names}


@pytest.fixture
def place() -> Iterator[Place]:
    """Give a folder for servers; end those that run, and remove every trace of them."""
    owner = throwaway_postgres.owner()
    home = Path(tempfile.mkdtemp(prefix="lienthong-moments-"))
    if owner:
        os.chown(home, owner["user"], owner["group"])
    found = Place(home, owner)
    # Kept outside of the server's data: what the scripts of an installation are given.
    found.run("mkdir", "base", "wal")
    shutil.copytree(DEPLOY, home / "deploy")
    yield found
    for server in found.servers:
        if server.poll() is None:
            server.send_signal(signal.SIGINT)
            server.wait(timeout=60)
    shutil.rmtree(home)


def _laid_out(name: str, place: Place) -> str:
    """Return a fragment of deploy/postgresql with the paths of this machine."""
    text = (DEPLOY / name).read_text()
    return text.replace("/opt/lienthong/current/deploy/postgresql", str(place.home / "deploy")).replace(
        "/var/backups/lienthong-wal", str(place.home / "wal")
    )


def _create(place: Place) -> Path:
    data = place.home / "data"
    words = ["--username", NAME, "--auth", "trust", "--encoding", "UTF8", "--locale", "C"]
    place.run(_program("initdb"), "--pgdata", data, *words)
    with (data / "postgresql.conf").open("a") as conf:
        conf.write(_laid_out("archiving.conf", place))
    return data


@contextmanager
def _saving(place: Place, home: Path) -> Iterator[subprocess.Popen[str]]:
    address = f"postgresql://{NAME}@{quote(str(place.home), safe='')}/{NAME}"
    env = {**os.environ, "LIENTHONG_DATABASE_URL": address, "LIENTHONG_HOME": str(home)}
    child = subprocess.Popen(
        [sys.executable, "-c", SAVES],
        cwd=HOUSE,
        env=env | {"DJANGO_SETTINGS_MODULE": "tests.settings"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with child:
        assert child.stdout is not None
        assert child.stdout.readline() == "ready\n"
        yield child
        child.kill()


def _save(child: subprocess.Popen[str], who: str, village: str) -> None:
    assert child.stdin is not None
    assert child.stdout is not None
    child.stdin.write(f"{who} {village}\n")
    child.stdin.flush()
    assert child.stdout.readline() == "saved\n"


def _kept(place: Place) -> None:
    """End a piece of the log, and wait until it is kept: in use archive_timeout does so within a minute."""
    name = place.ask("SELECT pg_walfile_name(pg_current_wal_lsn())")
    place.ask("SELECT pg_switch_wal()")
    for _ in range(300):
        if (place.home / "wal" / name).is_file():
            return
        time.sleep(0.1)
    raise AssertionError((place.home / "log").read_text())


def _brought_back(
    place: Place, base: Path, name: str, *, until: str = "", rescued: Path | None = None
) -> Tables:
    """Do what the how-to says: lay the base backup out, point it at the kept log, start it; return what stands then."""
    data = place.home / name
    place.run("cp", "-r", base, data)
    place.run("chmod", "700", data)
    if rescued is not None:
        place.run("sh", "-c", f"cp {rescued}/0* {data}/pg_wal/")
    conf = _laid_out("recovery.conf", place)
    if until:
        conf += f"recovery_target_time = '{until}'\n"
    with (data / "postgresql.auto.conf").open("a") as target:
        # Several histories begin from one base here: none of them may be kept as the other's.
        target.write(f"{conf}archive_mode = off\n")
    place.run("touch", data / "recovery.signal")
    server = place.start(data)
    found = place.tables()
    server.send_signal(signal.SIGINT)
    server.wait(timeout=60)
    return found


def test_after_a_crash_every_moment_since_the_base_backup_comes_back(place: Place, tmp_path: Path) -> None:
    data = _create(place)
    server = place.start(data)
    place.run(_program("createdb"), NAME)
    with _saving(place, tmp_path) as child:
        _save(child, "nga", "v1")
        base = Path(place.run(place.home / "deploy" / "take-base", place.home / "base"))
        _save(child, "lan", "v2")
        then = place.tables()
        moment = place.ask("SELECT clock_timestamp()::text")
        _save(child, "lan", "v3")
        _kept(place)
        before = place.tables()
        _save(child, "minh", "v4")
        last = place.tables()
    os.killpg(server.pid, signal.SIGKILL)
    server.wait()

    returns = [len(tables["reports_return"]) for tables in (then, before, last)]
    assert returns == [2, 3, 4]
    # To a moment, as before a mistake: from the base and the kept log alone.
    assert _brought_back(place, base, "moment", until=moment) == then
    # As far as the log was kept: what is lost where the disk is lost too.
    assert _brought_back(place, base, "kept") == before
    # With what was rescued of the crashed server's own log nothing is lost that was acknowledged.
    assert _brought_back(place, base, "all", rescued=data / "pg_wal") == last


def test_a_piece_of_the_log_is_kept_once_and_never_overwritten(tmp_path: Path) -> None:
    wal, piece, back = tmp_path / "wal", tmp_path / "piece", tmp_path / "back"
    wal.mkdir()
    piece.write_bytes(b"one")

    def keep() -> int:
        return subprocess.run([DEPLOY / "keep-wal", piece, "0001", wal], check=False).returncode

    assert (keep(), keep()) == (0, 0)
    piece.write_bytes(b"two")
    assert keep() != 0
    assert [(one.name, one.read_bytes()) for one in wal.iterdir()] == [("0001", b"one")]
    fetched = [
        subprocess.run([DEPLOY / "fetch-wal", name, back, wal], check=False).returncode
        for name in ("0001", "0002")
    ]
    assert (fetched[0], fetched[1] != 0, back.read_bytes()) == (0, True, b"one")

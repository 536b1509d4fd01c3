"""The database of an installation on PostgreSQL: dumped and read back by PostgreSQL's own programs.

The password goes through a file that only its owner may read, never over a command line.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any, Final

from django.db import connection

from .manifest import CannotBackUp, bring_to_disk
from .reading import Ask

_VARIABLES: Final = {
    **{"host": "PGHOST", "port": "PGPORT", "user": "PGUSER", "dbname": "PGDATABASE", "service": "PGSERVICE"},
    **{"sslmode": "PGSSLMODE", "sslrootcert": "PGSSLROOTCERT", "sslcert": "PGSSLCERT", "sslkey": "PGSSLKEY"},
    **{"passfile": "PGPASSFILE", "gssencmode": "PGGSSENCMODE", "channel_binding": "PGCHANNELBINDING"},
}
_BLOCK: Final = 256 * 1024
_TABLE: Final = re.compile(rb"dumping contents of table")
_OTHERS: Final = """
SELECT count(*), COALESCE(string_agg(DISTINCT NULLIF(application_name, ''), ', '), '') FROM pg_stat_activity
WHERE datname = current_database() AND backend_type = 'client backend' AND pid <> pg_backend_pid() AND usename = current_user
"""
# All that stands in the schema, but for what belongs to an extension. By names: what one drop takes along is not there for the next.
_EMPTY: Final = """
BEGIN;
SET LOCAL lock_timeout = '10s';
DO $$
DECLARE one record;
BEGIN
    FOR one IN
        SELECT format('%I.%I', n.nspname, c.relname) AS name, CASE c.relkind WHEN 'v' THEN 'VIEW'
            WHEN 'm' THEN 'MATERIALIZED VIEW' WHEN 'S' THEN 'SEQUENCE' WHEN 'f' THEN 'FOREIGN TABLE' ELSE 'TABLE' END AS kind
        FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE n.nspname = current_schema() AND c.relkind IN ('r', 'p', 'v', 'm', 'S', 'f') AND NOT c.relispartition
            AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e')
        ORDER BY c.relkind <> 'v', c.relkind = 'S'
    LOOP
        EXECUTE format('DROP %s IF EXISTS %s CASCADE', one.kind, one.name);
    END LOOP;
    FOR one IN
        SELECT p.oid::regprocedure::text AS name FROM pg_proc p
        WHERE p.pronamespace = current_schema()::regnamespace AND p.prokind = 'f'
            AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')
    LOOP
        EXECUTE format('DROP FUNCTION IF EXISTS %s CASCADE', one.name);
    END LOOP;
END $$;
"""


def program(name: str) -> str:
    """Return where the newest of PostgreSQL's programs of a name lies; CannotBackUp where there is none."""
    distribution = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=_number, reverse=True)
    found = str(distribution[0]) if distribution else shutil.which(name)
    if not found:
        raise CannotBackUp(
            f"PostgreSQL's program {name} is neither in /usr/lib/postgresql nor on the PATH. "
            "Install postgresql-client of the server's version or later."
        )
    return found


def _number(place: Path) -> float:
    found = re.fullmatch(r"\d+(\.\d+)?", place.parent.parent.name)
    return float(found.group()) if found else 0.0


@contextmanager
def surroundings() -> Iterator[dict[str, str]]:
    """Give the environment in which PostgreSQL's programs reach the database in use."""
    said = connection.get_connection_params()
    known = {name: str(said[word]) for word, name in _VARIABLES.items() if said.get(word)}
    environment = {**os.environ, **known, "LC_ALL": "C.UTF-8", "LC_MESSAGES": "C"}
    if not said.get("password"):
        yield environment
        return
    with tempfile.TemporaryDirectory(prefix="lienthong-pass-") as folder:
        file = Path(folder) / "pgpass"
        file.touch(mode=0o600)
        password = re.sub(r"([:\\])", r"\\\1", str(said["password"]))
        file.write_text(f"*:*:*:*:{password}\n", "utf-8")
        yield {**environment, "PGPASSFILE": str(file)}


@contextmanager
def snapshot() -> Iterator[tuple[Ask, str]]:
    """Hold one moment of the database: give how it is asked as of then, and the name by which pg_dump shares it."""
    own = connection.copy()
    try:
        with own.cursor() as cursor:
            cursor.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
            cursor.execute("SELECT pg_export_snapshot()")
            (name,) = cursor.fetchone()

            def ask(statement: str) -> list[tuple[Any, ...]]:
                cursor.execute(statement)
                rows: list[tuple[Any, ...]] = cursor.fetchall()
                return rows

            yield ask, str(name)
            cursor.execute("COMMIT")
    finally:
        own.close()


def dump_to(target: Path, moment: str, tables: int, tell: Callable[[int, int], None]) -> None:
    """Dump the database as of a moment into one packed file."""
    words = [
        "--format=custom",
        "--no-owner",
        "--no-privileges",
        "--no-comments",
        "--verbose",
        "--no-password",
    ]
    with surroundings() as environment:
        command = [program("pg_dump"), *words, f"--snapshot={moment}", f"--file={target}"]
        with subprocess.Popen(command, env=environment, stderr=subprocess.PIPE) as dump:  # noqa: S603 - a program of PostgreSQL's
            done, last = 0, b""
            for line in _lines(dump.stderr):
                last = line
                if _TABLE.search(line):
                    done += 1
                    tell(min(done, tables), tables)
    if dump.returncode:
        raise CannotBackUp(f"pg_dump failed: {last.decode(errors='replace').strip()[:300]}")
    bring_to_disk(target)


def _lines(stream: IO[bytes] | None) -> Iterator[bytes]:
    yield from stream or ()


def require_readable(kept: Path) -> None:
    """Let pg_restore read what a dump holds; CannotBackUp where it cannot."""
    listed = subprocess.run(  # noqa: S603 - a program of PostgreSQL's
        [program("pg_restore"), "--list", str(kept)], capture_output=True, check=False
    )
    if listed.returncode:
        raise CannotBackUp(f"pg_restore cannot read {kept}: {listed.stderr.decode(errors='replace')[:300]}")


def require_alone() -> None:
    """Go on only where no other session of the installation's own user is open; CannotBackUp otherwise."""
    with connection.cursor() as cursor:
        cursor.execute(_OTHERS)
        number, names = cursor.fetchone()
    if number:
        raise CannotBackUp(
            f"{number} other sessions use the database{f' ({names})' if names else ''}. "
            "Stop the server and every worker of this installation, then try again."
        )


def read_back(kept: Path, tell: Callable[[int, int], None]) -> None:
    """Put a dump in the place of all that stands in the database, in one transaction: all of it, or nothing changes.

    pg_restore writes the statements, psql runs them. COMMIT is sent only once pg_restore has come to its end without a
    fault: whatever is killed before, the server rolls back.
    """
    connection.close()
    total = kept.stat().st_size
    with (
        surroundings() as environment,
        tempfile.TemporaryFile() as faults,
        tempfile.TemporaryFile() as unread,
    ):
        runs = [
            program("psql"),
            "--no-psqlrc",
            "--quiet",
            "--no-password",
            "--set=ON_ERROR_STOP=1",
            "--file=-",
        ]
        writes = [program("pg_restore"), "--no-owner", "--no-privileges", "--file=-", str(kept)]
        with (
            subprocess.Popen(  # noqa: S603 - a program of PostgreSQL's
                runs, env=environment, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=faults
            ) as psql,
            subprocess.Popen(writes, env=environment, stdout=subprocess.PIPE, stderr=unread) as restore,  # noqa: S603 - a program of PostgreSQL's
        ):
            with suppress(BrokenPipeError):
                _pump(restore, psql, lambda done: tell(min(done, total), total))
            restore.kill()
        faults.seek(0)
        unread.seek(0)
        said = (faults.read() + unread.read()).decode(errors="replace").strip()
    if psql.returncode or restore.returncode:
        raise CannotBackUp(f"The database was not read back, and is as it was before: {said[:500]}")
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _pump(
    restore: subprocess.Popen[bytes], psql: subprocess.Popen[bytes], tell: Callable[[int], None]
) -> None:
    if restore.stdout is None or psql.stdin is None:
        raise RuntimeError("both programs were started with pipes")
    try:
        psql.stdin.write(_EMPTY.encode())
        done = 0
        while block := restore.stdout.read(_BLOCK):
            psql.stdin.write(block)
            done += len(block)
            tell(done)
        if restore.wait() == 0:
            psql.stdin.write(b"\nCOMMIT;\n")
    finally:
        with suppress(BrokenPipeError):
            psql.stdin.close()

"""Where rows lie: the store, and a copy of it that is only read. How connections are made, kept and given up."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import dj_database_url

from .environment import choice, number, text

_SQLITE: Final = {
    "transaction_mode": "IMMEDIATE",
    "init_command": (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
        "PRAGMA temp_store=MEMORY; PRAGMA cache_size=-65536; PRAGMA mmap_size=268435456;"
    ),
}
# The other side of a line that broke is missed after some 45 seconds, and not after the system's two hours.
_KEEPALIVES: Final = {"keepalives_idle": 15, "keepalives_interval": 10, "keepalives_count": 3}
_SSL_MODES: Final = ("", "disable", "allow", "prefer", "require", "verify-ca", "verify-full")
_POOLERS: Final = ("", "transaction", "transaction+prepared")


@dataclass(frozen=True)
class Terms:
    """On which terms PostgreSQL is spoken to. Times in seconds; 0: without a limit. ``pool``: 0 is none."""

    ssl_mode: str
    ssl_root: str
    pool: int
    pooler: str
    connect: int
    statement: int
    lock: int
    idle: int


def databases(home: Path, patience: int) -> dict[str, dict[str, Any]]:
    """Say the settings of the database, and return Django's DATABASES. ``patience``: seconds to wait for SQLite's lock."""
    url = text(
        "LIENTHONG_DATABASE_URL",
        "",
        "which database, such as `postgres:///lienthong` or `postgres://name:word@db.example.vn/lienthong`",
        without="SQLite in `LIENTHONG_HOME`",
        secret=True,
    )
    terms = _terms()
    replica = text(
        "LIENTHONG_REPLICA_URL",
        "",
        "a streaming replica of the database, only read: figures of provinces and the centre, and files of a whole"
        " province, come from there, and say as of when",
        secret=True,
    )
    store = _store(url or f"sqlite:///{home / 'lienthong.sqlite3'}", terms)
    if store["ENGINE"].endswith("sqlite3"):
        home.mkdir(parents=True, exist_ok=True)
        # A file, also in tests: the same write-ahead log and locks as in use.
        return {
            "default": {
                **store,
                "OPTIONS": {**_SQLITE, "timeout": patience},
                "TEST": {"NAME": str(home / "test.sqlite3")},
            }
        }
    found = {"default": _served(store, terms)}
    if replica:
        copy = _served(_store(replica, terms), terms, read_only=True)
        found["replica"] = {**copy, "TEST": {"MIRROR": "default"}}
    return found


def _terms() -> Terms:
    return Terms(
        ssl_mode=choice(
            "LIENTHONG_DATABASE_SSLMODE",
            "",
            _SSL_MODES,
            "how the line to PostgreSQL is guarded; over a network `verify-full`",
        ),
        ssl_root=text(
            "LIENTHONG_DATABASE_SSLROOTCERT",
            "",
            "file with the certificate that signed the database server's",
        ),
        pool=number(
            "LIENTHONG_DATABASE_POOL",
            0,
            "so many connections at most are kept in each web process and shared by its threads; off: one for each"
            " thread. Worth it where threads are many",
            without="`off`",
        ),
        pooler=choice(
            "LIENTHONG_DATABASE_POOLER",
            "",
            _POOLERS,
            "`transaction`: the address is PgBouncer's in transaction mode. Nothing that outlives a transaction is used,"
            " neither prepared statements nor cursors of the server, and the time limits below and `jit = off` have to be"
            " set on the role. `transaction+prepared`: the same with PgBouncer 1.22 or newer and its `max_prepared_statements`",
        ),
        connect=number(
            "LIENTHONG_DATABASE_CONNECT_TIMEOUT",
            5,
            "seconds until a database that cannot be reached is given up",
            least=1,
        ),
        statement=number(
            "LIENTHONG_DATABASE_STATEMENT_TIMEOUT",
            30,
            "seconds that a statement of a web request may take; `0`: any time. Commands and the worker take the time"
            " they need",
        ),
        lock=number(
            "LIENTHONG_DATABASE_LOCK_TIMEOUT",
            10,
            "seconds that a web request waits for rows which somebody else holds; `0`: any time",
        ),
        idle=number(
            "LIENTHONG_DATABASE_IDLE_TIMEOUT",
            60,
            "seconds after which the database ends a web request's transaction in which nothing happens; `0`: never",
        ),
    )


def _store(url: str, terms: Terms) -> dict[str, Any]:
    # What a pool lends goes back after each request; a connection of one's own stays for ten minutes.
    kept = 0 if terms.pool or terms.pooler else 600
    return {**dj_database_url.parse(url, conn_max_age=kept, conn_health_checks=True)}


def _served(store: dict[str, Any], terms: Terms, *, read_only: bool = False) -> dict[str, Any]:
    """Return how PostgreSQL is spoken to; what the address itself says counts most."""
    options: dict[str, Any] = {
        # Statements keep their plans on the server: half of what it spent on a save was planning the same ones anew.
        "server_side_binding": True,
        "prepare_threshold": None if terms.pooler == "transaction" else 3,
        "connect_timeout": terms.connect,
        "application_name": "lienthong",
        **_KEEPALIVES,
    }
    if not terms.pooler:  # which refuses them, and could not keep them apart either
        options["options"] = _session(terms, read_only=read_only)
    if terms.ssl_mode:
        options["sslmode"] = terms.ssl_mode
    if terms.ssl_root:
        options["sslrootcert"] = terms.ssl_root
    if terms.pool:
        options["pool"] = {"min_size": 1, "max_size": terms.pool, "timeout": 10}
    return {
        **store,
        "OPTIONS": {**options, **store.get("OPTIONS", {})},
        "DISABLE_SERVER_SIDE_CURSORS": bool(terms.pooler),
    }


def _session(terms: Terms, *, read_only: bool) -> str:
    """Return a session's settings as the server takes them when a line is opened: no statement is spent on them."""
    said = {
        "statement_timeout": f"{terms.statement}s",
        "lock_timeout": f"{terms.lock}s",
        "idle_in_transaction_session_timeout": f"{terms.idle}s",
        # To compile a statement over a whole country took longer than to run it: 60 of 90 ms.
        "jit": "off",
        **({"default_transaction_read_only": "on"} if read_only else {}),
    }
    return " ".join(f"-c {name}={value}" for name, value in said.items())

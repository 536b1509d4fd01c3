"""What the parts of the national bench stand on: the country with its accounts, the server, the store, the table."""

from __future__ import annotations

import os
import secrets
import signal
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from http.client import HTTPConnection
from importlib import import_module
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection

from lienthong.demo.rules import RUNNING
from lienthong.demo.services.places import Place, places_on
from lienthong.identity import queries as identity
from lienthong.identity.models import Account
from lienthong.identity.rules import Ticket
from lienthong.kernel.actor import Actor
from lienthong.kernel.bulk import insert_rows
from lienthong.kernel.values import Week
from lienthong.registry.models import Organisation
from lienthong.registry.queries import Unit
from lienthong.reports import queries as reports

from . import processes

ROOT = Path(__file__).resolve().parents[2]
PORT = 8973
SITE = f"http://127.0.0.1:{PORT}"


@dataclass(frozen=True)
class Country:
    """The villages of the demonstration, or of its first communes, and who reports for whom."""

    places: Sequence[Place]
    accounts: dict[int, Account]

    @classmethod
    def standing(cls, communes: int | None) -> Country:
        """Return the whole country, or so many of its communes."""
        places = places_on(RUNNING.last)
        chosen = set(list(dict.fromkeys(place.commune for place in places))[:communes])
        reporters = Account.objects.filter(username__regex=r"^(thon|xa)-")
        return cls(
            [place for place in places if place.commune in chosen],
            {account.organisation_id or 0: account for account in reporters},
        )

    @cached_property
    def communes(self) -> dict[int, list[Place]]:
        """The villages of each commune."""
        found: dict[int, list[Place]] = {}
        for place in self.places:
            found.setdefault(place.commune, []).append(place)
        return found


def account(username: str) -> Account:
    """Return the account of one of the cast."""
    found = identity.account_by_username(username)
    assert found is not None
    return found


def leader() -> tuple[Actor, Unit]:
    """Return who leads at the centre, and the centre."""
    actor = identity.actor_for(account("ha"))
    unit = reports.own_unit(actor)
    assert unit is not None
    return actor, unit


def uids_of(bodies: Iterable[int]) -> dict[int, UUID]:
    """Return the public ids of bodies."""
    return dict(Organisation.objects.filter(pk__in=list(bodies)).values_list("pk", "uid"))


def weeks_without_returns(series: str, after: Week = RUNNING) -> Iterator[Week]:
    """Yield the weeks after one for which nobody has reported yet."""
    found = reports.find_series(series)
    assert found is not None
    week = after.next()
    while True:
        if not reports.has_returns(found, str(week)):
            yield week
        week = week.next()


def cookies(accounts: Sequence[Account]) -> list[str]:
    """Sign accounts in, all at once, and return the cookie of each, as the door would give it."""
    store = import_module(settings.SESSION_ENGINE).SessionStore()
    until = store.get_expiry_date()  # by the machine's clock: the demonstration's own may stand still
    keys = [secrets.token_hex(16) for _ in accounts]
    rows = []
    for key, account in zip(keys, accounts, strict=True):
        ticket: dict[str, Any] = {}
        Ticket(account.pk, account.epoch, None).keep(ticket)
        rows.append((key, store.encode(ticket), until))
    insert_rows("django_session", ("session_key", "session_data", "expire_date"), rows)
    return [f"{settings.SESSION_COOKIE_NAME}={key}" for key in keys]


@dataclass(frozen=True)
class Server:
    """An installation that answers, and what it and its database have used so far."""

    pid: int

    def processor(self) -> tuple[float, float]:
        """Return the seconds that Python and PostgreSQL have run; SQLite runs inside Python."""
        return processes.seconds_of(self.pid), postgresql_seconds()


@contextmanager
def served(workers: int) -> Iterator[Server]:
    """Serve the installation while the block runs."""
    words = ["serve", "--port", str(PORT), "--workers", str(workers), "--threads", "1"]
    program = subprocess.Popen([sys.executable, "-m", "lienthong.config.cli", *words], cwd=ROOT)
    try:
        for _ in range(150):
            try:
                get("/healthz")
                break
            except OSError:
                time.sleep(0.2)
        yield Server(program.pid)
    finally:
        program.send_signal(signal.SIGINT)
        program.wait(timeout=30)


def get(path: str, cookie: str = "") -> tuple[int, bytes]:
    """Ask the server for a page as somebody."""
    asking = HTTPConnection("127.0.0.1", PORT, timeout=60)
    asking.request("GET", path, headers={"Cookie": cookie} if cookie else {})
    answer = asking.getresponse()
    body = answer.read()
    asking.close()
    return answer.status, body


def is_postgresql() -> bool:
    """Say whether the store is PostgreSQL."""
    return connection.vendor == "postgresql"


def postgresql_seconds() -> float:
    """Return how long all of PostgreSQL has run; 0 on SQLite."""
    return processes.seconds_of(_postmaster())


def _postmaster() -> int:
    """Return the process from which all of PostgreSQL's descend, 0 without one on this machine."""
    if not is_postgresql():
        return 0
    with connection.cursor() as cursor:
        cursor.execute("SHOW data_directory")
        (place,) = cursor.fetchone()
    return int((Path(place) / "postmaster.pid").read_text().split()[0])


def stored_bytes(*tables: str) -> dict[str, int]:
    """Return what tables take with their indexes and, on PostgreSQL, what is stored beside them."""
    with connection.cursor() as cursor:
        if is_postgresql():
            cursor.execute(
                "SELECT name, pg_total_relation_size(name::regclass) FROM unnest(%s::text[]) name",
                [list(tables)],
            )
            return dict(cursor.fetchall())
        sizes = {}
        for table in tables:
            cursor.execute(
                "SELECT COALESCE(SUM(pgsize), 0) FROM dbstat WHERE aggregate = TRUE AND name IN "
                "(SELECT name FROM sqlite_master WHERE tbl_name = %s)",
                [table],
            )
            (sizes[table],) = cursor.fetchone()
        return sizes


def row(name: str, goal: str, figure: str) -> None:
    """Print a line of the table."""
    print(f"| {name} | {goal} | {figure} |", flush=True)


def load_of_machine() -> str:
    """Return how busy the machine is, for a figure that this may have touched."""
    return f"load {os.getloadavg()[0]:.1f}"

"""Reads that may be some seconds old come from a streaming copy of the database, where an installation names one.

    with reading_copy() as copy:
        figures = queries.figures_for(actor, asked, unit)
    … copy.as_of says up to when what was read is complete; None: it came from the primary, and is of now.

Inside the block *everything* that is asked for comes from the copy, stamps and rows alike, so that nothing is ever
remembered under a stamp of one store with rows of the other. The copy itself refuses to be written to; what has to be
written meanwhile (a job's progress, an audit entry) stands in ``on_primary()``. Whoever is inside of a transaction stays on
the primary: they read what they are about to change. A browser that has just written is led there too, by a cookie.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, DatabaseError, connections
from django.http import HttpRequest, HttpResponse

logger = logging.getLogger(__name__)

ALIAS: Final = "replica"
WROTE: Final = "lt_wrote"
_READS: Final = frozenset({"GET", "HEAD", "OPTIONS"})
# A copy that is away or far behind is left alone for so many seconds, so that not every page waits for it.
_LEFT_ALONE: Final = 10.0

_REPLAYED: Final = (
    "SELECT pg_is_in_recovery(), extract(epoch FROM pg_last_xact_replay_timestamp()),"
    " extract(epoch FROM clock_timestamp())"
)


@dataclass(frozen=True)
class Copy:
    """Where a block reads. ``as_of``: all that was committed until then is in it; None: the primary, so everything."""

    as_of: datetime | None = None
    lag: float = 0.0


PRIMARY: Final = Copy()


@dataclass(frozen=True)
class _Reading:
    primary: Any
    copy: Copy


_reading: ContextVar[_Reading | None] = ContextVar("reading a copy", default=None)
_left_until: list[float] = [0.0]


def is_named() -> bool:
    """Say whether this installation names a copy."""
    return ALIAS in settings.DATABASES


@contextmanager
def reading_copy(request: HttpRequest | None = None) -> Iterator[Copy]:
    """Read from the copy inside the block where that is possible, else from the primary.

    ``request``: whoever has just written something themselves reads it from the primary.
    """
    primary = connections[DEFAULT_DB_ALIAS]
    wrote = request is not None and WROTE in request.COOKIES
    copy = None if not is_named() or wrote or primary.in_atomic_block else _copy_now()
    if copy is None:
        yield PRIMARY
        return
    other: Any = connections[ALIAS]
    kept, other.execute_wrappers = other.execute_wrappers, primary.execute_wrappers
    try:
        with _default(other, _Reading(primary, copy)):
            yield copy
    finally:
        other.execute_wrappers = kept


@contextmanager
def on_primary() -> Iterator[None]:
    """Leave the copy inside the block: for what has to be written, or be of now, while one reads from it."""
    reading = _reading.get()
    if reading is None:
        yield
        return
    with _default(reading.primary, None):
        yield


@contextmanager
def _default(connection: Any, reading: _Reading | None) -> Iterator[None]:
    """Let what asks the store by its usual name ask this connection: ORM and plain statements alike."""
    before = connections[DEFAULT_DB_ALIAS]
    token = _reading.set(reading)
    connections[DEFAULT_DB_ALIAS] = connection
    try:
        yield
    finally:
        connections[DEFAULT_DB_ALIAS] = before
        _reading.reset(token)


def as_of() -> datetime | None:
    """Return up to when what is being read is complete; None: it is of now."""
    reading = _reading.get()
    return reading.copy.as_of if reading else None


def remember_write(request: HttpRequest, response: HttpResponse) -> None:
    """Let the browser that has just written something read from the primary until every copy has caught up."""
    if is_named() and request.method not in _READS and not request.path.startswith("/api/"):
        response.set_cookie(
            WROTE,
            "1",
            max_age=settings.REPLICA_MOST_LAG,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )


def measure() -> Copy:
    """Ask the copy how far it is; DatabaseError where it is away. Not a copy at all: of now."""
    with connections[ALIAS].cursor() as cursor:
        cursor.execute(_REPLAYED)
        copying, replayed, now = cursor.fetchone()
    if not copying:
        return PRIMARY
    at = float(replayed or 0)
    return Copy(datetime.fromtimestamp(at, UTC), max(0.0, float(now) - at))


def _copy_now() -> Copy | None:
    """Return how far the copy is, or None where it is not to be read now."""
    if time.monotonic() < _left_until[0]:
        return None
    try:
        copy = measure()
    except DatabaseError:
        logger.warning("the copy of the database does not answer")
        copy = None
    if copy is None or copy.lag > settings.REPLICA_MOST_LAG:
        _left_until[0] = time.monotonic() + _LEFT_ALONE
        return None
    return copy

"""What ails the store or its disk, told apart from faults of ours: somebody who waits and tries again is right to."""

from __future__ import annotations

import errno
import sqlite3
from enum import StrEnum
from typing import Final

from django.db import Error, InterfaceError


class Trouble(StrEnum):
    """Why nothing can be kept now. ``GONE``: the store does not answer; ``BUSY``: others hold it; ``FULL``: no room."""

    GONE = "gone"
    BUSY = "busy"
    FULL = "full"


# The low byte of SQLite's result codes; what else goes wrong there is a fault of ours.
_SQLITE: Final = {
    sqlite3.SQLITE_BUSY: Trouble.BUSY,
    sqlite3.SQLITE_LOCKED: Trouble.BUSY,
    sqlite3.SQLITE_FULL: Trouble.FULL,
    sqlite3.SQLITE_IOERR: Trouble.GONE,
    sqlite3.SQLITE_CANTOPEN: Trouble.GONE,
    sqlite3.SQLITE_READONLY: Trouble.GONE,
    sqlite3.SQLITE_PROTOCOL: Trouble.GONE,
}
# PostgreSQL's states: whole ones before the classes that they begin with.
_STATES: Final = {
    "53100": Trouble.FULL,
    "53300": Trouble.GONE,  # too many connections: there is none for us
    "57014": Trouble.BUSY,  # cancelled, since it took too long
    "55P03": Trouble.BUSY,
    "25006": Trouble.GONE,  # a replica, or a server set to be read only
    "40": Trouble.BUSY,  # deadlocks and the like
    "53": Trouble.BUSY,
    "57": Trouble.GONE,
    "58": Trouble.GONE,
    "08": Trouble.GONE,
}
_NO_ROOM: Final = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


def trouble_of(error: BaseException | None) -> Trouble | None:
    """Return what ails the store where that is why something failed; None for a fault of ours."""
    if isinstance(error, OSError):
        return Trouble.FULL if error.errno in _NO_ROOM else None
    if not isinstance(error, Error):
        return None
    cause = error.__cause__
    if isinstance(cause, sqlite3.Error):
        return _SQLITE.get((getattr(cause, "sqlite_errorcode", None) or 0) & 0xFF)
    if cause is None:
        # Django's own word for a connection that it has given up.
        return Trouble.GONE if isinstance(error, InterfaceError) else None
    return _by_state(cause)


def _by_state(cause: BaseException) -> Trouble | None:
    state = getattr(cause, "sqlstate", None)
    if state is not None:
        return _STATES.get(state) or _STATES.get(state[:2])
    # Without a state it was never the server that spoke: the connection could not be made, or broke.
    lost = {"OperationalError", "InterfaceError", "ConnectionTimeout", "PoolTimeout"}
    return Trouble.GONE if type(cause).__name__ in lost else None

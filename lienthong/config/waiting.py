"""What a web process does while the store is in trouble: nobody waits long, and not everybody waits at once.

This is the process's own memory of a moment ago, and nothing depends on it but how fast a refusal comes.
"""

from __future__ import annotations

import os
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any, Final

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connection, connections

from lienthong.kernel.trouble import Trouble

# psycopg's word for: a statement is under way.
_UNDER_WAY: Final = 1
_LOOK: Final = 0.5
_MOMENT: Final = 250


class Gate:
    """Lets requests through. In trouble, one at a time goes to see whether it is over; the others need not wait for it."""

    def __init__(self) -> None:
        self._trouble: Trouble | None = None
        self._noted = 0
        self._trying = threading.Lock()

    def note(self, trouble: Trouble) -> None:
        """Remember that the store failed a request. A full one answers fast, and one deadlock says nothing of others."""
        if trouble is Trouble.GONE or (trouble is Trouble.BUSY and connection.vendor == "sqlite"):
            self._trouble = trouble
            self._noted += 1

    @contextmanager
    def turn(self, *, reading: bool) -> Iterator[Trouble | None]:
        """Give what keeps a request out, or None where it may go on."""
        standing = self._trouble
        if standing is None or (reading and standing is Trouble.BUSY):
            yield None
        elif self._trying.acquire(blocking=False):
            noted = self._noted
            try:
                with _hurried(standing):
                    yield None
            finally:
                if self._noted == noted:
                    self._trouble = None
                self._trying.release()
        else:
            yield standing


@contextmanager
def _hurried(trouble: Trouble) -> Iterator[None]:
    """Let whoever goes to see whether SQLite's lock is free wait for a moment only: a thread has better things to do."""
    if trouble is not Trouble.BUSY:
        yield
        return
    connection.ensure_connection()
    line = connection.connection
    line.execute(f"PRAGMA busy_timeout = {_MOMENT}")
    try:
        yield
    finally:
        line.execute(f"PRAGMA busy_timeout = {int(settings.STORE_PATIENCE * 1000)}")


gate = Gate()


@dataclass(eq=False)
class _Wait:
    """A request, the statement that it is at, and since when."""

    wrapper: Any
    number: int = 0
    seen: int = -1
    since: float = field(default_factory=time.monotonic)

    def __call__(self, execute: Callable[..., Any], *words: Any) -> Any:
        self.number += 1
        return execute(*words)

    def look(self, now: float) -> None:
        """Close the connection of a statement that has been under way for too long: whoever waits for it goes on."""
        held = self.wrapper.connection
        if (
            held is None
            or held.closed
            or held.pgconn.transaction_status != _UNDER_WAY
            or self.seen != self.number
        ):
            self.seen, self.since = self.number, now
        elif now - self.since > settings.STORE_PATIENCE:
            with suppress(OSError), socket.socket(fileno=os.dup(held.pgconn.socket)) as line:
                line.shutdown(socket.SHUT_RDWR)


class Watch:
    """Looks at the requests of one process. A server that has stopped keeps no time limit; this does."""

    def __init__(self) -> None:
        self._waits: set[_Wait] = set()
        self._process = 0
        self._starting = threading.Lock()

    @contextmanager
    def over(self) -> Iterator[None]:
        """Watch over the statements of a request on a PostgreSQL server; SQLite keeps its own time."""
        if connection.vendor != "postgresql":
            yield
            return
        self._start()
        wait = _Wait(connections[DEFAULT_DB_ALIAS])  # this thread's own
        self._waits.add(wait)
        try:
            with connection.execute_wrapper(wait):
                yield
        finally:
            self._waits.discard(wait)

    def _start(self) -> None:
        """Begin to look, once in each process: a thread does not outlive a fork."""
        with self._starting:
            if self._process != os.getpid():
                self._process = os.getpid()
                self._waits = set()
                threading.Thread(target=self._look, name="store-watch", daemon=True).start()

    def _look(self) -> None:
        while True:
            time.sleep(_LOOK)
            now = time.monotonic()
            for wait in self._waits.copy():
                with suppress(Exception):  # a connection that is being closed by its own thread just now
                    wait.look(now)


watch = Watch()

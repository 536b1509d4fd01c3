"""Brings the database to this version, and never makes people wait long for it."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from django.core.management.commands.migrate import Command as Base
from django.db import OperationalError, connection

# One who waits for a table's lock lets everybody behind wait too: so it gives up soon, and comes again.
_LOCK_SECONDS: Final = 5
_TRIES: Final = 12
_PAUSE: Final = 5.0
_LOCKED: Final = "55P03"


class Command(Base):
    """Bring the database to this version: Django's own, but it waits for no lock longer than five seconds, and tries again."""

    help = __doc__ or ""

    def handle(self, *args: Any, **options: Any) -> None:
        """Migrate; what was done before a lock stood in the way stays done."""
        for left in reversed(range(_TRIES)):
            try:
                with _impatient():
                    super().handle(*args, **options)
                return
            except OperationalError as fault:
                if getattr(fault.__cause__, "sqlstate", "") != _LOCKED or not left:
                    raise
                self.stderr.write(f"A table is in use. Again in {_PAUSE:.0f} s, up to {left} times more.")
                time.sleep(_PAUSE)


@contextmanager
def _impatient() -> Iterator[None]:
    """Let this connection wait for no lock longer than that."""
    _limit(f"{_LOCK_SECONDS}s")
    try:
        yield
    finally:
        if connection.is_usable():
            _limit("0")


def _limit(text: str) -> None:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"SET lock_timeout = '{text}'")

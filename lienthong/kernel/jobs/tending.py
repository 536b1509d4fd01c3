"""What a worker does beside jobs, each when its time has come: a sign of life, schedules, readers of the outbox, sweeping."""

from __future__ import annotations

import logging
import os
import socket
import time
from collections.abc import Callable
from typing import Final

from django.db import DatabaseError

from .. import outbox, sql
from .scheduling import start_due
from .sweeping import SILENCE, sweep

logger = logging.getLogger(__name__)

# Seconds between two turns.
BEAT: Final = 15.0
_LOOK: Final = 1.0
_SWEEP: Final = 60.0
# Seconds by which the machine's clock may run otherwise than time passes, between two looks.
_DRIFT: Final = 5.0

_BEAT = """
INSERT INTO kernel_worker (name, since, beat) VALUES (%s, %s, %s)
ON CONFLICT (name) DO UPDATE SET beat = excluded.beat
"""


def worker_name() -> str:
    """Return the name of this worker: its machine and process."""
    return f"{socket.gethostname()[:60]}:{os.getpid()}"


class Tending:
    """One worker's round. It runs on a clock that nobody can set."""

    def __init__(self, worker: str) -> None:
        self._worker = worker
        self._turns: list[tuple[float, Callable[[], object]]] = [
            (float("inf"), outbox.renumber),
            (BEAT, self._beat),
            (_SWEEP, self._sweep),
            (_LOOK, start_due),
            (_LOOK, outbox.run_readers),
        ]
        self._next = [0.0] * len(self._turns)
        self._offset, self._settled = time.time() - time.monotonic(), 0.0

    def look(self) -> None:
        """Do whatever is due. A fault in one thing keeps neither the others nor the jobs; a store that is gone is raised."""
        now = time.monotonic()
        self._notice_step(now)
        for place, (every, do) in enumerate(self._turns):
            if now < self._next[place]:
                continue
            self._next[place] = now + every
            try:
                do()
            except DatabaseError:
                self._next[place] = 0.0
                raise
            except Exception:
                logger.exception("what a worker does beside jobs failed")

    def leave(self) -> None:
        """Say that this worker has ended."""
        try:
            sql.run("DELETE FROM kernel_worker WHERE name = %s", (self._worker,))
        except DatabaseError:
            return  # it is known as gone by its silence

    def _notice_step(self, now: float) -> None:
        """Give everybody time for a new sign of life where the machine's clock was set."""
        offset = time.time() - now
        if abs(offset - self._offset) > _DRIFT:
            logger.warning("the machine's clock was set", extra={"seconds": round(offset - self._offset)})
            self._offset, self._settled = offset, now + SILENCE

    def _sweep(self) -> None:
        sweep(clock_stepped=time.monotonic() < self._settled)

    def _beat(self) -> None:
        now = int(time.time())
        sql.run(_BEAT, (self._worker, now, now))

"""Does the long work that waits in the queue."""

from __future__ import annotations

import logging
import os
import signal
import threading
from collections.abc import Callable
from typing import Any

from django.core.management.base import CommandParser
from django.db import DatabaseError, close_old_connections

from lienthong.identity import queries as identity
from lienthong.kernel import jobs
from lienthong.kernel.actor import Actor
from lienthong.kernel.command import Command as Base

logger = logging.getLogger(__name__)

_LOOK_EVERY = 1.0
# The store is looked at anew after so many jobs at the latest; asking after every one costs as much as a small job.
_FRESH_AFTER = 50


def _actor_of(job: jobs.Job) -> Actor | None:
    return identity.find_actor(job.asked_by, job.post_id)


class Command(Base):
    """Do long work that was asked for in pages, one job at a time, until told to stop. Several may run."""

    help = __doc__ or ""

    def add_arguments(self, parser: CommandParser) -> None:
        """Add when to end."""
        super().add_arguments(parser)
        parser.add_argument("--until-empty", action="store_true", help="End when nothing waits any more.")
        parser.add_argument(
            "--with-parent", action="store_true", help="End when the program that started it ends."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Take job after job."""
        told = threading.Event()
        for sign in (signal.SIGINT, signal.SIGTERM):
            signal.signal(sign, lambda *_: told.set())
        parent = os.getppid() if options["with_parent"] else None

        def must_end() -> bool:
            return told.is_set() or (parent is not None and os.getppid() != parent)

        name = jobs.worker_name()
        tending, done = jobs.Tending(name), 0
        try:
            while not must_end():
                if done % _FRESH_AFTER == 0:
                    close_old_connections()
                job = self._turn(tending, must_end, name)
                done = done + 1 if job else 0
                if job is None:
                    if options["until_empty"]:
                        return
                    told.wait(_LOOK_EVERY)
        finally:
            tending.leave()

    def _turn(self, tending: jobs.Tending, must_end: Callable[[], bool], name: str) -> jobs.Job | None:
        """Do what is due, and one job. A fault ends neither the worker nor what else is due: the next turn tries again."""
        try:
            tending.look()
            return jobs.run_next(_actor_of, must_end, name)
        except DatabaseError:
            logger.exception("the queue cannot be reached")
        except Exception:
            logger.exception("a turn of the worker failed")
        return None

"""What a function that does long work holds in its hands: it tells how far it is, and learns that it has to stop."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.db import transaction

from ..models import Job, JobStep
from ..replica import on_primary
from . import claims
from .queries import BROUGHT, folder_of, run_folder

_EVERY = 0.5  # seconds between two words that are written down


class Stopped(Exception):
    """Whoever asked wants this job stopped."""


class Interrupted(Exception):
    """The worker has to end; the job goes back into the queue."""


class Superseded(Exception):
    """This run was silent for so long that another one has taken the job; nothing that it does counts any more."""


class Work:
    """One run of a job."""

    def __init__(self, job: Job, must_end: Callable[[], bool] = lambda: False) -> None:
        self.job = job
        self._must_end = must_end
        self._told = 0.0

    def tell(self, done: int, total: int, step: str = "") -> None:
        """Say how many of how many are done, and what is being done; cheap enough to be called at every row.

        Raises Stopped, Interrupted or Superseded where the work is not to go on: let them pass. Raises RuntimeError
        inside of a transaction: nobody else would see it, and on SQLite everybody would have to wait.
        """
        now = time.monotonic()
        if now - self._told < _EVERY and done < total:
            return
        self._told = now
        if self._must_end():
            raise Interrupted
        with on_primary():
            self._write(done, total, step)

    @transaction.atomic(durable=True)
    def _write(self, done: int, total: int, step: str) -> None:
        """Write down how far it is, and raise where it is not to go on."""
        going_on = claims.held(self.job).filter(stopping=False)
        words = {"done": done, "total": total, "step": step[:200], "beat": int(time.time())}
        if not claims.write(self.job, going_on, **words):
            raise Stopped if claims.held(self.job).exists() else Superseded

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Write inside of this block what must not be written by a run that another one has superseded.

        Such a run is rolled back at the end of the block, with Superseded. Not inside of another transaction.
        """
        with transaction.atomic(durable=True):
            # Its own sign of life, committed before: the block may take as long as a job may be silent.
            going_on = bool(claims.held(self.job).update(beat=int(time.time())))
        if not going_on:
            raise Superseded
        with transaction.atomic(durable=True):
            yield
            # Locked only now: services lock the stream first, and so does whoever stops or takes back a job.
            if not list(claims.held(self.job).select_for_update().values_list("pk")):
                raise Superseded

    def once(self, name: str, do: Callable[[], Any]) -> Any:
        """Do a step once in effect, however often the job is killed and run again; return what came of it.

        ``do`` runs in one transaction with the mark that it has been done. It returns plain JSON, which a later run
        is given without doing it again.
        """
        with self.transaction():
            step = JobStep.objects.filter(job=self.job, name=name).first()
            if step is None:
                step = JobStep.objects.create(job=self.job, name=name, result=do())
        return step.result

    def file(self, name: str) -> Path:
        """Return where to write the one file that this job makes, under the name that it is downloaded by."""
        folder = run_folder(self.job)
        folder.mkdir(parents=True, exist_ok=True)
        self.job.file_name = name
        return folder / name

    def brought(self) -> bytes:
        """Return the file that was laid beside this job when it was asked for."""
        return (folder_of(self.job) / BROUGHT).read_bytes()

    def leads_to(self, url: str) -> None:
        """Name the page on which it goes on when the work is done."""
        self.job.link = url

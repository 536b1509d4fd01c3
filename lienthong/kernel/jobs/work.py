"""What a function that does long work holds in its hands: it tells how far it is, and learns that it has to stop."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from django.db import transaction

from ..models import Job, JobState
from .queries import folder_of

_EVERY = 0.5  # seconds between two words that are written down


class Stopped(Exception):
    """Whoever asked wants this job stopped."""


class Interrupted(Exception):
    """The worker has to end; the job goes back into the queue."""


class Work:
    """One run of a job."""

    def __init__(self, job: Job, must_end: Callable[[], bool] = lambda: False) -> None:
        self.job = job
        self._must_end = must_end
        self._told = 0.0

    def tell(self, done: int, total: int, step: str = "") -> None:
        """Say how many of how many are done, and what is being done; cheap enough to be called at every row.

        Raises Stopped or Interrupted where the work is not to go on: let them pass. Raises RuntimeError inside of a
        transaction: nobody else would see it, and on SQLite everybody would have to wait.
        """
        now = time.monotonic()
        if now - self._told < _EVERY and done < total:
            return
        self._told = now
        if self._must_end():
            raise Interrupted
        if not self._write(done, total, step):
            raise Stopped

    @transaction.atomic(durable=True)
    def _write(self, done: int, total: int, step: str) -> bool:
        """Write down how far it is, and say whether it is to go on."""
        going_on = Job.objects.filter(pk=self.job.pk, state=JobState.RUNNING, stopping=False)
        return bool(going_on.update(done=done, total=total, step=step[:200], beat=int(time.time())))

    def file(self, name: str) -> Path:
        """Return where to write the one file that this job makes, under the name that it is downloaded by."""
        folder = folder_of(self.job)
        folder.mkdir(parents=True, exist_ok=True)
        self.job.file_name = name
        return folder / name

    def leads_to(self, url: str) -> None:
        """Name the page on which it goes on when the work is done."""
        self.job.link = url

"""Looking after the queue: jobs that fell silent are taken up again, old ones cleared away."""

from __future__ import annotations

import shutil
import time
from typing import Final

from django.utils.translation import override

from ..models import Job, JobState
from ..models import Worker as WorkerRow
from .queries import folder_of
from .runner import take_back

SILENCE: Final = 180
# A job that takes its worker with it would take one after the other.
LOST_AT_MOST: Final = 3
_AT_ONCE: Final = 500
_WORKER_KEPT: Final = 24 * 3600


def sweep(*, clock_stepped: bool = False) -> int:
    """Take up again what fell silent, clear away what was kept long enough, and return how many were cleared away.

    Where the machine's clock has just been set, every sign of life looks old: nothing is taken up until there are new ones.
    """
    now = int(time.time())
    if not clock_stepped:
        _take_up_silent(now)
    WorkerRow.objects.filter(beat__lt=now - _WORKER_KEPT).delete()
    return sum(iter(lambda: _clear(now), 0))


def _take_up_silent(now: int) -> None:
    running = Job.objects.filter(state=JobState.RUNNING)
    # A beat that lies ahead was written before the clock was put back.
    for job in running.exclude(beat__range=(now - SILENCE, now + SILENCE))[:_AT_ONCE]:
        with override(job.language):
            take_back(job, LOST_AT_MOST)


def _clear(now: int) -> int:
    """Clear away one lot."""
    old = list(Job.objects.filter(keep_until__lt=now).exclude(state=JobState.RUNNING)[:_AT_ONCE])
    for job in old:
        shutil.rmtree(folder_of(job), ignore_errors=True)
    Job.objects.filter(pk__in=[job.pk for job in old]).delete()
    return len(old)

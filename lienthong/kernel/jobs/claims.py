"""Taking a job, and holding it: one run at a time, and an earlier run that wakes up can write nothing any more.

A run is known by the job's ``claim``, which grows by one each time the job is taken. Whatever a run writes about the job
is written only where that number still stands.
"""

from __future__ import annotations

import time
from typing import Final

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from .. import clock, retrying, sql
from ..models import Job, JobState

_TRIES: Final = 5

_WAITING = """
state = 'queued' AND (not_before <= %s OR not_before > %s)
    AND (key = '' OR NOT EXISTS (
        SELECT 1 FROM kernel_job other WHERE other.key = waiting.key AND other.state = 'running'
    ))
"""
_LOOK = f"SELECT 1 FROM kernel_job waiting WHERE {_WAITING} LIMIT 1"  # noqa: S608 - our own words
_TAKE = f"""
UPDATE kernel_job SET state = 'running', claim = claim + 1, tries = tries + 1, not_before = 0,
    started_at = %s, beat = %s, worker = %s
WHERE id = (SELECT id FROM kernel_job waiting WHERE {_WAITING} ORDER BY place, id LIMIT 1{{lock}})
RETURNING *
"""  # noqa: S608 - our own words


def claim(worker: str = "") -> Job | None:
    """Take the job whose turn it is; None where nothing waits.

    Looking comes first: on SQLite an idle worker must not take the one lock.
    """
    now = int(time.time())
    due = (now, now + retrying.LONGEST)
    if not sql.fetch(_LOOK, *due):
        return None
    lock = sql.for_update()
    take = _TAKE.format(lock=f"{lock} SKIP LOCKED" if lock else "")
    for _ in range(_TRIES):
        try:
            with transaction.atomic():
                taken = list(Job.objects.raw(take, [clock.now(), now, worker, *due]))
        except IntegrityError:
            continue  # another worker took one of the same key a moment ago
        return taken[0] if taken else None
    return None


def held(job: Job) -> QuerySet[Job]:
    """Return the job's row as long as this run holds it, and nothing where another run or an end came before."""
    return Job.objects.filter(pk=job.pk, claim=job.claim, state=JobState.RUNNING)


def write(job: Job, rows: QuerySet[Job] | None = None, /, **changes: object) -> bool:
    """Change a job that this run holds, in the store and in the hand; False where it holds it no longer."""
    if not (held(job) if rows is None else rows).update(**changes):
        return False
    for name, value in changes.items():
        setattr(job, name, value)
    return True

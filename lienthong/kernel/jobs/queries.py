"""Reads of jobs: everybody sees their own; IT staff see those of the units that they look after."""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from ..actor import Actor
from ..errors import NotFound
from ..folders import shared
from ..models import Job, JobState
from ..models import Worker as WorkerRow
from ..permissions import MANAGE_JOBS
from ..text import search_key

OPEN = (JobState.QUEUED, JobState.RUNNING)
# A worker that gave no sign of life for so many seconds, itself or by its job, is taken for gone.
_ALIVE: Final = 60


def find_jobs(actor: Actor, *, q: str = "", state: str = "") -> QuerySet[Job]:
    """Return the jobs that an actor asked for, newest first. ``q``: words of what it is."""
    rows = Job.objects.filter(asked_by=actor.uid) if actor.uid else Job.objects.none()
    return _narrowed(rows, q, state)


def find_managed_jobs(
    actor: Actor, *, q: str = "", state: str = "", kind: str = "", room: str = "", schedule: str = ""
) -> QuerySet[Job]:
    """Return the jobs of all units that an actor looks after, newest first."""
    found = _narrowed(MANAGE_JOBS.filter(actor, Job.objects.all()), q, state)
    if kind:
        found = found.filter(kind=kind)
    if room:
        found = found.filter(kind__startswith=f"{room}.")
    return found.filter(schedule=schedule) if schedule else found


def _narrowed(rows: QuerySet[Job], q: str, state: str) -> QuerySet[Job]:
    for word in search_key(q).split():
        rows = rows.filter(search_key__contains=word)
    if state == "again":
        rows = rows.filter(state=JobState.QUEUED, not_before__gt=0)
    elif state:
        rows = rows.filter(state=state)
    return rows.order_by("-made_at", "-pk")


def kinds_managed(actor: Actor) -> list[str]:
    """Return the kinds of work among the jobs that an actor looks after."""
    return sorted(set(MANAGE_JOBS.filter(actor, Job.objects.order_by()).values_list("kind", flat=True)))


def may_manage_jobs(actor: Actor) -> bool:
    """Say whether there are jobs of others that an actor looks after."""
    return actor.places.holds(MANAGE_JOBS.code)


def get_job(actor: Actor, uid: UUID) -> Job:
    """Return a job that an actor asked for; NotFound otherwise."""
    return _found(find_jobs(actor).filter(uid=uid))


def get_managed_job(actor: Actor, uid: UUID) -> Job:
    """Return a job of a unit that an actor looks after; NotFound otherwise."""
    return _found(find_managed_jobs(actor).filter(uid=uid))


def get_any_job(actor: Actor, uid: UUID) -> Job:
    """Return a job that is one's own or that one looks after; NotFound otherwise."""
    return _found(_any_job(actor, uid))


def find_any_job(actor: Actor, uid: UUID) -> Job | None:
    """Return a job that is one's own or that one looks after, or None."""
    return _any_job(actor, uid).first()


def _any_job(actor: Actor, uid: UUID) -> QuerySet[Job]:
    own = Q(asked_by=actor.uid) if actor.uid else Q(pk__in=[])
    return Job.objects.filter(own | MANAGE_JOBS.within(actor), uid=uid)


def _found(rows: QuerySet[Job]) -> Job:
    job = rows.first()
    if job is None:
        raise NotFound(_("Không có việc này, hoặc việc đã được dọn đi. Hãy yêu cầu lại."))
    return job


def has_open_jobs(actor: Actor) -> bool:
    """Say whether anything that an actor asked for waits or runs."""
    return find_jobs(actor).filter(state__in=OPEN).exists()


# ── the queue as a whole ─────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Queue:
    """How the queue stands, in all units. ``waited``: seconds for which the oldest has waited past its time."""

    waiting: int
    again: int
    running: int
    waited: int


def queue_now() -> Queue:
    """Return how the queue stands: numbers only, for whoever looks after the installation."""
    now = int(time.time())
    queued = Job.objects.filter(state=JobState.QUEUED)
    due = queued.filter(not_before__lte=now)
    oldest = due.order_by("pk").values_list("uid", "not_before").first()
    # A public id carries the machine's time at which it was made: its first 48 bits, in milliseconds.
    since = max(oldest[1], (oldest[0].int >> 80) // 1000) if oldest else now
    return Queue(
        waiting=due.count(),
        again=queued.filter(not_before__gt=now).count(),
        running=Job.objects.filter(state=JobState.RUNNING).count(),
        waited=max(0, now - since),
    )


@dataclass(frozen=True)
class AtWork:
    """A worker process. ``silent``: seconds since its last sign of life; ``job``: what it does."""

    name: str
    since: int
    silent: int
    job: Job | None

    @property
    def alive(self) -> bool:
        """Whether it gave a sign of life lately."""
        return self.silent <= _ALIVE


def workers(actor: Actor) -> list[AtWork]:
    """Return every worker that was seen within a day, with the job that it does where the actor may see it."""
    now = int(time.time())
    doing = {job.worker: job for job in find_managed_jobs(actor, state=JobState.RUNNING)}
    beats = dict(Job.objects.filter(state=JobState.RUNNING).values_list("worker", "beat"))
    return [
        AtWork(row.name, row.since, max(0, now - max(row.beat, beats.get(row.name, 0))), doing.get(row.name))
        for row in WorkerRow.objects.order_by("name")
    ]


# ── files ────────────────────────────────────────────────────────────────────────────────────────────────────────────


BROUGHT = "brought"


def folder_of(job: Job) -> Path:
    """Return where all that a job made lies; web and worker processes share this place."""
    return shared("jobs") / str(job.uid)


def run_folder(job: Job) -> Path:
    """Return where one run of a job writes: a run that was superseded spoils nothing of the next one."""
    return folder_of(job) / str(job.claim) if job.claim else folder_of(job)


def path_of(job: Job) -> Path:
    """Return the file that a job made; NotFound where it made none, or it has been cleared away."""
    path = run_folder(job) / (job.file_name or "-")
    if job.state != JobState.DONE or not path.is_file():
        raise NotFound(_("Tệp không còn. Hãy yêu cầu lại."))
    return path


def jobs_named(uids: Iterable[UUID]) -> list[Job]:
    """Return the jobs of public ids that somebody asked for; for whoever tells them that they have ended."""
    return list(Job.objects.filter(uid__in=list(uids), asked_by__isnull=False).order_by("pk"))

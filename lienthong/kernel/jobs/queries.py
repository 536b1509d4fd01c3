"""Reads of jobs: everybody sees their own, and nobody else's."""

from __future__ import annotations

from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from ..actor import Actor
from ..errors import NotFound
from ..models import Job, JobState

OPEN = (JobState.QUEUED, JobState.RUNNING)


def find_jobs(actor: Actor) -> QuerySet[Job]:
    """Return the jobs that an actor asked for, newest first."""
    return (
        Job.objects.filter(asked_by=actor.uid).order_by("-made_at", "-pk")
        if actor.uid
        else Job.objects.none()
    )


def get_job(actor: Actor, uid: UUID) -> Job:
    """Return a job that an actor asked for; NotFound otherwise."""
    job = find_jobs(actor).filter(uid=uid).first()
    if job is None:
        raise NotFound(_("Không có việc này, hoặc việc đã được dọn đi. Hãy yêu cầu lại."))
    return job


def has_open_jobs(actor: Actor) -> bool:
    """Say whether anything that an actor asked for waits or runs."""
    return find_jobs(actor).filter(state__in=OPEN).exists()


def folder_of(job: Job) -> Path:
    """Return where a job's file lies; web and worker processes share this place."""
    return Path(settings.HOME) / "jobs" / str(job.uid)


def path_of(job: Job) -> Path:
    """Return the file that a job made; NotFound where it made none, or it has been cleared away."""
    path = folder_of(job) / (job.file_name or "-")
    if job.state != JobState.DONE or not path.is_file():
        raise NotFound(_("Tệp không còn. Hãy yêu cầu lại."))
    return path

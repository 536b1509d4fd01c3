"""Doing what waits in the queue: one job at a time, any number of workers."""

from __future__ import annotations

import logging
import shutil
import time
from collections.abc import Callable

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from .. import audit, clock
from ..actor import OPERATOR, Actor
from ..errors import Refusal
from ..models import Job, JobState
from .queries import folder_of
from .queue import function_of, kept_until
from .work import Interrupted, Stopped, Work

logger = logging.getLogger(__name__)

SILENCE = 180
_AT_ONCE = 100

ActorOf = Callable[[Job], Actor | None]


def run_next(actor_of: ActorOf, must_end: Callable[[], bool] = lambda: False) -> Job | None:
    """Do the oldest job that waits and return it as it ended; None where nothing waits.

    ``actor_of``: who asked, with the rights that they have now; None where their account is closed.
    """
    job = _claim()
    if job is None:
        return None
    with override(job.language):
        _run(job, actor_of(job), must_end)
    return job


def _claim() -> Job | None:
    """Take the oldest job that waits. Looking comes first: on SQLite an idle worker must not take the one lock."""
    waiting = Job.objects.filter(state=JobState.QUEUED).order_by("pk")
    if not waiting.exists():
        return None
    with transaction.atomic():
        job = waiting.select_for_update(skip_locked=True).first()
        if job is not None:
            job.state, job.started_at, job.beat = JobState.RUNNING, clock.now(), int(time.time())
            job.save(update_fields=["state", "started_at", "beat"])
    return job


def _run(job: Job, actor: Actor | None, must_end: Callable[[], bool]) -> None:
    if actor is None:
        _end(job, JobState.FAILED, fault=_("Tài khoản đã yêu cầu việc này không còn dùng được."))
        return
    try:
        function_of(job.kind)(actor=actor, work=Work(job, must_end), **job.words)
    except Stopped:
        _end(job, JobState.CANCELLED)
    except Interrupted:
        _put_back(job)
    except Refusal as refusal:
        _end(job, JobState.FAILED, fault=str(refusal.sentence))
    except Exception:
        logger.exception("job %s (%s) failed", job.uid, job.kind)
        _end(
            job, JobState.FAILED, fault=_("Lỗi do hệ thống, không phải do bạn. Hãy yêu cầu lại sau ít phút.")
        )
    else:
        _end(job, JobState.DONE)


@transaction.atomic
def _end(job: Job, state: JobState, fault: str = "") -> None:
    """Write down how a job ended, unless it is no longer running: it was silent too long, and somebody was told so."""
    head = audit.lock(job.stream)
    held = Job.objects.select_for_update().get(pk=job.pk)
    if held.state == JobState.RUNNING:
        held.state, held.fault, held.ended_at, held.keep_until = (
            state,
            fault[:1000],
            clock.now(),
            kept_until(),
        )
        if state == JobState.DONE:
            held.file_name, held.link, held.step = job.file_name, job.link, ""
            held.done = held.total = max(held.total, 1)
        held.save()
        audit.record(OPERATOR, f"job.{state}", "job", job.uid, stream=head)
    if held.state != JobState.DONE:
        shutil.rmtree(folder_of(job), ignore_errors=True)
    job.refresh_from_db()


def _put_back(job: Job) -> None:
    Job.objects.filter(pk=job.pk, state=JobState.RUNNING).update(
        state=JobState.QUEUED, started_at=None, done=0, total=0, step=""
    )
    job.refresh_from_db()


def sweep() -> int:
    """End jobs that fell silent, clear away what was kept long enough, and return how many were cleared away."""
    now = int(time.time())
    for job in Job.objects.filter(state=JobState.RUNNING, beat__lt=now - SILENCE)[:_AT_ONCE]:
        with override(job.language):
            _end(
                job, JobState.FAILED, fault=_("Việc bị ngắt giữa chừng nên chưa có kết quả. Hãy yêu cầu lại.")
            )
    old = list(Job.objects.filter(keep_until__lt=now).exclude(state=JobState.RUNNING)[:_AT_ONCE])
    for job in old:
        shutil.rmtree(folder_of(job), ignore_errors=True)
        job.delete()
    return len(old)

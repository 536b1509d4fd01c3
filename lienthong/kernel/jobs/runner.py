"""Doing what waits in the queue: one job at a time, any number of workers."""

from __future__ import annotations

import logging
import shutil
import time
from collections.abc import Callable

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import override

from .. import audit, clock, outbox, retrying
from ..actor import OPERATOR, Actor
from ..errors import Refusal
from ..models import Job, JobState
from ..watching import fresh, metrics, under
from . import claims
from .kinds import function_of, terms_of
from .queries import folder_of, run_folder
from .queue import kept_until
from .work import Interrupted, Stopped, Superseded, Work

logger = logging.getLogger(__name__)

ActorOf = Callable[[Job], Actor | None]


def run_next(actor_of: ActorOf, must_end: Callable[[], bool] = lambda: False, worker: str = "") -> Job | None:
    """Do the job whose turn it is and return it as it stands afterwards; None where nothing waits.

    ``actor_of``: who asked, with the rights that they have now; None where their account is closed.
    """
    job = claims.claim(worker)
    if job is None:
        return None
    with override(job.language), under(job.request_id or fresh()):
        # What nobody asked for is the system's own.
        _run(job, actor_of(job) if job.asked_by else OPERATOR, must_end)
    return job


def _run(job: Job, actor: Actor | None, must_end: Callable[[], bool]) -> None:
    if actor is None:
        end(job, JobState.FAILED, fault=_("Tài khoản đã yêu cầu việc này không còn dùng được."))
        return
    try:
        function_of(job.kind)(actor=actor, work=Work(job, must_end), **job.words)
    except Stopped:
        end(job, JobState.CANCELLED)
    except Interrupted:
        _wait(job, tries=job.tries - 1)
    except Superseded:
        _give_up(job)
    except Refusal as refusal:
        end(job, JobState.FAILED, fault=str(refusal.sentence))
    except Exception as error:
        logger.exception("a job failed", extra=_named(job))
        _failed(job, error)
    else:
        end(job, JobState.DONE)


def _named(job: Job) -> dict[str, object]:
    """Return what a log line says of a job."""
    return {"job": str(job.uid), "kind": job.kind, "tries": job.tries, "state": str(job.state)}


def _failed(job: Job, error: Exception) -> None:
    """Let a job that broke by a fault of ours wait for its next try; the last one ends it."""
    trace, broken = retrying.place_of(error), job.tries - job.lost
    if broken < terms_of(job.kind).tries:
        _wait(job, not_before=int(time.time()) + retrying.wait_after(broken, job.uid), trace=trace)
        return
    fault = _("Lỗi do hệ thống, không phải do bạn. Hãy yêu cầu lại sau ít phút.")
    end(job, JobState.FAILED, fault=fault, trace=trace)


def _wait(job: Job, **changes: object) -> None:
    """Put a job back into the queue, unless whoever asked wants it stopped."""
    rows = claims.held(job).filter(stopping=False)
    back = {"state": JobState.QUEUED, "started_at": None, "done": 0, "total": 0, "step": "", "file_name": ""}
    if claims.write(job, rows, **back, **changes):
        shutil.rmtree(run_folder(job), ignore_errors=True)
    else:
        end(job, JobState.CANCELLED)


def end(job: Job, state: JobState, *, fault: str = "", trace: str = "") -> None:
    """Write down how a job ended, unless this run holds it no longer: then nothing of it counts."""
    if not _write_end(job, state, fault, trace):
        _give_up(job)
        return
    metrics.job_runs.labels(job.kind, str(state)).inc()
    logger.info("a job ended", extra=_named(job))
    if state != JobState.DONE:
        shutil.rmtree(folder_of(job), ignore_errors=True)


@transaction.atomic
def _write_end(job: Job, state: JobState, fault: str, trace: str) -> bool:
    head = audit.lock(job.stream)
    changes: dict[str, object] = {
        "state": state,
        "fault": fault[:1000],
        "trace": trace,
        "ended_at": clock.now(),
        "keep_until": kept_until(),
    }
    if state == JobState.DONE:
        total = max(job.total, 1)
        changes |= {"file_name": job.file_name, "link": job.link, "step": "", "done": total, "total": total}
    if not claims.write(job, **changes):
        return False
    audit.record(OPERATOR, f"job.{state}", "job", job.uid, stream=head)
    outbox.put("job.ended", "job", job.uid, facts={"kind": job.kind, "state": str(state)})
    return True


def _give_up(job: Job) -> None:
    """Leave a job to the run that has it now, and take away what only this one made."""
    logger.warning("a run was superseded", extra=_named(job))
    shutil.rmtree(run_folder(job), ignore_errors=True)
    job.refresh_from_db()


@transaction.atomic
def take_back(job: Job, at_most: int) -> None:
    """Put a job that fell silent back into the queue; one that was lost ``at_most`` times fails."""
    head = audit.lock(job.stream)
    silent = claims.held(job).filter(beat=job.beat)
    if job.stopping:
        end(job, JobState.CANCELLED)
    elif job.lost + 1 >= at_most:
        end(
            job,
            JobState.FAILED,
            fault=_("Việc bị ngắt giữa chừng nên chưa có kết quả. Hãy yêu cầu lại."),
            trace=_("Tiến trình ngừng đột ngột %(times)d lần") % {"times": at_most},
        )
    elif silent.update(
        state=JobState.QUEUED, lost=F("lost") + 1, started_at=None, done=0, total=0, step="", file_name=""
    ):
        audit.record(OPERATOR, "job.lost", "job", job.uid, stream=head)

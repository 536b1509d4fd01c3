"""Asking for long work, stopping it, and having it tried again."""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from .. import audit, clock
from ..actor import Actor, Everywhere
from ..errors import NotAllowed, TooMany, WrongMoment
from ..languages import language_here
from ..models import Job, JobState
from ..permissions import MANAGE_JOBS
from ..text import search_key
from ..watching import request_id
from .kinds import Terms, function_of, terms_of
from .queries import BROUGHT, OPEN, folder_of

KEEP_DAYS = 7
# So many jobs of one account may wait or run; nobody fills the queue for everybody else.
_OPEN_AT_MOST = 5
_RETRY = 60
# Milliseconds by which a job stands further back in the queue: for each job that the same account has open, so that
# one person's fifth does not go before another's first; and for work that takes long. Whoever waits moves forward.
_BACK_FOR_EACH = 60_000
_BACK_WHEN_LONG = 30_000


def kept_until() -> int:
    """Return until when what ends now is kept, in Unix seconds."""
    return int(time.time()) + KEEP_DAYS * 24 * 3600


@transaction.atomic
def ask_for(
    *,
    actor: Actor,
    kind: str,
    label: str,
    words: Mapping[str, Any],
    stream: UUID = audit.SYSTEM,
    key: str = "",
    schedule: str = "",
) -> Job:
    """Put long work into the queue; what the actor already asked for and is not done yet is returned as it stands.

    ``words``: plain JSON values, handed to the function. ``stream``: of the unit concerned. ``key``: of the same key
    only one runs at a time (the function's own terms say one too). The operator asks for the system itself.
    """
    if actor.uid is None and not isinstance(actor.places, Everywhere):
        raise NotAllowed(_("Hãy đăng nhập trước."))
    function_of(kind)
    terms = terms_of(kind)
    head = audit.lock(stream)
    asked = Job(
        kind=kind,
        label=label[:200],
        search_key=search_key(label)[:200],
        words=dict(words),
        asked_by=actor.uid,
        post_id=actor.post_id,
        request_id=request_id(),
        stream=stream,
        language=language_here(),
        fingerprint=_fingerprint(actor.uid, kind, words),
        key=key or terms.key_for(words),
        schedule=schedule,
        made_at=clock.now(),
        keep_until=kept_until(),
    )
    standing = Job.objects.filter(fingerprint=asked.fingerprint, state__in=OPEN).first()
    if standing is not None:
        return standing
    asked.place = _place(terms, _open_of(actor))
    asked.save()
    audit.record(
        actor, "job.asked", "job", asked.uid, stream=head, facts={"kind": kind, "words": asked.words}
    )
    return asked


def bring(job: Job, data: bytes) -> None:
    """Lay a file beside a job, for its function to read: in the transaction that asks for the job. It goes with the job."""
    folder = folder_of(job)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / BROUGHT).write_bytes(data)


def _open_of(actor: Actor) -> int:
    """Return how many jobs an account has open; TooMany where it is enough. The system may have any number."""
    if actor.uid is None:
        return 0
    number = Job.objects.filter(asked_by=actor.uid, state__in=OPEN).count()
    if number >= _OPEN_AT_MOST:
        raise TooMany(
            _("Bạn đang có %(number)d việc chưa xong. Hãy chờ một việc xong, hoặc dừng bớt, rồi yêu cầu lại.")
            % {"number": _OPEN_AT_MOST},
            _RETRY,
        )
    return number


def _place(terms: Terms, already_open: int) -> int:
    return int(time.time() * 1000) + already_open * _BACK_FOR_EACH + (not terms.short) * _BACK_WHEN_LONG


def _fingerprint(account: UUID | None, kind: str, words: Mapping[str, Any]) -> str:
    told = json.dumps([str(account), kind, words], sort_keys=True)
    return hashlib.sha256(told.encode()).hexdigest()


def _require_own_or_managed(actor: Actor, job: Job, sentence: str) -> None:
    own = actor.uid is not None and job.asked_by == actor.uid
    if not own and not MANAGE_JOBS.allows(actor, job):
        raise NotAllowed(sentence)


@transaction.atomic
def cancel_job(*, actor: Actor, job: Job) -> Job:
    """Stop a job of one's own, or as IT staff: at once while it waits, at its next word while it runs.

    WrongMoment once it has ended.
    """
    _require_own_or_managed(
        actor, job, _("Chỉ người yêu cầu hoặc người trông coi hệ thống mới dừng được việc này.")
    )
    head = audit.lock(job.stream)
    job = Job.objects.select_for_update().get(pk=job.pk)
    if job.state not in OPEN:
        raise WrongMoment(_("Việc “%(label)s” đã kết thúc, không dừng được nữa.") % {"label": job.label})
    if job.stopping:
        return job
    job.stopping = True
    if job.state == JobState.QUEUED:
        job.state, job.ended_at, job.keep_until = JobState.CANCELLED, clock.now(), kept_until()
    job.save(update_fields=["stopping", "state", "ended_at", "keep_until"])
    audit.record(actor, "job.cancelled", "job", job.uid, stream=head)
    return job


@transaction.atomic
def retry_job(*, actor: Actor, job: Job) -> Job:
    """Have a job tried again that failed or was stopped, or at once where it waits for its next try.

    Steps that it has done once and for all stay done. WrongMoment where it runs, is done, or stands in the queue anew.
    """
    _require_own_or_managed(
        actor, job, _("Chỉ người yêu cầu hoặc người trông coi hệ thống mới cho làm lại việc này được.")
    )
    head = audit.lock(job.stream)
    job = Job.objects.select_for_update().get(pk=job.pk)
    if job.state in {JobState.RUNNING, JobState.DONE}:
        raise WrongMoment(
            _("Việc “%(label)s” đang làm hoặc đã xong, không cần làm lại.") % {"label": job.label}
        )
    if job.state == JobState.QUEUED and not job.not_before:
        return job
    if Job.objects.filter(fingerprint=job.fingerprint, state__in=OPEN).exclude(pk=job.pk).exists():
        raise WrongMoment(
            _("Việc “%(label)s” đã được yêu cầu lại và chưa xong. Hãy chờ việc đó.") % {"label": job.label}
        )
    job.state, job.stopping, job.not_before, job.tries, job.lost = JobState.QUEUED, False, 0, 0, 0
    job.fault, job.ended_at, job.started_at, job.keep_until = "", None, None, kept_until()
    job.done, job.total, job.step = 0, 0, ""
    job.save()
    audit.record(actor, "job.retried", "job", job.uid, stream=head)
    return job

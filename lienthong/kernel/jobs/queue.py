"""Asking for long work, and stopping it."""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.module_loading import import_string
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from .. import audit, clock
from ..actor import Actor
from ..errors import NotAllowed, TooMany, WrongMoment
from ..models import Job, JobState
from .queries import OPEN

KEEP_DAYS = 7
# So many jobs of one account may wait or run; nobody fills the queue for everybody else.
_OPEN_AT_MOST = 5
_RETRY = 60


def function_of(kind: str) -> Any:
    """Return the function that does a kind of work; ImportError where there is none."""
    room, verb = kind.split(".")
    return import_string(f"lienthong.{room}.tasks.{verb}")


def kept_until() -> int:
    """Return until when what ends now is kept, in Unix seconds."""
    return int(time.time()) + KEEP_DAYS * 24 * 3600


@transaction.atomic
def ask_for(
    *, actor: Actor, kind: str, label: str, words: Mapping[str, Any], stream: UUID = audit.SYSTEM
) -> Job:
    """Put long work into the queue; what the actor already asked for and is not done yet is returned as it stands.

    ``words``: plain JSON values, handed to the function. ``stream``: of the unit concerned.
    """
    if actor.uid is None:
        raise NotAllowed(_("Hãy đăng nhập trước."))
    function_of(kind)
    head = audit.lock(stream)
    asked = Job(
        kind=kind,
        label=label[:200],
        words=dict(words),
        asked_by=actor.uid,
        post_id=actor.post_id,
        stream=stream,
        language=get_language() or "vi",
        fingerprint=_fingerprint(actor.uid, kind, words),
        made_at=clock.now(),
        keep_until=kept_until(),
    )
    standing = Job.objects.filter(fingerprint=asked.fingerprint, state__in=OPEN).first()
    if standing is not None:
        return standing
    if Job.objects.filter(asked_by=actor.uid, state__in=OPEN).count() >= _OPEN_AT_MOST:
        raise TooMany(
            _("Bạn đang có %(number)d việc chưa xong. Hãy chờ một việc xong, hoặc dừng bớt, rồi yêu cầu lại.")
            % {"number": _OPEN_AT_MOST},
            _RETRY,
        )
    asked.save()
    audit.record(
        actor, "job.asked", "job", asked.uid, stream=head, facts={"kind": kind, "words": asked.words}
    )
    return asked


def _fingerprint(account: UUID, kind: str, words: Mapping[str, Any]) -> str:
    told = json.dumps([str(account), kind, words], sort_keys=True)
    return hashlib.sha256(told.encode()).hexdigest()


@transaction.atomic
def cancel_job(*, actor: Actor, job: Job) -> Job:
    """Stop a job of one's own: at once while it waits, at its next word while it runs; WrongMoment once it has ended."""
    if job.asked_by != actor.uid:
        raise NotAllowed(_("Chỉ người yêu cầu mới dừng được việc này."))
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

"""Starting what schedules say is due: once, whichever worker comes first, and late rather than never."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from django.db import transaction

from ..actor import OPERATOR
from ..models import Job, ScheduledRun
from ..schedule import Schedule, schedules
from .queue import ask_for

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Planned:
    """A schedule, with its last run and when it is due next; ``job`` is None where its last run was cleared away."""

    schedule: Schedule
    due: datetime | None
    ran: datetime | None
    job: Job | None


def start_due(chosen: Iterable[Schedule] | None = None) -> list[Job]:
    """Put into the queue whatever is due, and return it. Looking only reads."""
    chosen = list(schedules().values() if chosen is None else chosen)
    now = int(time.time())
    known = {run.name: run for run in ScheduledRun.objects.filter(name__in=[one.name for one in chosen])}
    started = []
    for schedule in chosen:
        run = known.get(schedule.name)
        if run is None:
            due = schedule.first(now)
            ScheduledRun.objects.bulk_create(
                [ScheduledRun(name=schedule.name, due=due)], ignore_conflicts=True
            )
        else:
            due = schedule.mended(run.due, now)
            if due != run.due:
                ScheduledRun.objects.filter(name=schedule.name, due=run.due).update(due=due)
        if due <= now:
            started += _start_or_skip(schedule, due, now)
    return started


def _start_or_skip(schedule: Schedule, due: int, now: int) -> list[Job]:
    """Start one run; one that cannot be asked for is left out and logged, and holds up no other schedule."""
    try:
        return _start(schedule, due, now)
    except ImportError:
        logger.exception("a schedule asks for work that nobody does", extra={"schedule": schedule.name})
        ScheduledRun.objects.filter(name=schedule.name, due=due).update(due=schedule.after(now))
        return []


@transaction.atomic
def _start(schedule: Schedule, due: int, now: int) -> list[Job]:
    """Start one run, unless another worker has just started it: only one of them finds it still due."""
    rows = ScheduledRun.objects.filter(name=schedule.name)
    if not rows.filter(due=due).update(due=schedule.after(now), ran=now):
        return []
    if schedule.needed is not None and not schedule.needed():
        return []
    job = ask_for(
        actor=OPERATOR,
        kind=schedule.kind,
        label=str(schedule.label),
        words=schedule.words,
        key=f"schedule:{schedule.name}",
        schedule=schedule.name,
    )
    rows.update(job=job)
    return [job]


def planned() -> list[Planned]:
    """Return every schedule with its last run and its next one."""
    known = {run.name: run for run in ScheduledRun.objects.select_related("job")}
    found = []
    for schedule in schedules().values():
        run = known.get(schedule.name)
        due, ran = (run.due, run.ran) if run else (0, 0)
        found.append(Planned(schedule, _moment(due), _moment(ran), run.job if run else None))
    return found


def _moment(seconds: int) -> datetime | None:
    return datetime.fromtimestamp(seconds, UTC) if seconds else None

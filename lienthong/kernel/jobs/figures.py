"""How long work stands, for those who watch the installation: numbers only, of everybody's jobs together."""

from __future__ import annotations

import time
from typing import Final

from django.db.models import Count, Max, Min

from .. import clock
from ..models import Job, JobState, Worker

# A worker gives a sign of life every fifteen seconds, but for the time that one job takes between two words.
ALIVE: Final = 120


def jobs_by_state() -> dict[tuple[str, str], int]:
    """Return how many jobs there are of each kind and state."""
    rows = Job.objects.values_list("kind", "state").annotate(number=Count("pk")).order_by()
    return {(kind, state): number for kind, state, number in rows}


def queue_age() -> float:
    """Return for how many seconds the oldest job waits that could be done now; 0 where none does."""
    waiting = Job.objects.filter(state=JobState.QUEUED, not_before__lte=int(time.time()))
    oldest = waiting.aggregate(oldest=Min("made_at"))["oldest"]
    return max(0.0, (clock.now() - oldest).total_seconds()) if oldest else 0.0


def worker_silence() -> float:
    """Return how many seconds ago a worker gave its last sign of life; -1 where none ever did."""
    last = Worker.objects.aggregate(last=Max("beat"))["last"]
    return max(0.0, time.time() - last) if last else -1.0


def workers_alive() -> int:
    """Return how many workers gave a sign of life within ALIVE seconds."""
    return Worker.objects.filter(beat__gt=int(time.time()) - ALIVE).count()

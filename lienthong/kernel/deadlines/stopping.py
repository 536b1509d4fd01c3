"""Clocks of many rows stopped at once: what is answered together ends together, in a number of statements that hardly grows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from uuid import UUID

from django.db import transaction
from django.db.models import DateTimeField, F, Value
from django.db.models.functions import Greatest

from .. import audit
from .. import clock as wall
from ..actor import Actor
from ..audit import Deed
from ..bulk import chunks
from ..models import AuditStream, Clock, ClockPause

_CHUNK = 500


@transaction.atomic
def stop_many(*, actor: Actor, kind: str, subjects: Iterable[UUID], heads: Mapping[UUID, AuditStream]) -> int:
    """Stop everything that runs against rows of a kind and return how many stopped. ``heads``: their streams, locked."""
    now, count = wall.now(), 0
    for some in chunks(subjects, _CHUNK):
        running = Clock.objects.select_for_update(of=("self",)).select_related("limit")
        stopped = list(running.filter(kind=kind, subject__in=some, stopped=None).order_by("pk"))
        for clock in stopped:
            clock.stopped, clock.climb_at = max(now, clock.started), None
        Clock.objects.bulk_update(stopped, ["stopped", "climb_at"])
        keys = [clock.pk for clock in stopped]
        until = Greatest(F("since"), Value(now, DateTimeField()))
        ClockPause.objects.filter(clock__in=keys, until=None).update(until=until)
        for stream, head in heads.items():
            deeds = [_deed(clock) for clock in stopped if clock.stream == stream]
            if deeds:
                audit.record_all(actor, deeds, stream=head)
        count += len(stopped)
    return count


def _deed(clock: Clock) -> Deed:
    due = clock.due.isoformat() if clock.due else None
    return Deed("clock.stopped", clock.kind, clock.subject, {"limit": clock.limit.code, "due": due})

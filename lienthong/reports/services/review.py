"""The work of approving: open for a collecting unit as long as any of its returns waits. The ledger says when that is."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.urls import reverse

from lienthong.desk import services as desk
from lienthong.kernel import sql
from lienthong.kernel.actor import Actor
from lienthong.kernel.journal import Journal
from lienthong.kernel.waiting import Piece
from lienthong.registry.models import Organisation

from .. import permissions
from ..queries.series import Asked, deadlines_of, levels_above
from ..rules import totals

REVIEW = "reports.review"


def follow_review(actor: Actor, asked: Asked, unit_id: int, uid: UUID, before: int, now: int) -> None:
    """Open the work when the first return waits, close it when the last does no longer: else nothing, not a statement."""
    if before <= 0 < now:
        desk.open_work(actor=actor, piece=_piece(asked, unit_id, uid, _due(asked)))
    elif now <= 0 < before:
        desk.close_work(actor=actor, key=_key(asked, uid))


_KEPT = """
SELECT unit.id, unit.uid, kept.received, kept.approved
FROM reports_total kept JOIN registry_organisation unit ON unit.id = kept.unit_id
WHERE kept.series_id = %s AND kept.period = %s
ORDER BY unit.id
"""


@transaction.atomic
def open_reviews(*, actor: Actor, asked: Asked) -> int:
    """Open the work of every unit of a week in which returns wait, after many were loaded; return of how many units."""
    permissions.MANAGE_SERIES.require_somewhere(actor)
    due = _due(asked)
    pieces = [
        _piece(asked, key, sql.as_uid(uid), due)
        for key, uid, received, approved in sql.fetch(_KEPT, asked.series.pk, str(asked.week))
        if totals.waiting(received, approved) > 0
    ]
    desk.open_many(actor=actor, pieces=pieces)
    return len(pieces)


def move_reviews(actor: Actor, journal: Journal, asked: Asked, units: Collection[int]) -> None:
    """Let the work of approving at some units follow their totals, after many have changed at once."""
    due = _due(asked)
    uids = dict(Organisation.objects.filter(pk__in=units).values_list("pk", "uid"))
    waiting = {
        key: _piece(asked, key, uids[key], due)
        for key, _uid, received, approved in sql.fetch(_KEPT, asked.series.pk, str(asked.week))
        if key in uids and totals.waiting(received, approved) > 0
    }
    ended = [_key(asked, uid) for key, uid in uids.items() if key not in waiting]
    desk.move_work(actor=actor, journal=journal, keys=ended, pieces=waiting.values())


def _due(asked: Asked) -> datetime | None:
    """Return until when the level that collects has to be done: the first above those that report with a deadline."""
    deadlines = deadlines_of(asked.series, asked.week)
    return next(
        (deadlines[level] for level in reversed(levels_above(asked.series.level)) if level in deadlines), None
    )


def _key(asked: Asked, uid: UUID) -> str:
    return f"{REVIEW}:{asked.series.code}:{asked.week}:{uid}"


def _piece(asked: Asked, unit_id: int, uid: UUID, due: datetime | None) -> Piece:
    return Piece(
        kind=REVIEW,
        key=_key(asked, uid),
        organisation_id=unit_id,
        subject_kind="organisation",
        subject=uid,
        url=reverse("reports:review", args=[asked.series.code, asked.week, uid]),
        words={
            "week": f"{asked.week.number}/{asked.week.year}",
            "series": asked.series.code,
            "period": str(asked.week),
        },
        due=due,
    )

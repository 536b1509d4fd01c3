"""What the calendar says that a body still has to do: its own return of this week, or those of the bodies below it.

Asked for every menu, so each is one statement.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any
from uuid import UUID

from lienthong.kernel import clock, sql
from lienthong.kernel.actor import Actor
from lienthong.kernel.values import Week

from .. import permissions
from ..models import Series
from ..rules import periods, totals
from ..rules.states import State
from .series import current_week


@dataclass(frozen=True)
class Owing:
    """What a body still owes for a week. ``missing``: how many bodies below it have not sent; 1 of its own return."""

    series: Series
    week: Week
    unit_id: int
    unit_uid: UUID
    missing: int
    due: datetime | None


_OWN = """
SELECT body.uid, series.id, series.code, series.name, series.level, series.first_period, series.last_period,
    until.days, until.time, own.state
FROM registry_organisation body
JOIN reports_series series ON series.level = body.level
LEFT JOIN reports_deadline until ON until.series_id = series.id AND until.level = series.level
    AND until.valid_from <= %s AND until.valid_to > %s
LEFT JOIN reports_return own
    ON own.series_id = series.id AND own.period = %s AND own.organisation_id = body.id
WHERE body.id = %s
ORDER BY series.id
"""
_TO_DO = frozenset({None, str(State.DRAFT), str(State.RETURNED)})


def own_returns_owed(actor: Actor) -> list[Owing]:
    """Return the returns of this week that the actor's own body has not sent yet, where the actor enters them."""
    body = actor.organisation_id
    if body is None or not actor.places.holds(permissions.SUBMIT.code):
        return []
    week = current_week()
    rows = sql.fetch(_OWN, week.last, week.last, str(week), body)
    if not rows or not permissions.SUBMIT.allows_at(actor, body):
        return []
    return [_owing(week, body, row, 1) for *row, state in rows if state in _TO_DO and _asks(row, week)]


_BELOW = """
SELECT body.uid, series.id, series.code, series.name, series.level, series.first_period, series.last_period,
    until.days, until.time, expected.count, kept.received
FROM registry_organisation body
JOIN reports_series series ON EXISTS (
    SELECT 1 FROM registry_organisationedge below JOIN registry_organisation child ON child.id = below.child_id
    WHERE below.parent_id = body.id AND below.tree_id = series.tree_id AND child.level = series.level
        AND below.valid_from <= %s AND below.valid_to > %s)
LEFT JOIN reports_deadline until ON until.series_id = series.id AND until.level = series.level
    AND until.valid_from <= %s AND until.valid_to > %s
JOIN registry_childcount expected ON expected.parent_id = body.id AND expected.tree_id = series.tree_id
    AND expected.valid_from <= %s AND expected.valid_to > %s
LEFT JOIN reports_total kept ON kept.series_id = series.id AND kept.period = %s AND kept.unit_id = body.id
WHERE body.id = %s
ORDER BY series.id
"""


def returns_owed_below(actor: Actor) -> list[Owing]:
    """Return how many bodies below the actor's own have not sent this week's return, where the actor approves them."""
    body = actor.organisation_id
    if body is None or not actor.places.holds(permissions.APPROVE.code):
        return []
    week = current_week()
    rows = sql.fetch(_BELOW, *([week.last] * 6), str(week), body)
    if not rows or not permissions.APPROVE.allows_at(actor, body):
        return []
    return [
        _owing(week, body, row, missing)
        for *row, expected, received in rows
        if (missing := expected - totals.returns_in(received)) > 0 and _asks(row, week)
    ]


def _asks(row: Sequence[Any], week: Week) -> bool:
    """Say whether a series, as it was read, asks for a week."""
    first, last = row[5:7]
    return periods.asked_for(week, Week.parse(first), Week.parse(last) if last else None)


def _owing(week: Week, body: int, row: Sequence[Any], missing: int) -> Owing:
    uid, key, code, name, level, _first, _last, days, at = row
    series = Series(id=key, code=code, name=json.loads(name), level=level)
    due = None if at is None else periods.deadline_of(week, days, time.fromisoformat(str(at)), clock.LOCAL)
    return Owing(series, week, body, sql.as_uid(uid), missing, due)

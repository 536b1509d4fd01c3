"""What the calendar says that a body still has to do: its own return of this week, or those of the bodies below it.

Asked for every menu, so each is one statement, and a second one only where something is owed.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from uuid import UUID

from lienthong.kernel import sql
from lienthong.kernel.actor import Actor
from lienthong.kernel.values import Week

from .. import permissions
from ..models import Series
from ..rules import periods, totals
from ..rules.states import State
from .series import LEVELS, current_week, deadlines_of


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
SELECT body.uid, series.id, series.code, series.name, series.level, series.first_period, series.last_period, own.state
FROM registry_organisation body
JOIN reports_series series ON series.level = body.level
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
    return [
        Owing(asked, week, body, sql.as_uid(uid), 1, deadlines_of(asked, week).get(asked.level))
        for uid, key, code, name, level, first, last, state in sql.fetch(_OWN, str(week), body)
        if state in _TO_DO and permissions.SUBMIT.allows_at(actor, body)
        for asked in _asked(week, key, code, name, level, first, last)
    ]


_BELOW = """
SELECT body.uid, series.id, series.code, series.name, series.level, series.first_period, series.last_period,
    expected.count, kept.received
FROM registry_organisation body
JOIN reports_series series ON series.level = CASE body.level {below} END
JOIN registry_childcount expected ON expected.parent_id = body.id AND expected.tree_id = series.tree_id
    AND expected.valid_from <= %s AND expected.valid_to > %s
LEFT JOIN reports_total kept ON kept.series_id = series.id AND kept.period = %s AND kept.unit_id = body.id
WHERE body.id = %s
ORDER BY series.id
""".format(below=" ".join(f"WHEN '{above}' THEN '{below}'" for above, below in pairwise(LEVELS)))


def returns_owed_below(actor: Actor) -> list[Owing]:
    """Return how many bodies below the actor's own have not sent this week's return, where the actor approves them."""
    body = actor.organisation_id
    if body is None or not actor.places.holds(permissions.APPROVE.code):
        return []
    week = current_week()
    return [
        Owing(asked, week, body, sql.as_uid(uid), missing, deadlines_of(asked, week).get(asked.level))
        for uid, key, code, name, level, first, last, expected, received in sql.fetch(
            _BELOW, week.last, week.last, str(week), body
        )
        if (missing := expected - totals.returns_in(received)) > 0
        and permissions.APPROVE.allows_at(actor, body)
        for asked in _asked(week, key, code, name, level, first, last)
    ]


def _asked(week: Week, key: int, code: str, name: str, level: str, first: str, last: str) -> Sequence[Series]:
    """Return a series that asks for a week, as far as it is needed here, or none."""
    if not periods.asked_for(week, Week.parse(first), Week.parse(last) if last else None):
        return []
    return [Series(id=key, code=code, name=json.loads(name), level=level)]

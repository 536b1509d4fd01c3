"""Clocks of a row that is just being made: all of them at once, to be written together with the row itself.

``start_clock`` asks first whether a clock runs already; of a new row nothing runs, and its limits, the calendar and the
clocks are one statement each, however many there are.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Final

from django.utils.translation import gettext as _

from .. import clock as wall
from .. import sql
from ..audit import Deed
from ..errors import WrongMoment
from ..models import Clock, Limit
from ..working import day_of
from . import queries
from .clocks import Term, Whose, reckon

_COLUMNS: Final = (
    *("uid", "kind", "subject", "state", "limit_id", "organisation", "stream", "started", "due", "sure"),
    *("climbs", "level", "reached", "climb_at"),
)


def new_clocks(whose: Whose, terms: Sequence[tuple[Term, str]]) -> list[Clock]:
    """Return clocks that begin now against a new row, in the order of their terms, not written yet; two statements.

    ``terms``: each with the state in which it runs, "" until the row's end. WrongMoment where the catalogue has no limit.
    """
    now = wall.now()
    limits = {
        limit.code: limit
        for limit in Limit.objects.on(day_of(now)).filter(code__in={term.limit for term, _state in terms})
    }
    calendar = queries.calendar()
    made = []
    for term, state in terms:
        if term.limit not in limits:
            raise WrongMoment(
                _("Danh mục không có thời hạn “%(code)s” vào ngày %(day)s. Hãy báo người quản trị hệ thống.")
                % {"code": term.limit, "day": f"{day_of(now):%d/%m/%Y}"}
            )
        clock = Clock(
            kind=whose.kind,
            subject=whose.uid,
            state=state,
            limit=limits[term.limit],
            organisation=whose.organisation_id,
            stream=whose.stream,
            started=now,
            climbs=list(term.climbs),
            reached=whose.organisation_id,
        )
        reckon(clock, calendar, [])
        made.append(clock)
    return made


def parts_of_start(clocks: Sequence[Clock]) -> tuple[sql.Part, list[Deed]]:
    """Return the statement that writes new clocks, and what the audit of their row is to tell of them."""
    values = [value for clock in clocks for value in _row(clock)]
    insert = (
        f"INSERT INTO kernel_clock ({', '.join(_COLUMNS)}) VALUES "  # noqa: S608 - names of ours
        f"{sql.marks(len(_COLUMNS), rows=len(clocks))} RETURNING id"
    )
    deeds = [
        Deed(
            "clock.started",
            clock.kind,
            clock.subject,
            {"limit": clock.limit.code, "due": clock.due.isoformat() if clock.due else None},
        )
        for clock in clocks
    ]
    return sql.Part("clocks", insert, values), deeds


def _row(clock: Clock) -> tuple[object, ...]:
    return (
        *(clock.uid, clock.kind, clock.subject, clock.state, clock.limit_id, clock.organisation),
        *(clock.stream, clock.started, clock.due, clock.sure, json.dumps(clock.climbs)),
        *(clock.level, clock.reached, clock.climb_at),
    )

"""What a write begins with: the lock of the collecting unit, and under it one read of all that judging a return needs.

The lock is the row of the unit's audit stream. No row that a province or the centre shares is ever locked by a save.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from lienthong.forms.rules import Earlier
from lienthong.kernel import audit, clock, sql
from lienthong.kernel.errors import WrongData, WrongMoment
from lienthong.kernel.models import AuditStream

from ..models import Return
from ..queries.returns import collecting_units_above
from ..queries.series import Asked, deadlines_of
from ..rules.periods import deadline_of
from ..rules.receipts import Receipt

# The two stored rows of a kept total; nothing where none is kept yet.
Stored = tuple[bytes | memoryview | None, bytes | memoryview | None]
NOTHING: Stored = (None, None)


@dataclass(frozen=True)
class Unit:
    """A collecting unit whose lock is held. ``deadline``: until when those that report to it have to, where it is known."""

    id: int
    stream: AuditStream
    deadline: datetime | None = None


@dataclass
class Held:
    """What stood when the lock was taken. ``done``: of a body the version to which this very request has led before,
    and what was sent with it. ``kept``: the unit's total.
    """

    entries: dict[int, Return] = field(default_factory=dict)
    earlier: dict[int, Earlier] = field(default_factory=dict)
    done: dict[int, tuple[int, bytes]] = field(default_factory=dict)
    kept: Stored = NOTHING


def lock_unit(unit_id: int, uid: UUID) -> Unit:
    """Lock a collecting unit until the transaction ends."""
    return Unit(unit_id, audit.lock(uid))


_LOCK = """
SELECT own.descendant_id, unit.id, unit.uid, stream.id, stream.number, stream.seal, due.days, due.time
FROM registry_closure own
JOIN registry_organisation unit ON unit.id = own.ancestor_id
JOIN kernel_auditstream stream ON stream.uid = unit.uid
LEFT JOIN reports_deadline due
    ON due.series_id = %s AND due.level = %s AND due.valid_from <= %s AND due.valid_to > %s
WHERE own.tree_id = %s AND own.depth = 1 AND own.valid_from <= %s AND own.valid_to > %s
    AND own.descendant_id IN ({bodies})
ORDER BY unit.uid
"""


def open_unit(asked: Asked, bodies: Mapping[int, str]) -> Unit:
    """Lock the unit that collects from some bodies, given with their names; refuse bodies that are not expected.

    A body that was closed meanwhile may still amend the return that it has.
    """
    series, last = asked.series, asked.week.last
    statement = _LOCK.format(bodies=", ".join(["%s"] * len(bodies))) + sql.for_update("stream")
    rows = sql.fetch(statement, series.pk, series.level, last, last, series.tree_id, last, last, *bodies)
    if {row[0] for row in rows} != bodies.keys():
        return _open_anew(asked, bodies)
    _body, unit_id, uid, stream, number, seal, days, at = rows[-1]
    if any(row[1] != unit_id for row in rows):
        raise _of_two_units()
    due = None if days is None else deadline_of(asked.week, days, time.fromisoformat(str(at)), clock.LOCAL)
    return Unit(unit_id, audit.head_of(stream, sql.as_uid(uid), number, seal), due)


def _open_anew(asked: Asked, bodies: Mapping[int, str]) -> Unit:
    """Lock a unit that nothing was ever written of, or that collects for bodies that are closed."""
    parents = collecting_units_above(asked, bodies)
    for body, name in bodies.items():
        if body not in parents:
            raise WrongMoment(
                _(
                    "%(name)s không có trong danh sách phải báo cáo kỳ này (chưa lập hoặc đã giải thể). Không lưu gì."
                )
                % {"name": name}
            )
    if len(set(parents.values())) > 1:
        raise _of_two_units()
    unit_id, uid = next(iter(parents.values()))
    deadline = deadlines_of(asked.series, asked.week).get(asked.series.level)
    return Unit(unit_id, audit.lock(uid), deadline)


def _of_two_units() -> WrongData:
    return WrongData(_("Các thôn gửi lên không cùng một xã. Hãy nhập riêng từng xã."))


_KEPT = "SELECT received, approved FROM reports_total WHERE series_id = %s AND period = %s AND unit_id = %s"
# The returns of the week and of the weeks before that rules look back at, and at the end the unit's total.
_HELD = """
SELECT entry.organisation_id, entry.period, entry.id, entry.uid, entry.form_version_id, entry.state, entry."values",
    entry.version, entry.reason, entry.submitted_at, entry.on_time, entry.decided_at, done.version, done.sent, NULL, NULL
FROM reports_return entry
LEFT JOIN reports_revision done ON done.entry_id = entry.id AND done.key = %s
WHERE entry.organisation_id IN ({bodies}) AND entry.period IN ({periods}) AND entry.series_id = %s
    AND (entry.period = %s OR entry.state IN ('submitted', 'approved', 'locked'))
UNION ALL
SELECT unit_id, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, received, approved
FROM reports_total WHERE series_id = %s AND period = %s AND unit_id = %s
"""
_COLUMNS = (
    *("organisation_id", "period", "id", "uid", "form_version_id", "state", "values"),
    *("version", "reason", "submitted_at", "on_time", "decided_at"),
)


def kept_at(asked: Asked, unit: Unit) -> Stored:
    """Read what is kept of a week at a unit whose lock is held."""
    rows = sql.fetch(_KEPT, asked.series.pk, str(asked.week), unit.id)
    return rows[0][:2] if rows else NOTHING


def read_held(asked: Asked, unit: Unit, bodies: Sequence[int], receipt: Receipt) -> Held:
    """Read what stands of some bodies below a unit whose lock is held."""
    week, series = str(asked.week), asked.series.pk
    back = [str(asked.week.shifted(-n)) for n in range(1, asked.form.periods_back + 1)]
    statement = _HELD.format(
        bodies=", ".join(["%s"] * len(bodies)), periods=", ".join(["%s"] * (1 + len(back)))
    )
    rows = sql.fetch(statement, receipt.key, *bodies, week, *back, series, week, series, week, unit.id)
    held, before = Held(), {}
    for *row, version, sent, received, approved in rows:
        body, period = row[0], row[1]
        if period is None:
            held.kept = received, approved
        elif period != week:
            before[body, period] = json.loads(row[6])
        else:
            held.entries[body] = _entry(asked, row)
            if version is not None:
                held.done[body] = version, bytes(sent)
    held.earlier = {body: [before.get((body, period)) for period in back] for body in bodies}
    return held


def _entry(asked: Asked, row: Sequence[Any]) -> Return:
    told = dict(zip(_COLUMNS, row, strict=True))
    told["uid"], told["values"] = sql.as_uid(told["uid"]), json.loads(told["values"])
    for moment in ("submitted_at", "decided_at"):
        told[moment] = sql.as_moment(told[moment])
    entry = Return(series_id=asked.series.pk, **told | {"on_time": bool(told["on_time"])})
    entry._state.adding, entry._state.db = False, "default"
    return entry

"""The statements that write returns, their revisions and a unit's total, to be run together with those of the audit.

On PostgreSQL all of them are one statement, on SQLite they run one by one: see ``sql.run_together`` and decision 0051.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from lienthong.kernel import clock, sql
from lienthong.kernel.actor import Actor

from ..models import Return
from ..queries.series import Asked
from ..rules import totals
from ..rules.receipts import Receipt
from .opening import Stored

# A return that somebody else has changed since it was read is left alone, and missing in what comes back.
_RETURNS = """
INSERT INTO reports_return (uid, series_id, organisation_id, period, form_version_id, state, "values", version, reason,
    submitted_at, on_time, decided_at)
VALUES {rows}
ON CONFLICT (organisation_id, period, series_id) DO UPDATE SET state = excluded.state, "values" = excluded."values",
    version = excluded.version, reason = excluded.reason, submitted_at = excluded.submitted_at,
    on_time = excluded.on_time, decided_at = excluded.decided_at, form_version_id = excluded.form_version_id
WHERE reports_return.version = excluded.version - 1
RETURNING id, organisation_id, series_id, period, version, state, "values"
"""
_RETURN_COLUMNS = 12


def returns_part(asked: Asked, entries: Sequence[Return]) -> sql.Part:
    """Return what writes returns, new or changed, each with the version that it has now; their keys come back."""
    values: list[Any] = []
    for entry in entries:
        values += (entry.uid, asked.series.pk, entry.organisation_id, entry.period, entry.form_version_id)
        values += (str(entry.state), _as_json(entry.values), entry.version, entry.reason)
        values += (entry.submitted_at, entry.on_time, entry.decided_at)
    return sql.Part("entries", _RETURNS.format(rows=sql.marks(_RETURN_COLUMNS, len(entries))), values)


_REVISIONS = """
INSERT INTO reports_revision (entry_id, version, state, "values", actor, at, reason, key, sent)
SELECT entry.id, entry.version, entry.state, CASE WHEN told.column2 THEN entry."values" END, %s, %s, told.column3, %s, %s
FROM {entries} entry JOIN (VALUES {rows}) told ON told.column1 = entry.organisation_id
WHERE entry.series_id = %s AND entry.period = %s
"""


def revisions_part(
    actor: Actor, asked: Asked, told: Sequence[tuple[int, bool, str]], receipt: Receipt
) -> sql.Part:
    """Return what writes a revision of each return; ``told``: of which body, whether its values changed, and why."""
    statement = _REVISIONS.format(
        entries=sql.written_by("entries", "reports_return"), rows=sql.marks(3, len(told))
    )
    values = [value for row in told for value in row]
    by = (actor.uid, clock.now(), receipt.key, receipt.sent)
    return sql.Part("revised", statement, (*by, *values, asked.series.pk, str(asked.week)))


_TOTAL = """
INSERT INTO reports_total (series_id, period, unit_id, received, approved, mark) VALUES {rows}
ON CONFLICT (series_id, period, unit_id) DO UPDATE
SET received = excluded.received, approved = excluded.approved, mark = excluded.mark
"""
_TOTAL_COLUMNS = 6


def totals_part(series: int, period: str, stored: Mapping[int, Stored]) -> sql.Part:
    """Return what puts the totals of some units in the place of what is kept of them, with another mark each."""
    values: list[Any] = []
    for unit, (received, approved) in stored.items():
        values += (series, period, unit, received, approved, totals.fresh_mark())
    return sql.Part("kept", _TOTAL.format(rows=sql.marks(_TOTAL_COLUMNS, len(stored))), values)


def write_totals(series: int, period: str, stored: Mapping[int, Stored]) -> None:
    """Put the totals of some units in the place of what is kept of them."""
    if stored:
        part = totals_part(series, period, stored)
        sql.run(part.statement, part.values)


def _as_json(values: Mapping[str, Any]) -> str:
    return json.dumps(values, ensure_ascii=False)

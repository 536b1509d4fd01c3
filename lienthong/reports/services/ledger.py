"""The one place where returns, their revisions, their unit's kept total and the audit entries are written together.

Everything here runs under the lock of the collecting unit's audit stream, in a number of statements that does not grow
with the number of returns.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from lienthong.forms.rules import contribution
from lienthong.kernel import audit, clock, sql
from lienthong.kernel.actor import Actor
from lienthong.kernel.models import AuditStream

from ..models import Return, Series
from ..queries.series import Asked
from ..rules import totals
from ..rules.states import APPROVED, RECEIVED


@dataclass(frozen=True)
class Unit:
    """A collecting unit whose lock is held."""

    id: int
    stream: AuditStream


@dataclass(frozen=True)
class Counted:
    """What of a return counts in totals."""

    state: str
    values: Mapping[str, Any]
    on_time: bool

    @classmethod
    def of(cls, entry: Return) -> Counted:
        """Take what counts of a return as it now is."""
        return cls(entry.state, entry.values, entry.on_time)


@dataclass
class Change:
    """A return that has changed, with what it counted before; ``entry`` without a key is new."""

    entry: Return
    before: Counted | None
    verb: str
    reason: str = ""

    @property
    def is_new(self) -> bool:
        """Whether there was no return yet."""
        return self.entry._state.adding

    @property
    def new_values(self) -> Mapping[str, Any] | None:
        """The values, where the step changed them."""
        return None if self.before and self.before.values == self.entry.values else self.entry.values


def lock_unit(unit_id: int, uid: UUID) -> Unit:
    """Lock a collecting unit until the transaction ends."""
    return Unit(unit_id, audit.lock(uid))


def write(actor: Actor, asked: Asked, unit: Unit, changes: Sequence[Change]) -> None:
    """Write changed returns of one unit and all that follows from them."""
    if not changes:
        return
    asked = _with_all_slots(actor, asked)
    _write_returns(changes)
    _write_revisions(actor, changes)
    _write_total(asked, unit, changes)
    audit.record_all(
        actor,
        [
            audit.Deed(
                change.verb,
                "return",
                change.entry.uid,
                {"values": change.entry.values, "reason": change.reason},
            )
            for change in changes
        ],
        stream=unit.stream,
    )


def _with_all_slots(actor: Actor, asked: Asked) -> Asked:
    """Give fields that a new version of the form brings their permanent place in kept totals, when first used."""
    if all(code in asked.series.slots for code in asked.form.fields):
        return asked
    series = Series.objects.select_for_update().get(pk=asked.series.pk)
    new = [code for code in asked.form.fields if code not in series.slots]
    series.slots = [*series.slots, *new]
    series.save(update_fields=["slots"])
    audit.record(actor, "series.extended", "series", series.uid, facts={"slots": new})
    return replace(asked, series=series)


_WRITTEN = (
    "state",
    "values",
    "version",
    "reason",
    "submitted_at",
    "on_time",
    "decided_at",
    "form_version",
)


def _write_returns(changes: Sequence[Change]) -> None:
    new = [change.entry for change in changes if change.is_new]
    old = [change.entry for change in changes if not change.is_new]
    for entry in old:
        entry.version += 1
    if new:
        Return.objects.bulk_create(new)
    if len(old) == 1:
        old[0].save(update_fields=_WRITTEN)
    elif old:
        Return.objects.bulk_update(old, _WRITTEN, batch_size=50)


_REVISE = """
INSERT INTO reports_revision (entry_id, version, state, "values", actor, at, reason) VALUES (%s, %s, %s, %s, %s, %s, %s)
"""


def _write_revisions(actor: Actor, changes: Sequence[Change]) -> None:
    now = clock.now()
    sql.run(
        _REVISE,
        *(
            (entry.pk, entry.version, entry.state, _as_json(change.new_values), actor.uid, now, change.reason)
            for change in changes
            for entry in [change.entry]
        ),
    )


def _as_json(values: Mapping[str, Any] | None) -> str | None:
    return None if values is None else json.dumps(values, ensure_ascii=False)


_TOTAL = (
    "SELECT id, received, approved FROM reports_total WHERE series_id = %s AND period = %s AND unit_id = %s"
)
_MOVE_TOTAL = "UPDATE reports_total SET received = %s, approved = %s, mark = %s WHERE id = %s"
_BEGIN_TOTAL = """
INSERT INTO reports_total (received, approved, mark, series_id, period, unit_id) VALUES (%s, %s, %s, %s, %s, %s)
"""


def _write_total(asked: Asked, unit: Unit, changes: Sequence[Change]) -> None:
    """Move the kept total by the difference that the changes make."""
    received, approved = _difference(asked, changes)
    if not received.any() and not approved.any():
        return
    key = (asked.series.pk, str(asked.week), unit.id)
    rows = sql.fetch(_TOTAL, *key)
    slots = len(asked.slots)
    kept, held_received, held_approved = rows[0] if rows else (None, None, None)
    stored = (
        totals.stored_row(received + totals.read_row(held_received, slots)),
        totals.stored_row(approved + totals.read_row(held_approved, slots)),
        totals.fresh_mark(),
    )
    sql.run(*((_MOVE_TOTAL, (*stored, kept)) if rows else (_BEGIN_TOTAL, (*stored, *key))))


def _difference(asked: Asked, changes: Sequence[Change]) -> tuple[totals.Row, totals.Row]:
    slots = len(asked.slots)
    received, approved = totals.read_row(None, slots), totals.read_row(None, slots)
    for change in changes:
        for counted, sign in ((change.before, -1), (Counted.of(change.entry), 1)):
            if counted is None or counted.state not in RECEIVED:
                continue
            row = sign * row_of(asked, counted)
            received = received + row
            if counted.state in APPROVED:
                approved = approved + row
    return received, approved


def row_of(asked: Asked, counted: Counted) -> totals.Row:
    """Return what one return adds to a total in which it counts."""
    lanes = contribution(asked.form, asked.slots, counted.values)
    return totals.row_of(lanes, on_time=counted.on_time, locked=counted.state == "locked")


def total_of(asked: Asked, entries: Iterable[Return]) -> tuple[totals.Row, totals.Row]:
    """Add up returns from nothing, for the check and the rebuilding of kept totals."""
    return _difference(asked, [Change(entry, None, "") for entry in entries])

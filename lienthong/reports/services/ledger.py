"""The one place where returns, their revisions, their unit's kept total and the audit entries are written together.

Everything here runs under the lock of the collecting unit's audit stream, in a number of statements that does not grow
with the number of returns.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

import numpy as np
from django.db.models import Q

from lienthong.forms import queries as forms
from lienthong.forms.rules import Field, contribution, slots_of
from lienthong.kernel import audit, clock, sql
from lienthong.kernel.actor import Actor
from lienthong.kernel.models import AuditStream
from lienthong.kernel.values import Month
from lienthong.registry.models import Closure
from lienthong.registry.queries import ESTATE, left_to

from ..models import Return, Series, Total
from ..queries.series import Asked
from ..rules import totals
from ..rules.states import APPROVED, RECEIVED
from ..rules.stocks import month_row
from .review import follow_review


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


def keeps_months(series: Series) -> bool:
    """Say whether a series has stock figures, of which the month has to be kept as well."""
    return bool(_stocks_of(series))


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
    _write_total(actor, asked, unit, changes)
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
    wanted = slots_of(asked.form)
    if all(slot in asked.series.slots for slot in wanted):
        return asked
    series = Series.objects.select_for_update().get(pk=asked.series.pk)
    new = [slot for slot in wanted if slot not in series.slots]
    series.slots = [*series.slots, *new]
    series.save(update_fields=["slots"])
    audit.record(actor, "series.extended", "series", series.uid, facts={"slots": new})
    return replace(asked, series=series)


_UPDATE = """
UPDATE reports_return SET state = %s, "values" = %s, version = %s, reason = %s, submitted_at = %s, on_time = %s,
    decided_at = %s, form_version_id = %s
WHERE id = %s
"""


def _write_returns(changes: Sequence[Change]) -> None:
    new = [change.entry for change in changes if change.is_new]
    old = [change.entry for change in changes if not change.is_new]
    for entry in old:
        entry.version += 1
    if new:
        Return.objects.bulk_create(new)
    sql.run(
        _UPDATE,
        *(
            (
                *(str(entry.state), _as_json(entry.values), entry.version, entry.reason),
                *(entry.submitted_at, entry.on_time, entry.decided_at, entry.form_version_id, entry.pk),
            )
            for entry in old
        ),
    )


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


def _write_total(actor: Actor, asked: Asked, unit: Unit, changes: Sequence[Change]) -> None:
    """Move the kept total by the difference that the changes make, or add it up anew where a difference cannot tell.

    Whether any return waits for approval is known here, and with it whether there is work for who approves.
    """
    received, approved, any_changed = _difference(asked, changes)
    if not any_changed:
        return
    key = (asked.series.pk, str(asked.week), unit.id)
    rows = sql.fetch(_TOTAL, *key)
    slots = len(asked.slots)
    kept, held_received, held_approved = rows[0] if rows else (None, None, None)
    before = totals.waiting(held_received, held_approved)
    if totals.has_extremes(asked.slots):
        received, approved = total_at(asked, unit.id)
    else:
        received = received + totals.read_row(held_received, slots)
        approved = approved + totals.read_row(held_approved, slots)
    stored = (totals.stored_row(received), totals.stored_row(approved), totals.fresh_mark())
    sql.run(*((_MOVE_TOTAL, (*stored, kept)) if rows else (_BEGIN_TOTAL, (*stored, *key))))
    follow_review(actor, asked, unit.id, unit.stream.uid, before, totals.waiting(*stored[:2]))
    if asked.form.stocks:
        write_month(asked, unit.id)


def _difference(asked: Asked, changes: Sequence[Change]) -> tuple[totals.Row, totals.Row, bool]:
    """Return by how much both totals move, and whether any return counts otherwise: two changes may cancel each other.

    Then too the total gets another mark, since by another structure the two may count in different units.
    """
    slots = len(asked.slots)
    received, approved = totals.read_row(None, slots), totals.read_row(None, slots)
    any_changed = False
    for change in changes:
        before = _counted_rows(asked, change.before)
        now = _counted_rows(asked, Counted.of(change.entry))
        received = received + now[0] - before[0]
        approved = approved + now[1] - before[1]
        any_changed = any_changed or not all(map(np.array_equal, before, now))
    return received, approved, any_changed


def _counted_rows(asked: Asked, counted: Counted | None) -> tuple[totals.Row, totals.Row]:
    """Return what a return adds to both totals."""
    zero = totals.read_row(None, len(asked.slots))
    if counted is None or counted.state not in RECEIVED:
        return zero, zero
    row = row_of(asked, counted)
    return row, row if counted.state in APPROVED else zero


def row_of(asked: Asked, counted: Counted) -> totals.Row:
    """Return what one return adds to a total in which it counts."""
    lanes = contribution(asked.form, asked.slots, counted.values)
    return totals.row_of(lanes, on_time=counted.on_time, locked=counted.state == "locked")


def total_of(asked: Asked, counted: Iterable[Counted]) -> tuple[totals.Row, totals.Row]:
    """Add up returns from nothing: what was received, and what was approved."""
    rows = [(one.state, row_of(asked, one)) for one in counted if one.state in RECEIVED]
    received = totals.added([row for _, row in rows], asked.slots)
    return received, totals.added([row for state, row in rows if state in APPROVED], asked.slots)


_COUNTED = """
SELECT entry.state, entry."values", entry.on_time
FROM reports_return entry JOIN registry_closure above ON above.descendant_id = entry.organisation_id
WHERE entry.series_id = %s AND entry.period = %s AND entry.state IN ('submitted', 'approved', 'locked')
    AND above.tree_id = %s AND above.ancestor_id = %s AND above.depth = 1 AND above.valid_from <= %s AND above.valid_to > %s
UNION ALL
SELECT entry.state, entry."values", entry.on_time
FROM reports_return entry JOIN registry_closure above ON above.descendant_id = entry.organisation_id
JOIN registry_organisation body ON body.id = entry.organisation_id
WHERE entry.series_id = %s AND entry.period = %s AND entry.state IN ('submitted', 'approved', 'locked')
    AND above.tree_id = %s AND above.ancestor_id = %s AND above.depth >= %s AND above.valid_from <= %s AND above.valid_to > %s
    AND NOT EXISTS (
        SELECT 1 FROM registry_closure nearer JOIN registry_organisation other ON other.id = nearer.ancestor_id
        WHERE nearer.descendant_id = above.descendant_id AND nearer.tree_id = above.tree_id
            AND nearer.depth >= %s AND nearer.depth < above.depth
            AND nearer.valid_from <= %s AND nearer.valid_to > %s AND other.level <> body.level)
"""


def total_at(asked: Asked, unit_id: int) -> tuple[totals.Row, totals.Row]:
    """Add up what counts at a collecting unit from nothing."""
    return total_of(asked, _counted_below(asked, unit_id))


def _counted_below(asked: Asked, unit_id: int) -> list[Counted]:
    """Return what counts of the bodies that stand below a collecting unit on the last day of the week, or are left to it."""
    day, of_week = asked.week.last, (asked.series.pk, str(asked.week), asked.series.tree_id, unit_id)
    rows = sql.fetch(_COUNTED, *of_week, day, day, *of_week, ESTATE, day, day, ESTATE, day, day)
    return [Counted(state, json.loads(values), bool(on_time)) for state, values, on_time in rows]


# Stock figures of a month -----------------------------------------------------------------------------------------------


def write_month(asked: Asked, unit_id: int) -> bool:
    """Work a unit's stock figures of the month out from its own returns and keep them; say whether they differed."""
    month = Month.of(asked.week)
    received, approved = month_at(asked, unit_id, month)
    stored = totals.stored_row(received), totals.stored_row(approved)
    kept = Total.objects.filter(series=asked.series, period=str(month), unit_id=unit_id).first()
    if (bytes(kept.received), bytes(kept.approved)) == stored if kept else not any(map(any, stored)):
        return False
    keep(asked.series, str(month), unit_id, *stored)
    return True


def keep(series: Series, period: str, unit_id: int, received: bytes, approved: bytes) -> None:
    """Put a kept total in the place of what stood there."""
    Total.objects.update_or_create(
        series=series,
        period=period,
        unit_id=unit_id,
        defaults={"received": received, "approved": approved, "mark": totals.fresh_mark()},
    )


def month_at(asked: Asked, unit_id: int, month: Month) -> tuple[totals.Row, totals.Row]:
    """Add up the stock figures of the bodies that count at a unit on the month's last day.

    Only returns count that were given below the same unit, so that a unit's lock guards all that its figures come from.
    """
    fields = _stocks_of(asked.series)
    then = Q()
    for week in month.weeks:
        then |= Q(period=str(week)) & _counting(asked, unit_id, week.last)
    rows = (
        Return.objects.filter(series=asked.series, state__in=RECEIVED)
        .filter(then, _counting(asked, unit_id, month.last))
        .order_by("organisation_id", "period")
        .values_list("organisation_id", "state", "values")
    )
    received: dict[int, list[Mapping[str, Any]]] = {}
    approved: dict[int, list[Mapping[str, Any]]] = {}
    for body, state, values in rows:
        received.setdefault(body, []).append(values)
        if state in APPROVED:
            approved.setdefault(body, []).append(values)
    return (
        month_row(fields, asked.slots, received.values()),
        month_row(fields, asked.slots, approved.values()),
    )


def _counting(asked: Asked, unit_id: int, day: date) -> Q:
    """Return the condition that a body stands directly below a unit on a day, or is closed and left to it."""
    series = asked.series
    standing = (
        Closure.objects.filter(tree_id=series.tree_id, ancestor_id=unit_id, depth=1)
        .filter(valid_from__lte=day, valid_to__gt=day)
        .values("descendant_id")
    )
    closed = left_to(series.tree_id, series.level, [unit_id], day)
    return Q(organisation__in=standing) | Q(organisation__in=closed)


def _stocks_of(series: Series) -> dict[str, Field]:
    """Return the stock fields of all published versions: a month may see more than one."""
    return {
        field.code: field
        for form in forms.published_forms(series.form_id)
        for field in form.stocks
        if field.code in series.slots
    }

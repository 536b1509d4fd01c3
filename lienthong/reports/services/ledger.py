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

import numpy as np
from django.db.models import Q
from django.utils.translation import gettext as _

from lienthong.forms.rules import contribution, slots_of
from lienthong.kernel import audit, sql
from lienthong.kernel.actor import Actor
from lienthong.kernel.errors import WrongMoment
from lienthong.kernel.values import Month
from lienthong.registry.models import Closure
from lienthong.registry.queries import ESTATE, left_to

from ..models import Return, Series, Total
from ..queries.reckoning import stocks_of
from ..queries.series import Asked
from ..rules import totals
from ..rules.receipts import NO_RECEIPT, Receipt
from ..rules.states import APPROVED, RECEIVED
from ..rules.stocks import month_row
from .opening import Stored, Unit, kept_at
from .review import follow_review
from .writing import returns_part, revisions_part, totals_part, write_totals


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
    def has_new_values(self) -> bool:
        """Whether the step changed the values."""
        return self.before is None or self.before.values != self.entry.values


def keeps_months(series: Series) -> bool:
    """Say whether a series has stock figures, of which the month has to be kept as well."""
    return bool(stocks_of(series))


def write(
    actor: Actor,
    asked: Asked,
    unit: Unit,
    changes: Sequence[Change],
    *,
    kept: Stored | None = None,
    receipt: Receipt = NO_RECEIPT,
) -> None:
    """Write changed returns of one unit and all that follows from them.

    ``kept``: the unit's total, where it has been read under the lock; ``receipt``: by what the request is known again.
    """
    if not changes:
        return
    asked = _with_all_slots(actor, asked)
    for change in changes:
        change.entry.version += not change.is_new
    before = kept_at(asked, unit) if kept is None else kept
    moved = _moved(asked, before, changes)
    adds_up = not totals.has_extremes(asked.slots)
    others = [
        _revisions(actor, asked, changes, receipt),
        *audit.parts_of(actor, _deeds(changes), unit.stream),
    ]
    if moved and adds_up:
        others.append(totals_part(asked.series.pk, str(asked.week), {unit.id: moved}))
    entries = [change.entry for change in changes]
    _note_keys(entries, sql.run_together(returns_part(asked, entries), *others))
    if moved and not adds_up:
        received, approved = total_at(asked, unit.id)
        moved = totals.stored_row(received), totals.stored_row(approved)
        keep(asked.series, str(asked.week), unit.id, *moved)
    if moved:
        _follow(actor, asked, unit, before, moved)


def _follow(actor: Actor, asked: Asked, unit: Unit, before: Stored, now: Stored) -> None:
    """Let what hangs on a total follow it: whether there is work for who approves, and the month."""
    follow_review(actor, asked, unit.id, unit.stream.uid, totals.waiting(*before), totals.waiting(*now))
    if asked.form.stocks:
        write_month(asked, unit.id)


def _deeds(changes: Sequence[Change]) -> list[audit.Deed]:
    return [
        audit.Deed(
            change.verb, "return", change.entry.uid, {"values": change.entry.values, "reason": change.reason}
        )
        for change in changes
    ]


def _revisions(actor: Actor, asked: Asked, changes: Sequence[Change], receipt: Receipt) -> sql.Part:
    told = [(change.entry.organisation_id, change.has_new_values, change.reason) for change in changes]
    return revisions_part(actor, asked, told, receipt)


def _note_keys(entries: Sequence[Return], rows: Sequence[tuple[Any, ...]]) -> None:
    """Note under which keys returns were written; WrongMoment where one of them was changed past the unit's lock."""
    keys = {body: key for key, body, *_rest in rows}
    for entry in entries:
        if entry.organisation_id not in keys:
            raise WrongMoment(
                _("Báo cáo vừa được người khác sửa. Chưa lưu gì; hãy tải lại trang rồi nhập tiếp.")
            )
        entry.pk = keys[entry.organisation_id]
        entry._state.adding, entry._state.db = False, "default"


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


def _moved(asked: Asked, before: Stored, changes: Sequence[Change]) -> Stored | None:
    """Return a unit's total moved by the difference that changes make; None where nothing counts otherwise."""
    received, approved, any_changed = _difference(asked, changes)
    if not any_changed:
        return None
    slots = len(asked.slots)
    return (
        totals.stored_row(received + totals.read_row(before[0], slots)),
        totals.stored_row(approved + totals.read_row(before[1], slots)),
    )


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
    write_totals(series.pk, period, {unit_id: (received, approved)})


def month_at(asked: Asked, unit_id: int, month: Month) -> tuple[totals.Row, totals.Row]:
    """Add up the stock figures of the bodies that count at a unit on the month's last day.

    Only returns count that were given below the same unit, so that a unit's lock guards all that its figures come from.
    """
    fields = stocks_of(asked.series)
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

"""What stands below a unit for a period, by the period's own tree or by that of another day.

By another day's tree a kept total moves as a whole where all that it collects went to one of the units shown. Only where
it did not are the returns below it read, each to count where its body stands on that day; and only where a body that
reports was split itself does a share decide: rules/apportion.py.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cached_property, lru_cache
from itertools import groupby
from typing import Any

import numpy as np

from lienthong.forms import queries as forms
from lienthong.forms.rules import ADDING, Field, FieldType, Form, Rollup, contribution
from lienthong.kernel import sql
from lienthong.kernel.values import Month, Week
from lienthong.registry.queries import Single, Unit

from ..rules import totals
from ..rules.states import APPROVED
from ..rules.stocks import month_row
from ..rules.structures import NOT_DIVISIBLE, Shared, shared_in, shared_together
from .kept import (
    Below,
    KeptRows,
    Key,
    Stage,
    Stamps,
    UnitTotals,
    below_as_was,
    both_added_up,
    nothing,
    read_kept,
    shape_of,
    stamps_of,
    unit_totals,
    weeks_kept,
)
from .moving import OUTSIDE, Moved, Sorting, Whole, moved_between, sorting_of
from .series import Asked

_CHUNK = 400


def below(asked: Asked, unit: Unit, *, by_child: bool, period: str = "") -> Below:
    """Return what stands below a unit for a week, or what is kept of the month in ``period``, by the structure asked for."""
    key = Key.of(asked, unit.id, period)
    return _below(asked, key, stamps_of(key), by_child=by_child)


def weeks_below(asked: Asked, unit: Unit, first: Week) -> Iterator[tuple[Week, UnitTotals]]:
    """Yield the weeks from a first one up to the one asked for of which rows are kept, each with the unit's totals."""
    key = Key.of(asked, unit.id)
    for week, stamps in weeks_kept(key, first, asked.week):
        that = key._replace(day=week.last, period=str(week))
        yield week, _below(asked, that, stamps, by_child=False).whole


def is_moved(asked: Asked, stamp: object) -> bool:
    """Say whether a week is shown by another tree than its own."""
    return moved_between(asked, Key.of(asked, 0), stamp) is not None


def all_by_another(asked: Asked, unit: Unit) -> dict[int, UnitTotals]:
    """Return the totals of a unit and of all below it that do not report, by another tree than that of the week."""
    key = Key.of(asked, unit.id)
    stamps = stamps_of(key)
    moved = moved_between(asked, key, stamps.tree)
    if moved is None:
        return {}
    depths = shape_of(key._replace(day=moved.day), stamps.tree).ways.shape[1]
    found: dict[int, UnitTotals] = {}
    source = _Source(key, moved.held_on, asked.series.form_id)
    # The upper ones last: of a unit that stands higher than others its own depth tells all that is below it.
    for depth in reversed(range(depths)):
        found |= _at_depth(source, stamps, moved, depth)
    return found


def _below(asked: Asked, key: Key, stamps: Stamps, *, by_child: bool) -> Below:
    moved = moved_between(asked, key, stamps.tree)
    if moved is None:
        return below_as_was(stamps, key, by_child=by_child)
    return _remembered(stamps, key, moved, asked.series.form_id, by_child)


@lru_cache(maxsize=256)
def _remembered(stamps: Stamps, key: Key, moved: Moved, form_id: int, by_child: bool) -> Below:
    """Add up once a process: exact, because returns that change give their unit's row another mark."""
    source = _Source(key, moved.held_on, form_id)
    whole = _at_depth(source, stamps, moved, 0).get(key.ancestor, nothing(key.slots))
    return Below(whole, _at_depth(source, stamps, moved, 1) if by_child else {})


def _at_depth(source: _Source, stamps: Stamps, moved: Moved, depth: int) -> Mapping[int, UnitTotals]:
    """Add up by the units so many steps below the ancestor; deeper than all of them by the bodies."""
    key = source.key
    return _added_up(source, sorting_of(stamps.tree, key.tree, key.level, key.ancestor, moved, depth))


# ── adding up ────────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class _Source:
    """Where the numbers of a period come from: its kept rows, and returns below its units."""

    key: Key
    held_on: date
    form_id: int

    @property
    def is_month(self) -> bool:
        """Whether the stock figures of a month are meant."""
        return "W" not in self.key.period

    def kept(self, units: Sequence[int]) -> KeptRows:
        """Return the rows kept of some units; where these are many, of all units of the period, read once."""
        return self._every if len(units) > _CHUNK else read_kept(self.key, units)

    @cached_property
    def _every(self) -> KeptRows:
        return read_kept(self.key)

    @cached_property
    def form(self) -> Form:
        """The form in force on the last day."""
        return forms.get_form_in_force(self.form_id, self.key.day).form

    @cached_property
    def fields(self) -> Mapping[str, Field]:
        """Its fields; of a month the stock figures of all published versions, since it may see more than one."""
        if not self.is_month:
            return self.form.fields
        return {
            part.code: part
            for form in forms.published_forms(self.form_id)
            for part in form.stocks
            if part.code in self.key.slots
        }


@dataclass
class _Sum:
    """What one of the units shown comes to, on the way."""

    counts: totals.Row = field(default_factory=lambda: np.zeros(4, dtype=np.int64))
    rows: dict[Stage, list[totals.Row]] = field(default_factory=lambda: {stage: [] for stage in Stage})
    shared: dict[Stage, list[Mapping[str, Shared]]] = field(
        default_factory=lambda: {stage: [] for stage in Stage}
    )
    partly: int = 0
    partly_received: int = 0

    def total(self, slots: tuple[str, ...]) -> UnitTotals:
        """Return what it comes to."""
        received, approved = (
            totals.Sums(
                totals.added(self.rows[stage], slots), slots, shared=shared_together(self.shared[stage])
            )
            for stage in (Stage.RECEIVED, Stage.APPROVED)
        )
        found = unit_totals(self.counts, received, approved)
        counts = found.completeness._replace(partly=self.partly, partly_received=self.partly_received)
        return found._replace(completeness=counts)


def _added_up(source: _Source, sorting: Sorting) -> dict[int, UnitTotals]:
    sums: dict[int, _Sum] = defaultdict(_Sum)
    _add_whole(source, sorting.whole, sums)
    for group, count in sorting.expected.items():
        sums[group].counts[0] += count
    for group, count in sorting.partly.items():
        sums[group].partly = count
    if sorting.split:
        _add_read(source, sorting, sums)
    return {group: one.total(source.key.slots) for group, one in sums.items() if group != OUTSIDE}


def _add_whole(source: _Source, whole: Whole, sums: dict[int, _Sum]) -> None:
    """Add the kept rows that move as a whole; of the collecting units counted are those of the period itself."""
    if not len(whole.units):
        return
    slots, held = source.key.slots, source.kept(whole.units.tolist())
    places = np.minimum(np.searchsorted(whole.units, held.units), len(whole.units) - 1)
    inside = whole.units[places] == held.units
    places, held = places[inside], held.at(inside)
    for stage, added in zip(Stage, both_added_up(held, whole.groups[places], slots), strict=True):
        for group, row in added.items():
            sums[group].rows[stage].append(row)
    collects = whole.expected > 0
    through = []
    for rows in (held.received, held.approved):
        returns = np.zeros(len(whole.units), dtype=np.int64)
        returns[places] = rows[:, totals.RETURNS]
        through.append(collects & (returns >= whole.expected))
    counts = np.column_stack((whole.expected, collects, *through)).astype(np.int64)
    for group, count in totals.add_up(counts, whole.groups).items():
        sums[group].counts += count


def _add_read(source: _Source, sorting: Sorting, sums: dict[int, _Sum]) -> None:
    """Add what was reported below split units, each body's where it stands."""
    read = _months_read if source.is_month else _week_read
    for body, now, rows in read(source, sorting):
        one = sorting.single.get(body)
        where = {sorting.place(body, now or OUTSIDE)} if one is None else sorting.places_of(one)
        if one is None or len(where) == 1:
            for stage, row in rows.items():
                sums[next(iter(where))].rows[stage].append(row)
        else:
            _share_out(source, sorting, one, rows, where - {OUTSIDE}, sums)


def _share_out(
    source: _Source,
    sorting: Sorting,
    one: Single,
    rows: Mapping[Stage, totals.Row],
    groups: Iterable[int],
    sums: dict[int, _Sum],
) -> None:
    shares = [(part.low, part.high) for part in one.parts]
    for group in groups:
        inside = frozenset(place for place, part in enumerate(one.parts) if sorting.place(part.body) == group)
        sums[group].partly_received += 1
        for stage, row in rows.items():
            sums[group].shared[stage].append(_shared(source, row, shares, inside))


def _shared(
    source: _Source, row: totals.Row, shares: Sequence[tuple[Fraction, Fraction]], inside: frozenset[int]
) -> dict[str, Shared]:
    """Return what one body's row adds to each figure of a unit in which only some of its parts lie."""
    figures = totals.Sums(row, source.key.slots).figures
    found = {}
    for part in source.fields.values():
        own = figures.get(part.code)
        if own is None or not own.values or part.rollup in _NO_FIGURE:
            continue
        if part.rollup in ADDING:
            sure = part.type is FieldType.YESNO or Decimal(part.minimum or -1) >= 0
            found[part.code] = shared_in(own.total, shares, inside, never_negative=sure)
        else:
            found[part.code] = NOT_DIVISIBLE
    return found


_NO_FIGURE = frozenset({Rollup.COUNT, Rollup.JOIN})

# ── reading single returns ───────────────────────────────────────────────────────────────────────────────────────────

_READ = """
SELECT entry.organisation_id, now.parent_id, entry.period, entry.state, entry."values", entry.on_time
FROM {source}
JOIN reports_return entry ON entry.organisation_id = held.child_id AND entry.series_id = %s
    AND entry.period IN ({periods}) AND COALESCE(entry.state, '') IN ('submitted', 'approved', 'locked')
LEFT JOIN registry_organisationedge now ON now.child_id = held.child_id AND now.tree_id = %s
    AND now.valid_from <= %s AND now.valid_to > %s
ORDER BY entry.organisation_id, entry.period
"""
_STOOD = """(SELECT child_id FROM registry_organisationedge
    WHERE tree_id = %s AND valid_from <= %s AND valid_to > %s AND parent_id IN ({marks})) held"""
_NAMED = "(SELECT id AS child_id FROM registry_organisation WHERE id IN ({marks})) held"

Entry = tuple[int, int | None, str, str, dict[str, Any], bool]


def _entries(source: _Source, sorting: Sorting, periods: Sequence[str]) -> Iterator[Entry]:
    """Yield what counts below the split units: body, what it stands below now, period, state, values, on time or not."""
    key = source.key
    closed = sorted(body for body, one in sorting.single.items() if not one.expected)
    for table, wanted, before in (
        (_STOOD, sorting.split, (key.tree, source.held_on, source.held_on)),
        (_NAMED, closed, ()),
    ):
        for start in range(0, len(wanted), _CHUNK):
            chunk = wanted[start : start + _CHUNK]
            named = table.format(marks=", ".join(["%s"] * len(chunk)))
            statement = _READ.format(source=named, periods=", ".join(["%s"] * len(periods)))
            values = (*before, *chunk, key.series, *periods, key.tree, sorting.day, sorting.day)
            for body, now, period, state, held, on_time in sql.fetch(statement, *values):
                yield body, now, period, state, json.loads(held), bool(on_time)


Rows = Iterator[tuple[int, int | None, dict[Stage, totals.Row]]]


def _week_read(source: _Source, sorting: Sorting) -> Rows:
    form, slots = source.form, source.key.slots
    for body, now, _period, state, values, on_time in _entries(source, sorting, [source.key.period]):
        row = totals.row_of(contribution(form, slots, values), on_time=on_time, locked=state == "locked")
        yield body, now, dict.fromkeys(_stages(state), row)


def _months_read(source: _Source, sorting: Sorting) -> Rows:
    """Yield the stock figures of single bodies over a month."""
    weeks = [str(week) for week in Month.parse(source.key.period).weeks]
    slots = source.key.slots
    for (body, now), entries in groupby(_entries(source, sorting, weeks), key=lambda entry: entry[:2]):
        held: dict[Stage, list[dict[str, Any]]] = {}
        for _body, _now, _period, state, values, _on_time in entries:
            for stage in _stages(state):
                held.setdefault(stage, []).append(values)
        yield body, now, {stage: month_row(source.fields, slots, [values]) for stage, values in held.items()}


def _stages(state: str) -> list[Stage]:
    return [Stage.RECEIVED, Stage.APPROVED] if state in APPROVED else [Stage.RECEIVED]

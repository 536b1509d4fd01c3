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
from typing import Any, NamedTuple

import numpy as np

from lienthong.forms import queries as forms
from lienthong.forms.rules import ADDING, Field, FieldType, Form, Rollup, contribution
from lienthong.kernel import sql
from lienthong.kernel.values import Month, Week
from lienthong.registry.queries import Moves, Single, Unit, moves_of, parents_of, unchanged_since

from ..rules import totals
from ..rules.states import APPROVED
from ..rules.stocks import month_row
from ..rules.structures import NOT_DIVISIBLE, Shared, shared_in, shared_together
from .kept import (
    Below,
    Key,
    Shape,
    Stage,
    Stamps,
    UnitTotals,
    below_as_was,
    nothing,
    shape_of,
    stamps_of,
    unit_totals,
    weeks_kept,
)
from .series import Asked

# Not a unit's key: outside of what is shown.
_OUTSIDE = -1
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


class Moved(NamedTuple):
    """From the day of which tree to that of which other one totals have to be moved."""

    held_on: date
    day: date


def moved_between(asked: Asked, key: Key, stamp: object) -> Moved | None:
    """Return between which trees a week has to be moved; None where it is shown by its own."""
    if asked.structure.day is None:
        return None
    held_on, day = (unchanged_since(key.tree, stamp, on) for on in (key.day, asked.structure.day))
    return None if held_on == day else Moved(held_on, day)


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
    return _added_up(source, _sorted(stamps.tree, key.tree, key.level, key.ancestor, moved, depth))


# ── which kept rows move whole, and which have to be read in parts ───────────────────────────────────────────────────


class Whole(NamedTuple):
    """Units of the period, in order of their keys, all of whose bodies stand in one of the units shown."""

    units: totals.Row
    groups: totals.Row
    expected: totals.Row


@dataclass
class Sorting:
    """Where the bodies that reported count by the tree of another day.

    ``by_body``: each body that reports is a unit shown. ``group_of``: the unit shown in which a place lies. ``split``:
    units whose bodies went to several units shown. ``single``: their bodies that do not stand on both days.
    ``expected``: how many of the split units' bodies are expected in each unit shown; ``partly``: in part only.
    """

    day: date
    by_body: bool
    group_of: Mapping[int, int]
    whole: Whole = field(default_factory=lambda: Whole(_row(()), _row(()), _row(())))
    split: Sequence[int] = ()
    single: Mapping[int, Single] = field(default_factory=dict)
    expected: dict[int, int] = field(default_factory=dict)
    partly: dict[int, int] = field(default_factory=dict)

    def place(self, body: int, above: int | None = None) -> int:
        """Return the unit shown in which a body stands, or outside. ``above``: what it stands below, where that is known."""
        group = self.group_of.get(body if above is None else above, _OUTSIDE)
        return body if self.by_body and group != _OUTSIDE else group

    def places_of(self, one: Single) -> set[int]:
        """Return the units shown, or outside, in which the parts of a body lie."""
        return {self.place(part.body) for part in one.parts} or {_OUTSIDE}


@lru_cache(maxsize=64)
def _sorted(stamp: object, tree: int, level: str, ancestor: int, moved: Moved, depth: int) -> Sorting:
    held_on, day = moved
    key = Key(0, (), tree, level, day, "", ancestor)
    shape = shape_of(key, stamp)
    moves = moves_of(stamp, tree, level, held_on, day)
    # Where the bodies that report stand directly below the unit itself, each of them is a unit shown.
    by_body = depth >= shape.ways.shape[1]
    column = shape.ways[:, 0 if by_body else depth]
    found = Sorting(day, by_body, _groups_of(shape, column, tree, moves, day))
    went, counts = _where(found, moves)
    bodies: dict[int, list[Single]] = defaultdict(list)
    for one in moves.single:
        bodies[one.unit].append(one)
        went[one.unit] |= found.places_of(one)
    units = sorted(unit for unit, where in went.items() if len(where) == 1 and where != {_OUTSIDE})
    found.whole = Whole(
        _row(units),
        _row(next(iter(went[unit])) for unit in units),
        _row(sum(counts[unit].values()) + sum(one.expected for one in bodies[unit]) for unit in units),
    )
    found.split = sorted(unit for unit, where in went.items() if len(where) > 1)
    found.single = {one.body: one for unit in found.split for one in bodies[unit]}
    _expect(found, counts)
    if found.by_body and found.split:
        found.expected |= {body: 1 for (body,) in sql.fetch(_OWN, held_on, held_on, ancestor, tree, day, day)}
    return found


def _row(numbers: Iterable[int]) -> totals.Row:
    return np.array(list(numbers), dtype=np.int64)


def _where(sorting: Sorting, moves: Moves) -> tuple[dict[int, set[int]], dict[int, dict[int, int]]]:
    """Return into which of the units shown the standing bodies of each unit went, and how many into each."""
    went: dict[int, set[int]] = defaultdict(set)
    counts: dict[int, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    for unit, now, count in moves.pairs:
        group = sorting.group_of.get(now, _OUTSIDE)
        counts[unit][group] += count
        went[unit].add(group)
        if sorting.by_body and group != _OUTSIDE:
            went[unit].add(_OUTSIDE)  # they are to be told apart
    return went, counts


def _groups_of(shape: Shape, column: totals.Row, tree: int, moves: Moves, day: date) -> dict[int, int]:
    """Return the unit shown in which each place lies: upper bodies by their way, single bodies by what stands above them."""
    groups = dict(zip(shape.units.tolist(), column.tolist(), strict=True)) if len(shape.units) else {}
    places = {part.body for one in moves.single for part in one.parts} - groups.keys()
    above = _parents(tree, places, day)
    return groups | {body: groups.get(unit, _OUTSIDE) for body, unit in above.items()}


def _parents(tree: int, bodies: Iterable[int], day: date) -> dict[int, int]:
    wanted = sorted(bodies)
    found: dict[int, int] = {}
    for start in range(0, len(wanted), _CHUNK):
        rows = parents_of(tree, wanted[start : start + _CHUNK], day)
        found |= {body: unit for body, (unit, _uid) in rows.items()}
    return found


def _expect(sorting: Sorting, counts: Mapping[int, Mapping[int, int]]) -> None:
    """Count who is expected of the split units: wholly in a unit shown, or in part."""
    if not sorting.by_body:
        for unit in sorting.split:
            for group, count in counts[unit].items():
                sorting.expected[group] = sorting.expected.get(group, 0) + count
    for one in sorting.single.values():
        if one.expected:
            where = sorting.places_of(one)
            counted = sorting.expected if len(where) == 1 else sorting.partly
            for group in where:
                counted[group] = counted.get(group, 0) + 1


_OWN = """
SELECT now.child_id FROM registry_organisationedge now
JOIN registry_organisationedge held ON held.child_id = now.child_id AND held.tree_id = now.tree_id
    AND held.valid_from <= %s AND held.valid_to > %s AND held.parent_id IS NOT NULL
WHERE now.parent_id = %s AND now.tree_id = %s AND now.valid_from <= %s AND now.valid_to > %s
"""


# ── adding up ────────────────────────────────────────────────────────────────────────────────────────────────────────


_KEPT = "SELECT unit_id, received, approved FROM reports_total WHERE series_id = %s AND period = %s"


class _Kept(NamedTuple):
    """Kept rows: of which units, and what they are in each stage."""

    units: totals.Row
    rows: Mapping[Stage, totals.Matrix]


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

    def kept(self, units: Sequence[int]) -> _Kept:
        """Return the rows kept of some units; where these are many, of all units of the period, read once."""
        if len(units) > _CHUNK:
            return self._every
        named = f" AND unit_id IN ({', '.join(['%s'] * len(units))})"
        return self._laid_out(sql.fetch(_KEPT + named, self.key.series, self.key.period, *units))

    @cached_property
    def _every(self) -> _Kept:
        return self._laid_out(sql.fetch(_KEPT, self.key.series, self.key.period))

    def _laid_out(self, rows: Sequence[tuple[Any, ...]]) -> _Kept:
        slots = len(self.key.slots)
        received, approved = (totals.read_rows([row[number] for row in rows], slots) for number in (1, 2))
        return _Kept(_row(row[0] for row in rows), {Stage.RECEIVED: received, Stage.APPROVED: approved})

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
    return {group: one.total(source.key.slots) for group, one in sums.items() if group != _OUTSIDE}


def _add_whole(source: _Source, whole: Whole, sums: dict[int, _Sum]) -> None:
    """Add the kept rows that move as a whole; of the collecting units counted are those of the period itself."""
    if not len(whole.units):
        return
    slots, held = source.key.slots, source.kept(whole.units.tolist())
    places = np.minimum(np.searchsorted(whole.units, held.units), len(whole.units) - 1)
    inside = whole.units[places] == held.units
    places = places[inside]
    collects = whole.expected > 0
    through = []
    for stage in (Stage.RECEIVED, Stage.APPROVED):
        rows = held.rows[stage][inside]
        for group, row in totals.add_up(rows, whole.groups[places], slots).items():
            sums[group].rows[stage].append(row)
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
        where = {sorting.place(body, now or _OUTSIDE)} if one is None else sorting.places_of(one)
        if one is None or len(where) == 1:
            for stage, row in rows.items():
                sums[next(iter(where))].rows[stage].append(row)
        else:
            _share_out(source, sorting, one, rows, where - {_OUTSIDE}, sums)


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

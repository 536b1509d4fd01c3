"""The analyses, each an Ibis expression: the same on every engine, joined with the dated tree at query time.

An expression knows nothing of who asks; queries/figures.py asks for a unit that the actor may see, and takes out what is
withheld. Weeks are told by their last day. A week is never added to another but in ``running``, so that stock figures keep
their meaning. Nothing here is about a person: the lowest body is one that reports.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import ibis

from ..rules.layout import LEVELS, Layout, Measure
from . import tables
from .tables import IS, WAS, Expr, combined, places

_WEEK = 7
COUNTS = ("returns", "on_time", "locked")


@dataclass(frozen=True)
class Scope:
    """What is looked at: a unit, days on which weeks end, and which returns count.

    ``approved``: only what was approved. ``by_returns``: from single returns, for units that are bodies which report, and
    for the structure of another day (``as_is``), by which a collecting unit may have gone to several.
    """

    layout: Layout
    unit: int
    days: tuple[date, ...]
    approved: bool = False
    by_returns: bool = False
    as_is: bool = False

    @property
    def facts(self) -> Expr:
        """The rows that count."""
        layout = self.layout
        rows = tables.single(layout) if self.by_returns or self.as_is else tables.units(layout)
        rows = rows.filter(rows.day >= min(self.days), rows.day <= max(self.days))
        if (
            len(self.days) <= (max(self.days) - min(self.days)).days // _WEEK
        ):  # some weeks between are not asked for
            rows = rows.filter(rows.day.isin(self.days))
        return rows.filter(rows.passed) if self.approved else rows

    @property
    def places(self) -> Expr:
        """Where who counts. A village collects nothing: where units are added up, what is said of villages is not read."""
        where = places(IS if self.as_is else WAS)
        if self.by_returns or self.as_is:
            return where
        return where.filter(where.level < LEVELS.index("village"))

    def sums(self, rows: Expr, measures: Sequence[Measure]) -> dict[str, Expr]:
        """Return what a group comes to. ``partly``: returns of bodies of which only a part belongs there; they are in no sum."""
        where = rows.whole if self.as_is else None
        found = {name: rows[name].sum(where=where) for name in COUNTS}
        found |= {one.column: combined(one, rows, where) for one in measures}
        if self.as_is:
            found["partly"] = rows.returns.sum(where=~rows.whole)
        return found


def _of(measures: Sequence[Measure]) -> tuple[str, ...]:
    """Return the columns of the facts that ``Scope.sums`` adds up."""
    return (*COUNTS, *(one.column for one in measures))


def _inside(scope: Scope, group: Expr, columns: Sequence[str]) -> Expr:
    """Join some columns of the facts with a table of places; its ``ancestor`` becomes the group.

    Only what is asked for is named: to plan a statement over all columns takes longer than to read these.
    """
    facts = scope.facts.select("day", "unit", *columns)
    here = [
        facts.unit == group.organisation,
        facts.day >= group.valid_from,
        facts.day < group.valid_to,
    ]
    return facts.join(group, here).select("ancestor", "whole", "day", *columns)


def _at_unit(scope: Scope, columns: Sequence[str]) -> Expr:
    """Return the facts of a unit."""
    where = scope.places
    return _inside(scope, where.filter(where.ancestor == scope.unit), columns)


def _by_group(scope: Scope, columns: Sequence[str], level: str = "") -> Expr:
    """Return the facts of the units directly below one, or of all of a level, each at its unit."""
    upper, lower = scope.places, scope.places.view()
    wanted = upper.level == LEVELS.index(level) if level else upper.depth == 1
    groups = upper.filter(upper.ancestor == scope.unit, wanted, upper.depth < _ESTATE).select(
        group="organisation", since="valid_from", until="valid_to"
    )
    joined = lower.join(
        groups,
        [lower.ancestor == groups.group, lower.valid_from < groups.until, lower.valid_to > groups.since],
    )
    both = joined.mutate(
        valid_from=ibis.greatest(joined.valid_from, joined.since),
        valid_to=ibis.least(joined.valid_to, joined.until),
    )
    return _inside(scope, both.select(*tables.PLACES), columns)


# From this depth on a place is an estate's: registry.rules.ESTATE.
_ESTATE = 100


def nation(scope: Scope, measures: Sequence[Measure]) -> Expr:
    """Return per week what all of the series comes to: no tree decides."""
    rows = scope.facts.mutate(whole=ibis.literal(True))
    return rows.group_by("day").aggregate(**scope.sums(rows, measures)).order_by("day")


def year(scope: Scope, measures: Sequence[Measure]) -> Expr:
    """Return a unit's weeks × indicators."""
    rows = _at_unit(scope, _of(measures))
    return rows.group_by("day").aggregate(**scope.sums(rows, measures)).order_by("day")


def pivot(scope: Scope, measures: Sequence[Measure]) -> Expr:
    """Return units directly below × weeks × indicators: at the centre province × week × indicator."""
    rows = _by_group(scope, _of(measures))
    sums = rows.group_by("ancestor", "day").aggregate(**scope.sums(rows, measures))
    return sums.rename(unit="ancestor").order_by("unit", "day")


def completeness(scope: Scope) -> Expr:
    """Return per unit directly below and week who was expected, and what came in, on time, approved, locked.

    By the tree of each week: who was expected is decided there.
    """
    rows = _by_group(scope, (*COUNTS, "expected", "passed"))
    counts = rows.group_by("ancestor", "day").aggregate(
        expected=rows.expected.sum(),
        received=rows.returns.sum(),
        on_time=rows.on_time.sum(),
        approved=rows.returns.sum(where=rows.passed),
        locked=rows.locked.sum(),
    )
    return counts.rename(unit="ancestor").order_by("unit", "day")


def answers(scope: Scope, codes: Sequence[str]) -> Expr:
    """Return per week and field how many gave a value, left it blank, said that it does not apply, or did not report it."""
    rows = _at_unit(scope, ["returns", *(f"{word}_{code}" for code in codes for word in "nba")])
    sums = {"returns": rows.returns.sum()}
    for code in codes:
        sums |= {f"{word}_{code}": rows[f"{word}_{code}"].sum() for word in "nba"}
    found = rows.group_by("day").aggregate(**sums)
    missing = {
        f"m_{code}": found.returns - found[f"n_{code}"] - found[f"b_{code}"] - found[f"a_{code}"]
        for code in codes
    }
    return found.mutate(**missing).order_by("day")


def movers(scope: Scope, measure: Measure, most: int) -> Expr:
    """Return the units directly below that changed most between the first and the last of the days.

    A unit counts that has a number in both weeks. Of equal changes the unit with the smaller key comes first.
    """
    first, last = min(scope.days), max(scope.days)
    sums = pivot(scope, [measure])
    column = sums[measure.column]
    found = sums.group_by("unit").aggregate(
        before=column.sum(where=sums.day == first), after=column.sum(where=sums.day == last)
    )
    found = found.filter(found.before.notnull(), found.after.notnull())
    found = found.mutate(change=found.after - found.before)
    return found.order_by(found.change.abs().desc(), "unit").limit(most)


QUARTERS = 4


def distribution(scope: Scope, measure: Measure, level: str) -> Expr:
    """Return per week the units of a level in four groups of equal size, from the smallest number up: how many, from, to."""
    rows = _by_group(scope, _of([measure]), level)
    sums = rows.group_by("ancestor", "day").aggregate(**scope.sums(rows, [measure]))
    sums = sums.filter(sums[measure.column].notnull())
    order = ibis.window(group_by="day", order_by=[sums[measure.column], sums.ancestor])
    ranked = sums.mutate(quarter=ibis.ntile(QUARTERS).over(order).cast("int64") + 1)
    column = ranked[measure.column]
    return (
        ranked.group_by("day", "quarter")
        .aggregate(units=ranked.count(), least=column.min(), most=column.max(), total=column.sum())
        .order_by("day", "quarter")
    )


def running(scope: Scope, measures: Sequence[Measure]) -> Expr:
    """Return per week what a unit's flows come to since the first of the days."""
    weeks = year(scope, measures)
    since = ibis.window(order_by="day", preceding=None, following=0)
    return weeks.select(
        "day", **{one.column: weeks[one.column].sum().over(since) for one in measures}
    ).order_by("day")


def everywhere(scope: Scope) -> Expr:
    """Return per unit of the whole tree what it comes to on one day, in every measure: for the comparison with kept totals."""
    where = scope.places
    measures = scope.layout.measures
    rows = _inside(scope, where.filter(where.above != LEVELS.index("village")), _of(measures))
    sums = rows.group_by("ancestor").aggregate(**scope.sums(rows, measures))
    return sums.rename(unit="ancestor").order_by("unit")


def collected(layout: Layout, day: date) -> Expr:
    """Return what the collecting units of a week come to: what is written into the copy beside its returns.

    A unit is in it that is expected to collect, or at which anything counts: closed bodies count at the first unit of
    another level to which they were left.
    """
    where = places(WAS)
    then = where.filter(
        where.valid_from <= day, where.valid_to > day, where.depth >= 1, where.above != where.level
    )
    nearest = ibis.row_number().over(ibis.window(group_by="organisation", order_by="depth"))
    unit_of = (
        then.mutate(place=nearest).filter(lambda rows: rows.place == 0).select("organisation", "ancestor")
    )
    single = tables.single(layout)
    rows = single.join(unit_of, single.unit == unit_of.organisation).drop("organisation", "unit", "expected")
    sums = {name: rows[name].sum() for name in COUNTS}
    sums |= {one.column: combined(one, rows) for one in layout.measures}
    reported = rows.group_by("ancestor", "passed").aggregate(**sums)
    return reported.select(
        day=ibis.literal(day),
        unit=reported.ancestor,
        passed=reported.passed,
        expected=ibis.literal(0, "int64"),
        **{name: reported[name] for name in (*COUNTS, *(one.column for one in layout.measures))},
    )


def expected(layout: Layout, day: date, level: str) -> Expr:
    """Return who is expected to report to which unit on a day, as further rows of the same table."""
    where = places(WAS)
    rows = where.filter(
        where.valid_from <= day, where.valid_to > day, where.depth == 1, where.level == LEVELS.index(level)
    )
    counts = rows.group_by("ancestor").aggregate(expected=rows.count())
    schema = tables.unit_schema(layout)
    nothing = {name: ibis.literal(0, "int64") for name in COUNTS}
    nothing |= {one.column: ibis.null(schema[one.column]) for one in layout.measures}
    return counts.select(
        day=ibis.literal(day),
        unit=counts.ancestor,
        passed=ibis.literal(False),
        expected=counts.expected,
        **nothing,
    )


_NAMED: Mapping[str, Callable[..., Expr]] = {
    one.__name__: one
    for one in (nation, year, pivot, completeness, answers, movers, distribution, running, everywhere)
}
# Stands for a unit in a statement that is made once for all of them; no key is as big.
ANY_UNIT = 8_111_222_333_444_555_666


@dataclass(frozen=True)
class Question:
    """An analysis by its name, of a scope, with whatever else it takes."""

    name: str
    scope: Scope
    words: tuple[Any, ...] = ()

    @property
    def expression(self) -> Expr:
        """What is asked, for any engine."""
        return _NAMED[self.name](self.scope, *self.words)

    @property
    def of_any_unit(self) -> Question:
        """The same of no unit in particular."""
        return replace(self, scope=replace(self.scope, unit=ANY_UNIT))


def named() -> frozenset[str]:
    """Return the names by which the analyses can be asked for; not that of the check."""
    return frozenset(_NAMED) - {"everywhere"}

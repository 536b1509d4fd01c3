"""Adding a period up from nothing: what every collecting unit's total has to be, read from the returns themselves.

By lots of rows and by columns, in a number of statements that does not grow with the number of units. Without locks: what
is saved meanwhile may be in the returns and not yet in the totals read before, so whoever finds a unit amiss looks again
under its lock.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from lienthong.forms import queries as forms
from lienthong.forms.rules import Field
from lienthong.kernel import sql
from lienthong.kernel.actor import Actor
from lienthong.kernel.values import Month, Week
from lienthong.registry.queries import estates_of

from ..models import Return, Series, Total
from ..rules import periods, tally, totals
from ..rules.states import APPROVED, RECEIVED
from ..rules.stocks import month_row
from .series import Asked, asked_in, current_week, get_series, is_month, series_for, week_of
from .totals import collecting_units_of

# So many returns are held at once.
_LOT = 20_000


class Counting(NamedTuple):
    """A received return, and the unit at which it counts."""

    unit: int
    body: int
    state: str
    on_time: bool
    values: Mapping[str, Any]


Rows = tuple[totals.Row, totals.Row]

# Of bodies that stand somewhere on a day.
_STANDING = """
SELECT above.ancestor_id, entry.organisation_id, entry.state, entry.on_time, entry."values"
FROM registry_closure above JOIN reports_return entry ON entry.organisation_id = above.descendant_id
WHERE entry.series_id = %s AND entry.period = %s AND entry.state IN ('submitted', 'approved', 'locked')
    AND above.tree_id = %s AND above.depth = 1 AND above.valid_from <= %s AND above.valid_to > %s
"""
_OF_BODIES = """
SELECT entry.organisation_id, entry.organisation_id, entry.state, entry.on_time, entry."values"
FROM reports_return entry
WHERE entry.series_id = %s AND entry.period = %s AND entry.state IN ('submitted', 'approved', 'locked')
    AND entry.organisation_id {bodies}
"""


def counting_in(asked: Asked, units: Collection[int] | None = None) -> Iterator[list[Counting]]:
    """Yield by lots the received returns of a week that count at some units, or at any."""
    series, day, period = asked.series, asked.week.last, str(asked.week)
    statement, values = _STANDING, [series.pk, period, series.tree_id, day, day]
    if units is not None:
        among, listed = sql.among(units)
        statement, values = f"{statement} AND above.ancestor_id {among}", [*values, listed]
    for lot in sql.stream(statement, *values, size=_LOT):
        yield [_counting(unit, row) for unit, *row in lot]
    heirs = _left(asked, units)
    if heirs:
        among, listed = sql.among(heirs)
        for lot in sql.stream(_OF_BODIES.format(bodies=among), series.pk, period, listed, size=_LOT):
            yield [_counting(heirs[body], row) for body, *row in lot]


def _left(asked: Asked, units: Collection[int] | None) -> dict[int, int]:
    """Return of closed bodies that are left to some units, or to any, the unit of each."""
    estates = estates_of(asked.series.tree_id, asked.series.level, asked.week.last)
    return {
        body: unit
        for unit, (_uid, bodies) in estates.items()
        if units is None or unit in units
        for body in bodies
    }


def _counting(unit: int, row: list[Any]) -> Counting:
    body, state, on_time, values = row
    return Counting(unit, body, state, bool(on_time), json.loads(values))


def reckoned_week(asked: Asked, units: Collection[int] | None = None) -> dict[int, Rows]:
    """Return what the totals of a week come to by the returns: received and approved, by unit; who has none is left out."""
    stages: tuple[dict[int, totals.Row], dict[int, totals.Row]] = ({}, {})
    for lot in counting_in(asked, units):
        rows = tally.rows_of(asked.form, asked.slots, [(one.state, one.on_time, one.values) for one in lot])
        for stage, states in zip(stages, (RECEIVED, APPROVED), strict=True):
            chosen = [place for place, one in enumerate(lot) if one.state in states]
            found = totals.add_up(rows[chosen], [lot[place].unit for place in chosen], asked.slots)
            for unit, row in found.items():
                stage[unit] = totals.added([stage[unit], row], asked.slots) if unit in stage else row
    received, approved = stages
    nothing = totals.read_row(None, len(asked.slots))
    return {unit: (row, approved.get(unit, nothing)) for unit, row in received.items()}


def reckoned_month(asked: Asked, month: Month) -> dict[int, Rows]:
    """Return what the stock figures of a month come to by the returns, as ``reckoned_week`` does.

    A return counts where its body counts on its own week's last day and on the month's last day too.
    """
    fields = stocks_of(asked.series)
    at_end = _units_at(asked, month.weeks[-1])
    held: tuple[_ByUnit, _ByUnit] = (defaultdict(dict), defaultdict(dict))
    for week in month.weeks:
        for lot in counting_in(replace(asked, week=week)):
            for one in lot:
                if at_end.get(one.body) == one.unit:
                    _hold(held, one, fields)
    received, approved = (
        {unit: month_row(fields, asked.slots, bodies.values()) for unit, bodies in stage.items()}
        for stage in held
    )
    nothing = totals.read_row(None, len(asked.slots))
    return {unit: (row, approved.get(unit, nothing)) for unit, row in received.items()}


# By unit and body the stock figures of its returns, oldest first.
_ByUnit = defaultdict[int, dict[int, list[Mapping[str, Any]]]]


def _hold(held: tuple[_ByUnit, _ByUnit], one: Counting, fields: Mapping[str, Field]) -> None:
    stocks = {code: one.values[code] for code in fields if code in one.values}
    for stage, states in zip(held, (RECEIVED, APPROVED), strict=True):
        if one.state in states:
            stage[one.unit].setdefault(one.body, []).append(stocks)


_UNITS = """
SELECT descendant_id, ancestor_id FROM registry_closure
WHERE tree_id = %s AND depth = 1 AND valid_from <= %s AND valid_to > %s
"""


def _units_at(asked: Asked, week: Week) -> dict[int, int]:
    """Return at which unit each body counts on a week's last day."""
    day: date = week.last
    standing = dict(sql.fetch(_UNITS, asked.series.tree_id, day, day))
    return _left(replace(asked, week=week), None) | standing


def stocks_of(series: Series) -> dict[str, Field]:
    """Return the stock fields of all published versions: a month may see more than one."""
    return {
        field.code: field
        for form in forms.published_forms(series.form_id)
        for field in form.stocks
        if field.code in series.slots
    }


# ── what is kept ─────────────────────────────────────────────────────────────────────────────────────────────────────

_KEPT = "SELECT unit_id, received, approved FROM reports_total WHERE series_id = %s AND period = %s"


def kept_rows(
    asked: Asked, month: Month | None, units: Collection[int] | None = None
) -> dict[int, tuple[bytes, bytes]]:
    """Return what is kept of a week, or of a month, at some units or at all."""
    values: list[Any] = [asked.series.pk, str(month or asked.week)]
    statement = _KEPT
    if units is not None:
        among, listed = sql.among(units)
        statement, values = f"{statement} AND unit_id {among}", [*values, listed]
    return {
        unit: (bytes(received), bytes(approved)) for unit, received, approved in sql.fetch(statement, *values)
    }


def units_amiss(asked: Asked, month: Month | None = None) -> list[int]:
    """Return the units whose total of a week, or of a month, differs from the returns, as far as a look without locks can tell."""
    kept = kept_rows(asked, month)
    found = reckoned_month(asked, month) if month else reckoned_week(asked)
    width = len(asked.slots)
    return sorted(
        unit
        for unit in kept.keys() | found.keys()
        if not totals.is_kept(kept.get(unit), found.get(unit), width)
    )


def units_of_period(asked: Asked, month: Month | None = None) -> dict[int, UUID]:
    """Return every unit that collects in a week, or at the end of a month, or of which a total is kept; with its public id."""
    at = replace(asked, week=month.weeks[-1]) if month else asked
    units = {unit: uid for unit, uid, _members in collecting_units_of(at)}
    kept = Total.objects.filter(series=asked.series, period=str(month or asked.week))
    return units | dict(kept.values_list("unit_id", "unit__uid"))


def periods_chosen(
    actor: Actor, code: str | None, period: str | None, *, all_of: bool, first: str = ""
) -> Iterator[tuple[Asked, Month | None]]:
    """Yield weeks and months of one series, or of every: the one named, all of them, or the current week with its month.

    ``first``: leave out all before this week. WrongMoment where a series has no such period; of several series those
    that have none are passed over.
    """
    for series in [get_series(actor, code)] if code else series_for(actor):
        if all_of:
            yield from _periods_of(series, first)
        elif code or _has(series, period or str(current_week())):
            yield from _period_of(series, period or str(current_week()), with_month=period is None)


def _has(series: Series, period: str) -> bool:
    """Say whether a series asks for anything in a week or a month, or whether that is neither, which is said elsewhere."""
    try:
        return bool(_asked_weeks(series, period))
    except ValueError:
        return True


def _asked_weeks(series: Series, period: str) -> list[Week]:
    weeks = Month.parse(period).weeks if is_month(period) else (Week.parse(period),)
    last = Week.parse(series.last_period) if series.last_period else None
    return [week for week in weeks if periods.asked_for(week, Week.parse(series.first_period), last)]


def _period_of(series: Series, period: str, *, with_month: bool) -> Iterator[tuple[Asked, Month | None]]:
    if is_month(period):
        month = Month.parse(period)
        weeks = _asked_weeks(series, period) or month.weeks
        yield asked_in(series, week_of(series, str(weeks[-1]))), month
        return
    asked = asked_in(series, week_of(series, period))
    yield asked, None
    if with_month and stocks_of(series):
        yield asked, Month.of(asked.week)


def _periods_of(series: Series, first: str) -> Iterator[tuple[Asked, Month | None]]:
    """Yield the weeks of which anything was reported or is kept, oldest first, and each month behind its last week."""
    week, end = Week.parse(max(first, series.first_period)), current_week()
    last = Week.parse(series.last_period) if series.last_period else None
    has_stocks = bool(stocks_of(series))
    used_months = set()
    while week <= end and periods.asked_for(week, Week.parse(series.first_period), last):
        month = Month.of(week)
        if _is_used(series, str(week)):
            used_months.add(month)
            yield asked_in(series, week), None
        is_over = week in {month.weeks[-1], end}
        if has_stocks and is_over and (month in used_months or _is_used(series, str(month))):
            yield asked_in(series, week), month
        week = week.shifted(1)


def _is_used(series: Series, period: str) -> bool:
    of_week = {"series": series, "period": period}
    return Return.objects.filter(**of_week).exists() or Total.objects.filter(**of_week).exists()

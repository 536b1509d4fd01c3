"""Reads of a month: the sum of its weeks, each by its own tree; stock figures from what is kept of the month itself."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from lienthong.forms.rules import contribution
from lienthong.kernel.actor import Actor
from lienthong.registry.queries import Unit, units_below

from .. import permissions
from ..models import Return
from ..rules import totals
from ..rules.completeness import Completeness
from ..rules.states import APPROVED, RECEIVED
from ..rules.stocks import month_row, with_stocks
from ..rules.structures import shared_together
from .kept import UnitTotals, collects, nothing
from .series import Asked, AskedMonth
from .structured import below
from .withholding import stands_inside, withheld_of, without


def month_totals_for(actor: Actor, asked: AskedMonth, unit: Unit) -> UnitTotals:
    """Return what stands below a unit for a month; NotAllowed where the actor may not see it."""
    return month_and_children_for(actor, asked, unit)[0]


def month_and_children_for(
    actor: Actor, asked: AskedMonth, unit: Unit
) -> tuple[UnitTotals, list[tuple[Unit, UnitTotals]]]:
    """Return a unit's month and that of each unit directly below, those of the month's last day, in Vietnamese order."""
    end = asked.at_end
    permissions.VIEW.require_at(actor, unit.id, at=end.day)
    if unit.level == asked.series.level:
        return nothing(tuple(end.slots)), []
    found = _found(asked, unit)
    found = without(found, _withheld(actor, asked, unit, found))
    children = units_below(asked.series.tree_id, unit.id, end.day)
    none = nothing(tuple(end.slots))
    if end.structure.as_was and collects(end, unit):
        bodies = _bodies(actor, asked, children)
        return found.get(unit.id, none), [(child, bodies[child.id]) for child in children]
    return found.get(unit.id, none), [(child, found.get(child.id, none)) for child in children]


def _found(asked: AskedMonth, unit: Unit) -> dict[int, UnitTotals]:
    """Return the months of a unit and of the units directly below, by key."""
    weeks = [_of_week(week, unit) for week in asked.weeks]
    stocks = _of_week(asked.at_end, unit, period=str(asked.month)) if _stock_codes(asked) else {}
    none = nothing(tuple(asked.series.slots))
    return {
        key: _month(asked, [week[key] for week in weeks if key in week], stocks.get(key, none))
        for key in dict.fromkeys(key for found in (*weeks, stocks) for key in found)
    }


def _of_week(asked: Asked, unit: Unit, *, period: str = "") -> dict[int, UnitTotals]:
    found = below(asked, unit, by_child=True, period=period)
    return {**found.groups, unit.id: found.whole}


def _stock_codes(asked: AskedMonth) -> list[str]:
    codes = dict.fromkeys(field.code for week in asked.weeks for field in week.form.stocks)
    return [code for code in codes if code in asked.series.slots]


def _month(asked: AskedMonth, weeks: Sequence[UnitTotals], stocks: UnitTotals) -> UnitTotals:
    received, approved = (
        _month_sums(asked, rows, kept)
        for rows, kept in (
            ([week.received for week in weeks], stocks.received),
            ([week.approved for week in weeks], stocks.approved),
        )
    )
    counts = [sum(column) for column in zip(*(week.completeness for week in weeks), strict=True)]
    return UnitTotals(Completeness(*counts) if counts else stocks.completeness, received, approved)


def _month_sums(asked: AskedMonth, weeks: Sequence[totals.Sums], kept: totals.Sums) -> totals.Sums:
    slots, codes = asked.series.slots, _stock_codes(asked)
    row = with_stocks(totals.added([one.row for one in weeks], slots), kept.row, slots, codes)
    shared = shared_together([one.shared for one in weeks])
    stocks = {code: one for code, one in kept.shared.items() if code in codes}
    flows = {code: one for code, one in shared.items() if code not in codes}
    return totals.Sums(row, slots, shared=flows | stocks)


def _withheld(actor: Actor, asked: AskedMonth, unit: Unit, found: Iterable[int]) -> dict[int, frozenset[str]]:
    """Return what is not shown of a month: what is not shown in one of its weeks either could be told by a difference."""
    if not any(week.form.guarded for week in asked.weeks) or stands_inside(actor, unit.id):
        return {}
    sources = [*((week, "") for week in asked.weeks), (asked.at_end, str(asked.month))]
    withheld: dict[int, frozenset[str]] = {}
    for source, period in sources:
        for key, codes in withheld_of(source, unit, found, period=period).items():
            withheld[key] = withheld.get(key, frozenset()) | codes
    return withheld


# Bodies below a collecting unit -----------------------------------------------------------------------------------------


def _bodies(actor: Actor, asked: AskedMonth, bodies: Sequence[Unit]) -> dict[int, UnitTotals]:
    """Return what single bodies come to over a month, from their own returns."""
    counted: dict[int, list[Return]] = {body.id: [] for body in bodies}
    for entry in Return.objects.filter(
        series=asked.series,
        organisation_id__in=counted,
        period__in=[str(week.week) for week in asked.weeks],
        state__in=RECEIVED,
    ).order_by("period"):
        counted[entry.organisation_id].append(entry)
    found = {key: _body(asked, entries) for key, entries in counted.items()}
    guarded = frozenset(code for week in asked.weeks for code in week.form.guarded)
    outside = {key: guarded for key in found if guarded and not stands_inside(actor, key)}
    return without(found, outside)


def _body(asked: AskedMonth, entries: Sequence[Return]) -> UnitTotals:
    approved = [entry for entry in entries if entry.state in APPROVED]
    weeks = len(asked.weeks)
    got, passed = _body_sums(asked, entries), _body_sums(asked, approved)
    completeness = Completeness(weeks, got.returns, got.on_time, passed.returns, passed.locked)
    return UnitTotals(completeness, got, passed)


def _body_sums(asked: AskedMonth, entries: Iterable[Return]) -> totals.Sums:
    slots, codes = asked.series.slots, _stock_codes(asked)
    forms = {str(week.week): week.form for week in asked.weeks}
    fields = {field.code: field for week in asked.weeks for field in week.form.stocks}
    rows, values = [], []
    for entry in entries:
        lanes = contribution(forms[entry.period], slots, entry.values)
        rows.append(totals.row_of(lanes, on_time=entry.on_time, locked=entry.state == "locked"))
        values.append(entry.values)
    kept = month_row({code: fields[code] for code in codes}, slots, [values])
    return totals.Sums(with_stocks(totals.added(rows, slots), kept, slots, codes), slots)

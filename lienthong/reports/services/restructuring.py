"""How kept totals follow a restructuring: those of weeks that end on its day or later go to the units that collect then.

Returns stay with their bodies. A total whose bodies all report to one unit afterwards moves as it is; a unit that gets
only a part of another's bodies is added up from its returns. The work of approving follows. All goes through the journal.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

from django.db import transaction

from lienthong.kernel.actor import Actor
from lienthong.kernel.following import Change, Tell
from lienthong.kernel.journal import Journal
from lienthong.kernel.values import Month
from lienthong.registry.queries import Moves, heirs_collecting, moves_of, stamp_of, unchanged_since

from ..models import Series, Total
from ..queries.series import Asked, asked_in
from ..queries.touched import weeks_kept_from
from ..rules import totals
from . import ledger
from .review import move_reviews

Stored = tuple[bytes, bytes]


@transaction.atomic
def move_totals(*, actor: Actor, change: Change, journal: Journal, tell: Tell) -> None:
    """Let the kept totals of the weeks that a change touches stand where their bodies report now.

    Whoever carries a change out has asked for the right to it.
    """
    work = [
        (series, week)
        for series in Series.objects.order_by("pk")
        for week in weeks_kept_from(series, change.on)
    ]
    months: dict[tuple[int, Month], tuple[Asked, set[int]]] = {}
    for done, (series, week) in enumerate(work, 1):
        asked = asked_in(series, week)
        touched = _move_week(actor, change, journal, asked)
        if ledger.keeps_months(series):
            month = Month.of(week)
            months.setdefault((series.pk, month), (asked, set()))[1].update(touched)
        tell(done, len(work))
    for (_series, month), (asked, units) in months.items():
        _move_month(journal, asked, month, units)


def _move_week(actor: Actor, change: Change, journal: Journal, asked: Asked) -> set[int]:
    """Move the totals of a week; return the units whose total is another one now."""
    series, period = asked.series, str(asked.week)
    kept = {row.unit_id: row for row in Total.objects.filter(series=series, period=period)}
    stamp, tree = stamp_of(series.tree_id), series.tree_id
    eve, last = (
        unchanged_since(tree, stamp, day) for day in (change.on - timedelta(days=1), asked.week.last)
    )
    if not kept or eve == last:
        return set()
    went = _went(asked, moves_of(stamp, tree, series.level, eve, last))
    came: dict[int, set[int]] = defaultdict(set)
    for unit, units in went.items():
        for now in units:
            came[now].add(unit)
    left = {unit for unit in kept if went.get(unit, {unit}) != {unit}}
    reached = {now for unit in left for now in went[unit]}
    new = {unit: _total_at(asked, unit, came[unit], kept, went) for unit in reached}
    _write(journal, asked.series, period, kept, new, left - reached)
    move_reviews(actor, journal, asked, left | reached)
    return left | reached


def _went(asked: Asked, moves: Moves) -> dict[int, set[int]]:
    """Return at which units what each unit collected on the eve counts on the last day of the week."""
    went: dict[int, set[int]] = defaultdict(set)
    for unit, now, _count in moves.pairs:
        went[unit].add(now)
    series, last = asked.series, asked.week.last
    closed = {one.body: one.unit for one in moves.single}
    heirs = heirs_collecting(series.tree_id, series.level, closed, last)
    for body, unit in closed.items():
        if body in heirs:
            went[unit].add(heirs[body][0])
    return went


def _total_at(
    asked: Asked, unit: int, came: Collection[int], kept: Mapping[int, Total], went: Mapping[int, set[int]]
) -> Stored:
    """Return what a unit keeps now: the totals that come to it as they are, else what its returns add up to."""
    if any(len(went[one]) > 1 for one in came if one in kept):
        received, approved = ledger.total_at(asked, unit)
    else:
        slots = asked.slots
        rows = [kept[one] for one in sorted(came) if one in kept]
        received, approved = (
            totals.added([totals.read_row(stored, len(slots)) for stored in stage], slots)
            for stage in ([row.received for row in rows], [row.approved for row in rows])
        )
    return totals.stored_row(received), totals.stored_row(approved)


def _write(
    journal: Journal,
    series: Series,
    period: str,
    kept: Mapping[int, Total],
    new: Mapping[int, Stored],
    gone: Iterable[int],
) -> None:
    """Write new totals through the journal: in place of those that are there, beside them, and take others away."""
    changed: dict[int, tuple[Any, ...]] = {}
    begun: list[tuple[Any, ...]] = []
    for unit, stored in sorted(new.items()):
        row = kept.get(unit)
        if row is not None:
            changed[row.pk] = (*stored, totals.fresh_mark())
        elif any(map(any, stored)):
            begun.append((series.pk, unit, period, *stored, totals.fresh_mark()))
    journal.update_rows(Total, ("received", "approved", "mark"), changed)
    journal.insert(Total, ("series_id", "unit_id", "period", "received", "approved", "mark"), begun)
    journal.delete(Total, [kept[unit].pk for unit in gone])


def _move_month(journal: Journal, asked: Asked, month: Month, units: Collection[int]) -> None:
    """Work the stock figures of a month out anew at the units whose weeks have changed."""
    at_end = replace(asked, week=month.weeks[-1])
    held = Total.objects.filter(series=asked.series, period=str(month), unit_id__in=units)
    kept = {row.unit_id: row for row in held}
    new: dict[int, Stored] = {}
    for unit in sorted(units):
        received, approved = ledger.month_at(at_end, unit, month)
        new[unit] = totals.stored_row(received), totals.stored_row(approved)
    gone = {unit for unit, stored in new.items() if unit in kept and not any(map(any, stored))}
    begun = {unit: stored for unit, stored in new.items() if unit not in gone}
    _write(journal, asked.series, str(month), kept, begun, gone)

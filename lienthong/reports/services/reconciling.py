"""Putting kept totals right by the returns: a few units at a time, each under its lock, beside running saves."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from lienthong.kernel import audit
from lienthong.kernel.actor import Actor
from lienthong.kernel.values import Month
from lienthong.registry.models import Organisation

from .. import permissions
from ..models import Series, Total
from ..queries import reckoning
from ..queries.series import Asked, asked_in, week_of
from ..rules import totals
from . import ledger
from .opening import NOTHING, Unit, lock_unit
from .review import follow_review

# So many units are locked at once: enough for one reading to pay, few enough that nobody waits long.
UNITS_AT_ONCE = 50


@dataclass(frozen=True)
class Difference:
    """A number of a kept total that is not what the returns come to. ``slot``: "" for the counts of returns."""

    unit_id: int
    uid: UUID
    period: str
    stage: str
    slot: str
    number: str
    kept: int
    cells: int


@transaction.atomic
def settle_totals(
    *, actor: Actor, asked: Asked, month: Month | None, units: Collection[int], repair: bool
) -> list[Difference]:
    """Compare the totals of a week, or of its month, at some units with the returns, under the units' locks.

    ``repair``: write what the returns come to in the place of what differs, with an entry in the audit of each unit.
    """
    permissions.MANAGE_SERIES.require_somewhere(actor)
    uids = dict(Organisation.objects.filter(pk__in=units).values_list("uid", "pk"))
    locked = {unit.id: unit for uid in sorted(uids) for unit in [lock_unit(uids[uid], uid)]}
    kept = reckoning.kept_rows(asked, month, locked)
    found = _reckoned(asked, month, locked)
    differences: list[Difference] = []
    for unit in locked.values():
        here = list(_differences(asked, month, unit, kept.get(unit.id), found.get(unit.id)))
        differences += here
        if repair and here:
            _put_right(actor, asked, month, unit, found.get(unit.id))
    return differences


@transaction.atomic
def rebuild_totals(*, actor: Actor, series: Series, period: str) -> int:
    """Add up a week's returns from nothing and put the kept totals right; return how many differed.

    The stock figures of the month to which the week belongs are put right with it.
    """
    permissions.MANAGE_SERIES.require_somewhere(actor)
    asked = asked_in(series, week_of(series, period))
    months = [None, Month.of(asked.week)] if ledger.keeps_months(series) else [None]
    put_right = 0
    for month in months:
        amiss = reckoning.units_amiss(asked, month)
        differences = settle_totals(actor=actor, asked=asked, month=month, units=amiss, repair=True)
        put_right += len({one.unit_id for one in differences})
    return put_right


def _reckoned(asked: Asked, month: Month | None, units: Collection[int]) -> dict[int, reckoning.Rows]:
    if month is None:
        return reckoning.reckoned_week(asked, units)
    return {unit: ledger.month_at(asked, unit, month) for unit in units}


def _differences(
    asked: Asked,
    month: Month | None,
    unit: Unit,
    kept: tuple[bytes, bytes] | None,
    found: reckoning.Rows | None,
) -> Iterator[Difference]:
    """Yield every number in which what is kept differs; of a row that is kept in another shape the shape."""
    slots = asked.slots
    period = str(month or asked.week)
    for place, stage in enumerate(("received", "approved")):
        row = found[place] if found else totals.read_row(None, len(slots))
        stored = kept[place] if kept else b""
        for slot, number, held, cells in totals.differences(stored, row, slots):
            yield Difference(unit.id, unit.stream.uid, period, stage, slot, number, held, cells)


def _put_right(
    actor: Actor, asked: Asked, month: Month | None, unit: Unit, found: reckoning.Rows | None
) -> None:
    series, period = asked.series, str(month or asked.week)
    now = (totals.stored_row(found[0]), totals.stored_row(found[1])) if found else NOTHING
    if found:
        ledger.keep(series, period, unit.id, *map(totals.stored_row, found))
    else:
        Total.objects.filter(series=series, period=period, unit_id=unit.id).delete()
    audit.record(actor, "totals.rebuilt", "series", series.uid, stream=unit.stream, facts={"period": period})
    if month is None:
        # What was kept cannot be trusted to tell whether there is work: it is opened, or closed, either way.
        waiting = totals.waiting(*now)
        follow_review(actor, asked, unit.id, unit.stream.uid, 0 if waiting > 0 else 1, waiting)

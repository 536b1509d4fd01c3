"""What every page of a unit's week shows: where one is, which week, which tree, and the ways on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.urls import reverse

from lienthong.kernel.actor import Actor
from lienthong.kernel.errors import WrongData
from lienthong.kernel.languages import label_of
from lienthong.kernel.replica import as_of, reading_copy
from lienthong.kernel.request import Request
from lienthong.kernel.values import Week
from lienthong.registry.queries import Unit, units_above

from .. import queries
from ..messages import week_label
from ..queries import Asked, UnitTotals
from ..rules.structures import AS_WAS, Structure
from .structures import structure_context, with_structure

# Pages that show figures by a structure; the others show returns, as they are.
_BY_STRUCTURE = frozenset({"overview", "figures", "owed", "villages"})


@dataclass(frozen=True)
class Frame:
    """A unit's week."""

    actor: Actor
    asked: Asked
    unit: Unit

    def url(self, name: str, *, unit: Unit | None = None, week: Week | None = None) -> str:
        """Return the address of another page of this or another unit and week."""
        address = reverse(
            f"reports:{name}", args=[self.asked.series.code, week or self.asked.week, (unit or self.unit).uid]
        )
        return with_structure(address, self.asked.structure) if name in _BY_STRUCTURE else address


def get_frame(request: Request, series: str, period: str, uid: UUID, structure: Structure = AS_WAS) -> Frame:
    """Return the week of a unit that an address names, if the actor may see it."""
    return Frame(request.actor, *queries.get_unit_asked(request.actor, series, period, uid, structure))


@contextmanager
def figures_of(request: Request, asked: Asked, unit: Unit) -> Iterator[None]:
    """Read figures over many collecting units from a copy of the database; where people enter and approve, as it is now."""
    with nullcontext() if queries.collects(asked, unit) else reading_copy(request):
        yield


def ticked(request: Request, nothing: str) -> list[UUID]:
    """Return the public ids that are ticked on a page; WrongData with the sentence for nothing where there is none."""
    try:
        uids = [UUID(text) for text in request.POST.getlist("uid")]
    except ValueError:
        uids = []
    if not uids:
        raise WrongData(nothing)
    return uids


def frame_context(frame: Frame, page: str, shown: Sequence[UnitTotals] = ()) -> dict[str, Any]:
    """Return what the templates of a unit's week need. ``shown``: the totals on the page."""
    asked, unit = frame.asked, frame.unit
    before, after = queries.weeks_around(asked.week, asked.series.first_period)
    deadlines = queries.deadlines_of(asked.series, asked.week)
    above = units_above(asked.series.tree_id, unit.id, asked.day)
    return {
        "asked": asked,
        "as_of": as_of(),
        "unit": unit,
        "series_name": label_of(asked.series.name),
        "week": asked.week,
        "week_label": week_label(asked.week),
        "week_before": (week_label(before), frame.url(page, week=before)) if before else None,
        "week_after": (week_label(after), frame.url(page, week=after)) if after else None,
        "above": [(one, frame.url("overview", unit=one)) for one in above[:-1] if _may_see(frame, one)],
        "deadline": _own_deadline(deadlines, unit),
        "deadlines": deadlines,
        "may_enter": queries.may_enter(frame.actor, unit),
        "may_approve": queries.may_approve(frame.actor, unit),
        "may_lock": queries.may_lock(frame.actor, unit),
        "reports_here": unit.level == asked.series.level,
        "collects": queries.collects(asked, unit),
        "links": {
            name: frame.url(name)
            for name in (
                "overview",
                "figures",
                "owed",
                "lock",
                "entry",
                "sheet",
                "sheet_data",
                "review",
                "remind",
                "villages",
            )
        }
        | {"return": frame.url("return"), "step": frame.url("step")},
        **structure_context(asked, shown),
    }


def _may_see(frame: Frame, unit: Unit) -> bool:
    return queries.may_view(frame.actor, frame.asked, unit)


def _own_deadline(deadlines: dict[str, datetime], unit: Unit) -> datetime | None:
    return deadlines.get(unit.level)

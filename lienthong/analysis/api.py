"""JSON door of analysis: the same queries as the page, and those that it does not show."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Any
from uuid import UUID

from ninja import Query, Router, Schema

from lienthong.kernel.request import Request
from lienthong.registry.queries import Unit
from lienthong.reports.queries import Stage, Structure

from . import queries
from .queries import Asking
from .rules.layout import Indicator

router = Router()


class Name(StrEnum):
    """What can be asked for.

    year: the unit's weeks; pivot: the units directly below × weeks; completeness: the same of who was expected and what came
    in; movers: the units directly below that changed most from the first to the last week; distribution: the units of a level
    in four groups of equal size.
    """

    YEAR = "year"
    PIVOT = "pivot"
    COMPLETENESS = "completeness"
    MOVERS = "movers"
    DISTRIBUTION = "distribution"


class RowOut(Schema):
    """A unit's week; of movers without a week, of a distribution without a unit.

    ``number``: a decimal string; null where nobody reported one, it is ``withheld``, or it belongs to the unit only in part
    (``partly``: of how many returns). ``counts``: expected, received, on time, approved, locked. ``before``, ``after``: the
    first and the last week of a mover. ``quarter``, ``units``, ``least``, ``most``: of a distribution.
    """

    unit: UUID | None = None
    name: str = ""
    period: str = ""
    number: str | None = None
    values: int = 0
    returns: int = 0
    withheld: bool = False
    partly: int = 0
    counts: dict[str, int] | None = None
    before: str | None = None
    after: str | None = None
    quarter: int | None = None
    units: int | None = None
    least: str | None = None
    most: str | None = None


class AnalysisOut(Schema):
    """An analysis. ``as_of``: all that was saved before this moment is in it."""

    analysis: Name
    series: str
    year: int
    unit: UUID
    indicator: str
    stage: Stage
    structure: date | None
    as_of: datetime | None
    rows: list[RowOut]


@router.get(
    "/analysis/{name}",
    response=AnalysisOut,
    exclude_unset=True,
    summary="A unit's year from the columnar copy, week by week",
)
def get_analysis(
    request: Request,
    name: Name,
    series: str,
    year: int,
    unit: UUID,
    indicator: str = "",
    stage: Stage = Stage.RECEIVED,
    level: str = "commune",
    day: Annotated[date | None, Query(None, alias="coCau")] = None,
) -> Any:
    asking = queries.ask_for(request.actor, series, unit, year, stage, Structure(day))
    chosen = asking.indicator(indicator)
    return {
        "analysis": name,
        "series": series,
        "year": year,
        "unit": unit,
        "indicator": chosen.name,
        "stage": stage,
        "structure": day,
        "as_of": asking.as_of,
        "rows": list(_rows(name, asking, chosen, level)),
    }


def _rows(name: Name, asking: Asking, indicator: Indicator, level: str) -> Iterator[dict[str, Any]]:
    if name is Name.DISTRIBUTION:
        for quarter in queries.distribution_for(asking, indicator, level):
            yield {**quarter._asdict(), "period": str(quarter.week)}
        return
    yield from _ROWS[name](asking, indicator)


def _year(asking: Asking, indicator: Indicator) -> Iterator[dict[str, Any]]:
    for week, figures in queries.year_for(asking, [indicator]).figures.items():
        yield _of(asking.unit, str(week)) | figures[indicator.name]._asdict()


def _pivot(asking: Asking, indicator: Indicator) -> Iterator[dict[str, Any]]:
    pivot = queries.pivot_for(asking, indicator)
    for unit in pivot.units:
        for week, figure in zip(pivot.weeks, pivot.of(unit), strict=True):
            yield _of(unit, str(week)) | figure._asdict()


def _completeness(asking: Asking, _indicator: Indicator) -> Iterator[dict[str, Any]]:
    units, counts = queries.completeness_for(asking)
    by_key = {unit.id: unit for unit in units}
    for (key, week), count in counts.items():
        yield _of(by_key[key], str(week)) | {"counts": count._asdict()}


def _movers(asking: Asking, indicator: Indicator) -> Iterator[dict[str, Any]]:
    for one in queries.movers_for(asking, indicator):
        yield _of(one.unit) | {"before": one.before, "after": one.after, "number": one.change}


_ROWS = {Name.YEAR: _year, Name.PIVOT: _pivot, Name.COMPLETENESS: _completeness, Name.MOVERS: _movers}


def _of(unit: Unit, period: str = "") -> dict[str, Any]:
    return {"unit": unit.uid, "name": unit.short_name, "period": period}

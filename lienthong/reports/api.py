"""JSON door of reports: the same queries and services as the pages."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from ninja import Header, Query, Router, Schema, Status

from lienthong.forms.queries import read_sent
from lienthong.forms.rules import Field
from lienthong.kernel.request import Request
from lienthong.registry.queries import Unit

from . import queries, services
from .queries import Asked, AskedMonth, Stage, UnitTotals
from .rules.figures import Outcome, outcome_of
from .rules.structures import Structure

router = Router()


class SeriesOut(Schema):
    """A series of returns."""

    uid: UUID
    code: str
    name: dict[str, str]
    level: str
    first_period: str


class ReturnOut(Schema):
    """A return as it stands. Values: decimal strings or texts; null is blank; {"s": state} any other state.

    {"s": "withheld"}: a part of a figure that is not shown outside the collecting unit.
    """

    uid: UUID
    period: str
    state: str
    version: int
    values: dict[str, Any]
    reason: str
    submitted_at: datetime | None
    on_time: bool


class ReturnIn(Schema):
    """What is entered. ``seen``: the version that was read before, 0 for none."""

    values: dict[str, Any]
    seen: int = 0
    submit: bool = False


class SentReturn(Schema):
    """What is entered for one body, by its public id. ``seen``: the version that was read before, 0 for none."""

    unit: UUID
    values: dict[str, Any]
    seen: int = 0


class ReturnsIn(Schema):
    """What is entered for bodies below one collecting unit, all of it or nothing."""

    returns: list[SentReturn]
    submit: bool = False


class UnitReturnOut(ReturnOut):
    """A return as it stands, and whose it is."""

    unit: UUID


class StepIn(Schema):
    """A step with returns of a week: approve, return, lock or unlock."""

    uids: list[UUID]
    reason: str = ""


class CountsOut(Schema):
    """How many were expected, and what came in. ``partly``: bodies that belong here only in part, in no other count."""

    expected: int
    received: int
    on_time: int
    approved: int
    locked: int
    partly: int = 0
    partly_received: int = 0


class FigureOut(Schema):
    """What a field comes to, and how many returns stood in each state; of stock figures over a month, how many bodies.

    ``total``: a decimal string by the field's roll-up; None where nobody reported a value, or there is no number.
    ``weight``: what a weighted average was weighted by. ``counts``: of each answer, how many. ``withheld``: a part that
    is not shown outside the collecting unit, since it is below five or would tell such a one.

    Across a split: ``shared``, of how many returns only a part belongs here; ``apportioned``, the total is by known
    shares; ``between``, the least and the most that it can be; ``divisible`` is false where nothing certain can be said.
    """

    rollup: str
    total: str | None
    values: int
    blank: int
    not_applicable: int
    weight: str | None = None
    counts: dict[str, int] | None = None
    withheld: bool = False
    shared: int = 0
    apportioned: bool = False
    between: tuple[str, str] | None = None
    divisible: bool = True


class TotalsOut(Schema):
    """What stands below a unit for a week (2026-W47) or a month (2026-11), in one of the two stages.

    ``structure``: the day by whose structure of units; None: as it was in each period.
    """

    unit: UUID
    name: str
    period: str
    stage: str
    structure: date | None
    counts: CountsOut
    figures: dict[str, FigureOut]


class OriginOut(Schema):
    """Who wrote something, and in which week."""

    unit: UUID
    name: str
    period: str


class ToldOut(Schema):
    """What was written, once, with all who wrote it."""

    text: str
    origins: list[OriginOut]


class NarrativesOut(Schema):
    """A page of what was written below a unit in a field, without blanks and duplicates."""

    field: str
    count: int
    page: int
    pages: int
    texts: list[ToldOut]


class OwedOut(Schema):
    """What a unit still owes, and whose turn it is."""

    unit: UUID
    name: str
    turn: str
    late: bool
    counts: CountsOut


class StepOut(Schema):
    """One step in the life of a return."""

    version: int
    state: str
    at: datetime
    by: str
    reason: str


def _totals(asked: Asked | AskedMonth, unit: Unit, totals: UnitTotals, stage: Stage) -> dict[str, Any]:
    sums = totals.of(stage)
    return {
        "unit": unit.uid,
        "name": unit.short_name,
        "period": str(asked.month if isinstance(asked, AskedMonth) else asked.week),
        "stage": stage,
        "structure": asked.structure.day,
        "counts": totals.completeness,
        "figures": {
            code: _figure(field, outcome_of(field, sums))
            for code, field in asked.form.fields.items()
            if code in sums.figures
        },
    }


def _figure(field: Field, found: Outcome) -> dict[str, Any]:
    return {
        "rollup": field.rollup,
        "total": found.number,
        "values": found.values,
        "blank": found.blank,
        "not_applicable": found.not_applicable,
        "weight": found.weight,
        "counts": found.counts or None,
        "withheld": found.withheld,
        "shared": found.shared,
        "apportioned": found.apportioned,
        "between": found.between,
        "divisible": found.divisible,
    }


@router.get("/series", response=list[SeriesOut], summary="Series that the actor may see")
def list_series(request: Request) -> Any:
    return queries.series_for(request.actor)


# The day by whose structure of units figures are shown; without it as it was in each period.
Day = Annotated[date | None, Query(None, alias="coCau")]

_UNIT = "/series/{series}/{period}/units/{uid}"


@router.get(_UNIT + "/return", response=ReturnOut, summary="A body's return")
def get_return(request: Request, series: str, period: str, uid: UUID) -> Any:
    asked = queries.get_asked(request.actor, series, period)
    return queries.get_return(request.actor, asked, queries.get_unit_for(request.actor, asked, uid))


# Of a request that is sent again with the same key the first answer is given again, and nothing is written.
Key = Annotated[str, Header("", alias="Idempotency-Key", description="A UUID, or up to 64 characters")]


@router.put(_UNIT + "/return", response=ReturnOut, summary="Save, or save and submit, a body's return")
def put_return(request: Request, series: str, period: str, uid: UUID, sent: ReturnIn, key: Key) -> Any:
    asked, unit = queries.get_unit_asked(request.actor, series, period, uid)
    row = services.Typed(unit.id, unit.uid, unit.short_name, read_sent(asked.form, sent.values), sent.seen)
    saved = services.save_returns(actor=request.actor, asked=asked, rows=[row], submit=sent.submit, key=key)
    return saved.returns[0]


@router.put(
    _UNIT + "/returns",
    response=list[UnitReturnOut],
    summary="Save, or save and submit, the returns of many bodies below a collecting unit: all or none",
)
def put_returns(request: Request, series: str, period: str, uid: UUID, sent: ReturnsIn, key: Key) -> Any:
    asked, above = queries.get_unit_asked(request.actor, series, period, uid)
    units = queries.units_asked(asked, [one.unit for one in sent.returns])
    rows = [
        services.Typed(
            units[one.unit].id,
            one.unit,
            units[one.unit].short_name,
            read_sent(asked.form, one.values),
            one.seen,
        )
        for one in sent.returns
    ]
    saved = services.save_returns(
        actor=request.actor, asked=asked, rows=rows, submit=sent.submit, key=key, above=above.id
    )
    uids = {unit.id: unit.uid for unit in units.values()}
    return [
        {**ReturnOut.from_orm(entry).dict(), "unit": uids[entry.organisation_id]} for entry in saved.returns
    ]


@router.get(
    _UNIT + "/return/history", response=list[StepOut], summary="The steps of a body's return, newest first"
)
def get_history(request: Request, series: str, period: str, uid: UUID) -> Any:
    asked = queries.get_asked(request.actor, series, period)
    entry = queries.get_return(request.actor, asked, queries.get_unit_for(request.actor, asked, uid))
    return queries.history_for(request.actor, asked, entry)


@router.post(_UNIT + "/return/withdraw", response={204: None}, summary="Take a submitted return back")
def withdraw(request: Request, series: str, period: str, uid: UUID) -> Any:
    asked = queries.get_asked(request.actor, series, period)
    entry = queries.get_return(request.actor, asked, queries.get_unit_for(request.actor, asked, uid))
    services.withdraw_return(actor=request.actor, asked=asked, uid=entry.uid)
    return Status(204, None)


@router.post("/series/{series}/{period}/approve", response=int, summary="Approve returns; how many changed")
def approve(request: Request, series: str, period: str, sent: StepIn) -> Any:
    asked = queries.get_asked(request.actor, series, period)
    return services.approve_returns(actor=request.actor, asked=asked, uids=sent.uids)


@router.post("/series/{series}/{period}/return", response=int, summary="Give returns back with a reason")
def give_back(request: Request, series: str, period: str, sent: StepIn) -> Any:
    asked = queries.get_asked(request.actor, series, period)
    return services.return_returns(actor=request.actor, asked=asked, uids=sent.uids, reason=sent.reason)


@router.post("/series/{series}/{period}/lock", response=int, summary="Lock approved returns")
def lock(request: Request, series: str, period: str, sent: StepIn) -> Any:
    asked = queries.get_asked(request.actor, series, period)
    return services.lock_returns(actor=request.actor, asked=asked, uids=sent.uids)


@router.post("/series/{series}/{period}/unlock", response=int, summary="Unlock returns with a reason")
def unlock(request: Request, series: str, period: str, sent: StepIn) -> Any:
    asked = queries.get_asked(request.actor, series, period)
    return services.unlock_returns(actor=request.actor, asked=asked, uids=sent.uids, reason=sent.reason)


@router.get(
    _UNIT + "/totals", response=TotalsOut, summary="What stands below a unit in a week or a month, by stage"
)
def get_totals(
    request: Request, series: str, period: str, uid: UUID, stage: Stage = Stage.RECEIVED, day: Day = None
) -> Any:
    if queries.is_month(period):
        month = queries.get_month(request.actor, series, period, Structure(day))
        unit = queries.get_unit_for(request.actor, month.at_end, uid)
        totals = queries.month_totals_for(request.actor, month, unit)
        return _totals(month, unit, totals, stage)
    asked = queries.get_asked(request.actor, series, period, Structure(day))
    unit = queries.get_unit_for(request.actor, asked, uid)
    totals = queries.unit_totals_for(request.actor, asked, unit)
    return _totals(asked, unit, totals, stage)


@router.get(
    _UNIT + "/totals/below", response=list[TotalsOut], summary="The totals of the units directly below"
)
def get_totals_below(
    request: Request, series: str, period: str, uid: UUID, stage: Stage = Stage.RECEIVED, day: Day = None
) -> Any:
    if queries.is_month(period):
        month = queries.get_month(request.actor, series, period, Structure(day))
        unit = queries.get_unit_for(request.actor, month.at_end, uid)
        _, below = queries.month_and_children_for(request.actor, month, unit)
        return [_totals(month, child, totals, stage) for child, totals in below]
    asked = queries.get_asked(request.actor, series, period, Structure(day))
    unit = queries.get_unit_for(request.actor, asked, uid)
    below = queries.children_totals_for(request.actor, asked, unit)
    return [_totals(asked, child, totals, stage) for child, totals in below]


@router.get(
    _UNIT + "/narratives/{code}", response=NarrativesOut, summary="What was written below a unit in a field"
)
def get_narratives(
    request: Request,
    series: str,
    period: str,
    uid: UUID,
    code: str,
    stage: Stage = Stage.RECEIVED,
    page: int = 1,
    day: Day = None,
) -> Any:
    weeks = queries.get_weeks(request.actor, series, period, Structure(day))
    unit = queries.get_unit_for(request.actor, weeks[-1], uid)
    found = queries.narratives_for(
        request.actor, weeks, unit, queries.get_joined_field(weeks[-1], code), stage, page
    )
    return {
        "field": code,
        "count": found.count,
        "page": found.page,
        "pages": found.pages,
        "texts": [
            {
                "text": told.text,
                "origins": [
                    {"unit": one.unit.uid, "name": one.unit.short_name, "period": str(one.week)}
                    for one in told.origins
                ],
            }
            for told in found.texts
        ],
    }


@router.get(_UNIT + "/owed", response=list[OwedOut], summary="Who owes what, and whose turn it is")
def get_owed(
    request: Request, series: str, period: str, uid: UUID, turn: str = "", q: str = "", day: Day = None
) -> Any:
    asked = queries.get_asked(request.actor, series, period, Structure(day))
    unit = queries.get_unit_for(request.actor, asked, uid)
    return [
        {
            "unit": one.unit.uid,
            "name": one.unit.short_name,
            "turn": one.turn,
            "late": one.late,
            "counts": one.totals.completeness,
        }
        for one in queries.owed_for(request.actor, asked, unit, text=q, turn=turn)
    ]

"""JSON door of reports: the same queries and services as the pages."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from ninja import Router, Schema

from lienthong.forms.queries import read_sent
from lienthong.kernel.request import Request

from . import queries, services
from .queries import Stage, UnitTotals

router = Router()


class SeriesOut(Schema):
    """A series of returns."""

    uid: UUID
    code: str
    name: dict[str, str]
    level: str
    first_period: str


class ReturnOut(Schema):
    """A return as it stands. Values: decimal strings or texts; null is blank; {"s": state} any other state."""

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


class StepIn(Schema):
    """A step with returns of a week: approve, return, lock or unlock."""

    uids: list[UUID]
    reason: str = ""


class CountsOut(Schema):
    """How many were expected, and what came in."""

    expected: int
    received: int
    on_time: int
    approved: int
    locked: int


class FigureOut(Schema):
    """What a field adds up to, as a decimal string, and how many returns stood in each state."""

    total: str
    values: int
    blank: int
    not_applicable: int


class TotalsOut(Schema):
    """What stands below a unit for a week, in one of the two stages."""

    unit: UUID
    name: str
    period: str
    stage: str
    counts: CountsOut
    figures: dict[str, FigureOut]


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


def _totals(asked: queries.Asked, unit: Any, totals: UnitTotals, stage: Stage) -> dict[str, Any]:
    fields = asked.form.fields
    return {
        "unit": unit.uid,
        "name": unit.short_name,
        "period": str(asked.week),
        "stage": stage,
        "counts": totals.completeness,
        "figures": {
            code: {
                "total": fields[code].unscaled(figure.total),
                "values": figure.values,
                "blank": figure.blank,
                "not_applicable": figure.not_applicable,
            }
            for code, figure in totals.of(stage).figures.items()
            if code in fields
        },
    }


@router.get("/series", response=list[SeriesOut], summary="Series that the actor may see")
def list_series(request: Request) -> Any:
    return queries.series_for(request.actor)


_UNIT = "/series/{series}/{period}/units/{uid}"


@router.get(_UNIT + "/return", response=ReturnOut, summary="A body's return")
def get_return(request: Request, series: str, period: str, uid: UUID) -> Any:
    asked = queries.get_asked(request.actor, series, period)
    return queries.get_return(request.actor, asked, queries.get_unit_for(request.actor, asked, uid))


@router.put(_UNIT + "/return", response=ReturnOut, summary="Save, or save and submit, a body's return")
def put_return(request: Request, series: str, period: str, uid: UUID, sent: ReturnIn) -> Any:
    asked = queries.get_asked(request.actor, series, period)
    unit = queries.get_unit_for(request.actor, asked, uid)
    row = services.Typed(unit.id, unit.uid, unit.short_name, read_sent(asked.form, sent.values), sent.seen)
    saved = services.save_returns(actor=request.actor, asked=asked, rows=[row], submit=sent.submit)
    return saved.returns[0]


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
    return 204, None


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


@router.get(_UNIT + "/totals", response=TotalsOut, summary="What stands below a unit, received or approved")
def get_totals(request: Request, series: str, period: str, uid: UUID, stage: Stage = Stage.RECEIVED) -> Any:
    asked = queries.get_asked(request.actor, series, period)
    unit = queries.get_unit_for(request.actor, asked, uid)
    return _totals(asked, unit, queries.unit_totals_for(request.actor, asked, unit), stage)


@router.get(
    _UNIT + "/totals/below", response=list[TotalsOut], summary="The totals of the units directly below"
)
def get_totals_below(
    request: Request, series: str, period: str, uid: UUID, stage: Stage = Stage.RECEIVED
) -> Any:
    asked = queries.get_asked(request.actor, series, period)
    unit = queries.get_unit_for(request.actor, asked, uid)
    below = queries.children_totals_for(request.actor, asked, unit)
    return [_totals(asked, child, totals, stage) for child, totals in below]


@router.get(_UNIT + "/owed", response=list[OwedOut], summary="Who owes what, and whose turn it is")
def get_owed(request: Request, series: str, period: str, uid: UUID, turn: str = "", q: str = "") -> Any:
    asked = queries.get_asked(request.actor, series, period)
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

"""JSON door of restructurings: plans, their steps, and what the check finds. Only reads."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, Any
from uuid import UUID

from ninja import Query, Router, Schema

from lienthong.kernel.request import Request

from . import queries
from .messages import sentence_of

router = Router()

_MOST = 1_000


class PlanOut(Schema):
    """A plan of a restructuring. ``act_date``: None where it is not known; ``version`` grows with every change."""

    uid: UUID
    title: str
    act_number: str
    act_date: date | None
    act_body: str
    source: str
    effective_on: date
    systems: list[str]
    with_areas: bool
    allows_crossing: bool
    state: str
    version: int


class StepOut(Schema):
    """A step. Old codes are of the day before, new ones of the day on which the plan takes effect.

    ``share``: a decimal string; None where no source says which part it is.
    """

    position: int
    kind: str
    level: str
    old_code: str
    old_uid: UUID | None
    new_level: str
    new_code: str
    name: str
    unit_kind: str
    parent_level: str
    parent_code: str
    whole: bool
    share: str | None
    share_key: str
    default: bool


class ProblemOut(Schema):
    """A finding of the check. ``severity``: blocks or warns; ``step``: its position, 0 of none; ``words``: what it speaks of."""

    code: str
    severity: str
    step: int
    sentence: str
    words: dict[str, str]


class StepsOut(Schema):
    """A part of the steps of a plan, in their order."""

    count: int
    offset: int
    steps: list[StepOut]


class ProblemsOut(Schema):
    """What the check finds: how many of each code, and a part of them."""

    count: int
    counts: dict[str, int]
    offset: int
    problems: list[ProblemOut]


Limit = Annotated[int, Query(ge=1, le=_MOST)]
Offset = Annotated[int, Query(ge=0)]


@router.get("/plans", response=list[PlanOut], summary="Plans of restructurings that the actor may see")
def list_plans(request: Request, limit: Limit = 100, offset: Offset = 0) -> Any:
    return list(queries.plans_for(request.actor)[offset : offset + limit])


@router.get("/plans/{uid}", response=PlanOut, summary="One plan")
def get_plan(request: Request, uid: UUID) -> Any:
    return queries.get_plan(request.actor, uid)


@router.get("/plans/{uid}/steps", response=StepsOut, summary="The steps of a plan")
def list_steps(request: Request, uid: UUID, limit: Limit = _MOST, offset: Offset = 0) -> Any:
    steps = queries.steps_of(queries.get_plan(request.actor, uid))
    return {
        "count": len(steps),
        "offset": offset,
        "steps": [_step(step) for step in steps[offset : offset + limit]],
    }


@router.get("/plans/{uid}/problems", response=ProblemsOut, summary="What the check finds about a plan")
def list_problems(request: Request, uid: UUID, limit: Limit = _MOST, offset: Offset = 0) -> Any:
    plan = queries.get_plan(request.actor, uid)
    problems = queries.problems_for(request.actor, plan)
    shown = [{**_told(one), "sentence": sentence_of(one)} for one in problems[offset : offset + limit]]
    counts: dict[str, int] = {}
    for one in problems:
        counts[one.code] = counts.get(one.code, 0) + 1
    return {"count": len(problems), "counts": counts, "offset": offset, "problems": shown}


def _step(step: queries.Step) -> dict[str, Any]:
    return {
        **{name: getattr(step, name) for name in StepOut.model_fields if hasattr(step, name)},
        "parent_level": step.parent.level if step.parent else "",
        "parent_code": step.parent.code if step.parent else "",
        "share": None
        if step.share is None
        else f"{Decimal(step.share.numerator) / step.share.denominator:.10f}",
    }


def _told(problem: queries.Problem) -> dict[str, Any]:
    return {
        "code": problem.code,
        "severity": problem.severity,
        "step": problem.step,
        "words": dict(problem.words),
    }

"""JSON door of the registry. Every date ``on`` is a day; what ``valid_to`` names is the first day after."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal
from uuid import UUID

from ninja import Field, Query, Router, Schema

from lienthong.kernel import clock
from lienthong.kernel.request import Request

from . import queries

router = Router()

LevelCode = Literal["centre", "province", "district", "commune", "village"]


class PlaceOut(Schema):
    """An area by the name that it had."""

    uid: UUID
    full_name: str


class AreaOut(Schema):
    """An area under one of its names, and where it lay then, from the nearest upwards."""

    uid: UUID
    level: str
    sample: bool
    code: str
    kind: str
    name: str
    full_name: str
    valid_from: date
    valid_to: date
    within: list[PlaceOut]


class LayOut(Schema):
    """Within what an area lay, from a day to a day."""

    place: PlaceOut
    valid_from: date
    valid_to: date


class SuccessionOut(Schema):
    """An area that went into another, whole or in part, on a day."""

    place: PlaceOut
    on: date
    kind: str
    whole: bool
    default: bool


class HistoryOut(Schema):
    """All that is known of an area through time."""

    uid: UUID
    versions: list[AreaOut]
    parents: list[LayOut]
    predecessors: list[SuccessionOut]
    successors: list[SuccessionOut]
    aliases: list[str]


class OrganisationOut(Schema):
    """A body as it was on a day."""

    uid: UUID
    level: str
    name: str
    short_name: str


@router.get("/areas", response=list[AreaOut], summary="Areas by name, code or other spelling")
def find_areas(
    request: Request,
    q: Annotated[str, Query(max_length=80)],
    on: date | None = None,
    level: LevelCode | None = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    offset: Annotated[int, Query(ge=0, le=10_000)] = 0,
) -> Any:
    return queries.find_areas(request.actor, q, on, level or "", limit=limit, offset=offset)


@router.get("/areas/by-code/{code}", response=list[AreaOut], summary="Areas that bore a code on a day")
def areas_by_code(request: Request, code: str, on: date) -> Any:
    return queries.areas_by_code(request.actor, code, on)


@router.get("/areas/{uid}", response=HistoryOut, summary="An area through time")
def area(request: Request, uid: UUID) -> Any:
    history = queries.history_of(request.actor, queries.get_area(request.actor, uid))
    return {"uid": uid, **vars(history)}


@router.get("/organisations/{uid}", response=OrganisationOut, summary="A body as it was on a day")
def organisation(request: Request, uid: UUID, on: date | None = None) -> Any:
    return queries.get_unit(uid, on or clock.today())


@router.get(
    "/organisations/{uid}/below", response=list[OrganisationOut], summary="What stood directly below a body"
)
def below(
    request: Request,
    uid: UUID,
    tree: Annotated[str, Query(pattern="^[a-z0-9_-]{1,50}$")],
    on: date | None = None,
) -> Any:
    day = on or clock.today()
    found = queries.get_tree(request.actor, tree)
    return queries.units_below(found.pk, queries.get_unit(uid, day).id, day)


# ── old addresses and codes ──────────────────────────────────────────────────────────────────────────────────────────


class UnitOut(Schema):
    """A unit as it was called on the days that are meant, and what it lay in, from the nearest upwards."""

    uid: UUID
    level: str
    code: str
    full_name: str
    within: list[str]
    valid_from: date
    valid_to: date


class CandidateOut(Schema):
    """A unit that a text can mean, and what it is on the day; ``whole``: all of it is, or went into, the one unit."""

    unit: UnitOut
    now: list[UnitOut]
    best: UnitOut | None
    whole: bool


class ResolutionOut(Schema):
    """What a text comes to on a day. ``meant``: alternatives, unless ``certain``."""

    text: str
    on: date
    meant: list[UnitOut]
    now: list[UnitOut]
    best: UnitOut | None
    certain: bool
    why: str
    candidates: list[CandidateOut]


class TextsIn(Schema):
    """Addresses or codes, the day for which their units are wanted, and the day of the texts where it is known."""

    texts: Annotated[list[Annotated[str, Field(max_length=300)]], Field(max_length=1_000)]
    on: date | None = None
    written: date | None = None


@router.get("/resolve", response=ResolutionOut, summary="What an old address or code comes to on a day")
def resolve(
    request: Request,
    text: Annotated[str, Query(max_length=300)],
    on: date | None = None,
    written: date | None = None,
) -> Any:
    return queries.resolve(request.actor, text, on or clock.today(), written)


@router.post("/resolve", response=list[ResolutionOut], summary="What up to 1,000 addresses or codes come to")
def resolve_many(request: Request, asked: TextsIn) -> Any:
    return list(queries.resolve_many(request.actor, asked.texts, asked.on or clock.today(), asked.written))

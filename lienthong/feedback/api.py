"""JSON door of feedback: public reads and sending without a key, and an officer's own list. No operation groups by sender."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from ninja import Field, Header, Query, Router, Schema, Status

from lienthong.kernel import clock
from lienthong.kernel.actor import NOBODY
from lienthong.kernel.request import Request, address_of

from . import queries, services
from .rules import codes
from .rules.contact import Contact

router = Router()

ClassCode = Literal["feedback", "proposal", "opinion"]
# So many in an hour from one address; the throttle of sending takes their place.


class CategoryOut(Schema):
    """What a matter may be about. ``published``: whether answers about it ever are."""

    code: str
    name: dict[str, str]
    published: bool


class PlaceOut(Schema):
    """A commune or province, by its public id and official code."""

    uid: UUID
    code: str
    name: str
    level: str
    province: UUID | None


class AnswerOut(Schema):
    """A published answer. ``place``: a commune, never nearer. ``question``: empty where its sender did not consent."""

    uid: UUID
    matter_class: str
    category: str
    place: str
    body: str
    title: str
    question: str
    answer: str
    day_sent: date
    day_answered: date
    on_time: bool


class AnswersOut(Schema):
    """A page of published answers, the latest first."""

    count: int
    page: int
    pages: int
    answers: list[AnswerOut]


class FigureOut(Schema):
    """What was released of one place or category. ``sent`` null: withheld. Shares: per cent, rounded; null: too few."""

    place: UUID | None
    name: str
    category: str | None
    sent: int | None
    answered: int | None
    on_time: int | None
    on_time_period: int | None
    median: int | None
    p90: int | None
    rated: int | None
    content: int | None
    open: int | None
    late: int | None


class FiguresOut(Schema):
    """The figures of a month: of the place that was asked for, by category, and of what lies in it. In order of names."""

    month: str | None
    here: FigureOut | None
    categories: list[FigureOut]
    below: list[FigureOut]


class MatterIn(Schema):
    """What somebody sends. Who they are need not be said; it is sealed, and no answer of this door ever holds it."""

    category: Annotated[str, Field(max_length=40)]
    commune: UUID
    text: Annotated[str, Field(min_length=1, max_length=10_000)]
    place: Annotated[str, Field(max_length=200)] = ""
    name: Annotated[str, Field(max_length=200)] = ""
    phone: Annotated[str, Field(max_length=40)] = ""
    email: Annotated[str, Field(max_length=200)] = ""
    consents: bool = False


class ReceiptOut(Schema):
    """What the sender keeps. ``content``: SHA-256 of what was sent, as hex digits."""

    code: str
    pin: str
    content: str
    due: datetime | None
    repeated: bool


class CodeIn(Schema):
    """The code of a receipt. Sent in the body, since addresses are written into logs."""

    code: Annotated[str, Field(max_length=40)]


class StandingOut(Schema):
    """How far a matter has come. None of its words are told."""

    state: str
    category: str
    sent_at: datetime
    due: datetime | None


class OwnMatterOut(Schema):
    """A matter of the officer's own body, without its text and its sender."""

    uid: UUID
    matter_class: str
    category: str
    state: str
    sent_at: datetime
    acknowledge_due: datetime | None
    answer_due: datetime | None


class OwnMattersOut(Schema):
    """A page of the body's matters, those first whose answer is due first; how many stand in each state."""

    count: int
    page: int
    pages: int
    states: dict[str, int]
    matters: list[OwnMatterOut]


class DayOut(Schema):
    """What the officer's own body had at the end of a day. ``late``: open past the promise."""

    day: date
    category: str
    sent: int
    open: int
    late: int


# ── for everybody ────────────────────────────────────────────────────────────────────────────────────────────────────


@router.get(
    "/feedback/categories", auth=None, response=list[CategoryOut], summary="What matters may be about"
)
def list_categories(request: Request) -> Any:
    return [
        {"code": one.code, "name": one.name, "published": not one.guarded}
        for one in queries.categories_on(clock.today())
    ]


@router.get(
    "/feedback/places", auth=None, response=list[PlaceOut], summary="Provinces, or communes of a province"
)
def list_places(request: Request, province: UUID | None = None) -> Any:
    places = queries.places_on(clock.today())
    chosen = places.get(province) if province else None
    rows = places.provinces if chosen is None else places.communes.get(chosen.id, ())
    return [
        {
            "uid": one.uid,
            "code": one.code,
            "name": one.name,
            "level": one.body.level,
            "province": chosen.uid if chosen else None,
        }
        for one in rows
    ]


Page = Annotated[int, Query(ge=1, le=1_000_000)]


@router.get("/feedback/answers", auth=None, response=AnswersOut, summary="Published answers, with search")
def list_answers(
    request: Request,
    q: Annotated[str, Query(max_length=100)] = "",
    place: UUID | None = None,
    category: Annotated[str, Query(max_length=40)] = "",
    matter_class: ClassCode | None = None,
    since: date | None = None,
    until: date | None = None,
    on_time: bool | None = None,
    page: Page = 1,
) -> Any:
    places = queries.places_on(clock.today())
    areas = places.of(places.get(place)) if place else None
    wanted = queries.Wanted(q, areas, category, matter_class or "", since, until, on_time)
    found = queries.page_of_publications(request.actor, wanted, page)
    return {**_paged(found), "answers": queries.told(request.actor, list(found), places)}


@router.get("/feedback/answers/{uid}", auth=None, response=AnswerOut, summary="One published answer")
def get_answer(request: Request, uid: UUID) -> Any:
    row = queries.get_published(request.actor, uid)
    return queries.told(request.actor, [row], queries.places_on(clock.today()))[0]


@router.get(
    "/feedback/figures", auth=None, response=FiguresOut, summary="Released figures of a month and place"
)
def get_figures(
    request: Request,
    month: Annotated[str, Query(max_length=7)] = "",
    place: UUID | None = None,
) -> Any:
    chosen = queries.places_on(clock.today()).get(place) if place else None
    found = queries.get_month(request.actor, month)
    if found is None:
        return {"month": None, "here": None, "categories": [], "below": []}
    below, kinds = queries.cells_below(request.actor, found, chosen)
    here = queries.cell_of(request.actor, found, chosen)
    return {
        "month": f"{found:%Y-%m}",
        "here": _figure(here) if here.count else None,
        "categories": [_figure(cell) for cell in kinds],
        "below": [_figure(cell) for cell in below],
    }


@router.post(
    "/feedback/matters", auth=None, response={201: ReceiptOut, 200: ReceiptOut}, summary="Send a matter"
)
def send_matter(
    request: Request, sent: MatterIn, key: Annotated[UUID, Header(alias="Idempotency-Key")]
) -> Any:
    services.count_sending(actor=NOBODY, address=address_of(request), area=None)
    commune = queries.places_on(clock.today()).get(sent.commune)
    words = services.Sent(
        key=key,
        category=sent.category,
        commune=commune,
        text=sent.text,
        contact=Contact(name=sent.name, phone=sent.phone, email=sent.email),
        place=sent.place,
        consents=sent.consents,
    )
    receipt = services.receive_sent(actor=request.actor, sent=words)
    told = {
        "code": codes.shown(receipt.code) if receipt.code else "",
        "pin": receipt.pin,
        "content": receipt.content,
        "due": receipt.due,
        "repeated": receipt.repeated,
    }
    return Status(200 if receipt.repeated else 201, told)


@router.post(
    "/feedback/follow", auth=None, response=StandingOut, summary="How far a matter has come, by its code"
)
def follow(request: Request, asked: CodeIn) -> Any:
    services.count_looking(actor=NOBODY, address=address_of(request))
    found = queries.matter_by_code(asked.code)
    return {
        "state": found.state,
        "category": found.category.code,
        "sent_at": found.sent_at,
        "due": found.answer_due,
    }


# ── for officers ─────────────────────────────────────────────────────────────────────────────────────────────────────


@router.get("/feedback/own/matters", response=OwnMattersOut, summary="The matters of the officer's own body")
def list_own(request: Request, state: Annotated[str, Query(max_length=10)] = "", page: Page = 1) -> Any:
    queries.require_matters(request.actor)
    found, states = queries.page_of_own(request.actor, state, page)
    matters = [
        {
            "uid": row.uid,
            "matter_class": row.matter_class,
            "category": row.category.code,
            "state": row.state,
            "sent_at": row.sent_at,
            "acknowledge_due": row.acknowledge_due,
            "answer_due": row.answer_due,
        }
        for row in found
    ]
    return {**_paged(found), "states": states, "matters": matters}


@router.get(
    "/feedback/own/days", response=list[DayOut], summary="What the officer's own body had, day by day"
)
def list_days(request: Request, since: date | None = None, until: date | None = None) -> Any:
    queries.require_matters(request.actor)
    return [
        {
            "day": row.day,
            "category": row.category.code,
            "sent": row.sent,
            "open": row.open,
            "late": row.late,
        }
        for row in queries.days_of_own(request.actor, since, until)
    ]


def _paged(found: Any) -> dict[str, int]:
    return {"count": found.paginator.count, "page": found.number, "pages": found.paginator.num_pages}


def _figure(cell: queries.Cell) -> dict[str, Any]:
    names = (
        "sent",
        "answered",
        "on_time",
        "on_time_period",
        "median",
        "p90",
        "rated",
        "content",
        "open",
        "late",
    )
    return {
        "place": cell.place.uid if cell.place else None,
        "name": cell.name,
        "category": cell.category.code if cell.category else None,
        **{name: getattr(cell.count, name) for name in names},
    }

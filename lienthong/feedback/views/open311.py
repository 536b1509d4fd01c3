"""Open311 GeoReport v2: XML and JSON for clients that exist already. The names of a person's data are taken, never said again."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import wraps
from http import HTTPStatus
from typing import Any, Final
from uuid import UUID, uuid4

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods

from lienthong.kernel import clock
from lienthong.kernel.actor import NOBODY
from lienthong.kernel.errors import NotFound, Refusal, WrongData
from lienthong.kernel.request import Request, address_of
from lienthong.kernel.templatetags.written import day

from .. import queries, services
from ..queries import georeport
from ..rules import codes
from ..rules.contact import Contact
from ..rules.open_formats import Value, as_json, as_xml
from .freshness import fresh

_TYPES: Final = {"xml": "text/xml; charset=utf-8", "json": "application/json; charset=utf-8"}
# What one element of a list is called.
_ITEMS: Final = {
    "services": "service",
    "service_requests": "request",
    "errors": "error",
    "attributes": "attribute",
    "values": "value",
    "endpoints": "endpoint",
    "formats": "format",
}
# The day on which services or what they ask for last changed in the code.
_CHANGESET: Final = "2026-11-27 00:00"
_SPECIFICATION: Final = "http://wiki.open311.org/GeoReport_v2"

Answer = tuple[str, Value]
View = Callable[..., Any]


def _door(view: View) -> View:
    """Let anybody in, answer in the format of the address, and every refusal as the standard has errors."""

    @login_not_required
    @csrf_exempt
    @wraps(view)
    def answered(request: Request, *, form: str, **words: str) -> HttpResponse:
        if form not in _TYPES:
            return _answer(
                request, ("errors", [{"code": "404", "description": "Format: xml or json."}]), "xml", 404
            )
        try:
            found = view(request, **words)
        except Refusal as refusal:
            error: Value = {"code": str(refusal.status), "description": str(refusal.sentence)}
            status = 404 if isinstance(refusal, NotFound) else 400
            return _answer(request, ("errors", [error]), form, status)
        return found if isinstance(found, HttpResponse) else _answer(request, found, form)

    return answered


def _answer(request: Request, said: Answer, form: str, status: int = 200) -> HttpResponse:
    root, value = said
    body = as_json(value) if form == "json" else as_xml(root, value, _ITEMS)
    response = HttpResponse(body, content_type=_TYPES[form], status=status)
    if status == HTTPStatus.OK and request.method == "GET":
        return fresh(request, response, indexed=False)
    response["Cache-Control"] = "no-store"
    return response


@_door
@require_GET
def open311_discovery(request: Request) -> Answer:
    """Say where the door is, in which formats, and that it needs no key."""
    endpoint: Value = {
        "specification": _SPECIFICATION,
        "url": request.build_absolute_uri("/open311/v2"),
        "changeset": _CHANGESET,
        "type": "test" if settings.DEMO else "production",
        "formats": ["text/xml", "application/json"],
    }
    return "discovery", {
        "changeset": _CHANGESET,
        "contact": _("Liên hệ Ủy ban Mặt trận Tổ quốc nơi bạn gửi phản ánh."),
        "key_service": _("Không cần khóa truy cập."),
        "endpoints": [endpoint],
    }


@_door
@require_GET
def open311_services(request: Request) -> Answer:
    """List the categories."""
    georeport.jurisdiction(request.actor, request.GET.get("jurisdiction_id", ""))
    return "services", georeport.services(request.actor)


@_door
@require_GET
def open311_service(request: Request, code: str) -> Answer:
    """Say what more a category asks for."""
    georeport.jurisdiction(request.actor, request.GET.get("jurisdiction_id", ""))
    return "service_definition", georeport.service_definition(request.actor, code)


@_door
@require_http_methods(["GET", "HEAD", "POST"])
def open311_requests(request: Request) -> Answer:
    """List what was published; or take a matter in, and return the code of its receipt as its id."""
    if request.method == "POST":
        return "service_requests", [_receive(request)]
    given = request.GET
    if ids := _several(given, "service_request_id"):
        services.count_looking(actor=NOBODY, address=address_of(request))
        place = _place_if_said(request)
        return "service_requests", georeport.requests_by_id(request.actor, ids, place)
    place = georeport.jurisdiction(request.actor, given.get("jurisdiction_id", ""))
    asked = georeport.Asked(
        queries.places_on(clock.today()).of(place),
        _several(given, "service_code"),
        _moment(given, "start_date"),
        _moment(given, "end_date"),
        _several(given, "status"),
        _number(given, "page", 1, 10_000),
        _number(given, "page_size", georeport.MOST, georeport.MOST),
    )
    return "service_requests", georeport.requests(request.actor, asked)


@_door
@require_GET
def open311_request(request: Request, uid: str) -> Answer:
    """Say how one published answer, or the matter of a receipt's code, stands."""
    services.count_looking(actor=NOBODY, address=address_of(request))
    return "service_requests", georeport.request_by_id(request.actor, uid, _place_if_said(request))


@_door
@require_GET
def open311_token(request: Request, token: str) -> Answer:
    """Return the id that belongs to a token. Ids are given at once here, so a token is the id itself."""
    services.count_looking(actor=NOBODY, address=address_of(request))
    georeport.request_by_id(request.actor, token, _place_if_said(request))
    return "service_requests", [{"service_request_id": token, "token": token}]


# ── taking a matter in ───────────────────────────────────────────────────────────────────────────────────────────────


def _receive(request: Request) -> Value:
    """Take a matter in. Coordinates, device and account are read over and not kept, a link to a picture neither."""
    given = request.POST
    services.count_sending(actor=NOBODY, address=address_of(request), area=None)
    address = given.get("address_string", "").strip()
    commune = georeport.commune_of(request.actor, given.get("jurisdiction_id", "").strip(), address)
    code = given.get("service_code", "").strip()
    if not code:
        raise WrongData(_("Thiếu service_code."))
    georeport.service_definition(request.actor, code)  # NotFound for an unknown one
    described = given.get("description", "")
    if len(described) > georeport.LONGEST:
        raise WrongData(_("description dài quá 4.000 chữ cái."))
    sent = services.Sent(
        key=_key(request),
        category=code,
        commune=commune,
        text=described,
        contact=Contact(
            name=" ".join(filter(None, (given.get("last_name", ""), given.get("first_name", "")))),
            phone=given.get("phone", ""),
            email=given.get("email", ""),
        ),
        place=address,
        consents=given.get(f"attribute[{georeport.CONSENT}]", "") == "yes",
        channel="open311",
    )
    receipt = services.receive_sent(actor=request.actor, sent=sent)
    notice = _("Mã PIN: %(pin)s. Hãy giữ cả mã và PIN để xem trả lời.") % {"pin": receipt.pin}
    if receipt.due is not None:
        notice += " " + _("Trả lời chậm nhất ngày %(day)s.") % {"day": day(receipt.due)}
    return {
        "service_request_id": codes.shown(receipt.code),
        "service_notice": notice,
        "account_id": None,
    }


def _key(request: HttpRequest) -> UUID:
    """Return the key of the retry: a header that programs may send, since the standard has none."""
    try:
        return UUID(request.headers.get("Idempotency-Key", ""))
    except ValueError:
        return uuid4()


# ── what the address says ────────────────────────────────────────────────────────────────────────────────────────────


def _place_if_said(request: Request) -> queries.Place | None:
    code = request.GET.get("jurisdiction_id", "")
    return georeport.jurisdiction(request.actor, code) if code else None


def _several(given: Mapping[str, str], name: str) -> list[str]:
    return [word.strip() for word in given.get(name, "").split(",") if word.strip()]


def _moment(given: Mapping[str, str], name: str) -> datetime | None:
    written = given.get(name, "").strip()
    if not written:
        return None
    try:
        found = parse_datetime(written.replace(" ", "+"))
    except ValueError:
        found = None
    if found is None or found.tzinfo is None or not _MIN_YEAR <= found.year <= _MAX_YEAR:
        raise WrongData(_("%(name)s phải có dạng 2026-01-31T00:00:00+07:00, kèm múi giờ.") % {"name": name})
    return found.astimezone(UTC)


_MIN_YEAR, _MAX_YEAR = 1900, 9000


def _number(given: Mapping[str, str], name: str, unsaid: int, most: int) -> int:
    written = given.get(name, "").strip()
    if not written:
        return unsaid
    if not written.isascii() or not written.isdigit() or not 1 <= int(written[:9]) <= most:
        raise WrongData(_("%(name)s phải là số từ 1 đến %(most)d.") % {"name": name, "most": most})
    return int(written[:9])

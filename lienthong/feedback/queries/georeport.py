"""What Open311 GeoReport v2 reads: services, published answers as requests, and the state of one matter by its code.

A list tells of nothing but what was published. Whoever has the code of a receipt reads how far their matter has come, and none
of its words.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from django.utils.translation import gettext as _

from lienthong.kernel import clock
from lienthong.kernel.actor import Actor
from lienthong.kernel.errors import NotFound, WrongData
from lienthong.kernel.working import midnight
from lienthong.registry.queries import resolve, units_on

from ..models import Category, Matter, MatterState, Publication
from ..rules.open_formats import Value
from .catalogue import categories_on
from .codes import matter_by_code
from .places import Place, Places, places_on
from .publications import find_publication, publications_for

LONGEST: Final = 4_000
SPAN: Final = timedelta(days=90)
MOST: Final = 1_000
CONSENT: Final = "CONSENT"

_CLOSED = frozenset({MatterState.ANSWERED, MatterState.CLOSED, MatterState.GUIDED, MatterState.WITHDRAWN})

Record = dict[str, Value]


@dataclass(frozen=True)
class Asked:
    """Which requests are wanted. ``since`` and ``until``: moments of sending; ``statuses``: empty means every one."""

    areas: Collection[int]
    codes: Sequence[str] = ()
    since: datetime | None = None
    until: datetime | None = None
    statuses: Collection[str] = ()
    page: int = 1
    page_size: int = MOST


def jurisdiction(actor: Actor, code: str) -> Place:
    """Return the commune or province of an official code; WrongData where none is given, NotFound where none bears it."""
    if not code:
        raise WrongData(
            _("Thiếu jurisdiction_id: mã chính thức của xã, phường, đặc khu hoặc tỉnh, thành phố.")
        )
    found = places_on(clock.today()).coded(code)
    if found is None:
        raise NotFound(_("Không có jurisdiction_id này. Hãy dùng mã chính thức của xã, phường, đặc khu."))
    return found


def commune_of(actor: Actor, code: str, address: str) -> Place:
    """Return the commune that a request is for: by its code, or by the one that an address comes to for certain."""
    if code or not address:
        found = jurisdiction(actor, code)
        if found.province == found.id:
            raise WrongData(_("jurisdiction_id phải là mã của một xã, phường, đặc khu khi gửi phản ánh."))
        return found
    meant = resolve(actor, address, clock.today())
    places = places_on(clock.today())
    found_by = places.by_uid.get(meant.best.uid) if meant.certain and meant.best else None
    if found_by is None or found_by.province == found_by.id:
        raise WrongData(
            _("address_string không chỉ rõ một xã, phường, đặc khu. Hãy gửi thêm jurisdiction_id.")
        )
    return found_by


def services(actor: Actor) -> list[Value]:
    """Return every category as a type of service."""
    return [_service(category) for category in categories_on(clock.today())]


def service_definition(actor: Actor, code: str) -> Record:
    """Return what more a category asks for: whether its sender lets a question without names be published."""
    category = _category(code)
    choices: list[Value] = [{"key": "yes", "name": _("Đồng ý")}, {"key": "no", "name": _("Không")}]
    attribute: Record = {
        "variable": True,
        "code": CONSENT,
        "datatype": "singlevaluelist",
        "required": False,
        "datatype_description": None,
        "order": 1,
        "description": _("Cho phép công bố nội dung đã bỏ tên và địa chỉ"),
        "values": choices,
    }
    return {"service_code": category.code, "attributes": [attribute]}


def requests(actor: Actor, asked: Asked) -> list[Value]:
    """Return published answers that were sent in a span of time, the latest first. WrongData for a span over 90 days."""
    since, until = _span(asked)
    if asked.statuses and "closed" not in asked.statuses:
        return []  # what is public is answered
    rows = publications_for(actor).filter(day_sent__gte=since, day_sent__lte=until)
    rows = rows.filter(area_id__in=list(asked.areas))
    if asked.codes:
        rows = rows.filter(category__code__in=asked.codes)
    start = (asked.page - 1) * asked.page_size
    return _records(list(rows[start : start + asked.page_size]), {})


def requests_by_id(actor: Actor, ids: Sequence[str], place: Place | None) -> list[Value]:
    """Return what is known under some ids; those of which nothing is known are left out."""
    found = []
    for one in ids[:MOST]:
        try:
            found += request_by_id(actor, one, place)
        except NotFound:
            continue
    return found


def request_by_id(actor: Actor, written: str, place: Place | None) -> list[Value]:
    """Return one published answer by its public id, or how far a matter has come by the code of its receipt.

    NotFound says the same of an unknown code, an unknown id and another jurisdiction.
    """
    places = places_on(clock.today())
    areas = set(places.of(place)) if place else None
    uid = _as_uid(written)
    if uid is not None:
        row = find_publication(actor, uid)
        if row is not None and (areas is None or row.area_id in areas):
            gone = _("Câu trả lời này đã được rút khỏi công bố.")
            return _records([row], {row.pk: gone} if row.withdrawn_at else {})
        raise NotFound(_("Không có phản ánh nào mang mã này."))
    try:
        matter = matter_by_code(written)
    except NotFound:
        matter = None
    if matter is None or (areas is not None and matter.area_id not in areas):
        raise NotFound(_("Không có phản ánh nào mang mã này."))
    return [_state_of(matter, written)]


# ── records ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def _service(category: Category) -> Record:
    about = _("Phản ánh, kiến nghị về: %(name)s.") % {"name": category.label}
    if category.guarded:
        about = f"{about} {_('Việc thuộc lĩnh vực này không công bố.')}"
    return {
        "service_code": category.code,
        "service_name": category.label,
        "description": about,
        "metadata": True,
        "type": "realtime",
        "keywords": ", ".join(dict.fromkeys(category.name.values())),
        "group": _("Phản ánh, kiến nghị"),
    }


def _category(code: str) -> Category:
    found = next((one for one in categories_on(clock.today()) if one.code == code), None)
    if found is None:
        raise NotFound(_("Không có service_code này. Hãy lấy mã trong danh sách services."))
    return found


def _records(rows: Sequence[Publication], notes: dict[int, str]) -> list[Value]:
    """Return published answers as the standard has requests; ``notes``: in the place of the answer."""
    places = places_on(clock.today())
    units = units_on({row.organisation_id for row in rows}, clock.today())
    return [_record(row, places, units[row.organisation_id].name, notes.get(row.pk)) for row in rows]


def _record(row: Publication, places: Places, body: str, note: str | None) -> Value:
    known: Record = {
        "status_notes": note or row.answer[:LONGEST],
        "description": (row.question or row.title)[:LONGEST] or None,
        "agency_responsible": body,
    }
    return _filled(
        str(row.uid),
        "closed",
        row.category,
        _on(row.day_sent),
        _on(row.day_answered),
        {**known, "address": places.address(row.area_id)},
    )


def _state_of(matter: Matter, written: str) -> Value:
    """Return how far a matter has come, without a word of what it says and where it is."""
    units = units_on([matter.organisation_id], clock.today())
    passage = matter.passages.order_by("-at", "-pk").first()
    known: Record = {
        "status_notes": str(MatterState(matter.state).label),
        "agency_responsible": units[matter.organisation_id].name,
        "expected_datetime": w3c(matter.answer_due) if matter.answer_due else None,
    }
    status = "closed" if matter.state in _CLOSED else "open"
    updated = passage.at if passage else matter.sent_at
    return _filled(written, status, matter.category, w3c(matter.sent_at), w3c(updated), known)


def _filled(uid: str, status: str, category: Category, requested: str, updated: str, known: Record) -> Value:
    """Return a request with every field of the standard, in its order. A place is never nearer than a commune."""
    return {
        "service_request_id": uid,
        "status": status,
        "status_notes": known.get("status_notes"),
        "service_name": category.label,
        "service_code": category.code,
        "description": known.get("description"),
        "agency_responsible": known.get("agency_responsible"),
        "service_notice": None,
        "requested_datetime": requested,
        "updated_datetime": updated,
        "expected_datetime": known.get("expected_datetime"),
        "address": known.get("address"),
        "address_id": None,
        "zipcode": None,
        "lat": None,
        "long": None,
        "media_url": None,
    }


def _span(asked: Asked) -> tuple[date, date]:
    until = asked.until or (asked.since + SPAN if asked.since else clock.now())
    since = asked.since or until - SPAN
    if until - since > SPAN:
        raise WrongData(_("Khoảng từ start_date đến end_date dài quá 90 ngày."))
    return since.astimezone(clock.LOCAL).date(), until.astimezone(clock.LOCAL).date()


def _on(day: date) -> str:
    return w3c(midnight(day))


def w3c(moment: datetime) -> str:
    """Return a moment with its zone, to the second."""
    return moment.astimezone(clock.LOCAL).isoformat(timespec="seconds")


def _as_uid(written: str) -> UUID | None:
    try:
        return UUID(written)
    except ValueError:
        return None

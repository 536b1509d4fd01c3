"""A sender is planted, and looked for in everything that the public side gives out: pages, files, open data, Open311, API."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from lienthong.feedback import queries, services
from lienthong.feedback.models import Matter, Publication
from lienthong.feedback.rules import codes
from lienthong.feedback.rules.contact import Contact
from lienthong.feedback.services import Receipt
from lienthong.kernel import clock
from lienthong.kernel.actor import OPERATOR
from tests.cast import Cast
from tests.client import client_of
from tests.matters import send_matter

from .published import answer_matter, at, code_places

pytestmark = pytest.mark.django_db

CONTACT = Contact(
    name="Chim Hoàng Yến", phone="0987000777", email="hoang.yen@thu.example", address="Ngõ Hoàng Anh 9"
)
TEXT = "Lời kể hoàng yến: ba nhà cuối ngõ đều biết."
PLACE = "Cuối ngõ Sơn Ca, nhà mái đỏ"
PUBLIC = {"title": "Đường thoát nước đã thông", "question": "Nước thoát chậm.", "answer": "Đã nạo vét."}


def plant(cast: Cast, name: str = "C", days: int = 90, **words: Any) -> Receipt:
    """Send a matter, some time ago, in which everything can be recognised."""
    receipt = send_matter(cast, name, contact=CONTACT, text=TEXT, place=PLACE, consents=True, **words)
    matter = receipt.matter
    matter.sent_at -= timedelta(days=days)
    matter.save()
    return receipt


def secrets_of(receipt: Receipt) -> set[str]:
    """Return what nobody but the sender and the body may read."""
    return {
        *("Hoàng Yến", "hoàng yến", "hoang yen", "hoang.yen", "0987000777", "Hoàng Anh", "Sơn Ca", "son ca"),
        receipt.code,
        codes.shown(receipt.code),
        receipt.pin,
        receipt.content,
        str(receipt.matter.uid),
        str(receipt.matter.key),
    }


def sinks(cast: Cast, shown: Publication | None) -> Iterator[tuple[str, str]]:
    """Yield everything that is given out to whoever asks, as text."""
    places = queries.places_on(clock.today())
    province = str(places.provinces[0].uid)
    commune = str(places.by_id[cast.unit("C").area_id].uid)
    addresses = [
        "/phan-anh/da-tra-loi/",
        "/phan-anh/da-tra-loi/?q=yen",
        "/phan-anh/da-tra-loi/?q=0987",
        "/phan-anh/so-lieu/",
        f"/phan-anh/so-lieu/?tinh={province}&xa={commune}",
        "/phan-anh/so-lieu/noi-chua-co-phan-anh/",
        f"/phan-anh/so-lieu/noi-chua-co-phan-anh/?tinh={province}",
        *(
            f"/phan-anh/{page}/?as={form}"
            for page in ("da-tra-loi", "so-lieu", "so-lieu/noi-chua-co-phan-anh")
            for form in ("csv", "xlsx")
        ),
        "/phan-anh/du-lieu-mo/",
        *(
            f"/phan-anh/du-lieu-mo/{name}.{form}"
            for name in ("answers", "counts")
            for form in ("csv", "jsonl")
        ),
        *(
            f"/open311/v2/{what}{form}"
            for form in ("xml", "json")
            for what in ("discovery.", "services.", "services/water.", "requests.")
        ),
        "/api/v1/feedback/answers",
        "/api/v1/feedback/answers?q=yen",
        "/api/v1/feedback/figures",
        f"/api/v1/feedback/figures?place={province}",
        "/api/v1/feedback/categories",
        f"/api/v1/feedback/places?province={province}",
    ]
    if shown is not None:
        addresses += [
            reverse("feedback:published", args=[shown.uid]),
            f"/open311/v2/requests/{shown.uid}.xml",
            f"/open311/v2/requests/{shown.uid}.json",
            f"/api/v1/feedback/answers/{shown.uid}",
        ]
    for address in addresses:
        asked = address
        if address.startswith("/open311/v2/") and "discovery" not in address:
            asked = f"{address}?jurisdiction_id=24277"
        answer = client_of(None).get(asked)
        assert answer.status_code in {200, 404, 410}, address
        body = b"".join(answer) if answer.streaming else answer.content
        yield address, _text_of(body) + str(answer.headers)
    for who in ("lan", "minh", "tung", "hoa"):
        for address in ("/api/v1/feedback/own/matters", "/api/v1/feedback/own/days"):
            yield f"{who} {address}", _text_of(client_of(cast.accounts[who]).get(address).content)


def _text_of(body: bytes) -> str:
    if body.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(body)) as file:
            return "".join(file.read(name).decode("utf-8", "replace") for name in file.namelist())
    text = body.decode()
    is_json = text.startswith(("{", "["))  # letters with marks may stand there as numbers
    return json.dumps(json.loads(text), ensure_ascii=False) if is_json and "\n" not in text else text


def found_in(cast: Cast, receipt: Receipt, shown: Publication | None, *, words: set[str]) -> list[str]:
    """Return in which answers anything is found that has no place there."""
    own = {str(receipt.matter.uid)}  # an officer's list names the matter to those whose it is
    return [
        f"{where}: {word}"
        for where, text in sinks(cast, shown)
        for word in words
        if word in text and not (where.startswith("lan ") and word in own)
    ]


@pytest.mark.parametrize("standing", ["unpublished", "published", "withdrawn"])
def test_nothing_of_a_sender_is_found_anywhere(cast: Cast, standing: str) -> None:
    code_places(cast)
    receipt, other = plant(cast), plant(cast, "D")
    for number in range(6):
        plant(cast, days=90 + number)
    shown = None
    if standing != "unpublished":
        matter = answer_matter(Matter.objects.get(pk=receipt.matter.pk))
        shown = services.publish(actor=cast.actor("tung"), matter=matter, senders=1, **PUBLIC)
    words = secrets_of(receipt) | (secrets_of(other) - {str(other.matter.uid)})
    if standing == "withdrawn":
        services.withdraw(actor=cast.actor("tung"), publication=shown, reason="Có tên người")  # type: ignore[arg-type]
        words |= set(PUBLIC.values())
    services.count_days(actor=OPERATOR)
    for month in queries.ripe_months():
        services.release_month(actor=OPERATOR, month=month)
    assert found_in(cast, receipt, shown, words=words) == []
    if standing == "published":
        seen = [where for where, text in sinks(cast, shown) if PUBLIC["answer"] in text]
        assert len(seen) == 12, seen


def test_what_is_sent_is_never_said_again_by_the_door_that_took_it(cast: Cast) -> None:
    code_places(cast)
    send_matter(cast)
    words = {
        "jurisdiction_id": "24277",
        "service_code": "water",
        "first_name": "Yến",
        "last_name": "Chim Hoàng",
        "phone": CONTACT.phone,
        "email": CONTACT.email,
        "description": TEXT,
        "address_string": PLACE,
        "device_id": "device-5f1",
        "lat": "10.95",
        "long": "106.82",
    }
    taken = Client().post("/open311/v2/requests.json", words).content.decode()
    (receipt,) = json.loads(taken)
    commune = queries.places_on(clock.today()).by_id[cast.unit("C").area_id]
    native = (
        Client()
        .post(
            "/api/v1/feedback/matters",
            {
                "category": "water",
                "commune": str(commune.uid),
                "text": TEXT,
                "place": PLACE,
                "name": CONTACT.name,
                "phone": CONTACT.phone,
                "email": CONTACT.email,
            },
            content_type="application/json",
            headers={"Idempotency-Key": str(uuid4())},
        )
        .content.decode()
    )
    read = Client().get(f"/open311/v2/requests/{receipt['service_request_id']}.json").content.decode()
    refused = Client().post("/open311/v2/requests.json", {**words, "service_code": "x"}).content.decode()
    for text in (taken, json.dumps(native, ensure_ascii=False), read, refused):
        for word in (
            "Yến",
            CONTACT.phone,
            CONTACT.email,
            "ba nhà",
            "Sơn Ca",
            "device-5f1",
            "10.95",
            "106.82",
        ):
            assert word not in text


def test_releases_tell_of_other_times_only_what_was_released(cast: Cast) -> None:
    plant(cast, days=1)
    with at(datetime(2027, 6, 1, tzinfo=clock.LOCAL)):
        assert queries.released_months(OPERATOR) == []
        assert client_of(None).get("/phan-anh/du-lieu-mo/counts.jsonl").getvalue() == b""

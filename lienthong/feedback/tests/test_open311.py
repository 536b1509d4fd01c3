"""Open311 GeoReport v2, tried as the standard's own examples show it, and as a small client reads it."""

from __future__ import annotations

import json
import re
from typing import Any
from uuid import uuid4
from xml.etree import ElementTree

import pytest
from django.test import Client

from lienthong.feedback import services
from lienthong.feedback.models import Matter, Sender
from lienthong.feedback.services.telling import SENDER
from lienthong.kernel import boxes
from tests.cast import Cast
from tests.matters import letter_to, send_matter

from .published import answer_matter, code_places, publish_matter

pytestmark = pytest.mark.django_db

BASE = "/open311/v2"
# Every field of a request, in the order of the standard.
FIELDS = [
    "service_request_id",
    "status",
    "status_notes",
    "service_name",
    "service_code",
    "description",
    "agency_responsible",
    "service_notice",
    "requested_datetime",
    "updated_datetime",
    "expected_datetime",
    "address",
    "address_id",
    "zipcode",
    "lat",
    "long",
    "media_url",
]
W3C = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\+07:00")
# The example of the standard, with our place and service.
EXAMPLE = {
    "api_key": "xyz",
    "jurisdiction_id": "24277",
    "service_code": "water",
    "lat": "37.76524078",
    "long": "-122.4212043",
    "address_string": "1234 5th street",
    "email": "smit333@sfgov.example",
    "device_id": "tt222111",
    "account_id": "123456",
    "first_name": "john",
    "last_name": "smith",
    "phone": "0900000009",
    "description": "A large sinkhole is destroying the street",
    "media_url": "http://farm3.static.flickr.example/2002/2212426634.jpg",
}


@pytest.fixture
def places(cast: Cast) -> Cast:
    """Return the cast, with codes of places, and the catalogue of categories."""
    code_places(cast)
    letter_to(cast)
    return cast


def get(path: str, **query: str) -> Any:
    """Ask for a resource."""
    return Client().get(f"{BASE}/{path}", query)


def post(form: str = "xml", **words: str) -> Any:
    """Send a request."""
    given = {name: value for name, value in {**EXAMPLE, **words}.items() if value}
    return Client(enforce_csrf_checks=True).post(f"{BASE}/requests.{form}", given)


def in_xml(answer: Any) -> ElementTree.Element:
    """Read an answer in XML, which has to say its encoding."""
    assert answer["Content-Type"] == "text/xml; charset=utf-8"
    assert answer.content.startswith(b'<?xml version="1.0" encoding="utf-8"?>')
    return ElementTree.fromstring(answer.content)  # noqa: S314 - our own


def as_values(element: ElementTree.Element) -> Any:
    """Return XML as the standard maps it to JSON: lists without their names, empty elements as null."""
    children = list(element)
    if not children:
        return element.text
    lists = {"service", "request", "error", "attribute", "value", "endpoint", "format"}
    if {child.tag for child in children} <= lists and element.tag.endswith("s"):
        return [as_values(child) for child in children]
    return {child.tag: as_values(child) for child in children}


def test_discovery_names_the_endpoint_in_both_formats() -> None:
    said = json.loads(get("discovery.json").content)
    assert list(said) == ["changeset", "contact", "key_service", "endpoints"]
    (endpoint,) = said["endpoints"]
    assert endpoint["specification"] == "http://wiki.open311.org/GeoReport_v2"
    assert endpoint["url"].endswith("/open311/v2")
    assert endpoint["formats"] == ["text/xml", "application/json"]
    assert as_values(in_xml(get("discovery.xml"))) == said


def test_services_are_the_categories_the_same_in_xml_and_json(places: Cast) -> None:
    answer = get("services.json", jurisdiction_id="24277")
    assert answer["Content-Type"] == "application/json; charset=utf-8"
    said = json.loads(answer.content)
    names = ["service_code", "service_name", "description", "metadata", "type", "keywords", "group"]
    assert [list(one) for one in said] == [names] * 13
    assert (said[1]["service_code"], said[1]["metadata"], said[1]["type"]) == ("water", True, "realtime")
    root = in_xml(get("services.xml", jurisdiction_id="24277"))
    assert (root.tag, {child.tag for child in root}) == ("services", {"service"})
    assert [{**one, "metadata": one["metadata"] == "true"} for one in as_values(root)] == said


def test_a_definition_has_the_fields_of_the_standard(places: Cast) -> None:
    said = json.loads(get("services/water.json", jurisdiction_id="24277").content)
    assert said["service_code"] == "water"
    (attribute,) = said["attributes"]
    assert list(attribute) == [
        *(
            "variable",
            "code",
            "datatype",
            "required",
            "datatype_description",
            "order",
            "description",
            "values",
        )
    ]
    assert [value["key"] for value in attribute["values"]] == ["yes", "no"]
    assert in_xml(get("services/water.xml", jurisdiction_id="24277")).tag == "service_definition"


@pytest.mark.parametrize(
    ("path", "query", "status"),
    [
        ("services.xml", {}, 400),
        ("services.xml", {"jurisdiction_id": "city.gov"}, 404),
        ("services/water.xml", {}, 400),
        ("services/none.xml", {"jurisdiction_id": "24277"}, 404),
        ("requests.xml", {}, 400),
        ("requests.xml", {"jurisdiction_id": "99999"}, 404),
        ("requests.xml", {"jurisdiction_id": "24277", "start_date": "2026-05-24"}, 400),
        ("requests.xml", {"jurisdiction_id": "24277", "start_date": "2026-13-24T00:00:00Z"}, 400),
        ("requests.xml", {"jurisdiction_id": "24277", "start_date": "0001-01-01T00:00:00Z"}, 400),
        (
            "requests.xml",
            {
                "jurisdiction_id": "24277",
                "start_date": "2026-01-01T00:00:00Z",
                "end_date": "2026-05-01T00:00:00Z",
            },
            400,
        ),
        ("requests.xml", {"jurisdiction_id": "24277", "page": "0"}, 400),
        ("requests.xml", {"jurisdiction_id": "24277", "page_size": "1001"}, 400),
        ("requests/123456.xml", {}, 404),
        ("requests/7K3M-Q9TD-2A5.xml", {}, 404),
        ("requests/00000000-0000-4000-8000-000000000000.xml", {}, 404),
        ("tokens/12345.xml", {}, 404),
    ],
)
def test_errors_are_a_list_with_code_and_description(
    places: Cast, path: str, query: dict[str, str], status: int
) -> None:
    answer = get(path, **query)
    root = in_xml(answer)
    assert (answer.status_code, root.tag) == (status, "errors")
    (error,) = as_values(root)
    assert list(error) == ["code", "description"]
    assert error["code"] in {str(status), "422"}
    assert error["description"]
    said = json.loads(get(path.replace(".xml", ".json"), **query).content)
    assert said == [error]


def test_an_unknown_format_is_not_found() -> None:
    assert get("services.yaml", jurisdiction_id="24277").status_code == 404


@pytest.mark.parametrize(
    ("words", "status"),
    [
        ({"service_code": ""}, 400),
        ({"service_code": "none"}, 404),
        ({"jurisdiction_id": "99999"}, 404),
        ({"jurisdiction_id": "79"}, 400),
        ({"jurisdiction_id": "", "address_string": ""}, 400),
        ({"jurisdiction_id": "", "address_string": "nowhere at all"}, 400),
        ({"description": ""}, 400),
        ({"description": "🙂🙂"}, 400),
        ({"description": "a" * 4001}, 400),
    ],
)
def test_what_is_not_complete_is_refused_and_nothing_is_kept(
    places: Cast, words: dict[str, str], status: int
) -> None:
    answer = post(**words)
    assert (answer.status_code, in_xml(answer).tag) == (status, "errors")
    assert not Matter.objects.exists()


def test_a_request_becomes_a_matter_and_its_id_is_the_code_of_the_receipt(places: Cast) -> None:
    (said,) = as_values(in_xml(post()))
    assert list(said) == ["service_request_id", "service_notice", "account_id"]
    matter = Matter.objects.get()
    assert (matter.channel, matter.text, matter.category.code) == (
        "open311",
        EXAMPLE["description"],
        "water",
    )
    assert (matter.organisation_id, matter.area_id) == (places.unit("C").id, places.unit("C").area_id)
    kept = boxes.unseal(SENDER, Sender.objects.get().box)
    assert (kept["name"], kept["phone"], kept["email"]) == (
        "smith john",
        "0900000009",
        "smit333@sfgov.example",
    )
    row = str({**Matter.objects.values().get(), **kept})
    for dropped in ("37.765", "122.42", "tt222111", "123456", "flickr", "xyz"):
        assert dropped not in row
    assert kept["pin"] in said["service_notice"]
    assert str(matter.uid) not in str(said)


def test_its_state_is_read_by_that_code_and_none_of_its_words(places: Cast) -> None:
    (sent,) = json.loads(post("json").content)
    (said,) = json.loads(get(f"requests/{sent['service_request_id']}.json").content)
    assert list(said) == FIELDS
    assert (said["status"], said["status_notes"]) == ("open", "Đã gửi, chờ tiếp nhận")
    assert (said["description"], said["address"], said["lat"], said["media_url"]) == (None,) * 4
    for moment in ("requested_datetime", "updated_datetime", "expected_datetime"):
        assert W3C.fullmatch(said[moment])
    assert "sinkhole" not in str(said)
    answer_matter(Matter.objects.get())
    (said,) = json.loads(get(f"requests/{sent['service_request_id']}.json").content)
    assert said["status"] == "closed"
    other = get(f"requests/{sent['service_request_id']}.json", jurisdiction_id="24280")
    assert other.status_code == 404
    (token,) = json.loads(get(f"tokens/{sent['service_request_id']}.json").content)
    assert token == {
        "service_request_id": sent["service_request_id"],
        "token": sent["service_request_id"],
    }


def test_the_same_words_again_are_another_matter_unless_the_key_is_the_same(places: Cast) -> None:
    first, second = json.loads(post("json").content), json.loads(post("json").content)
    assert first[0]["service_request_id"] != second[0]["service_request_id"]
    key = {"Idempotency-Key": str(uuid4())}
    again = [Client().post(f"{BASE}/requests.json", EXAMPLE, headers=key).content for _turn in range(2)]
    assert again[0] == again[1]
    assert Matter.objects.count() == 3


def test_a_sender_consents_by_the_attribute_alone(places: Cast) -> None:
    post()
    post(**{"attribute[CONSENT]": "yes"})
    assert list(Matter.objects.order_by("pk").values_list("consents", flat=True)) == [False, True]


def test_the_list_has_what_was_published_there_and_nothing_else(places: Cast) -> None:
    here, _there = publish_matter(places), publish_matter(places, "D", title="Ở D")
    send_matter(places)
    (said,) = json.loads(get("requests.json", jurisdiction_id="24277").content)
    assert list(said) == FIELDS
    assert (said["service_request_id"], said["status"]) == (str(here.uid), "closed")
    assert (said["description"], said["status_notes"]) == (here.question, here.answer)
    assert (said["address"], said["agency_responsible"], said["lat"]) == ("C, P", "Ban C", None)
    assert all(isinstance(said[name], str) for name in ("service_request_id", "service_code"))
    assert W3C.fullmatch(said["requested_datetime"])
    assert as_values(in_xml(get("requests.xml", jurisdiction_id="24277"))) == [said]
    assert len(json.loads(get("requests.json", jurisdiction_id="79").content)) == 2
    for query, number in (
        ({"status": "open"}, 0),
        ({"status": "open,closed"}, 1),
        ({"service_code": "roads,water"}, 1),
        ({"service_code": "roads"}, 0),
        ({"page": "2", "page_size": "1"}, 0),
        ({"start_date": "2010-05-24T00:00:00Z", "end_date": "2010-06-24T00:00:00Z"}, 0),
        ({"start_date": ""}, 1),
    ):
        found = json.loads(get("requests.json", jurisdiction_id="24277", **query).content)
        assert len(found) == number, query


def test_several_ids_override_everything_else(places: Cast) -> None:
    one, two = publish_matter(places), publish_matter(places, "D", title="Ở D")
    ids = f"{one.uid},{two.uid},123456"
    found = json.loads(get("requests.json", service_request_id=ids, status="open").content)
    assert [row["service_request_id"] for row in found] == [str(one.uid), str(two.uid)]


def test_what_was_withdrawn_is_in_no_list_and_by_its_id_a_sentence(places: Cast) -> None:
    row = publish_matter(places)
    services.withdraw(actor=places.actor("tung"), publication=row, reason="Có tên người")
    assert json.loads(get("requests.json", jurisdiction_id="24277").content) == []
    (said,) = json.loads(get(f"requests/{row.uid}.json").content)
    assert (said["status_notes"], said["description"]) == (
        "Câu trả lời này đã được rút khỏi công bố.",
        None,
    )


def test_a_client_that_floods_is_stopped_in_the_words_of_the_standard(places: Cast) -> None:
    for _turn in range(60):
        assert post(service_code="").status_code == 400
    (error,) = as_values(in_xml(post()))
    assert error["code"] == "429"
    assert not Matter.objects.exists()


def test_signs_that_xml_cannot_carry_do_no_harm(places: Cast) -> None:
    assert post(description="Nước\x00 đục\x0b quá").status_code == 200
    assert Matter.objects.get().text == "Nước đục quá"
    row = publish_matter(places)
    row.answer = "a\x0bb & <c>"
    row.save()
    (said,) = as_values(in_xml(get("requests.xml", jurisdiction_id="24277")))
    assert said["status_notes"] == "a\N{REPLACEMENT CHARACTER}b & <c>"

"""The JSON door: public without a key, an officer's own list without senders and words."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from lienthong.feedback import queries, services
from lienthong.feedback.models import Matter
from lienthong.kernel import clock
from lienthong.kernel.actor import OPERATOR
from tests.cast import Cast
from tests.client import client_of
from tests.matters import TEXT, letter_to, send_matter

from .published import at, publish_matter, send_at

pytestmark = pytest.mark.django_db

BASE = "/api/v1/feedback"


def send(cast: Cast, key: str, **words: Any) -> Any:
    """Send a matter as a program does, without cookie, key or token."""
    commune = queries.places_on(clock.today()).by_id[cast.unit("C").area_id]
    given = {"category": "water", "commune": str(commune.uid), "text": TEXT, **words}
    client = Client(enforce_csrf_checks=True)
    return client.post(
        f"{BASE}/matters", given, content_type="application/json", headers={"Idempotency-Key": key}
    )


def test_published_answers_are_read_without_a_key(cast: Cast) -> None:
    row = publish_matter(cast)
    said = Client().get(f"{BASE}/answers", {"q": "nuoc may"}).json()
    assert (said["count"], said["page"], said["pages"]) == (1, 1, 1)
    (told,) = said["answers"]
    assert (told["uid"], told["place"], told["body"]) == (str(row.uid), "C, P", "Ban C")
    assert Client().get(f"{BASE}/answers/{row.uid}").json() == told
    services.withdraw(actor=cast.actor("tung"), publication=row, reason="x")
    assert Client().get(f"{BASE}/answers").json()["count"] == 0
    gone = Client().get(f"{BASE}/answers/{row.uid}")
    never = Client().get(f"{BASE}/answers/{uuid4()}")
    assert (gone.status_code, never.status_code) == (404, 404)
    assert gone.json()["title"] == never.json()["title"]


def test_a_matter_is_sent_once_for_its_key_and_followed_by_its_code(cast: Cast) -> None:
    letter_to(cast)
    key = str(uuid4())
    first, again = send(cast, key, name="Người gửi thử"), send(cast, key)
    assert (first.status_code, again.status_code) == (201, 200)
    assert (first.json()["code"], again.json()["repeated"]) == (again.json()["code"], True)
    assert Matter.objects.count() == 1
    followed = (
        Client()
        .post(f"{BASE}/follow", {"code": first.json()["code"].lower()}, content_type="application/json")
        .json()
    )
    assert (followed["state"], followed["category"]) == ("sent", "water")
    assert set(followed) == {"state", "category", "sent_at", "due"}
    assert send(cast, str(uuid4()), text="\x00 🙂").status_code == 422
    assert send(cast, str(uuid4()), category="none").status_code == 422
    assert send(cast, str(uuid4()), commune=str(uuid4())).status_code == 404
    assert send(cast, "x").status_code == 422
    assert Matter.objects.count() == 1


def test_a_wrong_code_is_answered_the_same_whatever_is_wrong_with_it(cast: Cast) -> None:
    answers = [
        Client().post(f"{BASE}/follow", {"code": code}, content_type="application/json")
        for code in ("", "7K3M-Q9TD-2A5", "x" * 40)
    ]
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.json()["title"] for answer in answers}) == 1


def test_figures_are_those_that_were_released(cast: Cast) -> None:
    assert Client().get(f"{BASE}/figures").json() == {
        "month": None,
        "here": None,
        "categories": [],
        "below": [],
    }
    for number in range(6):
        send_at(cast, "C", datetime(2026, 9, 1 + number, 9, tzinfo=clock.LOCAL))
    with at(datetime(2026, 11, 1, tzinfo=clock.LOCAL)):
        services.release_month(actor=OPERATOR, month=datetime(2026, 9, 1).date())  # noqa: DTZ001
    said = Client().get(f"{BASE}/figures", {"month": "2026-09"}).json()
    assert (said["here"]["sent"], said["here"]["answered"]) == (6, None)
    assert [(one["category"], one["sent"]) for one in said["categories"]] == [("water", 6)]
    assert [(one["name"], one["sent"]) for one in said["below"]] == [("P", 6)]


def test_an_officer_lists_the_matters_of_their_own_body_without_words_and_senders(cast: Cast) -> None:
    mine = send_matter(cast).matter
    send_matter(cast, "D")
    said = client_of(cast.accounts["lan"]).get(f"{BASE}/own/matters").json()
    assert said["states"] == {"sent": 1}
    (told,) = said["matters"]
    assert told["uid"] == str(mine.uid)
    assert set(told) == {
        *("uid", "matter_class", "category", "state", "sent_at", "acknowledge_due", "answer_due")
    }
    assert client_of(cast.accounts["hoa"]).get(f"{BASE}/own/matters").status_code == 403
    assert Client().get(f"{BASE}/own/matters").status_code == 401
    assert Client().get(f"{BASE}/own/days").status_code == 401


def test_an_officer_reads_the_days_of_their_own_body(cast: Cast) -> None:
    for name in ("C", "D"):
        send_at(cast, name, datetime(2026, 9, 1, 9, tzinfo=clock.LOCAL))
    with at(datetime(2026, 9, 3, 0, tzinfo=clock.LOCAL)):
        services.count_days(actor=OPERATOR)
    words = {"since": "2026-09-01", "until": "2026-09-02"}
    said = client_of(cast.accounts["lan"]).get(f"{BASE}/own/days", words).json()
    assert [(one["day"], one["sent"], one["open"]) for one in said] == [
        ("2026-09-01", 1, 1),
        ("2026-09-02", 0, 1),
    ]

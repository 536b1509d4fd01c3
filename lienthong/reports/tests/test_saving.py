"""What a save costs, a request that comes twice, and many returns at once."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection

from lienthong.identity.models import Seat
from lienthong.kernel import audit
from lienthong.reports import services
from lienthong.reports.models import Return, Revision, Total
from tests.cast import VALID, WEEK, Cast
from tests.client import StrictClient

from .test_api import TOKEN, browser, unit
from .test_services import everything, national

pytestmark = pytest.mark.django_db

# SQLite writes one table with one statement; PostgreSQL all five in one. See docs/decisions/0051-statements-in-one.md.
A_SAVE = {"postgresql": 5, "sqlite": 9}
SAVEPOINTS = ("SAVEPOINT", "RELEASE SAVEPOINT", "BEGIN", "COMMIT")


@contextmanager
def counted() -> Iterator[list[str]]:
    """Count statements, without those that begin and end a transaction."""
    ran: list[str] = []

    def count(execute: Any, sql: str, *words: Any) -> Any:
        if not sql.startswith(SAVEPOINTS):
            ran.append(sql)
        return execute(sql, *words)

    with connection.execute_wrapper(count):
        yield ran


def put(client: StrictClient, where: str, sent: dict[str, Any], key: str = "") -> Any:
    """Send JSON with a key."""
    headers = {"X-CSRFToken": TOKEN, **({"Idempotency-Key": key} if key else {})}
    return client.put(where, json.dumps(sent), content_type="application/json", headers=headers)


def page(cast: Cast, body: str = "v1") -> str:
    """Return the address of a village's form."""
    return f"/bao-cao/tuan/{WEEK}/{cast.province[body].uid}/nhap/"


def posted(seen: int, key: str = "", **values: str) -> dict[str, Any]:
    """Return what a village's form sends."""
    return {**VALID, **values, "seen": seen, "action": "submit", "key": key}


# ── what it costs ────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_save_over_http_is_few_statements_new_or_amended_with_a_key_or_without(cast: Cast) -> None:
    cast.save("lan", "v2")  # the commune's stream and total are there, as for all villages but the first
    nga = browser(cast, "nga")
    for seen in range(3):
        with counted() as ran:
            assert (
                nga.post(page(cast), posted(seen, str(uuid4()), households=f"{seen + 101}")).status_code
                == 302
            )
        assert len(ran) == A_SAVE[connection.vendor], ran
    for seen in range(3, 5):
        with counted() as ran:
            sent = {"values": {**VALID, "households": f"{seen}00"}, "seen": seen, "submit": True}
            assert put(nga, unit(cast, "v1") + "/return", sent).status_code == 200
        assert len(ran) == A_SAVE[connection.vendor], ran
    assert national(cast) == 120 + 400


def test_a_session_without_a_seat_costs_one_statement_more(cast: Cast) -> None:
    cast.save("lan", "v2")
    nga = browser(cast, "nga")
    Seat.objects.all().delete()
    with counted() as ran:
        assert nga.post(page(cast), posted(0)).status_code == 302
    assert len(ran) == A_SAVE[connection.vendor] + 2  # the account by its ticket, and its grants


def test_many_returns_at_once_cost_no_more_statements_than_a_few(cast: Cast) -> None:
    lan, where = browser(cast, "lan"), unit(cast, "C") + "/returns"
    put(lan, where, batch(cast, "v3"))
    numbers = []
    for names in (("v1", "v2"), ("v1", "v2", "v3")):
        with counted() as ran:
            sent = batch(cast, *names, households=f"10{len(names)}", seen=1 if len(names) == 3 else 0)
            assert put(lan, where, sent).status_code == 200
        numbers.append(len(ran))
    assert numbers == [A_SAVE[connection.vendor] + 2] * 2  # their names, and whether Lan may enter for them


# ── many at once ─────────────────────────────────────────────────────────────────────────────────────────────────────


def batch(cast: Cast, *names: str, seen: int = 0, submit: bool = True, **values: str) -> dict[str, Any]:
    """Return what a commune sends for some villages."""
    returns = [
        {"unit": str(cast.province[name].uid), "values": {**VALID, **values}, "seen": seen} for name in names
    ]
    return {"returns": returns, "submit": submit}


def test_a_commune_sends_all_its_villages_at_once(cast: Cast) -> None:
    answer = put(browser(cast, "lan"), unit(cast, "C") + "/returns", batch(cast, "v1", "v2", "v3"))
    assert answer.status_code == 200
    told = [(one["unit"], one["state"], one["version"]) for one in answer.json()]
    assert told == [(str(cast.province[name].uid), "submitted", 1) for name in ("v1", "v2", "v3")]
    assert national(cast) == 360
    assert Revision.objects.count() == 3
    assert [faults for _uid, _count, faults in audit.verify() if faults] == []


def test_one_that_is_wrong_keeps_all_from_being_saved(cast: Cast) -> None:
    sent = batch(cast, "v1", "v2")
    sent["returns"][1]["values"]["households"] = "1.5"
    before = everything()
    answer = put(browser(cast, "lan"), unit(cast, "C") + "/returns", sent)
    assert answer.status_code == 422
    assert list(answer.json()["faults"]) == [f"{cast.province['v2'].uid}:households"]
    assert everything() == before


@pytest.mark.parametrize(
    ("who", "at", "names", "status"),
    [
        ("lan", "C", ("v1", "v4"), 403),
        ("lan", "C", ("v1", "v1"), 422),
        ("lan", "C", (), 422),
        ("lan", "v1", ("v1", "v2"), 422),
        ("nga", "v1", ("v1", "v2"), 403),
        ("minh", "C", ("v1",), 404),
        ("tung", "C", ("v1", "v2"), 403),
    ],
)
def test_who_may_not_send_many_and_what(
    cast: Cast, who: str, at: str, names: tuple[str, ...], status: int
) -> None:
    before = everything()
    assert put(browser(cast, who), unit(cast, at) + "/returns", batch(cast, *names)).status_code == status
    assert everything() == before


def test_a_body_that_does_not_exist_is_not_found(cast: Cast) -> None:
    sent = batch(cast, "v1")
    sent["returns"][0]["unit"] = str(uuid4())
    assert put(browser(cast, "lan"), unit(cast, "C") + "/returns", sent).status_code == 404
    assert not Return.objects.exists()


# ── a request that comes twice ───────────────────────────────────────────────────────────────────────────────────────


def test_a_retry_is_answered_as_the_first_time_though_somebody_changed_the_return_since(cast: Cast) -> None:
    where, sent, key = unit(cast, "v1") + "/return", {"values": VALID, "submit": False}, str(uuid4())
    first = put(browser(cast, "nga"), where, sent, key)
    assert (first.status_code, first.json()["state"], first.json()["submitted_at"]) == (200, "draft", None)
    cast.save("lan", "v1", households="130")
    before = everything()
    again = put(browser(cast, "nga"), where, sent, f'"{key}"')
    assert (again.status_code, again.json()) == (200, first.json())
    assert everything() == before
    assert national(cast) == 130


def test_without_a_key_the_same_retry_is_a_clash(cast: Cast) -> None:
    where, sent = unit(cast, "v1") + "/return", {"values": VALID, "submit": False}
    put(browser(cast, "nga"), where, sent)
    cast.save("lan", "v1", households="130")
    assert put(browser(cast, "nga"), where, sent).status_code == 409


def test_a_retry_after_a_return_was_given_back_tells_why_it_was_as_the_first_answer_did(cast: Cast) -> None:
    entry = cast.save("nga", "v1")
    services.return_returns(actor=cast.actor("lan"), asked=cast.asked(), uids=[entry.uid], reason="Sai số.")
    where = unit(cast, "v1") + "/return"
    sent = {"values": {**VALID, "households": "99"}, "seen": 2, "submit": True}
    first = put(browser(cast, "nga"), where, sent, "k").json()
    assert (first["reason"], first["version"]) == ("Sai số.", 3)
    services.approve_returns(actor=cast.actor("lan"), asked=cast.asked(), uids=[entry.uid])
    assert put(browser(cast, "nga"), where, sent, "k").json() == first


@pytest.mark.parametrize(
    "other",
    [{"values": {**VALID, "households": "7"}}, {"submit": True}, {"seen": 1}],
)
def test_the_same_key_with_other_content_is_refused(cast: Cast, other: dict[str, Any]) -> None:
    where, sent = unit(cast, "v1") + "/return", {"values": VALID, "submit": False}
    put(browser(cast, "nga"), where, sent, "k1")
    before = everything()
    answer = put(browser(cast, "nga"), where, {**sent, **other}, "k1")
    assert answer.status_code == 422
    assert "khóa" in answer.json()["title"]
    assert everything() == before


def test_a_key_is_its_senders_own(cast: Cast) -> None:
    where = unit(cast, "v1") + "/return"
    put(browser(cast, "nga"), where, {"values": VALID}, "k1")
    other = put(browser(cast, "lan"), where, {"values": {**VALID, "households": "7"}, "seen": 1}, "k1")
    assert (other.status_code, other.json()["version"]) == (200, 2)


@pytest.mark.parametrize("key", ["x" * 65, "a b", "khóa".encode().decode("latin-1")])
def test_what_is_no_key_is_refused(cast: Cast, key: str) -> None:
    assert put(browser(cast, "nga"), unit(cast, "v1") + "/return", {"values": VALID}, key).status_code == 422
    assert not Return.objects.exists()


def test_many_at_once_are_known_again_as_one_request(cast: Cast) -> None:
    cast.save("lan", "v2")
    lan, where = browser(cast, "lan"), unit(cast, "C") + "/returns"
    sent = batch(cast, "v1", "v2", "v3")
    sent["returns"][1]["seen"] = 1  # nothing is changed of this one
    first = put(lan, where, sent, "k1")
    cast.save("nga", "v1", households="101")
    before = everything()
    assert put(lan, where, sent, "k1").json() == first.json()
    sent["returns"].pop()
    assert put(lan, where, sent, "k1").status_code == 422
    assert everything() == before


def test_a_page_that_is_sent_twice_is_saved_once_and_leads_to_the_same_place(cast: Cast) -> None:
    nga = browser(cast, "nga")
    key = nga.get(page(cast)).content.decode().partition('name="key" value="')[2][:36]
    first = nga.post(page(cast), posted(0, key))
    cast.save("lan", "v1", households="130")
    before = everything()
    again = nga.post(page(cast), posted(0, key))
    assert (again.status_code, again["Location"]) == (302, first["Location"])
    assert everything() == before


def test_a_page_with_a_used_key_and_other_content_is_shown_again_with_another_key(cast: Cast) -> None:
    nga = browser(cast, "nga")
    nga.post(page(cast), posted(0, "k1"))
    before = everything()
    answer = nga.post(page(cast), posted(0, "k1", households="77"))
    assert answer.status_code == 422
    assert 'value="77"' in answer.content.decode()
    assert 'name="key" value="k1"' not in answer.content.decode()
    assert everything() == before


def test_a_sheet_that_its_script_sends_twice_is_saved_once(cast: Cast) -> None:
    lan, uid = browser(cast, "lan"), cast.province["v1"].uid
    where = f"/bao-cao/tuan/{WEEK}/{cast.province['C'].uid}/bang/"
    sent = {"key": "k.1", "action": "save", f"{uid}.seen": 0, f"{uid}.households": "55"}
    headers = {"Accept": "application/json"}
    first = lan.post(where, sent, headers=headers).json()
    assert first["rows"][str(uid)]["seen"] == 1
    cast.save("nga", "v1", submit=False, households="66")
    before = everything()
    again = lan.post(where, sent, headers=headers).json()
    assert (again["rows"], again["clashes"]) == (first["rows"], {})
    assert everything() == before
    assert Total.objects.count() == 0

"""The JSON door of reports: the same queries and services."""

from __future__ import annotations

import json
from typing import Any

import pytest

from lienthong.reports.models import Return
from tests.cast import VALID, WEEK, Cast
from tests.client import StrictClient, client_of

pytestmark = pytest.mark.django_db

TOKEN = "abcdefghijklmnopqrstuvwxyzABCDEF"


def browser(cast: Cast, who: str) -> StrictClient:
    """Return the browser of one of the cast, with the token that a page would have left."""
    client = client_of(cast.accounts.get(who))
    client.cookies["lt_csrf"] = TOKEN
    return client


def unit(cast: Cast, body: str, period: str = WEEK) -> str:
    """Return the address of a body's week."""
    return f"/api/v1/series/tuan/{period}/units/{cast.province[body].uid}"


def put(client: StrictClient, where: str, sent: dict[str, Any]) -> Any:
    """Send JSON as a page's script would."""
    return client.put(
        where, json.dumps(sent), content_type="application/json", headers={"X-CSRFToken": TOKEN}
    )


def test_a_return_is_entered_read_and_summed(cast: Cast) -> None:
    nga = browser(cast, "nga")
    answer = put(nga, unit(cast, "v1") + "/return", {"values": VALID, "submit": True})
    assert answer.status_code == 200
    assert (answer.json()["state"], answer.json()["version"]) == ("submitted", 1)
    totals = browser(cast, "ha").get(unit(cast, "Trung ương") + "/totals").json()
    assert totals["figures"]["households"] == {
        **{"rollup": "sum", "total": "120", "values": 1, "blank": 0, "not_applicable": 0},
        **{"weight": None, "counts": None, "withheld": False},
        **{"shared": 0, "apportioned": False, "between": None, "divisible": True},
    }
    assert totals["counts"]["received"] == 1
    below = browser(cast, "ha").get(unit(cast, "Trung ương") + "/totals/below").json()
    assert [(one["name"], one["counts"]["expected"]) for one in below] == [("P", 4)]


def test_faults_are_problem_json_and_nothing_is_saved(cast: Cast) -> None:
    answer = put(
        browser(cast, "nga"), unit(cast, "v1") + "/return", {"values": {**VALID, "households": "1.5"}}
    )
    assert answer.status_code == 422
    assert answer["Content-Type"] == "application/problem+json"
    assert list(answer.json()["faults"]) == [f"{cast.province['v1'].uid}:households"]
    assert not Return.objects.exists()


def test_an_unknown_field_is_refused(cast: Cast) -> None:
    answer = put(browser(cast, "nga"), unit(cast, "v1") + "/return", {"values": {**VALID, "nonsense": "1"}})
    assert answer.status_code == 422


def test_without_the_token_against_forged_requests_nothing_is_written(cast: Cast) -> None:
    client = client_of(cast.accounts["nga"])
    client.handler.enforce_csrf_checks = True
    where = unit(cast, "v1") + "/return"
    answer = client.put(where, json.dumps({"values": VALID}), content_type="application/json")
    assert answer.status_code == 403
    assert not Return.objects.exists()


@pytest.mark.parametrize(("who", "status"), [("minh", 404), ("hoa", 404), ("nobody", 401), ("tung", 403)])
def test_who_may_not_enter(cast: Cast, who: str, status: int) -> None:
    assert put(browser(cast, who), unit(cast, "v1") + "/return", {"values": VALID}).status_code == status


def test_steps_over_json(cast: Cast) -> None:
    entry = cast.save("nga", "v1")
    lan = browser(cast, "lan")
    headers = {"X-CSRFToken": TOKEN}

    def step(name: str, client: StrictClient, **words: Any) -> Any:
        body = json.dumps({"uids": [str(entry.uid)], **words})
        where = f"/api/v1/series/tuan/{WEEK}/{name}"
        return client.post(where, body, content_type="application/json", headers=headers)

    assert step("approve", lan).json() == 1
    assert step("lock", lan).status_code == 403
    assert step("lock", browser(cast, "tung")).json() == 1
    assert step("return", lan, reason="x").status_code == 409
    history = lan.get(unit(cast, "v1") + "/return/history").json()
    assert [one["state"] for one in history] == ["locked", "approved", "submitted"]


def test_what_is_owed(cast: Cast) -> None:
    owed = browser(cast, "tung").get(unit(cast, "P") + "/owed").json()
    assert [(one["name"], one["turn"]) for one in owed] == [("C", "village"), ("D", "village")]


def test_a_period_outside_the_series_is_409(cast: Cast) -> None:
    assert browser(cast, "nga").get(unit(cast, "v1", "2019-W01") + "/return").status_code == 409

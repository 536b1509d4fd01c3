"""The JSON door of the registry says what the pages say."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from lienthong.identity.rules import Ticket
from tests.cast import Cast

NOWHERE = UUID(int=7)


@pytest.fixture
def hoa(cast: Cast, client: Client) -> Client:
    """Return the client of a citizen who has signed in."""
    account = cast.accounts["hoa"]
    session = client.session
    Ticket(account.pk, account.epoch, None).keep(session)
    session.save()
    return client


def got(client: Client, address: str, status: int = 200) -> Any:
    answer = client.get(f"/api/v1{address}")
    assert answer.status_code == status, answer.content
    return answer.json()


def test_areas_by_name_and_day(hoa: Client, cast: Cast) -> None:
    area = cast.province["A1"].versions.get().area
    [found] = got(hoa, "/areas?q=a1&on=2025-06-30&level=commune")
    assert found == {
        "uid": str(area.uid),
        "level": "commune",
        "sample": False,
        "code": "",
        "kind": "xa",
        "name": "A1",
        "full_name": "A1",
        "valid_from": "2020-01-01",
        "valid_to": "2025-07-01",
        "within": [],
    }
    assert got(hoa, "/areas?q=a1&on=2025-07-01") == []
    assert len(got(hoa, "/areas?q=a1")) == 1
    got(hoa, "/areas?q=a1&level=galaxy", 422)
    got(hoa, "/areas?q=a1&limit=0", 422)
    assert got(hoa, "/areas?q=%00") == got(hoa, "/areas/by-code/%00?on=2025-07-01") == []


def test_a_code_needs_a_day(hoa: Client) -> None:
    assert got(hoa, "/areas/by-code/24277?on=2025-07-01") == []
    assert "query.on" in str(got(hoa, "/areas/by-code/24277", 422)["faults"])


def test_an_area_through_time(hoa: Client, cast: Cast) -> None:
    area = cast.province["C"].versions.get().area
    history = got(hoa, f"/areas/{area.uid}")
    assert (history["uid"], [v["name"] for v in history["versions"]]) == (str(area.uid), ["C"])
    assert (history["predecessors"], history["aliases"]) == ([], [])
    assert got(hoa, f"/areas/{NOWHERE}", 404)["status"] == 404


def test_a_body_and_what_stands_below_it(hoa: Client, cast: Cast) -> None:
    centre, commune = cast.province["Trung ương"], cast.province["C"]
    assert got(hoa, f"/organisations/{commune.uid}") == {
        "uid": str(commune.uid),
        "level": "commune",
        "name": "Ban C",
        "short_name": "C",
    }
    got(hoa, f"/organisations/{commune.uid}?on=2025-06-30", 404)

    def below(on: str) -> list[str]:
        return [b["short_name"] for b in got(hoa, f"/organisations/{centre.uid}/below?tree=front{on}")]

    assert (below("&on=2025-06-30"), below("")) == (["A", "B"], ["P"])
    got(hoa, f"/organisations/{centre.uid}/below?tree=party", 404)
    got(hoa, f"/organisations/{centre.uid}/below?tree=%00", 422)


def test_nobody_is_told_nothing(cast: Cast, client: Client) -> None:
    assert got(client, "/areas?q=a1", 401)["status"] == 401

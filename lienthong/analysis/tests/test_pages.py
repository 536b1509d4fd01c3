"""The page of a unit's year and its JSON door."""

from __future__ import annotations

import csv
import io
import re
from typing import Any

import pytest

from lienthong.analysis.services import refresh_copy
from lienthong.kernel.actor import OPERATOR
from lienthong.reports.tests import test_rollups
from tests.cast import WEEK, Cast
from tests.client import client_of
from tests.every_kind import with_every_kind

from .filling import fill, refresh

pytestmark = pytest.mark.django_db

LATER = "2026-W46"


def page(cast: Cast, who: str, name: str, year: int = 2026, **words: str) -> Any:
    """Return the answer of the page."""
    address = f"/phan-tich/{cast.series.code}/{year}/{cast.province[name].uid}/"
    return client_of(cast.accounts[who]).get(address, words)


def test_the_way_in_leads_to_the_own_unit(cast: Cast) -> None:
    answer = client_of(cast.accounts["tung"]).get("/phan-tich/")
    assert answer.headers["Location"] == f"/phan-tich/tuan/2026/{cast.province['P'].uid}/"
    assert "Chưa có báo cáo nào" in client_of(cast.accounts["hoa"]).get("/phan-tich/").content.decode()
    assert (
        "/phan-tich/" in client_of(cast.accounts["tung"]).get("/viec-cua-toi/", follow=True).content.decode()
    )


def test_the_menu_marks_the_way_into_analysis_on_its_pages_and_no_other(cast: Cast) -> None:
    for who, name in (("tung", "P"), ("lan", "v1")):
        text = page(cast, who, name).content.decode()
        menu = re.search(r'<nav class="side".*?</nav>', text, re.DOTALL)
        assert menu is not None
        marked = re.findall(r'<a href="([^"]+)" aria-current="(\w+)"', menu[0])
        assert marked == [("/phan-tich/", "true")]


def test_before_anything_is_copied_the_page_says_so(cast: Cast) -> None:
    answer = page(cast, "tung", "P")
    assert answer.status_code == 200
    assert "Bản sao được lập mỗi năm phút" in answer.content.decode()


def test_the_page_shows_weeks_units_and_of_which_moment(cast: Cast) -> None:
    fill(cast, LATER, WEEK)
    refresh()
    text = page(cast, "tung", "P", chiTieu="households").content.decode()
    assert "Số liệu phân tích tính đến 09:40 22/11/2026" in text
    for cell in ("303", "333", "103", "113", "406", "446", "T46", "T47"):
        assert f">{cell}<" in text
    assert 'class="chart"' in text
    approved = page(cast, "tung", "P", chiTieu="households", stage="approved").content.decode()
    assert ">303<" not in approved
    assert ">100<" in approved
    searched = page(cast, "tung", "P", q="d", chiTieu="households").content.decode()
    assert ">103<" in searched
    assert ">303<" not in searched


def test_a_village_sees_its_own_year(cast: Cast) -> None:
    fill(cast, WEEK)
    refresh()
    text = page(cast, "nga", "v1").content.decode()
    assert ">100<" in text
    assert page(cast, "nga", "v2").status_code == 404


def test_units_of_another_day(cast: Cast) -> None:
    fill(cast, "2025-W26")
    refresh()
    was = page(cast, "ha", "Trung ương", 2025).content.decode()
    assert ">A</a>" in was
    assert "01/07/2025: sắp xếp đơn vị" not in was  # the only copied week ends before
    now = page(cast, "ha", "Trung ương", 2025, coCau="2026-11-22").content.decode()
    assert ">P</a>" in now
    assert ">406<" in now
    assert page(cast, "ha", "Trung ương", 2025, coCau="gestern").status_code == 422


def test_wrong_words_are_refused(cast: Cast) -> None:
    fill(cast, WEEK)
    refresh()
    assert page(cast, "tung", "P", chiTieu="none").status_code == 422
    assert page(cast, "tung", "P", 1999).status_code == 404
    assert page(cast, "tung", "P", 2025).status_code == 404


def test_the_files_hold_what_the_page_shows(cast: Cast) -> None:
    fill(cast, LATER, WEEK)
    refresh()
    answer = page(cast, "tung", "P", 2026, chiTieu="households", **{"as": "csv"})
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    held = [row for row in rows if row and row[0] in {"C", "D", "P"}]
    assert held == [["C", "303", "333"], ["D", "103", "113"]]
    for form in ("xlsx", "pdf"):
        assert page(cast, "tung", "P", 2026, **{"as": form}).status_code == 200


def door(cast: Cast, who: str, analysis: str, name: str, **words: str) -> Any:
    """Return the answer of the JSON door."""
    asked = {"series": cast.series.code, "year": "2026", "unit": str(cast.province[name].uid), **words}
    return client_of(cast.accounts[who]).get(f"/api/v1/analysis/{analysis}", asked)


def test_the_json_door_says_the_same(cast: Cast) -> None:
    fill(cast, LATER, WEEK)
    refresh()
    answer = door(cast, "tung", "pivot", "P", indicator="households").json()
    assert answer["as_of"] == "2026-11-22T02:40:00Z"
    assert [(row["name"], row["period"], row["number"]) for row in answer["rows"] if row["number"]] == [
        ("C", LATER, "303"),
        ("C", WEEK, "333"),
        ("D", LATER, "103"),
        ("D", WEEK, "113"),
    ]
    year = door(cast, "tung", "year", "P", indicator="households").json()["rows"]
    assert [(row["period"], row["number"], row["returns"]) for row in year] == [
        (LATER, "406", 4),
        (WEEK, "446", 4),
    ]
    moved = door(cast, "tung", "movers", "P", indicator="households").json()["rows"]
    assert [(row["name"], row["before"], row["after"], row["number"]) for row in moved] == [
        ("C", "303", "333", "30"),
        ("D", "103", "113", "10"),
    ]
    counts = door(cast, "tung", "completeness", "P").json()["rows"]
    assert {(row["name"], row["period"]): row["counts"]["received"] for row in counts} == {
        ("C", LATER): 3,
        ("D", LATER): 1,
        ("C", WEEK): 3,
        ("D", WEEK): 1,
    }
    spread = door(cast, "ha", "distribution", "Trung ương", level="commune").json()["rows"]
    assert [(row["period"], row["quarter"], row["units"]) for row in spread] == [
        (LATER, 1, 1),
        (LATER, 2, 1),
        (WEEK, 1, 1),
        (WEEK, 2, 1),
    ]


def test_the_json_door_refuses_whom_the_page_refuses(cast: Cast) -> None:
    assert door(cast, "tung", "year", "P").status_code == 409
    fill(cast, WEEK)
    refresh()
    assert door(cast, "minh", "pivot", "C").status_code == 404
    assert door(cast, "lan", "completeness", "C").status_code == 422
    assert door(cast, "tung", "pivot", "P", indicator="none").status_code == 422
    assert door(cast, "tung", "nation", "P").status_code == 422


def test_what_is_withheld_stands_nowhere(cast: Cast) -> None:
    every = with_every_kind(cast)
    test_rollups.report(every, "v1", members__women="4", members__men="30")
    test_rollups.report(every, "v4", members__women="40", members__men="50")
    refresh_copy(actor=OPERATOR)
    text = page(every, "tung", "P", chiTieu="members__women").content.decode()
    assert "không hiện" in text
    assert ">4<" not in text
    assert ">44<" in text
    rows = door(every, "tung", "pivot", "P", indicator="members__women").json()["rows"]
    assert [(row["name"], row["number"], row["withheld"]) for row in rows] == [
        ("C", None, True),
        ("D", None, True),
        ("E", None, False),
    ]

"""The page of the search and the door of the palette, as the cast meets them."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import transaction

from lienthong.kernel import clock, search
from lienthong.kernel.actor import OPERATOR
from lienthong.registry.services import appoint_official
from tests.cast import Cast
from tests.client import client_of
from tests.small_province import CHANGE

ODD = ("", " ", "%_\"'*", "\0", "😀", "x" * 10_000, "&|!():*", "<script>", "' OR 1=1 --")


@pytest.fixture
def told(cast: Cast) -> Cast:
    """Let the small country be found, with an official in Lan's commune."""
    appoint_official(
        actor=OPERATOR,
        organisation=cast.province["C"],
        name="Đặng Thị Mười",
        title="Phó Chủ tịch",
        since=CHANGE,
    )
    search.rebuild(lambda label, rows, total: rows)
    return cast


def page(cast: Cast, who: str, query: str) -> str:
    """Return the page of a search."""
    answer = client_of(cast.accounts[who]).get(f"/tim/?{query}")
    assert answer.status_code == 200
    return answer.content.decode()


def hits(cast: Cast, who: str, text: str) -> Any:
    """Return what the palette is told."""
    answer = client_of(cast.accounts[who]).get("/tim/goi-y/", {"q": text})
    assert answer.status_code == 200
    return answer.json()["hits"]


def test_the_page_shows_what_was_found_and_where_it_leads(told: Cast) -> None:
    shown = page(told, "lan", "q=dang+thi+muoi")
    assert "Đặng Thị Mười" in shown
    assert "Phó Chủ tịch – C" in shown
    assert "Cán bộ" in shown
    assert 'value="dang thi muoi"' in shown


def test_who_may_not_see_is_told_exactly_what_one_is_told_who_finds_nothing(told: Cast) -> None:
    hidden = page(told, "minh", "q=dang+thi+muoi")
    nothing = page(told, "minh", "q=dang+thi+mumi")
    assert "Đặng Thị Mười" not in hidden
    assert "Không tìm thấy gì" in hidden
    assert hidden.replace("dang thi muoi", "").replace("dang%20thi%20muoi", "").count("<tr") == nothing.count(
        "<tr"
    )
    assert hits(told, "minh", "dang thi muoi") == []


def test_a_kind_can_be_chosen_and_an_unknown_one_counts_as_all(told: Cast) -> None:
    assert "Đặng Thị Mười" in page(told, "lan", "q=muoi&loai=person")
    assert "Đặng Thị Mười" not in page(told, "lan", "q=muoi&loai=unit")
    assert "Đặng Thị Mười" in page(told, "lan", "q=muoi&loai=xyz")


@pytest.mark.parametrize("text", ODD)
def test_whatever_is_typed_both_doors_answer_plainly(told: Cast, text: str) -> None:
    answer = client_of(told.accounts["lan"]).get("/tim/", {"q": text})
    assert answer.status_code == 200
    assert hits(told, "lan", text) == []


def test_suggestions_say_kind_title_place_and_address(told: Cast) -> None:
    (found,) = hits(told, "lan", "dang muoi")
    assert found["url"].startswith("/don-vi/")
    assert {name: found[name] for name in ("kind", "title", "detail", "icon")} == {
        "kind": "Cán bộ",
        "title": "Đặng Thị Mười",
        "detail": "Phó Chủ tịch – C",
        "icon": "users",
    }


def test_what_was_found_can_be_taken_away_with_the_filter(told: Cast) -> None:
    answer = client_of(told.accounts["lan"]).get("/tim/", {"q": "dang muoi", "loai": "person", "as": "csv"})
    text = b"".join(answer).decode("utf-8-sig")
    assert "Đặng Thị Mười,Cán bộ,Phó Chủ tịch – C" in text.replace(";", ",")


def test_long_lists_go_page_by_page(told: Cast) -> None:
    with transaction.atomic():
        search.put("unit", [search.Row(f"t{n}", f"Bưởi {n}", "/", clock.today()) for n in range(60)])
    first, last = page(told, "lan", "q=buoi"), page(told, "lan", "q=buoi&trang=3")
    assert first.count("<tr>") == 26
    assert last.count("<tr>") == 11
    assert page(told, "lan", "q=buoi&trang=zzz").count("<tr>") == 26


def test_every_page_leads_to_the_search(told: Cast) -> None:
    shown = page(told, "lan", "")
    assert 'action="/tim/"' in shown
    assert 'data-suggest="/tim/goi-y/"' in shown
    assert "Tìm gì?" in shown

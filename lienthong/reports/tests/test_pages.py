"""Pages of reports, without script: what is typed, shown, refused and kept."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from lienthong.registry.models import AreaVersion
from lienthong.reports.models import Return
from tests.cast import VALID, WEEK, Cast
from tests.client import StrictClient, client_of

pytestmark = pytest.mark.django_db


def url(cast: Cast, name: str, body: str, period: str = WEEK) -> str:
    """Return the address of a page of a body's week."""
    return reverse(f"reports:{name}", args=["tuan", period, cast.province[body].uid])


def signed_in(cast: Cast, who: str) -> StrictClient:
    """Return the browser of one of the cast."""
    return client_of(cast.accounts[who])


def test_home_leads_everybody_to_their_work(cast: Cast) -> None:
    for who, page, body in (
        ("nga", "entry", "v1"),
        ("lan", "overview", "C"),
        ("ha", "overview", "Trung ương"),
    ):
        assert signed_in(cast, who).get("/")["Location"] == url(cast, page, body)
    assert signed_in(cast, "hoa").get("/")["Location"] == reverse("identity:account")


def test_a_village_head_saves_a_draft_and_sends_it(cast: Cast) -> None:
    client = signed_in(cast, "nga")
    where = url(cast, "entry", "v1")
    assert client.post(where, {**VALID, "seen": "0", "action": "save"}).status_code == 302
    assert cast.entry("v1").state == "draft"
    answer = client.post(where, {**VALID, "seen": "1", "action": "submit"})
    assert (answer.status_code, answer["Location"]) == (302, url(cast, "return", "v1"))
    assert "Đã gửi xã." in client.get(answer["Location"]).content.decode()


@pytest.mark.parametrize("typed", ["1.234,5", "1 234", "mười hai", "-1", "9" * 30])
def test_a_wrong_number_stays_on_the_screen_with_its_sentence(cast: Cast, typed: str) -> None:
    answer = signed_in(cast, "nga").post(
        url(cast, "entry", "v1"), {**VALID, "households": typed, "seen": "0", "action": "submit"}
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert f'value="{typed}"' in page
    assert 'href="#i-households"' in page
    assert not Return.objects.exists()


def test_the_sheet_saves_changed_rows_only_and_keeps_wrong_ones_on_the_screen(cast: Cast) -> None:
    client = signed_in(cast, "lan")
    where = url(cast, "sheet", "C")
    posted = {"action": "save"}
    for body in ("v1", "v2", "v3"):
        uid = cast.province[body].uid
        posted[f"{uid}.seen"] = "0"
        for code in VALID:
            posted[f"{uid}.{code}"] = VALID[code] if body == "v1" else ""
    assert client.post(where, posted)["Location"].endswith("?saved=1")
    assert Return.objects.count() == 1
    wrong = posted | {f"{cast.province['v2'].uid}.households": "1.234,5"}
    answer = client.post(where, wrong | {f"{cast.province['v1'].uid}.seen": "1"})
    assert answer.status_code == 422
    assert 'value="1.234,5"' in answer.content.decode()
    assert Return.objects.count() == 1


def test_a_village_of_another_commune_on_the_sheet_is_refused(cast: Cast) -> None:
    stranger = cast.province["v4"].uid
    answer = signed_in(cast, "lan").post(
        url(cast, "sheet", "C"), {f"{stranger}.seen": "0", f"{stranger}.households": "5", "action": "save"}
    )
    assert answer.status_code == 422
    assert "không thuộc xã này" in answer.content.decode()
    assert not Return.objects.exists()


def test_two_officers_and_one_return(cast: Cast) -> None:
    nga, lan = signed_in(cast, "nga"), signed_in(cast, "lan")
    where = url(cast, "entry", "v1")
    nga.post(where, {**VALID, "seen": "0", "action": "save"})
    lan.post(where, {**VALID, "households": "140", "seen": "1", "action": "save"})
    answer = nga.post(where, {**VALID, "households": "130", "seen": "1", "action": "save"})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Của bạn" in page
    assert "140" in page
    assert 'name="seen" value="2"' in page
    kept = {**VALID, "households": "130", "pick.households": "theirs", "seen": "2", "action": "save"}
    assert nga.post(where, kept).status_code == 302
    assert cast.entry("v1").values["households"] == "140"


def test_twenty_megabytes_of_paste_are_refused_in_words(cast: Cast) -> None:
    answer = signed_in(cast, "nga").post(
        url(cast, "entry", "v1"), {**VALID, "work_done": "x" * 20_000_000, "seen": "0", "action": "save"}
    )
    assert answer.status_code == 422
    assert "quá lớn" in answer.content.decode()
    assert not Return.objects.exists()


def test_a_period_outside_the_series_is_refused_in_words(cast: Cast) -> None:
    answer = signed_in(cast, "nga").get(url(cast, "entry", "v1", "2019-W01"))
    assert answer.status_code == 409
    assert "Kỳ đầu tiên là 2025-W20" in answer.content.decode()


def test_review_approves_and_returns_what_is_ticked(cast: Cast) -> None:
    lan = signed_in(cast, "lan")
    first, second = cast.save("nga", "v1"), cast.save("lan", "v2")
    where = url(cast, "review", "C")
    page = lan.get(where).content.decode()
    assert "v1" in page
    assert "v2" in page
    assert lan.post(where, {"action": "approve"}).status_code == 422
    lan.post(where, {"uid": str(first.uid), "action": "approve"})
    refused = lan.post(where, {"uid": str(second.uid), "action": "return", "reason": ""})
    assert refused.status_code == 422
    lan.post(where, {"uid": str(second.uid), "action": "return", "reason": "Sai số hộ."})
    assert (cast.entry("v1").state, cast.entry("v2").state) == ("approved", "returned")
    assert "Sai số hộ." in signed_in(cast, "lan").get(url(cast, "entry", "v2")).content.decode()


def test_a_commune_without_villages_says_so(cast: Cast) -> None:
    page = signed_in(cast, "tung").get(url(cast, "overview", "E")).content.decode()
    assert "không có thôn" in page


def test_every_figure_says_whether_it_was_received_or_approved(cast: Cast) -> None:
    cast.save("nga", "v1", households="1234", people="5000")
    tung = signed_in(cast, "tung")
    received = tung.get(url(cast, "figures", "P")).content.decode()
    approved = tung.get(url(cast, "figures", "P") + "?stage=approved").content.decode()
    assert "1.234" in received
    assert "Số đã gửi" in received
    assert "1.234" not in approved
    assert "Số đã duyệt" in approved


def test_the_number_of_queries_of_a_page_stays_level_as_rows_grow(cast: Cast) -> None:
    pages = [
        ("ha", "overview", "Trung ương"),
        ("lan", "sheet", "C"),
        ("lan", "review", "C"),
        ("tung", "owed", "P"),
    ]

    def spent() -> list[int]:
        counts = []
        for who, page, body in pages:
            with CaptureQueriesContext(connection) as caught:
                assert signed_in(cast, who).get(url(cast, page, body)).status_code == 200
            counts.append(len(caught))
        return counts

    cast.save("lan", "v1")
    spent()  # forms and trees are read once a process, totals once a change
    cast.save("lan", "v2")
    few = spent()
    cast.save("lan", "v3")
    # Nothing is missing any more, so the menu of a commune asks less.
    assert all(now <= before for now, before in zip(spent(), few, strict=True))
    assert sum(spent()) < sum(few)


def test_the_clock_that_stands_is_shown_and_english_is_english(cast: Cast) -> None:
    client = signed_in(cast, "ha")
    assert "09:40 22/11/2026" in client.get(url(cast, "overview", "Trung ương")).content.decode()
    client.cookies["lt_language"] = "en"
    page = client.get(url(cast, "overview", "Trung ương")).content.decode()
    assert '<html lang="en"' in page
    assert "National dashboard" in page


def board_of(cast: Cast, who: str, body: str) -> str:
    """Return a unit's overview as one of the cast sees it."""
    return signed_in(cast, who).get(url(cast, "overview", body)).content.decode()


def test_the_map_names_both_archipelagos_and_the_sea_and_leads_to_each_province(cast: Cast) -> None:
    area = cast.unit("P").area_id
    AreaVersion.objects.filter(area_id=area).update(code="66", full_name="Tỉnh Đắk Lắk")
    cast.save("nga", "v1")
    page = board_of(cast, "ha", "Trung ương")
    for name in ("Quần đảo Hoàng Sa", "Quần đảo Trường Sa", "Biển Đông"):
        assert name in page
    assert re.search(f'<a href="{url(cast, "overview", "P")}" aria-label="P: 25,0% – 1/4 thôn đã gửi">', page)
    assert page.count('<path class="area') == 1


def test_without_todays_provinces_there_is_a_table_and_no_map(cast: Cast) -> None:
    page = board_of(cast, "ha", "Trung ương")
    assert "Hoàng Sa" not in page
    assert "Hoàn thành theo tỉnh, thành phố" in page


def test_a_province_shows_its_communes_as_tiles_in_vietnamese_order(cast: Cast) -> None:
    cast.save("nga", "v1")
    page = board_of(cast, "tung", "P")
    tiles = re.findall(
        r'<a class="tile area ([\w-]+)"[^>]*><span>([^<]+)</span><b class="num">([^<]+)</b>', page
    )
    assert tiles == [("d0", "C", "33,3%"), ("d0", "D", "0,0%"), ("d-none", "E", "–")]


def test_the_trend_has_its_table_and_the_order_its_caution(cast: Cast) -> None:
    cast.save("nga", "v1", period="2026-W46")
    cast.save("nga", "v1")
    cast.save("lan", "v2")
    page = board_of(cast, "tung", "P")
    assert "2 tuần có báo cáo" in page
    assert "Tuần 46 (09/11–15/11)" in page
    assert "không phải để xếp loại" in page
    assert '<text class="chart-value' in page


def test_a_board_changes_with_the_next_return(cast: Cast) -> None:
    cast.save("nga", "v1")
    assert "33,3%" in board_of(cast, "tung", "P")
    cast.save("lan", "v2")
    assert "66,6%" in board_of(cast, "tung", "P")

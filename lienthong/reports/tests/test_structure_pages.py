"""Pages, files and the API by a structure: asked for by a day, kept in the ways on, said in words, marked on the axis."""

from __future__ import annotations

import json
from datetime import date

import pytest

from lienthong.reports import queries
from lienthong.reports.rules.structures import Structure
from tests.cast import Cast

from .changing import change
from .test_pages import signed_in
from .test_structures import SPLIT, WEEK_BEFORE, report, split_v1

pytestmark = pytest.mark.django_db


def page(cast: Cast, who: str, name: str, path: str = "", period: str = WEEK_BEFORE, **words: str) -> str:
    """Return a page of a unit's week as one of the cast sees it."""
    client = signed_in(cast, who)
    address = f"/bao-cao/tuan/{period}/{cast.province[name].uid}/{path}"
    answer = client.get(address, words)
    assert answer.status_code == 200, answer.content.decode()[:2000]
    return answer.content.decode()


def test_figures_say_by_which_structure_they_are_shown_and_what_is_in_part(cast: Cast) -> None:
    report(cast, "v1", WEEK_BEFORE, households="100")
    report(cast, "v2", WEEK_BEFORE, households="107")
    split_v1(cast, ("0.25", "0.75"))
    plain = page(cast, "tung", "P", "so-lieu/")
    assert "Theo cây tổ chức ngày 01/11/2026" in plain
    assert "Theo cơ cấu ngày" not in plain
    shown = page(cast, "tung", "P", "so-lieu/", coCau="2026-11-22")
    assert "Theo cơ cấu ngày 22/11/2026, không phải như lúc báo cáo" in shown
    assert "132 (chia theo tỷ lệ)" in shown
    assert "75 (chia theo tỷ lệ)" in shown
    assert f"{cast.province['C'].uid}/so-lieu/?coCau=2026-11-22" in shown
    assert "coCau=2026-11-22&amp;as=xlsx" in shown


def test_a_collecting_unit_shows_the_villages_of_the_day(cast: Cast) -> None:
    report(cast, "v1", WEEK_BEFORE, households="100")
    split_v1(cast, (None, None))
    shown = page(cast, "lan", "C", "so-lieu/", coCau="2026-11-22")
    assert "từ 0 đến 100" in shown
    assert "1 thôn chỉ thuộc đơn vị này một phần (đã gửi 1)" in shown
    overview = page(cast, "lan", "C", coCau="2026-11-22")
    assert "1 thôn chỉ thuộc đơn vị này một phần (đã gửi 1)" in overview


def test_the_trend_marks_the_change_on_its_axis_and_in_its_table(cast: Cast) -> None:
    report(cast, "v2", WEEK_BEFORE)
    report(cast, "v2", "2026-W45")
    report(cast, "v2", "2026-W46")
    change(cast, SPLIT, moved={"E": "Trung ương"})
    shown = page(cast, "tung", "P", period="2026-W46")
    assert "<title>02/11/2026: sắp xếp đơn vị</title>" in shown
    assert (
        '<td colspan="4">02/11/2026: sắp xếp đơn vị '
        "(0 đơn vị kết thúc, 0 đơn vị bắt đầu, 1 đơn vị chuyển về đơn vị khác)</td>" in shown
    )
    ways = page(cast, "tung", "P", period="2026-W46", coCau="2026-11-22")
    assert "?sort=name&amp;coCau=2026-11-22" in ways


@pytest.mark.parametrize("text", ["hôm nay", "2026-13-01", "1/7/2025"])
def test_what_is_no_day_is_refused_with_how_to_write_it(cast: Cast, text: str) -> None:
    client = signed_in(cast, "tung")
    address = f"/bao-cao/tuan/{WEEK_BEFORE}/{cast.province['P'].uid}/so-lieu/"
    answer = client.get(address, {"coCau": text})
    assert answer.status_code == 422
    assert "viết như 2025-07-01" in answer.content.decode()


def test_a_month_and_a_file_follow_the_structure(cast: Cast) -> None:
    report(cast, "v1", WEEK_BEFORE, households="100")
    split_v1(cast, ("0.25", "0.75"))
    shown = page(cast, "tung", "P", "so-lieu/", period="2026-11", coCau="2026-11-22")
    assert "25 (chia theo tỷ lệ)" in shown
    file = page(cast, "tung", "P", "so-lieu/", **{"coCau": "2026-11-22", "as": "csv"})
    lines = [line.split(";") for line in file.strip().splitlines()]
    assert (lines[0][-1], lines[1][:2], lines[1][-1]) == ("Ghi chú", ["C", "25"], "có số chia theo tỷ lệ")
    whole = page(cast, "tung", "P", "so-lieu/", **{"coCau": "2026-11-22", "below": "commune", "as": "csv"})
    assert [line.rsplit(";", 1)[-1] for line in whole.strip().splitlines()] == [
        "Ghi chú",
        "có số chia theo tỷ lệ",
        "có số chia theo tỷ lệ",
        "",
    ]
    plain = page(cast, "tung", "P", "so-lieu/", **{"as": "csv"})
    assert "Ghi chú" not in plain


def test_single_cells_are_those_that_count_at_the_unit_of_the_day(cast: Cast) -> None:
    report(cast, "v1", WEEK_BEFORE, households="100")
    report(cast, "v2", WEEK_BEFORE, households="107")
    split_v1(cast, ("0.25", "0.75"))
    there = page(cast, "tung", "D", "chi-tieu/households/", coCau="2026-11-22")
    assert ">v1</a>" in there
    assert "chỉ một phần thuộc đơn vị này" in there
    assert ">v2</a>" not in there
    as_was = page(cast, "tung", "D", "chi-tieu/households/")
    assert ">v1</a>" not in as_was
    assert "chỉ một phần" not in as_was
    file = page(cast, "tung", "D", "chi-tieu/households/", **{"coCau": "2026-11-22", "as": "csv"})
    (row,) = [line.split(";") for line in file.splitlines() if line.startswith("v1;")]
    assert (row[1], row[-1]) == ("100", "chỉ một phần thuộc đơn vị này")


def test_what_is_owed_is_counted_where_each_body_stands_on_the_day(cast: Cast) -> None:
    report(cast, "v1", WEEK_BEFORE)
    change(cast, SPLIT, moved={"v1": "D"})
    as_was = owed_by_name(cast)
    moved = owed_by_name(cast, coCau="2026-11-22")
    assert {name: one["expected"] for name, one in moved.items()} != {
        name: one["expected"] for name, one in as_was.items()
    }
    assert moved["D"]["expected"] == as_was["D"]["expected"] + 1
    assert moved["D"]["received"] == 1
    shown = page(cast, "tung", "P", "con-thieu/", coCau="2026-11-22")
    assert "Theo cơ cấu ngày 22/11/2026" in shown
    assert "coCau=2026-11-22" in shown


def owed_by_name(cast: Cast, **words: str) -> dict[str, dict[str, int]]:
    """Return by the unit's name who owes what below the province, as the API tells it."""
    address = f"/api/v1/series/tuan/{WEEK_BEFORE}/units/{cast.province['P'].uid}/owed"
    found = json.loads(signed_in(cast, "tung").get(address, words).content)
    return {one["name"]: one["counts"] for one in found}


def test_the_file_of_all_villages_lists_each_below_its_unit_of_the_day(cast: Cast) -> None:
    report(cast, "v1", WEEK_BEFORE, households="100")
    change(cast, SPLIT, moved={"v1": "D"})
    asked = queries.get_asked(cast.actor("tung"), "tuan", WEEK_BEFORE, Structure(date(2026, 11, 22)))
    communes = [
        unit for _above, unit in queries.collecting_units_below(cast.actor("tung"), asked, cast.unit("P"))
    ]
    sheets = queries.sheets_for(cast.actor("tung"), asked, communes)
    held = {
        unit.short_name: {row.unit.short_name: row.values.get("households") for row in rows}
        for unit, rows in zip(communes, sheets, strict=True)
    }
    assert held["D"]["v1"] == "100"
    assert "v1" not in held["C"]


def test_the_api_tells_bounds_and_the_structure(cast: Cast) -> None:
    report(cast, "v1", WEEK_BEFORE, households="100")
    split_v1(cast, (None, None))
    client = signed_in(cast, "tung")
    address = f"/api/v1/series/tuan/{WEEK_BEFORE}/units/{cast.province['C'].uid}/totals"
    found = json.loads(client.get(address, {"coCau": "2026-11-22"}).content)
    assert found["structure"] == "2026-11-22"
    assert found["counts"]["partly"] == 1
    told = found["figures"]["households"]
    assert (told["total"], told["between"], told["divisible"]) == (None, ["0", "100"], True)
    as_was = json.loads(client.get(address).content)
    assert (as_was["structure"], as_was["figures"]["households"]["total"]) == (None, "100")


def test_a_week_with_districts_has_its_pages(cast: Cast) -> None:
    change(
        cast,
        date(2026, 11, 9),
        founded={"Q": ("district", "P"), "K": ("district", "P"), "k": ("village", "K")},
        moved={"C": "Q", "D": "Q", "E": "Q"},
    )
    report(cast, "v1", "2026-W46")
    report(cast, "k", "2026-W46")
    assert "Hoàn thành theo quận, huyện" in page(cast, "tung", "P", period="2026-W46")
    assert "Hoàn thành theo xã" in page(cast, "tung", "Q", period="2026-W46")
    island = page(cast, "tung", "K", period="2026-W46")
    assert "Trạng thái" in island
    for name in ("P", "Q", "K", "C"):
        page(cast, "tung", name, "so-lieu/", period="2026-W46")

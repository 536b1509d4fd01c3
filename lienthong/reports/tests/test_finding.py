"""Reports that are found by words: a unit, a week, and only where the actor may see them."""

from __future__ import annotations

import pytest

from lienthong.kernel import search
from lienthong.reports.rules.wishes import read_wish
from tests.cast import Cast


@pytest.fixture
def told(cast: Cast) -> Cast:
    """Let the small country be found."""
    search.rebuild(lambda label, rows, total: rows)
    return cast


def found(cast: Cast, who: str, text: str) -> list[tuple[str, str]]:
    """Return title and week of the reports that one of the cast finds."""
    return [(hit.title, hit.detail) for hit in search.find(cast.actor(who), text, ["report"])]


NOW = "Tuần 47 (16/11–22/11)/2026"


@pytest.mark.parametrize(
    "text",
    [
        "bao cao tuan 47 v1",
        "Báo cáo tuần v1",
        "v1 tuan 47",
        "v1 2026-W47",
        "bao cao v1 tuần 47/2026",
        "v1 t47",
    ],
)
def test_a_report_is_found_by_unit_and_week(told: Cast, text: str) -> None:
    assert found(told, "lan", text) == [("Báo cáo tuần – v1", NOW)]


def test_it_leads_to_the_page_that_fits_the_unit(told: Cast) -> None:
    (village,) = search.find(told.actor("lan"), "bao cao tuan 46 v1", ["report"])
    assert village.link == f"/bao-cao/tuan/2026-W46/{told.province['v1'].uid}/phieu/"
    (own,) = search.find(told.actor("lan"), "tuan 46", ["report"])
    assert own.link == f"/bao-cao/tuan/2026-W46/{told.province['C'].uid}/"


def test_nobody_finds_a_report_that_they_may_not_see(told: Cast) -> None:
    assert found(told, "minh", "bao cao tuan 47 v1") == []
    assert found(told, "hoa", "bao cao tuan 47 v1") == []
    assert found(told, "nga", "bao cao tuan 47 v2") == []
    assert found(told, "nga", "bao cao tuan 47 v1") == [("Báo cáo tuần – v1", NOW)]


@pytest.mark.parametrize(
    "text", ["v1", "bao v1", "tuan 48 v1", "tuan 54 v1", "bao cao tuan 1 2019 v1", "tuan 0 v1", "t99 v1"]
)
def test_without_a_report_or_a_week_of_it_there_is_none(told: Cast, text: str) -> None:
    assert found(told, "lan", text.replace("tuan 48", "tuan 48 2026")) == []


def test_words_of_a_unit_are_left_to_the_unit() -> None:
    wish = read_wish(["tuan", "5", "bao", "dai"], {"bao", "cao", "tuan"})
    assert wish is not None
    assert (wish.week, wish.unit) == (5, ("dai",))
    assert read_wish([], {"bao", "cao"}) is None

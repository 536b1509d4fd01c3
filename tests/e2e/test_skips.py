"""Fields that do not apply, as a village types: the sample form of the how-to, begun as a series of its own."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from .conftest import Opener, run

pytestmark = pytest.mark.e2e

PHONE = {"width": 390, "height": 844}
FORM = "lienthong/forms/data/every-kind.json"


@pytest.fixture(scope="module")
def series(home: Path, site: str) -> str:
    """Begin a series with the sample form, by the commands of docs/how-to/add-a-report-form.md."""
    names = ("--name-vi", "Báo cáo mẫu", "--name-en", "Sample report")
    run(home, "forms", "publish", "every-kind", FORM, "--from", "2026-01-05", *names)
    where = ("--form", "every-kind", "--tree", "front", "--level", "village", "--first", "2026-W40")
    run(home, "series", "begin", "mau", *where, *names)
    return "mau"


def open_form(open_as: Opener, series: str, *, script: bool = True) -> Page:
    """Open the sample form of Nga's village for the week of her weekly report."""
    page = open_as("nga", viewport=PHONE, java_script_enabled=script)
    week, uid = page.url.split("/bao-cao/")[1].split("/")[1:3]
    page.goto(f"/bao-cao/{series}/{week}/{uid}/nhap/")
    return page


def test_what_does_not_apply_goes_out_of_sight_and_comes_back(open_as: Opener, series: str) -> None:
    """A choice and a number decide; what was typed meanwhile is put aside by the server, which says so."""
    page = open_form(open_as, series)
    state, story = page.get_by_label("Tình trạng nhà văn hóa"), page.locator("[name=story]")
    expect(state).to_be_visible()
    expect(page.get_by_text("hãy để trống nếu không áp dụng")).to_have_count(0)
    page.locator("[name=has_hall]").select_option("no")
    expect(state).to_be_hidden()
    page.locator("[name=has_hall]").select_option("yes")
    expect(state).to_be_visible()
    state.select_option("good")
    page.locator("[name=has_hall]").select_option("no")
    story.fill("Cả thôn cùng sửa giếng.")
    page.locator("[name=visits]").fill("0")
    expect(story).to_be_hidden()
    page.get_by_role("button", name="Lưu nháp").click()
    expect(page.get_by_text("Tình trạng nhà văn hóa")).not_to_have_count(0)
    expect(page.locator("[name=story]")).to_be_hidden()
    page.locator("[name=visits]").fill("3")
    expect(page.locator("[name=story]")).to_be_visible()


def test_without_script_every_field_stands_with_its_words(open_as: Opener, series: str) -> None:
    """Nothing is hidden that only a script could show again."""
    page = open_form(open_as, series, script=False)
    expect(page.locator("[name=story]")).to_be_visible()
    expect(page.locator("[name=hall_since]")).to_be_visible()
    expect(page.locator("[data-skip-words]")).to_have_count(4)

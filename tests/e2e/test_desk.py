"""The shared desk in a browser: a word about a return reaches whom it names, a file survives a cut, a list is saved."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, Route, expect

from .conftest import Opener
from .pages import open_page
from .test_journey import picture

pytestmark = pytest.mark.e2e


def _beside(open_as: Opener, side: str) -> Page:
    """Open what stands beside a return of the commune, as Lan."""
    page = open_page(open_as, "review", viewport={"width": 1440, "height": 900})
    page.locator("main a[href$='/phieu/']").first.click()
    page.locator(f"main a[href$='/{side}/']").first.click()
    page.wait_for_load_state("networkidle")
    return page


def test_whoever_is_mentioned_is_told_and_has_it_as_work_until_it_is_read(open_as: Opener) -> None:
    lan = _beside(open_as, "trao-doi")
    words = "Nhờ tỉnh xem giúp số hộ của tuần này."
    lan.locator("textarea").fill(words)
    lan.get_by_role("button", name="Nhắc tới người khác…").click()
    lan.get_by_text(re.compile("Phạm Thanh Tùng")).first.click()
    lan.get_by_role("button", name="Gửi trao đổi").click()
    expect(lan.get_by_text(words)).to_be_visible()

    tung = open_as("tung", viewport={"width": 1440, "height": 900})
    tung.goto("/thong-bao/")
    expect(tung.get_by_role("link", name="Bạn được nhắc tới trong một trao đổi")).to_have_count(1)
    tung.goto("/viec-cua-toi/")
    picture(tung, "work-vi-1440-light")
    tung.goto("/viec-cua-toi/?q=nhac+toi")
    mention = tung.get_by_role("link", name=re.compile("Bạn được nhắc tới: Báo cáo tuần"))
    expect(mention).to_be_visible()
    mention.click()
    expect(tung.get_by_text(words)).to_be_visible()
    tung.goto("/viec-cua-toi/?q=nhac+toi")
    expect(mention).to_have_count(0)


def test_a_file_goes_on_after_the_line_was_cut(open_as: Opener, tmp_path: Path) -> None:
    page = _beside(open_as, "tep")
    cut = {"left": 1}

    def through(route: Route) -> None:
        if route.request.method == "PATCH" and cut["left"]:
            cut["left"] -= 1
            route.abort("connectionreset")
        else:
            route.continue_()

    page.route("**/*", through)
    sent = tmp_path / "bien-ban.txt"
    sent.write_text("Biên bản họp thôn, không có dữ liệu cá nhân.\n" * 40_000, "utf-8")
    page.locator("input[type=file]").set_input_files(sent)
    page.locator("main form[method=post] button.primary").first.click()
    expect(page.get_by_role("link", name="bien-ban.txt", exact=True)).to_be_visible()
    assert cut["left"] == 0
    with page.expect_download() as taken:
        page.get_by_role("link", name="bien-ban.txt", exact=True).click()
    assert Path(taken.value.path()).read_bytes() == sent.read_bytes()
    page.goto(page.url.replace("/tep/", "/lich-su/"))
    expect(page.get_by_role("row", name=re.compile("Thêm tệp đính kèm"))).to_be_visible()


def test_a_list_is_looked_at_saved_and_opened_again_without_script(open_as: Opener) -> None:
    page = open_as("duc", viewport={"width": 1440, "height": 900}, java_script_enabled=False)
    page.goto("/quan-tri/tai-khoan/")
    page.get_by_role("link", name="Họ và tên").click()
    page.get_by_text("Cách xem của tôi").click()
    page.get_by_label("Tên cách xem").fill("Theo tên")
    page.get_by_role("button", name="Lưu", exact=True).click()
    expect(page.get_by_role("link", name="Theo tên")).to_have_attribute("aria-current", "page")
    page.goto("/quan-tri/tai-khoan/")
    page.get_by_role("link", name="Theo tên").click()
    assert "xep=ten" in page.url


def test_it_staff_see_that_the_installation_lives(open_as: Opener) -> None:
    page = open_as("duc", viewport={"width": 1440, "height": 900})
    page.goto("/he-thong/tinh-trang/")
    expect(page.get_by_role("row", name=re.compile("Cơ sở dữ liệu.*Ổn"))).to_be_visible()
    page.goto("/viec/he-thong/lich/")
    expect(page.get_by_role("row", name=re.compile("Gửi tin đang chờ"))).to_be_visible()


def test_a_hint_is_shown_until_it_was_read(open_as: Opener) -> None:
    page = open_as("minh", viewport={"width": 390, "height": 844})
    page.goto("/thong-bao/")
    hint = page.get_by_text("Muốn nhận thêm thông báo qua e-mail?")
    expect(hint).to_be_visible()
    page.get_by_role("button", name="Đã hiểu").click()
    expect(hint).to_have_count(0)
    page.goto("/thong-bao/")
    expect(hint).to_have_count(0)
    page.get_by_label("Trợ giúp trang này").click()
    expect(page.get_by_text("Thông báo đã đọc được giữ 90 ngày.", exact=True)).to_be_visible()

"""A commune's Monday: Lan pastes from Excel, puts two warnings right, reminds one village, and sends. Takes its pictures."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from .conftest import Opener
from .test_grid import block, cell, open_sheet, paste, state
from .test_journey import picture

pytestmark = pytest.mark.e2e

VILLAGE = "Buôn H’Ra Ea Hning"


def test_a_monday_of_a_commune(open_as: Opener) -> None:
    """From the spreadsheet to the commune's total, without leaving the grid."""
    page = open_sheet(open_as)
    missing = int(page.locator("[data-missing]").inner_text())
    sent = int(page.locator("[data-sent] td").first.inner_text().replace(".", ""))

    cell(page, VILLAGE, "households").focus()
    paste(page, block([[205, "1.875", 90, 17, 6, 0, 46, 1, 0]]))
    expect(page.locator("[data-said]")).to_have_text("Đã dán 9 ô.")
    assert [state(page, VILLAGE, code) for code in ("poor", "meetings")] == ["warn", "warn"]
    cell(page, VILLAGE, "poor").focus()
    expect(page.locator("[data-panel-faults]")).to_contain_text("Hộ nghèo thay đổi quá 50%")
    last_week = page.locator("[data-panel-body] .pairs div", has_text="Tuần trước").locator("dd").first
    expect(last_week).not_to_have_text("")
    picture(page, "grid-vi-1440-light")
    page.emulate_media(color_scheme="dark")
    picture(page, "grid-vi-1440-dark")
    page.emulate_media(color_scheme="light")

    cell(page, VILLAGE, "poor").fill(last_week.inner_text())
    cell(page, VILLAGE, "meetings").fill("1")
    page.keyboard.press("Enter")
    expect(page.locator("[data-count=warn]")).to_be_hidden()

    page.get_by_text("Nhắc các thôn chưa gửi").click()
    boxes = page.get_by_role("group", name="Nhắc thôn nào?").get_by_role("checkbox")
    for box in boxes.all():
        box.uncheck()
    boxes.last.check()
    picture(page, "remind-vi-1440-light")
    page.keyboard.press("Escape")

    page.get_by_role("button", name="Lưu", exact=True).click()
    expect(page.locator("[data-said]")).to_have_text("Đã lưu 1 thôn.")
    page.get_by_text("Nhắc các thôn chưa gửi").click()
    page.get_by_role("button", name="Nhắc", exact=True).click()
    expect(page.get_by_text("Đã ghi lời nhắc cho 1 thôn.")).to_be_visible()

    page.wait_for_selector("form[data-ready]")
    page.get_by_role("button", name="Gửi các thôn đã nhập").click()
    expect(page.locator("[data-said]")).to_contain_text("Đã lưu")
    expect(page.locator("[data-missing]")).not_to_have_text(str(missing))
    assert int(page.locator("[data-sent] td").first.inner_text().replace(".", "")) >= sent + 205

    phone = open_as("lan", viewport={"width": 390, "height": 844})
    phone.goto(page.url)
    picture(phone, "villages-vi-390-light")

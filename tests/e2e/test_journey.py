"""One village's number reaches the centre: the cast walks the whole way, and the pictures of the documents are taken."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from .conftest import PICTURES, Opener

pytestmark = pytest.mark.e2e

DESK, PHONE = {"width": 1440, "height": 1000}, {"width": 390, "height": 844}


def figure(page: Page, row: str, column: str) -> int:
    """Return a whole number from a table by the names of its row and column."""
    heads = [head.strip() for head in page.locator("table.data thead th").all_inner_texts()]
    cells = page.locator("tr", has=page.locator(f"th[scope=row]:text-is('{row}')")).locator("th, td")
    return int(re.sub(r"\D", "", cells.nth(heads.index(column)).inner_text()) or 0)


def sent(page: Page) -> tuple[int, int]:
    """Return how many villages have sent, of how many, from the first card of an overview."""
    text = page.locator(".key-figure").first.locator(".value").inner_text()
    received, expected = (int(re.sub(r"\D", "", part)) for part in text.split("/"))
    return received, expected


def picture(page: Page, name: str) -> None:
    """Take a picture for the documents, from the top of the page and without a caret."""
    page.evaluate("document.activeElement.blur(); window.scrollTo(0, 0)")
    page.screenshot(path=PICTURES / f"{name}.png")


def fill(page: Page, **values: str) -> None:
    """Type into the fields of the village's form."""
    for name, value in values.items():
        page.locator(f"[name={name}]").fill(value)


def test_a_number_reaches_the_centre(open_as: Opener) -> None:
    """Nga enters, Lan approves, Tùng and Hà see it: one more village, and exactly the households she typed."""
    centre = open_as("ha", viewport=DESK)
    received, expected = sent(centre)
    assert expected == 90_513
    picture(centre, "national-vi-1440-light")
    centre.get_by_role("link", name="Số liệu").first.click()
    households = figure(centre, "Toàn đơn vị", "Số hộ")

    village = open_as("nga", viewport=PHONE)
    expect(village.locator("h1")).to_have_text("Buôn Knia 1")
    fill(village, households="158", people="603", poor="8", near_poor="6", supported="6")
    picture(village, "village-vi-390-light")
    fill(village, people="1.603", poor="800")
    fill(village, meetings="2", attendances="168", petitions_received="1", petitions_settled="1")
    village.get_by_role("button", name="Gửi báo cáo cho xã").click()
    expect(village.locator(".error-summary")).to_contain_text("Hộ nghèo nhiều hơn số hộ")
    expect(village.locator("[name=people]")).to_have_value("1.603")
    fill(village, people="603", poor="8", work_done="Họp dân bàn việc làm đường.")
    village.get_by_role("button", name="Gửi báo cáo cho xã").click()
    expect(village.get_by_text("Đã gửi xã.")).to_be_visible()
    picture(village, "return-vi-390-light")

    centre.reload()
    assert figure(centre, "Toàn đơn vị", "Số hộ") == households + 158

    commune = open_as("lan", viewport=DESK)
    commune.get_by_role("link", name="Phê duyệt").first.click()
    picture(commune, "review-vi-1440-light")
    for box in commune.locator("input[name=uid]").all():
        box.uncheck()
    commune.get_by_role("checkbox", name="Buôn Knia 1").check()
    commune.get_by_role("button", name="Duyệt báo cáo đã chọn").click()
    expect(commune.get_by_text("Đã xử lý 1 báo cáo.")).to_be_visible()
    commune.get_by_role("link", name="Nhập báo cáo tuần").first.click()
    expect(commune.locator("table.grid")).to_be_visible()

    province = open_as("tung", viewport=DESK)
    province.get_by_role("link", name="Xã Ea Tul").first.click()
    expect(province.locator("tr", has_text="Buôn Knia 1")).to_contain_text("Đã duyệt")
    province.get_by_role("link", name="Số liệu").last.click()
    province.get_by_role("link", name="Số hộ").click()
    row = province.locator("tr", has_text="Buôn Knia 1")
    expect(row).to_contain_text("158")
    expect(row).to_contain_text("H’Nga Niê")

    centre.goto("/")
    assert sent(centre) == (received + 1, expected)
    centre.get_by_role("link", name="Còn thiếu").first.click()
    picture(centre, "owed-vi-1440-light")


def test_a_neighbour_and_a_citizen_see_nothing(open_as: Opener, site: str) -> None:
    """Minh, next door, may not open Ea Tul's week; Hoa has no unit; nobody is sent to the door."""
    lan = open_as("lan", viewport=DESK)
    address = lan.url
    minh = open_as("minh", viewport=DESK)
    answer = minh.goto(address)
    assert answer is not None
    assert answer.status == 404
    hoa = open_as("hoa", viewport=DESK)
    answer = hoa.goto(address)
    assert answer is not None
    assert answer.status == 404
    nobody = open_as(None, viewport=DESK)
    nobody.goto(address)
    assert "/dang-nhap/" in nobody.url


def test_two_officers_save_one_return(open_as: Opener) -> None:
    """The second sees both values and chooses; both survive in the revisions. Without script."""
    first = open_as("lan", viewport=DESK, java_script_enabled=False)
    first.get_by_role("link", name="Nhập báo cáo tuần").first.click()
    first.get_by_role("link", name="Thôn Tiến Phát").click()
    address = first.url
    second = open_as("lan", viewport=DESK, java_script_enabled=False)
    second.goto(address)
    if first.locator("[name=households]").count() == 0:
        pytest.fail("the demonstration should leave this village open")
    cells = {
        "people": "700",
        "poor": "5",
        "near_poor": "5",
        "supported": "1",
        "meetings": "1",
        "attendances": "40",
    }
    cells |= {"petitions_received": "0", "petitions_settled": "0"}
    fill(first, households="201", **cells)
    first.get_by_role("button", name="Gửi").first.click()
    expect(first.get_by_text("Đã gửi xã.")).to_be_visible()
    fill(second, households="222", **cells)
    second.get_by_role("button", name="Gửi").first.click()
    expect(second.get_by_text("Người khác vừa lưu số liệu khác")).to_be_visible()
    expect(second.locator(".clash")).to_contain_text("222")
    expect(second.locator(".clash")).to_contain_text("201")
    second.get_by_role("button", name="Gửi").first.click()
    expect(second.get_by_text("Đã gửi xã.")).to_be_visible()
    history = second.locator(".timeline")
    expect(history).to_contain_text("201 → 222")


def test_the_registry_and_the_audit_screen(open_as: Opener) -> None:
    """A unit is found without marks, and the inspector reads who did what."""
    page = open_as("quan", viewport=DESK)
    page.goto("/don-vi/?q=ea tul")
    expect(page.locator("main")).to_contain_text("Xã Ea Tul")
    picture(page, "registry-vi-1440-light")
    page.goto("/nhat-ky/")
    expect(page.locator("main table")).to_be_visible()
    picture(page, "audit-vi-1440-light")

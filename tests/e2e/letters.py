"""A matter as somebody sends it in a browser, with a script and without."""

from __future__ import annotations

import io
import re

from PIL import Image
from playwright.sync_api import FilePayload, Page, expect

PHONE = {"width": 390, "height": 844}
ASKS = (
    "Đường đất ở dốc đầu buôn bị nước xói thành rãnh từ đầu tháng, xe thồ không qua được. "
    "Bao giờ tỉnh sửa đoạn dốc này? Trong lúc chờ thì ai đặt biển báo?"
)


def photo() -> FilePayload:
    """Return a photo as a phone takes it: large, and with what the camera writes into it."""
    image = Image.new("RGB", (2400, 1800), (120, 90, 60))
    written = Image.Exif()
    written[0x010F] = "Máy ảnh thử"
    held = io.BytesIO()
    image.save(held, "JPEG", exif=written)
    return FilePayload(name="doc-dau-buon.jpg", mimeType="image/jpeg", buffer=held.getvalue())


def choose_place(page: Page, *, script: bool = True) -> None:
    """Choose Ea Tul from the lists; without script by the buttons beside them."""
    page.locator("select[name=province]").select_option(label="Tỉnh Đắk Lắk")
    if not script:
        page.locator("button[value=province]").click()
    page.locator("select[name=commune]").select_option(label="Xã Ea Tul")
    if not script:
        page.locator("button[value=commune]").click()
    expect(page.locator("[data-place] .chosen")).to_contain_text("Xã Ea Tul")


def write_letter(page: Page, text: str = ASKS, *, script: bool = True) -> None:
    """Open the page of sending and fill what it needs."""
    page.goto("/phan-anh/")
    page.locator("input[name=category][value=roads]").check()
    choose_place(page, script=script)
    page.locator("textarea[name=text]").fill(text)


def post(page: Page) -> None:
    """Send as a browser without script does, so that the receipt is a page that can be loaded again."""
    page.locator("form[data-send]").evaluate("form => form.submit()")
    page.wait_for_selector("dl dd")


def receipt_of(page: Page) -> tuple[str, str]:
    """Return code and PIN of the receipt that a page shows."""
    code, pin = page.locator(".receipt dd").all_inner_texts()
    assert re.fullmatch(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{3}", code), code
    assert re.fullmatch(r"\d{6}", pin), pin
    return code, pin


def follow(page: Page, code: str, pin: str) -> None:
    """Open a matter with what stands on its receipt."""
    page.goto("/phan-anh/tra-cuu/")
    page.locator("[name=code]").fill(code)
    page.locator("[name=pin]").fill(pin)
    page.locator("form[data-track] button[type=submit]").click()
    expect(page.locator(".code")).to_have_text(code)

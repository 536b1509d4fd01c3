"""A matter goes from a phone to commune, province, public list and rating; without script; and without a network."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from .conftest import Opener
from .letters import ASKS, PHONE, choose_place, follow, photo, receipt_of, write_letter
from .test_journey import picture

pytestmark = pytest.mark.e2e

DESK = {"width": 1440, "height": 1000}
TITLE = "Dốc đất bị xói, xe thồ không qua được"
PUBLIC = "Đoạn dốc được rải đá cấp phối trước ngày 05/12/2026; biển báo đã đặt ở hai đầu dốc."
PARTS = {
    "conclusion": "Phản ánh đúng: rãnh sâu 40 cm ở đoạn dốc dài 60 m, thuộc tuyến đường tỉnh quản lý.",
    "done": "Ngày 21/11/2026 đội quản lý đường bộ đã đặt biển báo ở hai đầu dốc và đi khảo sát.",
    "next_steps": "Rải đá cấp phối trước ngày 05/12/2026. Nếu chưa đồng ý, bạn đề nghị mở lại được.",
}


def send(page: Page) -> tuple[str, str]:
    """Press the button of the page of sending, and return code and PIN of the receipt."""
    page.get_by_role("button", name="Gửi phản ánh").click()
    expect(page.locator("h1")).to_have_text("Đã nhận phản ánh của bạn")
    return receipt_of(page)


def find(page: Page, queue: str, code: str) -> None:
    """Open a matter out of a queue of the inbox, by the code that somebody reads out on the telephone."""
    page.goto(f"/phan-anh/viec/?hang={queue}&q={code}")
    rows = page.locator("main tbody tr")
    expect(rows).to_have_count(1)
    rows.locator("a").first.click()
    expect(page.locator("main")).to_contain_text(ASKS[:40])


def take_step(page: Page, name: str) -> None:
    """Open a step of a matter and do it; what it asks for is filled before."""
    page.locator("main").get_by_role("link", name=name, exact=True).click()
    page.locator("main").get_by_role("button", name=name, exact=True).click()


def test_a_matter_reaches_the_province_and_comes_back(open_as: Opener) -> None:
    """Two people of the province answer what a commune passed on; everybody reads one text, the sender another."""
    citizen = open_as(None, viewport=PHONE)
    write_letter(citizen)
    consents = citizen.locator("[name=consents]")
    expect(consents).not_to_be_checked()
    citizen.locator("[name=photos]").set_input_files(photo())
    expect(citizen.locator("[data-photos] img")).to_have_count(1)
    consents.check()
    picture(citizen, "feedback-send-vi-390-light")
    code, pin = send(citizen)
    picture(citizen, "feedback-receipt-vi-390-light")

    commune = open_as("lan", viewport=DESK)
    commune.goto("/phan-anh/viec/")
    picture(commune, "feedback-inbox-vi-1440-light")
    find(commune, "moi", code)
    expect(commune.locator("main").get_by_role("link", name="anh-1.")).to_have_count(1)
    take_step(commune, "Tiếp nhận")
    commune.locator("main").get_by_role("link", name="Chuyển cơ quan khác").click()
    commune.get_by_role("radio", name="tỉnh Đắk Lắk").check()
    commune.locator("[name=reason]").fill("Tuyến đường do tỉnh quản lý.")
    commune.get_by_role("button", name="Chuyển cơ quan khác").click()
    expect(commune.get_by_text("Đang chờ cơ quan khác nhận")).to_be_visible()

    province = open_as("tung", viewport=DESK)
    find(province, "chuyen-den", code)
    take_step(province, "Nhận giải quyết")
    commune.reload()
    expect(commune.locator("main")).not_to_contain_text(ASKS[:40])
    write_answer(province)

    second = open_as("nam", viewport=DESK)
    find(second, "tat-ca", code)
    second.goto(second.url + "tra-loi/xem/")
    expect(second.get_by_role("button", name="Gửi người hỏi")).to_have_count(0)
    second.get_by_role("button", name="Duyệt", exact=True).click()
    second.get_by_role("button", name="Gửi người hỏi và công bố").click()
    expect(second.get_by_text("Đã gửi người hỏi lúc")).to_be_visible()

    read_in_public(open_as(None, viewport=PHONE))
    rate_once(citizen, code, pin)


def write_answer(page: Page) -> None:
    """Write as Tùng: a question that is left out is not let through; what he wrote he cannot release himself."""
    page.locator("main").get_by_role("link", name="Soạn trả lời").click()
    expect(page.locator("select[name^=fate_]")).to_have_count(2)
    for name, text in PARTS.items():
        page.locator(f"[name={name}]").fill(text)
    page.locator("[name=public_title]").fill(TITLE)
    page.locator("[name=public_question]").fill("Người dân hỏi bao giờ sửa dốc đất bị nước xói.")
    page.locator("[name=public_answer]").fill(PUBLIC)
    page.locator("[name=fate_0]").select_option("answered")
    page.locator("[name=part_0]").select_option("next_steps")
    page.get_by_role("button", name="Lưu và trình duyệt").click()
    expect(page.locator(".error-summary")).to_be_visible()
    page.locator("[name=fate_1]").select_option("answered")
    page.locator("[name=part_1]").select_option("done")
    page.get_by_role("button", name="Lưu và trình duyệt").click()
    expect(page.get_by_text("người khác duyệt và công bố")).to_be_visible()
    expect(page.get_by_role("button", name="Duyệt", exact=True)).to_have_count(0)
    picture(page, "feedback-answer-vi-1440-light")


def read_in_public(page: Page) -> None:
    """Read the answer as anybody: neither the letter nor its photo stands there."""
    page.goto("/phan-anh/da-tra-loi/")
    page.get_by_role("link", name=TITLE).click()
    expect(page.locator("main")).to_contain_text(PUBLIC)
    expect(page.locator("body")).to_contain_text("Xã Ea Tul")
    expect(page.locator("body")).not_to_contain_text(ASKS[:40])
    expect(page.locator("main img")).to_have_count(0)


def rate_once(page: Page, code: str, pin: str) -> None:
    """Read the own answer with code and PIN and rate it; a second time is refused on both ways."""
    follow(page, code, pin)
    answer = page.locator("main")
    for text in PARTS.values():
        expect(answer).to_contain_text(text)
    expect(answer).to_contain_text(ASKS)
    picture(page, "feedback-following-vi-390-light")
    page.get_by_role("button", name="Đánh giá câu trả lời").click()
    expect(page.locator("input[type=radio]:checked")).to_have_count(0)
    page.get_by_role("radio", name="Hài lòng", exact=True).check()
    page.get_by_role("button", name="Gửi đánh giá").click()
    expect(page.locator("h1")).to_have_text("Đã ghi đánh giá")

    follow(page, code, pin)
    expect(page.get_by_role("button", name="Đánh giá câu trả lời")).to_have_count(0)
    page.goto("/phan-anh/danh-gia/")
    page.locator("[name=code]").fill(code)
    page.locator("[name=pin]").fill(pin)
    page.get_by_role("radio", name="Chấp nhận được").check()
    page.get_by_role("button", name="Gửi đánh giá").click()
    expect(page.locator(".error-summary")).to_contain_text("đã được đánh giá")


def test_sending_and_following_need_no_script(open_as: Opener) -> None:
    """Place, letter, photo, receipt and the way back to it by buttons alone; a forgotten text keeps the photo."""
    page = open_as(None, viewport=PHONE, java_script_enabled=False)
    page.goto("/phan-anh/")
    page.locator("input[name=category][value=roads]").check()
    choose_place(page, script=False)
    expect(page.locator("input[name=category][value=roads]")).to_be_checked()
    page.locator("[name=photos]").set_input_files(photo())
    page.get_by_role("button", name="Gửi phản ánh").click()
    expect(page.locator(".error-summary")).to_contain_text("Hãy viết sự việc")
    expect(page.locator("input[name=ticket]")).to_have_count(1)
    page.locator("textarea[name=text]").fill(ASKS)
    code, pin = send(page)

    follow(page, code, pin)
    expect(page.locator("main")).to_contain_text(ASKS)
    expect(page.get_by_role("button", name="Xem ảnh 1")).to_be_visible()
    expect(page.locator("button[value=withdraw]")).to_be_attached()


def test_without_a_network_a_matter_waits_and_goes_once(open_as: Opener) -> None:
    """The letter is kept on the machine, goes by itself when the network is back, and is cleared there."""
    lan = open_as("lan", viewport=DESK)
    before = waiting(lan)
    page = open_as(None, viewport=PHONE)
    write_letter(page)
    page.context.set_offline(True)
    page.get_by_role("button", name="Gửi phản ánh").click()
    expect(page.get_by_text("Chưa gửi được vì mất mạng", exact=True)).to_be_visible()
    assert waiting(lan) == before
    page.context.set_offline(False)
    expect(page.locator("h1")).to_have_text("Đã nhận phản ánh của bạn")
    code, _pin = receipt_of(page)
    page.goto("/phan-anh/")
    expect(page.locator("[data-waiting]")).to_be_hidden()
    page.wait_for_timeout(1_000)
    assert waiting(lan) == before + 1
    find(lan, "moi", code)


def waiting(page: Page) -> int:
    """Return how many matters wait for the commune to accept them."""
    page.goto("/phan-anh/viec/")
    text = page.locator("a[href='?hang=moi'] .num").inner_text()
    return int(text.replace(".", ""))


def test_statistics_are_for_everybody(open_as: Opener) -> None:
    """Whoever has no account reads how many were sent and answered, beside what the figures do not say."""
    page = open_as(None, viewport=DESK)
    page.goto("/phan-anh/so-lieu/")
    expect(page.locator("main table").first).to_be_visible()
    picture(page, "feedback-figures-vi-1440-light")

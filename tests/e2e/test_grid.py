"""The grid in a real browser: keys, blocks, numbers that can be read two ways, undo, two people in one grid."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from playwright.sync_api import Locator, Page, expect

from .conftest import Opener

pytestmark = pytest.mark.e2e

DESK = {"width": 1440, "height": 1000}


def open_sheet(open_as: Opener) -> Page:
    """Open Lan's sheet and wait until its script knows the form."""
    page = open_as("lan", viewport=DESK)
    page.goto(f"{page.url}bang/")
    page.wait_for_selector("form[data-ready]")
    return page


def cell(page: Page, village: str, code: str) -> Locator:
    """Return the cell of a village and a column."""
    return page.locator("tbody tr", has=page.locator(f"th a:text-is('{village}')")).locator(
        f"[name$='.{code}']"
    )


def state(page: Page, village: str, code: str) -> str | None:
    """Return how a cell is marked."""
    return cell(page, village, code).locator("xpath=..").get_attribute("data-state")


def paste(page: Page, text: str) -> None:
    """Paste into the cell that has the focus, as a spreadsheet gives it."""
    page.evaluate(
        """text => {
          const data = new DataTransfer();
          data.setData("text/plain", text);
          document.activeElement.dispatchEvent(
            new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true}));
        }""",
        text,
    )


def block(rows: Sequence[Sequence[object]]) -> str:
    """Return a block as a spreadsheet puts it on the clipboard."""
    return "".join("\t".join(str(value) for value in row) + "\r\n" for row in rows)


def focused(page: Page) -> str:
    """Return the code of the cell that has the focus."""
    return str(page.evaluate("document.activeElement.name?.split('.')[1] ?? document.activeElement.tagName"))


def test_keys_move_choose_fill_and_undo(open_as: Opener) -> None:
    """Arrows, Enter, Home, End, F2, Escape, Ctrl D, Ctrl Z, Ctrl Y, Delete, Tab and the way out."""
    page = open_sheet(open_as)
    start = cell(page, "Buôn H’Ra Ea Hning", "households")
    start.focus()
    for key, code in (
        ("ArrowRight", "people"),
        ("End", "petitions_settled"),
        ("Home", "households"),
        ("Tab", "people"),
    ):
        page.keyboard.press(key)
        assert focused(page) == code
    page.keyboard.press("Home")
    page.keyboard.type("120")
    page.keyboard.press("Enter")
    expect(cell(page, "Buôn Knia 1", "households")).to_be_focused()
    page.keyboard.press("Control+d")
    expect(cell(page, "Buôn Knia 1", "households")).to_have_value("120")
    assert state(page, "Buôn Knia 1", "households") == "wait"
    page.keyboard.press("Control+z")
    expect(cell(page, "Buôn Knia 1", "households")).to_have_value("")
    page.keyboard.press("Control+z")
    expect(start).to_have_value("")
    page.keyboard.press("Control+y")
    expect(start).to_have_value("120")
    page.keyboard.press("F2")
    page.keyboard.type("5")
    expect(start).to_have_value("1205")
    page.keyboard.press("Escape")
    expect(start).to_have_value("120")
    page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("Shift+ArrowDown")
    expect(page.locator("td.chosen")).to_have_count(4)
    page.keyboard.press("Delete")
    expect(start).to_have_value("")
    page.keyboard.press("Control+z")
    expect(start).to_have_value("120")
    page.keyboard.press("?")
    expect(page.locator("dialog.keys")).to_be_visible()
    page.keyboard.press("Escape")
    start.focus()
    page.keyboard.press("Escape")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Lưu", exact=True)).to_be_focused()


def test_a_paste_far_too_big_puts_in_what_fits_and_names_the_rest(open_as: Opener) -> None:
    """500 × 40 cells into the grid; one Ctrl Z takes all of it back."""
    page = open_sheet(open_as)
    first = cell(page, "Buôn Cuôr Đăng", "households")
    before = page.locator("tbody input").evaluate_all("cells => cells.map(cell => cell.value)")
    first.focus()
    paste(page, block([[f"{row * 7 % 90}" for _ in range(40)] for row in range(500)]))
    told = page.locator("[data-told]")
    expect(told).to_contain_text("482 dòng cuối, từ dòng 19 của vùng dán (bắt đầu bằng “36”)")
    expect(told).to_contain_text("31 cột bên phải, từ cột 10 của vùng dán")
    expect(told).to_contain_text("ô của thôn đã duyệt")
    expect(first).to_have_value("0")
    page.keyboard.press("Control+z")
    after = page.locator("tbody input").evaluate_all("cells => cells.map(cell => cell.value)")
    assert after == before


def test_a_number_with_two_readings_is_asked_about_once(open_as: Opener) -> None:
    """1,234 is never guessed; what the rest of the block settles is not asked."""
    page = open_sheet(open_as)
    poor, near = (cell(page, "Buôn Knia 1", code) for code in ("households", "people"))
    poor.focus()
    paste(page, "1,234\t5,678\r\n")
    ask = page.get_by_role("alertdialog")
    expect(ask).to_contain_text("“1,234” trong vùng dán hiểu theo hai cách")
    expect(poor).to_have_value("")
    ask.get_by_role("button", name="1,234 là 1234: dấu ngăn hàng nghìn").click()
    expect(poor).to_have_value("1.234")
    expect(near).to_have_value("5.678")
    expect(poor).to_be_focused()
    page.keyboard.press("Control+z")
    paste(page, "1,234\t5,678\r\n")
    ask.get_by_role("button", name="1,234 là 1 phẩy 234: dấu ngăn phần lẻ").click()
    expect(poor).to_have_value("1,234")
    assert state(page, "Buôn Knia 1", "households") == "err"
    page.keyboard.press("Control+z")
    paste(page, "1,234\t5,678\r\n")
    page.keyboard.press("Escape")
    expect(poor).to_have_value("")
    paste(page, "1,234\t1,234,567\r\n")
    expect(ask).to_be_hidden()
    expect(poor).to_have_value("1.234")
    expect(near).to_have_value("1.234.567")
    paste(page, 'mười\t"1\n2"\r\n')
    expect(poor).to_have_value("mười")
    assert state(page, "Buôn Knia 1", "households") == "err"


def test_rules_and_sums_follow_every_key(open_as: Opener) -> None:
    """The same sentence as the server's, at once; the line of sums is exact."""
    page = open_sheet(open_as)
    total = page.locator("[data-live] td").first
    before = int(total.inner_text().replace(".", ""))
    cell(page, "Buôn Knia 1", "households").fill("1.000")
    expect(total).to_have_text(f"{before + 1000:,}".replace(",", "."))
    cell(page, "Buôn Knia 1", "poor").fill("1001")
    assert state(page, "Buôn Knia 1", "poor") == "err"
    cell(page, "Buôn Knia 1", "poor").focus()
    expect(page.locator("[data-panel-faults]")).to_contain_text("Hộ nghèo nhiều hơn số hộ")
    expect(page.locator("[data-count=err]")).to_be_visible()
    expect(page.locator("[data-panel-body]")).to_contain_text("Khoảng thường gặp")


def test_copying_gives_text_and_numbers_to_a_spreadsheet(open_as: Opener) -> None:
    """Numbers without grouping as text, and by their value in the table."""
    page = open_sheet(open_as)
    cell(page, "Thôn Đoàn Kết", "households").focus()
    page.keyboard.press("Shift+ArrowRight")
    copied = page.evaluate(
        """() => {
          const data = new DataTransfer();
          document.activeElement.dispatchEvent(
            new ClipboardEvent("copy", {clipboardData: data, bubbles: true, cancelable: true}));
          return [data.getData("text/plain"), data.getData("text/html")];
        }"""
    )
    households, people = (
        cell(page, "Thôn Đoàn Kết", code).input_value().replace(".", "") for code in ("households", "people")
    )
    assert copied[0] == f"{households}\t{people}"
    assert f'x:num="{people}"' in copied[1]


def test_last_week_is_copied_into_blank_cells_and_rows_are_filtered(open_as: Opener) -> None:
    """Copied cells are marked; names are found without marks; only rows that have not sent are shown."""
    page = open_sheet(open_as)
    page.get_by_role("button", name="Chép tuần trước").click()
    assert state(page, "Buôn H’Ra Ea Hning", "households") == "carry"
    page.locator("#filter-name").fill("hra ea")
    expect(page.locator("tbody tr:visible")).to_have_count(0)
    page.locator("#filter-name").fill("doan ket")
    expect(page.locator("tbody tr:visible")).to_have_count(1)
    page.locator("#filter-name").fill("")
    page.locator("#filter-state").select_option("missing")
    shown = page.locator("tbody tr:visible").evaluate_all("rows => rows.map(row => row.dataset.rowState)")
    assert set(shown) <= {"missing", "draft", "returned"}


def test_two_people_in_one_grid_see_both_values(open_as: Opener) -> None:
    """The second chooses in place; what only the first changed is shown; nothing is lost."""
    one, two = open_sheet(open_as), open_sheet(open_as)
    village = "Thôn Đoàn Kết"
    cell(one, village, "meetings").fill("7")
    cell(one, village, "attendances").fill("77")
    one.keyboard.press("Control+s")
    expect(one.locator("[data-said]")).to_have_text("Đã lưu 1 thôn.")
    expect(cell(one, village, "attendances")).to_be_focused()
    cell(two, village, "meetings").fill("8")
    two.keyboard.press("Control+s")
    ask = two.get_by_role("alertdialog")
    expect(ask).to_contain_text("Thôn Đoàn Kết, Cuộc họp: người khác vừa lưu giá trị khác")
    expect(cell(two, village, "attendances")).to_have_value("77")
    ask.get_by_role("button", name="Giữ của bạn: 8").click()
    two.keyboard.press("Control+s")
    expect(two.locator("[data-said]")).to_have_text("Đã lưu 1 thôn.")
    one.reload()
    expect(cell(one, village, "meetings")).to_have_value("8")


def test_a_wrong_value_stays_while_the_other_rows_are_saved(open_as: Opener) -> None:
    """The row with the fault keeps what was typed, and says why; a note is written beside it."""
    page = open_sheet(open_as)
    cell(page, "Buôn H’Ra Ea Hning", "households").fill("một trăm")
    cell(page, "Thôn Đoàn Kết", "supported").fill("3")
    page.keyboard.press("Control+s")
    expect(page.locator("[data-said]")).to_contain_text("Đã lưu 1 thôn. 1 thôn chưa lưu vì có ô phải sửa")
    wrong = cell(page, "Buôn H’Ra Ea Hning", "households")
    expect(wrong).to_have_value("một trăm")
    assert state(page, "Buôn H’Ra Ea Hning", "households") == "err"
    wrong.focus()
    expect(page.locator("[data-panel-body] h2")).to_have_text("Buôn H’Ra Ea Hning · Số hộ")
    page.keyboard.press("Shift+F2")
    page.keyboard.type("Chờ trưởng buôn xác nhận.")
    page.get_by_role("checkbox", name="Đánh dấu theo dõi").check()
    page.get_by_role("button", name="Lưu ghi chú").click()
    expect(page.get_by_text("Đã lưu ghi chú.")).to_be_visible()
    page.on("dialog", lambda dialog: dialog.accept())
    page.reload()
    page.wait_for_selector("form[data-ready]")
    assert state(page, "Buôn H’Ra Ea Hning", "households") == "note"


def test_on_a_phone_a_row_opens_as_the_form_of_its_village(open_as: Opener) -> None:
    """Below 62 rem the villages are a list; each form leads on to the next."""
    page = open_as("lan", viewport={"width": 390, "height": 844})
    page.goto(f"{page.url}bang/")
    expect(page.locator("table.grid")).to_be_hidden()
    page.get_by_role("link", name="Thôn Đoàn Kết").click()
    expect(page.locator("h1")).to_have_text("Thôn Đoàn Kết")
    page.get_by_role("link", name="Thôn sau:").click()
    expect(page.locator("h1")).not_to_have_text("Thôn Đoàn Kết")

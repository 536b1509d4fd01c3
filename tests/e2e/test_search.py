"""The palette: Ctrl K, suggestions, keys, and the page of the search without a script."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from .conftest import Opener

pytestmark = pytest.mark.e2e


def test_ctrl_k_finds_and_the_keys_lead_there(open_as: Opener) -> None:
    page = open_as("ha", viewport={"width": 1440, "height": 900})
    page.keyboard.press("Control+k")
    box = page.get_by_role("combobox", name="Tìm đơn vị, cán bộ, báo cáo")
    expect(box).to_be_focused()
    page.keyboard.type("xa ea tull")
    first = page.get_by_role("option").first
    expect(first).to_contain_text("Xã Ea Tul")
    expect(box).to_have_attribute("aria-expanded", "true")
    found = Axe().run(page, context=".band").response
    assert [(fault["id"], [node["html"] for node in fault["nodes"]]) for fault in found["violations"]] == []
    page.keyboard.press("ArrowDown")
    expect(first).to_have_attribute("aria-selected", "true")
    expect(box).to_have_attribute("aria-activedescendant", str(first.get_attribute("id")))
    page.keyboard.press("Escape")
    expect(page.get_by_role("listbox")).to_have_count(0)
    expect(box).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("option").first).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/don-vi/**")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Ea Tul")


def test_enter_alone_leads_to_the_page(open_as: Opener) -> None:
    page = open_as("lan", viewport={"width": 1440, "height": 900})
    page.keyboard.press("Control+k")
    page.keyboard.type("bao cao tuan 46 ea tul")
    page.keyboard.press("Enter")
    page.wait_for_url("**/tim/?q=**")
    expect(page.get_by_role("link", name="Báo cáo tuần – Xã Ea Tul")).to_be_visible()


def test_a_phone_without_script_searches_on_the_page(open_as: Opener) -> None:
    page = open_as("lan", viewport={"width": 320, "height": 700}, java_script_enabled=False)
    page.get_by_role("link", name="Tìm kiếm").click()
    page.get_by_role("searchbox", name="Tìm gì").fill("p. truc bach")
    page.get_by_role("button", name="Tìm").click()
    expect(page.get_by_role("link", name="Phường Trúc Bạch").first).to_be_visible()

"""The real plan of 1 July 2025, carried out in a browser over the whole country; every figure from before stays true."""

from __future__ import annotations

import csv
import io
import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from .conftest import ROOT, run, served
from .test_journey import picture

pytestmark = pytest.mark.e2e

# From pressing the button to the last row; the goal of two minutes is measured elsewhere, on a machine that is named.
PATIENCE = 600_000
WEEK = "2025-W26"


@pytest.fixture(scope="module")
def eve() -> Iterator[Path]:
    """Build the country as of 30 June 2025, its plan approved and not carried out."""
    folder = ROOT / "var" / "e2e-2025"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    run(folder, "demo2025", "--approved-only", "--weeks", "1", "--build-only")
    yield folder
    # The worker beside the server ends a moment after it, and its database closes files of its own.
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def leader(browser: Browser, eve: Path) -> Iterator[Page]:
    """Open the country as who leads at the centre, who approves and carries out."""
    with served(eve, "demo2025", "--approved-only", "--weeks", "1") as address:
        context = browser.new_context(base_url=address, locale="vi", viewport={"width": 1440, "height": 900})
        page = context.new_page()
        page.set_default_timeout(60_000)
        page.goto("/dung-thu/")
        page.locator("button[value='ha']").click()
        page.wait_for_load_state()
        yield page
        context.close()


def units(folder: Path, day: str) -> tuple[int, Counter[str], int]:
    """Return the provinces of a day, how many are of each type, and how many communes there are."""
    listed = list(
        csv.DictReader(io.StringIO(run(folder, "units", "--on", day, "--counts", "--format", "csv")))
    )
    kinds = ("phuong", "xa", "thi_tran", "dac_khu")
    communes = sum(int(row[kind]) for row in listed for kind in kinds if row.get(kind))
    return len(listed), Counter(row["province_type"] for row in listed), communes


def rows_of(page: Page) -> int:
    """Return how many units the table of completeness lists."""
    return page.locator("main table").first.locator("tbody tr").count()


def test_the_real_plan_is_carried_out_in_the_browser(leader: Page, eve: Path) -> None:
    assert units(eve, "2025-06-30") == (63, Counter(tinh=57, thanh_pho_tw=6), 10_035)
    assert units(eve, "2025-07-01")[0] == 63
    leader.goto("/sap-xep/")
    leader.get_by_role("link", name="Sắp xếp đơn vị hành chính cấp tỉnh, cấp xã; kết thúc cấp huyện").click()
    plan = leader.url
    expect(leader.locator("main")).to_contain_text("Đã phê duyệt")
    picture(leader, "plan-vi-1440-light")
    leader.locator("summary", has_text="Thực hiện phương án").click()
    leader.locator("details[open] button[type=submit]").click()
    leader.wait_for_load_state()
    expect(leader.get_by_text("Đã xong").first).to_be_visible(timeout=PATIENCE)
    leader.goto(plan)
    expect(leader.locator("summary", has_text="Hoàn tác")).to_be_visible()

    assert units(eve, "2025-06-30") == (63, Counter(tinh=57, thanh_pho_tw=6), 10_035)
    assert units(eve, "2025-07-01") == (34, Counter(tinh=28, thanh_pho_tw=6), 3_321)

    leader.goto("/")
    nation = leader.url.split("/bao-cao/")[1].split("/")[2]
    leader.goto(f"/bao-cao/tuan/{WEEK}/{nation}/so-lieu/")
    was = rows_of(leader)
    leader.goto(f"/bao-cao/tuan/{WEEK}/{nation}/so-lieu/?coCau=2025-07-01")
    expect(leader.locator("main")).to_contain_text("Theo cơ cấu ngày 01/07/2025")
    picture(leader, "as-is-vi-1440-light")
    assert (was, rows_of(leader)) == (63, 34)

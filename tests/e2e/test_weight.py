"""How heavy a first visit is, and how long it takes on a slow phone. Weights are exact; the time is shown by make bench."""

from __future__ import annotations

import pytest
from playwright.sync_api import CDPSession, Page

from .conftest import Opener
from .pages import PAGES, PHONE_PAGES, open_page

pytestmark = pytest.mark.e2e

_LIGHT, _HEAVY = 75 * 1024, 120 * 1024


def first_visit(page: Page) -> int:
    """Return the bytes that a visit with an empty cache brings over the line."""
    session: CDPSession = page.context.new_cdp_session(page)
    received = 0

    def count(event: dict[str, float]) -> None:
        nonlocal received
        received += int(event["encodedDataLength"])

    session.on("Network.loadingFinished", count)
    session.send("Network.enable")
    session.send("Network.setCacheDisabled", {"cacheDisabled": True})
    page.reload(wait_until="networkidle")
    return received


@pytest.mark.parametrize("name", PAGES)
def test_weight(open_as: Opener, name: str) -> None:
    """A village's page stays under 75 KB, every other under 120 KB."""
    page = open_page(open_as, name, viewport={"width": 390, "height": 844})
    assert first_visit(page) <= (_LIGHT if name in PHONE_PAGES else _HEAVY)

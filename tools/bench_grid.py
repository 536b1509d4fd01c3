"""Measures the sheet of a commune of 300 villages in a browser: until keys work, and a pasted block of 2,700 cells.

The villages above those of the demonstration are imported, and taken back at the end. Part of make bench.
"""

from __future__ import annotations

import statistics
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from bench_imports import book

if TYPE_CHECKING:
    from playwright.sync_api import Browser

ROWS, COLUMNS, TIMES = 300, 9, 7
COMMUNE = "24277"

# When the form says that it is ready, seen from the start of the navigation.
_READY = """
  new MutationObserver((_, self) => {
    if (!document.querySelector("form[data-ready]")) return;
    self.disconnect();
    window.readyAfter = performance.now();
  }).observe(document, {subtree: true, childList: true, attributes: true, attributeFilter: ["data-ready"]});
"""

# A block of the width of the sheet into its first cell; until the frame after it was painted.
_PASTE = """
  async ([rows, columns]) => {
    const data = new DataTransfer();
    const line = Array.from({length: columns}, (_, at) => 100 + at).join("\\t");
    data.setData("text/plain", (line + "\\r\\n").repeat(rows));
    document.querySelector("table.grid tbody input").focus();
    await new Promise(requestAnimationFrame);
    const from = performance.now();
    document.activeElement.dispatchEvent(
      new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true}));
    const taken = performance.now() - from;
    await new Promise((painted) => requestAnimationFrame(() => {
      const channel = new MessageChannel();
      channel.port1.onmessage = painted;
      channel.port2.postMessage(0);
    }));
    const filled = [...document.querySelectorAll("table.grid tbody input")].filter((cell) => cell.value >= "100").length;
    return {taken, painted: performance.now() - from, filled};
  }
"""


def figures(browser: Browser, address: str, cookies: list[dict[str, Any]]) -> dict[str, str]:
    """Return how long the sheet at an address takes: ``ready`` and ``pasted``, medians with the worst, in milliseconds."""
    ready, pasted = [], []
    for _ in range(TIMES):
        context = browser.new_context(viewport={"width": 1440, "height": 1000})
        context.add_cookies(cookies)  # type: ignore[arg-type]  # a cookie is a dictionary of texts
        page = context.new_page()
        page.add_init_script(_READY)
        page.goto(address)
        page.wait_for_selector("form[data-ready]")
        ready.append(page.evaluate("window.readyAfter"))
        found = page.evaluate(_PASTE, [ROWS, COLUMNS])
        pasted.append(found["painted"])
        context.close()
    return {"ready": _shown(ready), "pasted": _shown(pasted), "filled": str(found["filled"])}


def _shown(taken: list[float]) -> str:
    return f"{statistics.median(taken):.0f} ms (worst {max(taken):.0f})"


@contextmanager
def filled_commune() -> Iterator[None]:
    """Let the commune of the demonstration have 300 villages; without them again at the end."""
    from lienthong.identity.models import Account  # Django has to be set up first
    from lienthong.identity.queries import actor_for
    from lienthong.imports import services
    from lienthong.imports.models import ImportKind

    actor = actor_for(Account.objects.get(username="duc"))
    headings = ("Tên thôn, tổ dân phố", "Mã xã, phường", "Từ ngày")
    rows = [[f"Thôn Đo {number}", COMMUNE, "01/07/2025"] for number in range(ROWS)]
    found = services.preview_import(
        actor=actor, kind=ImportKind.VILLAGES, name="thon.xlsx", data=book(headings, rows), said={}
    )
    services.confirm_import(actor=actor, uid=found.uid, good_rows_only=False)
    yield
    services.undo_import(actor=actor, uid=found.uid)

"""Every page: no barrier that axe knows, light and dark, at three widths, in both languages; nothing against the policy."""

from __future__ import annotations

from importlib import resources

import pytest

from .conftest import Opener
from .pages import PAGES, open_page

pytestmark = pytest.mark.e2e

WIDTHS = (1440, 390, 320)
_AXE = """async () => (await axe.run(document, {runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa",
"best-practice"]})).violations.map(v => v.id + ": " + v.nodes.map(n => n.target.join(" ")).slice(0, 3).join(" | "))"""


def axe() -> str:
    """Return the program that looks for barriers."""
    return resources.files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("name", PAGES)
def test_no_barriers(open_as: Opener, name: str, language: str) -> None:
    """Axe finds nothing, the page never scrolls sideways, and the browser reports no breach of the policy."""
    page = open_page(open_as, name, language=language, viewport={"width": 1440, "height": 1000})
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.reload()
    found = []
    for scheme in ("light", "dark"):
        # Colours otherwise change over a moment, which a busy machine stretches.
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        page.wait_for_timeout(400)
        for width in WIDTHS:
            # Tall, so that no bar at the foot covers a target.
            page.set_viewport_size({"width": width, "height": 3000})
            page.evaluate(axe())
            found += [f"{scheme} {width}: {fault}" for fault in page.evaluate(_AXE)]
            sideways = page.evaluate(
                "document.documentElement.scrollWidth - document.documentElement.clientWidth"
            )
            if sideways > 0:
                found.append(f"{scheme} {width}: scrolls sideways by {sideways} px")
    expected = "404" if name == "nothing here" else None
    complaints = [text for text in complaints if not (expected and expected in text)]
    assert not found + complaints, "\n".join(found + complaints)


@pytest.mark.parametrize("name", [name for name in PAGES if PAGES[name][0]])
def test_english_is_complete(open_as: Opener, name: str) -> None:
    """On an English page nothing but names is Vietnamese: no letter that English lacks outside names and data."""
    page = open_page(open_as, name, language="en", viewport={"width": 1440, "height": 1000})
    assert page.locator("html").get_attribute("lang") == "en"
    words = page.locator(".side h2, .side a, h1, th[scope=col], button, label").all_inner_texts()
    telling = [
        word for word in words if any(mark in word.lower() for mark in ("báo cáo", "đơn vị", "duyệt", "tuần"))
    ]
    assert telling == []

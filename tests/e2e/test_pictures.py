"""The pictures of docs/vi/hinh-anh.md: three pages at three widths, light and dark, in both languages."""

from __future__ import annotations

import pytest

from .conftest import Opener
from .pages import open_page
from .test_journey import picture

pytestmark = pytest.mark.e2e

PAGES = {"nation": "quoc-gia", "sheet": "bang-xa", "village form": "phieu-thon"}
LOOKS = [
    (1440, "light", "vi"),
    (1440, "dark", "en"),
    (390, "dark", "vi"),
    (390, "light", "en"),
    (320, "light", "vi"),
    (320, "dark", "en"),
]


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize(("width", "scheme", "language"), LOOKS)
def test_picture(open_as: Opener, name: str, width: int, scheme: str, language: str) -> None:
    """Take one picture, from the top of the page."""
    viewport = {"width": width, "height": 1000 if width > 1000 else 844}
    page = open_page(open_as, name, viewport=viewport, color_scheme=scheme, language=language)
    picture(page, f"{PAGES[name]}-{language}-{width}-{scheme}")

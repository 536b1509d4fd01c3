"""Static files as they are served: one style sheet in place of seven, whatever was collected before."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.management import call_command

STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "lienthong.config.storage.BundledStaticFilesStorage"},
}


@pytest.fixture
def collected(tmp_path: Path, settings: Any) -> Path:
    """Return a folder into which static files were collected twice, as an upgrade does."""
    settings.STORAGES = STORAGES
    settings.STATIC_ROOT = tmp_path
    for _ in range(2):
        call_command("collectstatic", interactive=False, verbosity=0)
    return tmp_path


def _served(folder: Path, name: str) -> Path:
    """Return the file that a browser gets for a name."""
    return folder / staticfiles_storage.url(name).removeprefix("/static/")


def test_the_sheet_of_the_house_is_served_in_one_piece(collected: Path) -> None:
    served = _served(collected, "ui/all.css").read_text()
    assert "@import" not in served
    assert (
        served.index("--page") < served.index("@layer base, layout, parts, util;") < served.index(".skip {")
    )
    assert "@media print {" in served
    assert served.count("@page {") == 1


def test_the_fonts_named_in_it_are_found_under_their_hashed_names(collected: Path) -> None:
    served = _served(collected, "ui/all.css").read_text()
    font = _served(collected, "ui/fonts/bvp-400.woff2")
    assert font.name in served
    assert font.exists()


def test_a_sheet_that_imports_nothing_is_left_as_it_is(collected: Path) -> None:
    source = Path(__file__).parent.parent / "lienthong" / "kernel" / "static" / "ui" / "base.css"
    assert _served(collected, "ui/base.css").read_text() == source.read_text()

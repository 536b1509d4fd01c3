"""The commands that build a demonstration leave nothing to wait for: the analysis, too, has something to show."""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.core.management import call_command

from lienthong.analysis import queries as analysis
from lienthong.analysis.tests.filling import fill
from tests.cast import WEEK, Cast

if TYPE_CHECKING:
    from pytest_django.fixtures import Settings


@pytest.fixture(autouse=True)
def _apart(settings: Settings, tmp_path: Path) -> None:
    """Let the copy and the gathered static files lie in a folder of the test."""
    settings.ANALYSIS = tmp_path / "analysis"
    settings.STATIC_ROOT = tmp_path / "static"


def copied() -> dict[str, int]:
    """Return how many returns of each week the copy of the weekly report holds."""
    return {week: part.rows for week, part in analysis.get_manifest("tuan").weeks.items()}


@pytest.mark.django_db
def test_what_stands_in_the_demonstration_can_be_analysed_at_once(cast: Cast) -> None:
    fill(cast, "2026-W46", WEEK)
    said = io.StringIO()
    call_command("demo", "--build-only", stdout=said, stderr=io.StringIO())
    assert "/dung-thu/" in said.getvalue()
    assert copied() == {"2026-W46": 4, WEEK: 4}
    assert not analysis.is_any_stale()


@pytest.mark.django_db
def test_the_country_taken_through_2025_can_be_analysed_at_once() -> None:
    words = ("--province", "12", "--weeks", "1", "--build-only")
    call_command("demo2025", *words, stdout=io.StringIO(), stderr=io.StringIO())
    assert list(copied()) == ["2025-W26", "2025-W27"]
    assert not analysis.is_any_stale()

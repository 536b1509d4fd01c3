"""Every test of this room has a copy of its own."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pytest_django.fixtures import Settings


@pytest.fixture(autouse=True)
def _copy(settings: Settings, tmp_path: Path) -> None:
    """Let the copy lie in a folder of the test."""
    settings.ANALYSIS = tmp_path / "analysis"
    settings.ANALYSIS_ENGINE = "duckdb"

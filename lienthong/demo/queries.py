"""Reads of the demonstration: who plays in it, and whether it stands."""

from __future__ import annotations

import json
from importlib import resources

from lienthong.reports import queries as reports

from .rules import RUNNING, SERIES


def is_built() -> bool:
    """Say whether the demonstration has been built to the end."""
    series = reports.find_series(SERIES)
    return series is not None and reports.has_returns(series, str(RUNNING))


def cast() -> list[dict[str, str]]:
    """Return who can sign in to the demonstration, as data."""
    people: list[dict[str, str]] = json.loads(
        resources.files("lienthong.demo").joinpath("data/cast.json").read_text("utf-8")
    )
    return people

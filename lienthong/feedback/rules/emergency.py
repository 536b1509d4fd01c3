"""The numbers for what cannot wait, as dated data with citation: data/emergency.json. Plain Python."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources


@dataclass(frozen=True)
class Emergency:
    """A number from a day to a day. ``name``: whom it reaches, by language. ``verified``: was read in its source."""

    number: str
    name: dict[str, str]
    valid_from: date
    valid_to: date
    citation: str
    verified: bool


@cache
def _numbers() -> tuple[Emergency, ...]:
    text = resources.files("lienthong.feedback").joinpath("data", "emergency.json").read_text("utf-8")
    return tuple(
        Emergency(
            row["number"],
            row["name"],
            date.fromisoformat(row["valid_from"]),
            date.fromisoformat(row.get("valid_to", "9999-12-31")),
            row["citation"],
            row["verified"],
        )
        for row in json.loads(text)
    )


def numbers_on(day: date) -> list[Emergency]:
    """Return the numbers of a day, in the order of the page.

    >>> [one.number for one in numbers_on(date(2026, 11, 22))]
    ['113', '114', '115', '111']
    """
    return [one for one in _numbers() if one.valid_from <= day < one.valid_to]

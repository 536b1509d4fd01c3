"""Where somebody is shown who has come to the wrong door: dated data (``data/guidance.json``), in words that people read.

A reason never stands alone: each says which procedure is competent, where it is, and what to do next.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from typing import Any

from lienthong.kernel.text import label_in

Words = dict[str, str]


@dataclass(frozen=True)
class Guidance:
    """A reason for which another body or procedure is competent, from a day to a day.

    ``name``: for officers; ``told``: whole sentences to the sender; ``where``: the address of the competent procedure in words.
    """

    code: str
    name: Words
    told: Words
    where: Words
    citation: str
    verified: bool
    valid_from: date
    valid_to: date

    def holds_on(self, day: date) -> bool:
        """Say whether it holds on a day."""
        return self.valid_from <= day < self.valid_to

    def letter(self, language: str = "vi") -> str:
        """Return what the sender reads: what it is, where to go."""
        return f"{label_in(self.told, language)} {label_in(self.where, language)}"


def _read(row: dict[str, Any]) -> Guidance:
    since = date.fromisoformat(row["valid_from"])
    until = date.fromisoformat(row.get("valid_to", "9999-12-31"))
    return Guidance(**{**row, "valid_from": since, "valid_to": until})


@cache
def guidances() -> tuple[Guidance, ...]:
    """Return the whole catalogue, through time."""
    text = resources.files("lienthong.feedback").joinpath("data", "guidance.json").read_text("utf-8")
    return tuple(_read(row) for row in json.loads(text))


def guidances_on(day: date) -> dict[str, Guidance]:
    """Return what can be said on a day, by code, in the order of the data."""
    return {one.code: one for one in guidances() if one.holds_on(day)}

"""Reading the dated data of this room: rows that hold from a day to a day, each with the law behind it. Plain Python."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any, Final

from lienthong.kernel.text import label_in

_DATA: Final = Path(__file__).parent.parent / "data"
# Until when a row holds that has no end: the same day as the kernel's ``validity.FOREVER``.
FOREVER: Final = date(9999, 12, 31)

# Words by language, "vi" always among them.
Words = Mapping[str, str]


class Mark(StrEnum):
    """How well a row is known. ``OWN``: no law was found, an installation chose it; ``KNOWN``: said by many, read nowhere."""

    READ = "S"
    WEAK = "S-weak"
    KNOWN = "K"
    OWN = "own"


@dataclass(frozen=True)
class Source:
    """Where a row comes from. ``verified``: the cited source was read and is not a weak one. ``note``: nothing, or in words."""

    citation: str
    mark: Mark
    verified: bool
    note: Words


@dataclass(frozen=True)
class Lasting:
    """Holds on the days from ``valid_from`` up to, but not on, ``valid_to``."""

    code: str
    name: Words
    source: Source
    valid_from: date
    valid_to: date

    def holds_on(self, day: date) -> bool:
        """Say whether it holds on a day."""
        return self.valid_from <= day < self.valid_to

    def label(self, language: str = "vi") -> str:
        """Return what it is called."""
        return label_in(self.name, language)


def read_rows(name: str) -> list[dict[str, Any]]:
    """Return the rows of a file of data."""
    rows: list[dict[str, Any]] = json.loads((_DATA / name).read_text(encoding="utf-8"))
    return rows


def lasting(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return what every dated row has, read."""
    note = {"vi": row["note"], "en": row["note_en"]} if "note" in row else {}
    return {
        "code": row["code"],
        "name": row["name"],
        "source": Source(row["citation"], Mark(row["mark"]), row["verified"], note),
        "valid_from": date.fromisoformat(row["valid_from"]),
        "valid_to": date.fromisoformat(row["valid_to"]) if "valid_to" in row else FOREVER,
    }

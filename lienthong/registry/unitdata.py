"""The country's administrative units before and after 2025-07-01, read from the file beside this one.

Plain Python without Django, and no dates but the one of the change: how units become areas with
names in force from a day to a day is the loader's business. Provenance and format: data/README.md.
"""

from __future__ import annotations

import json
import lzma
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

DATA: Final = Path(__file__).with_name("data") / "units.json.xz"

# The word that stands before the name of a unit of each kind: part of its full name, never translated.
KIND_WORDS: Final = {
    "thanh_pho_tw": "Thành phố",
    "tinh": "Tỉnh",
    "thanh_pho": "Thành phố",
    "thi_xa": "Thị xã",
    "quan": "Quận",
    "huyen": "Huyện",
    "phuong": "Phường",
    "xa": "Xã",
    "thi_tran": "Thị trấn",
    "dac_khu": "Đặc khu",
}

# Links of these kinds join two records of one and the same area: same ground, same people.
SAME_AREA: Final = frozenset({"unchanged", "renamed", "retyped"})


@dataclass(frozen=True, slots=True)
class UnitRecord:
    """One unit in force. A code means a unit only together with a level and a day."""

    level: str  # province, district or commune
    code: str
    parent: str  # code of the unit above at the same time, empty for a province
    kind: str  # a key of KIND_WORDS
    name: str  # without the word for its kind: "Ba Đình", "1"

    @property
    def full_name(self) -> str:
        """Return the name with the word for its kind: "Phường Ba Đình", "Quận 1"."""
        return f"{KIND_WORDS[self.kind]} {self.name}"


@dataclass(frozen=True, slots=True)
class LinkRecord:
    """A unit before went, whole or in part, into a unit after. A district without a link was abolished."""

    from_level: str
    from_code: str
    to_level: str
    to_code: str
    kind: str  # merged, split, district_to_special_zone, or one of SAME_AREA
    extent: str  # whole or part of the unit before
    is_default: bool  # the one successor to name when one answer must be given

    @property
    def same_area(self) -> bool:
        """Tell whether both ends are one area that goes on, perhaps under another name or kind."""
        return self.kind in SAME_AREA


@dataclass(frozen=True, slots=True)
class Units:
    """Both lists and what became of what. ``before`` ends and ``after`` begins on ``changed_on``."""

    changed_on: date
    before: tuple[UnitRecord, ...]
    after: tuple[UnitRecord, ...]
    links: tuple[LinkRecord, ...]


def read_units(path: Path = DATA) -> Units:
    """Read the file: 10,794 units before, 3,355 after and 10,633 links, each ordered by level and code."""
    with lzma.open(path, "rt", encoding="utf-8") as file:
        content = json.load(file)
    return Units(
        changed_on=date.fromisoformat(content["changed_on"]),
        before=tuple(UnitRecord(*row) for row in content["before"]),
        after=tuple(UnitRecord(*row) for row in content["after"]),
        links=tuple(LinkRecord(*row) for row in content["links"]),
    )

"""The country's administrative units before and after 2025-07-01 and the acts that changed them, read from two files.

Plain Python without Django, and no dates but those of the changes: how units become areas with
names in force from a day to a day is the loader's business. Provenance and format: data/README.md.
"""

from __future__ import annotations

import json
import lzma
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Final

DATA: Final = Path(__file__).with_name("data") / "units.json.xz"
ACTS: Final = Path(__file__).with_name("data") / "changes.json"

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


@dataclass(frozen=True, slots=True)
class ChangeRecord:
    """One step of an act: a unit in force on the eve, what is done to it, and the kind that it is from the day on."""

    level: str
    code: str
    step: str  # retype: no act since 2025-07-01 did anything else
    kind: str


@dataclass(frozen=True, slots=True)
class ActRecord:
    """A legal act that changes units from a day on.

    ``provinces``: codes of those whose communes it changes, on its day. The steps of the acts of 2025-07-01 are the links of
    the other file; here they have none. ``unverified``: what nobody has compared with the act itself.
    """

    number: str
    issued: date
    body: str
    effective_on: date
    about: str
    level: str
    provinces: tuple[str, ...]
    source: str
    unverified: str
    steps: tuple[ChangeRecord, ...]


def read_acts(path: Path = ACTS) -> tuple[ActRecord, ...]:
    """Read the acts, in the order of the days on which they take effect."""
    rows = json.loads(path.read_text(encoding="utf-8"))["acts"]
    days = ("issued", "effective_on")
    return tuple(
        ActRecord(
            **{
                **row,
                **{name: date.fromisoformat(row[name]) for name in days},
                "provinces": tuple(row["provinces"]),
                "steps": tuple(ChangeRecord(*step) for step in row["steps"]),
            }
        )
        for row in rows
    )


def changed_by(units: Iterable[UnitRecord], steps: Iterable[ChangeRecord]) -> tuple[UnitRecord, ...]:
    """Return units as they are once steps were taken; steps of units that are not among them do nothing."""
    kinds = {(step.level, step.code): step.kind for step in steps}
    return tuple(replace(unit, kind=kinds.get((unit.level, unit.code), unit.kind)) for unit in units)

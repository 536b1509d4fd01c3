"""Build the registry's file of Vietnam's administrative units before and after 2025-07-01.

Reads two files inside the PyPI package ``vietnamadminunits`` 1.0.4 (found, never imported) and the
corrections beside this script; writes ``lienthong/registry/data/units.json.xz``. The same inputs
give the same bytes. What the file holds, and what the source gets wrong, stands in its README.

    pip install --no-deps vietnamadminunits==1.0.4
    python tools/build_units.py            # writes the file
    python tools/build_units.py --check    # exits 1 if the file differs from what would be written
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import importlib.util
import json
import lzma
import sqlite3
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

HERE = Path(__file__).resolve().parent
OUTPUT = HERE.parent / "lienthong" / "registry" / "data" / "units.json.xz"
CORRECTIONS = HERE / "unit_corrections.csv"

PACKAGE = "vietnamadminunits"
SOURCE = "PyPI vietnamadminunits 1.0.4 (MIT, Copyright (c) 2025 Tran Ngoc Minh Hieu), corrected"
CHANGED_ON = "2025-07-01"
INPUTS = {
    "dataset.db": "147cbbf81c8964bb594e1dda7ebab5649bce21efbfd6cb508cab7fefca62257d",
    "converter_2025.json": "84f0848bf401b047775cbb49768c181a9271f77e4a4ec706d293b09bcb4faddd",
}

# The word before a name decides the kind. The package has a column for it too, which is wrong in
# seven rows; and a "Thành phố" is one thing as a province and another as a district.
KINDS = {
    "province": {"thành phố": "thanh_pho_tw", "tỉnh": "tinh"},
    "district": {"thành phố": "thanh_pho", "thị xã": "thi_xa", "quận": "quan", "huyện": "huyen"},
    "commune": {"phường": "phuong", "xã": "xa", "thị trấn": "thi_tran", "đặc khu": "dac_khu"},
}


class Unit(NamedTuple):
    """One unit in force; ``parent`` is the code of the unit above, empty for a province."""

    level: str
    code: str
    parent: str
    kind: str
    name: str


class Link(NamedTuple):
    """A unit before went, whole or in part, into a unit after."""

    from_level: str
    from_code: str
    to_level: str
    to_code: str
    kind: str
    extent: str
    is_default: bool


Place = tuple[str, str]  # (level, code)


def package_file(name: str) -> Path:
    """Return an input's path, having checked that it is the very file this script was written for."""
    spec = importlib.util.find_spec(PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        sys.exit(f"{PACKAGE} is not installed: pip install --no-deps {PACKAGE}==1.0.4")
    path = Path(spec.submodule_search_locations[0]) / "data" / name
    if hashlib.sha256(path.read_bytes()).hexdigest() != INPUTS[name]:
        sys.exit(f"{path} is not the file of {PACKAGE} 1.0.4")
    return path


def clean(text: str) -> str:
    """Return text as the product writes it: NFC, Đ as U+0110, the apostrophe as U+2019."""
    return " ".join(unicodedata.normalize("NFC", text).replace("\u00d0", "Đ").replace("'", "\u2019").split())


def capitalised(word: str) -> str:
    """Put right the initials that the source lost where they bear a mark: "Đại áng", "Pa ủ"."""
    return word if word[0].isascii() else word[0].upper() + word[1:]


def unit(level: str, code: str, parent: str, full_name: str) -> Unit:
    """Take a full name apart: "Thị Trấn Ái Tử" is the name "Ái Tử" of the kind thi_tran."""
    full_name = clean(full_name)
    for word, kind in KINDS[level].items():
        if full_name.lower().startswith(f"{word} "):
            name = " ".join(capitalised(part) for part in full_name[len(word) + 1 :].split())
            return Unit(level, code, parent, kind, name)
    raise ValueError(f"no kind in {full_name!r} ({code})")


def units_before(rows: Iterable[sqlite3.Row]) -> set[Unit]:
    """Return provinces, districts and communes before; five island districts have no communes."""
    found = set()
    for row in rows:
        found.add(unit("province", row["provinceCode"], "", row["province"]))
        found.add(unit("district", row["districtCode"], row["provinceCode"], row["district"]))
        if row["wardCode"]:
            found.add(unit("commune", row["wardCode"], row["districtCode"], row["ward"]))
    return found


def units_after(rows: Iterable[sqlite3.Row]) -> set[Unit]:
    """Return provinces and communes of the new table."""
    found = set()
    for row in rows:
        found.add(unit("province", row["provinceCode"], "", row["province"]))
        found.add(unit("commune", row["wardCode"], row["provinceCode"], row["ward"]))
    return found


def successors(
    before: list[sqlite3.Row], after: list[sqlite3.Row], converter: dict[str, Any]
) -> dict[tuple[Place, Place], bool]:
    """Return from which place to which, and whether it is the default, as the package has it.

    The package joins by keys made of names ("tinhdaklak_huyencumgar_xaeatul"); they are unique.
    """
    old_province = {row["provinceKey"]: ("province", row["provinceCode"]) for row in before}
    new_province = {row["provinceKey"]: ("province", row["provinceCode"]) for row in after}
    old = {
        f"{row['provinceKey']}_{row['districtKey']}_{row['wardKey'] or ''}": (
            ("commune", row["wardCode"]) if row["wardCode"] else ("district", row["districtCode"])
        )
        for row in before
    }
    new = {(row["provinceKey"], row["wardKey"]): ("commune", row["wardCode"]) for row in after}
    links: dict[tuple[Place, Place], bool] = {}
    for province, keys in converter["DICT_PROVINCE"].items():
        links.update({(old_province[key], new_province[province]): True for key in keys})
    for province, communes in converter["DICT_PROVINCE_WARD_NO_DIVIDED"].items():
        for commune, keys in communes.items():
            links.update({(old[key], new[province, commune]): True for key in keys})
    for province, divided in converter["DICT_PROVINCE_WARD_DIVIDED"].items():
        for key, parts in divided.items():
            links.update(
                {(old[key], new[province, part["newWardKey"]]): part["isDefaultNewWard"] for part in parts}
            )
    return links


def correct(links: dict[tuple[Place, Place], bool], corrections: Iterable[dict[str, str]]) -> set[str]:
    """Apply the corrections in place; return the communes that an official text calls unchanged.

    Each correction must change something, so that none outlives its cause.
    """
    unchanged = set()
    for row in corrections:
        start, end = ("commune", row["from_code"]), ("commune", row["to_code"])
        if row["action"] == "remove":
            del links[start, end]
        elif row["action"] == "add" and (start, end) not in links:
            links[start, end] = False
        elif row["action"] == "default" and not links[start, end]:
            links.update({pair: pair[1] == end for pair in links if pair[0] == start})
        elif row["action"] == "unchanged" and (start, end) in links:
            unchanged.add(row["from_code"])
        else:
            raise ValueError(f"correction without effect: {row}")
    return unchanged


def described(
    links: dict[tuple[Place, Place], bool], before: set[Unit], after: set[Unit], unchanged: set[str]
) -> list[Link]:
    """Say of each link what kind it is: a unit with one successor went whole, one with several in parts."""
    old = {(unit.level, unit.code): unit for unit in before}
    new = {(unit.level, unit.code): unit for unit in after}
    outgoing = Counter(start for start, _ in links)
    incoming = Counter(end for _, end in links)

    def kind(start: Place, end: Place) -> str:
        if start[0] != end[0]:
            return "district_to_special_zone"
        if outgoing[start] > 1:
            return "split"
        if incoming[end] > 1:
            return "merged"
        if old[start].kind != new[end].kind:
            return "retyped"
        same = old[start].name == new[end].name or start[1] in unchanged
        return "unchanged" if same else "renamed"

    return sorted(
        Link(*start, *end, kind(start, end), extent, is_default or extent == "whole")
        for (start, end), is_default in links.items()
        for extent in ["part" if outgoing[start] > 1 else "whole"]
    )


def as_text(before: set[Unit], after: set[Unit], links: list[Link]) -> str:
    """Write JSON with one record a line, so that two editions can be compared line by line."""
    sections: dict[str, Sequence[Unit | Link]] = {
        "before": sorted(before),
        "after": sorted(after),
        "links": links,
    }
    lines = [f'"changed_on": "{CHANGED_ON}",', f'"source": "{SOURCE}",']
    for title, records in sections.items():
        rows = ",\n".join(json.dumps(record, ensure_ascii=False) for record in records)
        lines.append(f'"{title}": [\n{rows}\n],')
    return "{\n" + "\n".join(lines).removesuffix(",") + "\n}\n"


def build() -> bytes:
    """Return the file's bytes."""
    database = sqlite3.connect(f"file:{package_file('dataset.db')}?mode=ro", uri=True)
    database.row_factory = sqlite3.Row
    old_rows = database.execute("SELECT * FROM admin_units_legacy").fetchall()
    new_rows = database.execute("SELECT * FROM admin_units").fetchall()
    database.close()
    converter = json.loads(package_file("converter_2025.json").read_text(encoding="utf-8"))

    links = successors(old_rows, new_rows, converter)
    with CORRECTIONS.open(encoding="utf-8", newline="") as file:
        unchanged = correct(links, csv.DictReader(file))
    before, after = units_before(old_rows), units_after(new_rows)
    text = as_text(before, after, described(links, before, after, unchanged))
    return lzma.compress(text.encode(), preset=9 | lzma.PRESET_EXTREME)


def main() -> int:
    """Write the file, or compare it with what would be written."""
    parser = argparse.ArgumentParser(description="Build the registry's file of administrative units.")
    parser.add_argument("--output", type=Path, default=OUTPUT, help="where to write (default: %(default)s)")
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 if the file differs")
    arguments = parser.parse_args()
    content = build()
    if arguments.check:
        # The text counts: another liblzma may pack the same text into other bytes.
        return 0 if lzma.decompress(arguments.output.read_bytes()) == lzma.decompress(content) else 1
    arguments.output.parent.mkdir(parents=True, exist_ok=True)
    arguments.output.write_bytes(content)
    text = lzma.decompress(content)
    sys.stdout.write(
        f"{arguments.output}: {len(content):,} bytes, sha256 {hashlib.sha256(content).hexdigest()}\n"
    )
    sys.stdout.write(f"its text: {len(text):,} bytes, sha256 {hashlib.sha256(text).hexdigest()}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())

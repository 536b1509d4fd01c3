"""The scripts of the grid: run in Node, laid out as they are served; numbers read as on the server; and their weight."""

from __future__ import annotations

import gzip
import json
import random
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from lienthong.forms.rules import Cell, Field, FieldType, Rollup, read_cell

HERE = Path(__file__).resolve().parent
PRODUCT = HERE.parent.parent
NUMBERS = PRODUCT / "forms" / "tests" / "numbers.json"
KILOBYTE = 1024

# What a person types or a spreadsheet holds, and what looks like it.
LETTERS = "0123456789" * 3 + ".,.,.,-−+ \u00a0\t%x٣"


def cases() -> list[dict[str, Any]]:
    """Return the shared cases: a typed number, the field it stands in, and what is read."""
    found: list[dict[str, Any]] = json.loads(NUMBERS.read_text("utf-8"))
    return found


def read(decimals: int, minimum: str | None, text: str) -> dict[str, Any]:
    """Read a number on the server, said as a shared case says it."""
    kind = FieldType.DECIMAL if decimals else FieldType.INTEGER
    field = Field("x", kind, {"vi": "x"}, Rollup.SUM, decimals=decimals, minimum=minimum)
    found = read_cell(field, text)
    if isinstance(found, Cell):
        return {"value": found.value}
    return {"problem": {"code": found.code, "params": dict(found.params)}}


def test_the_server_reads_every_shared_number_so() -> None:
    different = [
        case
        for case in cases()
        if read(case["decimals"], case["minimum"], case["text"])
        != {name: case[name] for name in ("value", "problem") if name in case}
    ]
    assert (len(cases()), different) == (456, [])


def test_the_modules_do_in_node_what_they_should(tmp_path: Path) -> None:
    node = shutil.which("node")
    assert node is not None, "Node is needed for these tests: apt-get install nodejs"
    for room, folder in (("forms", "forms"), ("reports", "reports"), ("kernel", "ui")):
        shutil.copytree(PRODUCT / room / "static" / folder, tmp_path / folder)
    shutil.copy(HERE / "grid.test.mjs", tmp_path)
    shutil.copy(PRODUCT / "kernel" / "tests" / "old_text.json", tmp_path)
    chance = random.Random(20261122)
    invented = []
    for _ in range(3000):
        decimals, minimum = chance.choice([0, 1, 2, 3, 6]), chance.choice(["0", None, "-3"])
        text = "".join(chance.choices(LETTERS, k=chance.randint(1, 12)))
        invented.append(
            {"decimals": decimals, "minimum": minimum, "text": text, **read(decimals, minimum, text)}
        )
    (tmp_path / "numbers.json").write_text(json.dumps([*cases(), *invented]), "utf-8")
    (tmp_path / "package.json").write_text('{"type": "module"}', "utf-8")
    ran = subprocess.run(
        [node, "--test", tmp_path], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stdout[-6000:]


def with_imports(module: Path) -> set[Path]:
    """Return a module and all that it imports, at once or later."""
    found = {module}
    for name in re.findall(r"""(?:from|import\() ?"([^"]+)\"""", module.read_text("utf-8")):
        folder = PRODUCT / "reports/static/reports"
        file = folder / name if name.startswith("./") else PRODUCT / "forms/static" / name.removeprefix("../")
        found |= with_imports(file.resolve())
    return found


@pytest.mark.parametrize(("page", "number"), [("grid.js", 15), ("entry.js", 5)])
def test_the_scripts_of_a_page_stay_light(page: str, number: int) -> None:
    """All that the sheet or a village's form loads of our own, with what every page loads."""
    own = with_imports(PRODUCT / "reports/static/reports" / page)
    assert len(own) == number
    # watch.js belongs to the page of a job.
    files = [*own, *(file for file in (PRODUCT / "kernel/static/ui").glob("*.js") if file.name != "watch.js")]
    assert sum(len(gzip.compress(file.read_bytes())) for file in files) <= 25 * KILOBYTE

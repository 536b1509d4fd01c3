"""kill -9 of whoever rewrites the columnar copy, at random moments: what is left reads whole, and says truly what it is."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from tests.cast import VALID

from .clocks import Clock, let_sessions_last
from .conftest import VILLAGES, Install
from .product import HOUSE, WEEK, Product, kill

ROUNDS: Final = 75
# Each time nobody is killed, so that it is known how long it takes on a machine that may have other work.
TO_THE_END: Final = 5
WEEKS: Final = ("2026-W45", "2026-W46", WEEK)
# Each time the tree has changed, so that everything is rewritten and not only what is stale.
OF_THE_TREE: Final = 3


@contextmanager
def copier(product: Product) -> Iterator[subprocess.Popen[str]]:
    """Run a process that works on the copy."""
    words, pipe = [sys.executable, "-m", "tests.faults.copier"], subprocess.PIPE
    with (product.home.parent / "copier.log").open("ab") as log:
        process = subprocess.Popen(
            words,
            cwd=HOUSE,
            env=product.environment,
            stdin=pipe,
            stdout=pipe,
            stderr=log,
            text=True,
            start_new_session=True,
        )
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        assert process.stdout.readline() == "ready\n", product.log("copier.log")
        yield process
    finally:
        kill([process.pid])
        process.wait()
        process.stdin.close()
        process.stdout.close()


def tell(process: subprocess.Popen[str], verb: str) -> None:
    """Ask for something, and do not wait for it."""
    assert process.stdin is not None
    process.stdin.write(f"{verb}\n")
    process.stdin.flush()


def answer(process: subprocess.Popen[str]) -> str:
    """Return what a process says to what it was asked."""
    assert process.stdout is not None
    said = process.stdout.readline()
    assert said, "the process that works on the copy has ended"
    return said


@dataclass
class Village:
    """The one who saves, and what is known outside of the server of each save: when it was acknowledged, and its mark."""

    product: Product
    clock: Clock
    version: int = 0
    told: dict[int, float] = field(default_factory=dict)
    marks: dict[int, int] = field(default_factory=dict)

    def save(self) -> None:
        """Save another number; it is acknowledged at once."""
        values = {**VALID, "households": str(200 + self.version)}
        got = self.product.save("w1", "w1", values, seen=self.version)
        assert got.status == 200, got.text
        self.told[200 + self.version] = self.clock.time()
        self.version += 1

    def assert_true(self, copy: dict[str, Any]) -> None:
        """Compare what the copy says of itself with what it holds."""
        held = copy["households"][WEEK][self.product.known["bodies"]["w1"]]
        # The mark of the week is that of the save whose number is in it …
        assert copy["marks"][WEEK] == self.marks[held]
        # … all that was acknowledged before the moment it names is in it, and no number differs where nothing has changed since.
        checked = datetime.fromisoformat(copy["checked"]).timestamp()
        assert held >= max(number for number, at in self.told.items() if at <= checked)
        for week, (numbers, stale, differences) in copy["checks"].items():
            assert stale == (copy["marks"][week] != copy["kept"][week])
            assert differences == []
            assert stale or numbers > 1000
        assert copy["years"] == {"2026": copy["units"]}


def test_a_copy_whose_writer_is_killed_reads_whole_and_its_watermark_is_true(
    install: Install, tmp_path: Path
) -> None:
    seed = int(os.environ.get("FAULTS_SEED") or random.randrange(10**6))
    print(f"FAULTS_SEED={seed}")  # noqa: T201 - shown when the test fails, to begin in the same order again
    dice, clock = random.Random(seed), Clock(tmp_path / "clock")
    product = install(extra=clock.environment)
    let_sessions_last(product)
    product.start_web()
    _fill(product)
    product.command("analysis", "refresh")
    village, seen, length = Village(product, clock), Counter[str](), 0.0
    with copier(product) as reader, copier(product) as writer:
        for number in range(ROUNDS):
            village.save()
            before, begun = _look(reader, village), time.monotonic()
            tell(writer, "refresh" if number % OF_THE_TREE else "tree")
            child = int(answer(writer))
            if number % TO_THE_END:
                time.sleep(dice.uniform(0, 1.2 * length))
                kill([child])
            ended = int(answer(writer))
            if not number % TO_THE_END:
                length = time.monotonic() - begun
                assert ended == 0
            after = _look(reader, village)
            village.assert_true(after)
            seen["killed"] += ended == signal.SIGKILL
            seen["in the middle"] += ended == signal.SIGKILL and len(after["unnamed"]) > len(
                before["unnamed"]
            )
            seen["all was written"] += after["marks"][WEEK] == after["kept"][WEEK]
    assert seen["killed"] >= 40, seen
    assert seen["in the middle"] >= 10, seen
    assert seen["all was written"] >= ROUNDS // TO_THE_END, seen
    _made_up_for(product, village)


def _fill(product: Product) -> None:
    """Let all others report in every week."""
    for number in range(2, VILLAGES + 1):
        for place, week in enumerate(WEEKS):
            sent = {"values": {**VALID, "households": str(100 + 10 * number + place)}, "submit": True}
            got = product.ask(
                "PUT",
                product.return_of(f"w{number}").replace(WEEK, week),
                who=f"w{number}",
                body=json.dumps({**sent, "seen": 0}).encode(),
                headers={"Content-Type": "application/json"},
            )
            assert got.status == 200, got.text


def _look(reader: subprocess.Popen[str], village: Village) -> dict[str, Any]:
    """Return what the copy says and holds; what is kept now is of the last save."""
    tell(reader, "look")
    found: dict[str, Any] = json.loads(answer(reader))
    village.marks.setdefault(199 + village.version, found["kept"][WEEK])
    return found


def _made_up_for(product: Product, village: Village) -> None:
    """The next run makes the copy new; once nobody can be reading what lost its name, one more leaves it alone."""
    product.command("analysis", "refresh")
    for path in (product.home / "analysis" / "tuan").iterdir():
        os.utime(path, (village.clock.time() - 3600,) * 2)
    product.command("analysis", "refresh")
    product.command("analysis", "check")
    with copier(product) as reader:
        found = _look(reader, village)
    village.assert_true(found)
    assert found["households"][WEEK][product.known["bodies"]["w1"]] == 199 + village.version
    assert set(found["unnamed"]) == {"manifest.json", ".lock"}

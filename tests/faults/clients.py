"""Clients under load, as they ought to be: whatever was not acknowledged is sent again, with the same key.

Every acknowledged save is written to a file outside the server, and is on the disk before the client goes on.
"""

from __future__ import annotations

import json
import os
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final
from uuid import uuid4

from tests.cast import VALID

from .product import Answer, Product

# What may be tried again: no answer at all, a fault of the server's, a store in trouble.
_AGAIN: Final = {0, 500, 502, 503, 504}
# However long the trouble lasts in these tests, a client that is not served for so long is stuck.
_STUCK: Final = 150.0


@dataclass
class Acknowledgements:
    """The file in which acknowledged saves are kept, whatever becomes of the server."""

    path: Path
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def write(self, **told: Any) -> None:
        """Put one down, for good."""
        with self._lock, self.path.open("ab") as file:
            file.write(json.dumps(told).encode() + b"\n")
            file.flush()
            os.fsync(file.fileno())

    def read(self) -> list[dict[str, Any]]:
        """Return all of them, oldest first."""
        return [json.loads(line) for line in self.path.read_text().splitlines()] if self.path.exists() else []


@dataclass
class Reporter:
    """One village's reporter, who saves one return after the other until told to stop."""

    product: Product
    village: str
    kept: Acknowledgements
    done: int = 0
    tries: int = 0
    refused: int = 0
    wrong: str = ""
    _told: threading.Event = field(default_factory=threading.Event)
    _thread: threading.Thread | None = None

    def start(self) -> None:
        """Begin, in a thread."""
        self._thread = threading.Thread(target=self._work, name=self.village)
        self._thread.start()

    def stop(self) -> None:
        """Stop after the save that is under way, which is tried until it is acknowledged."""
        self._told.set()

    def join(self) -> None:
        """Wait until the reporter has stopped."""
        assert self._thread is not None
        self._thread.join(timeout=_STUCK + 30)
        assert not self._thread.is_alive(), f"{self.village} hangs"

    def _work(self) -> None:
        while not self._told.is_set() and not self.wrong:
            self._save(self.done + 1)

    def _save(self, number: int) -> None:
        """Save the next return: a value of its own, over the version that was acknowledged last."""
        key, households, until = str(uuid4()), str(200 + number), time.monotonic() + _STUCK
        while time.monotonic() < until:
            self.tries += 1
            got = self.product.save(
                self.village,
                self.village,
                {**VALID, "households": households},
                seen=self.done,
                key=key,
                timeout=15,
            )
            if got.status == 200:
                self._acknowledged(got, key, households)
                return
            if got.status not in _AGAIN:
                self.wrong = f"{self.village} {number}: {got.status} {got.text}"
                return
            self.refused += 1
            time.sleep(0.05 if got.status == 0 else 0.2)
        self.wrong = f"{self.village} {number}: not served for {_STUCK:.0f} s"

    def _acknowledged(self, got: Answer, key: str, households: str) -> None:
        told = got.json
        if (told["version"], told["values"]["households"]) != (self.done + 1, households):
            self.wrong = f"{self.village}: {households} after version {self.done} was answered with {told}"
            return
        self.kept.write(village=self.village, key=key, version=told["version"], households=households)
        self.done += 1


def begin(product: Product, villages: int, kept: Acknowledgements) -> list[Reporter]:
    """Let as many reporters begin."""
    reporters = [Reporter(product, f"w{number}", kept) for number in range(1, villages + 1)]
    for reporter in reporters:
        reporter.start()
    return reporters


def finish(reporters: list[Reporter]) -> None:
    """Let everybody stop; nobody may have been answered wrongly."""
    for reporter in reporters:
        reporter.stop()
    for reporter in reporters:
        reporter.join()
    assert [reporter.wrong for reporter in reporters if reporter.wrong] == []


def assert_nothing_lost(product: Product, kept: Acknowledgements) -> dict[str, Any]:
    """Compare what was acknowledged with what stands: each save once, in its order, and nothing else. Returns the facts."""
    facts, bodies = product.facts(), product.known["bodies"]
    expected: dict[str, list[list[Any]]] = {}
    for told in kept.read():
        expected.setdefault(bodies[told["village"]], []).append([told["version"], told["households"]])
    assert facts["revisions"] == expected
    assert {uid: rows[-1] for uid, rows in expected.items()} == {
        uid: [version, households] for uid, (version, _state, households) in facts["returns"].items()
    }
    assert facts["faults"] == []
    assert facts["broken_readers"] == []
    saved = sum(
        times
        for what, times in facts["audited"].items()
        if what.split()[0] in {"return.submitted", "return.amended"}
    )
    assert saved == sum(map(len, expected.values()))
    check = json.loads(product.command("reports", "check-totals", "tuan", "2026-W47", "--format", "json"))
    assert check == [{"period": "2026-W47", "units_put_right": 0}]
    product.command("audit", "verify")
    return facts

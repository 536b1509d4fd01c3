"""The machine's clock jumps an hour forward and back under load: nothing is lost, doubled, or stuck for long.

The jump is made inside the server's and the worker's processes, which read the clock through clock/sitecustomize.py.
"""

from __future__ import annotations

import time
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any, Final

from .clients import Acknowledgements, Reporter, assert_nothing_lost, begin, finish
from .clocks import SUNDAY, Clock, let_sessions_last
from .conftest import VILLAGES, Install
from .product import WEEK, Product

STEPS: Final = (3600, 0, -3600, 0)


def test_steps_of_the_clock_lose_double_and_stop_nothing(install: Install, tmp_path: Path) -> None:
    clock = Clock(tmp_path / "clock")
    product = install(extra=clock.environment)
    let_sessions_last(product)
    product.start_web()
    product.start_worker()
    kept = Acknowledgements(tmp_path / "acknowledged.jsonl")
    reporters = begin(product, VILLAGES, kept)
    try:
        _assert_goes_on(product, reporters, "csv", 0)
        for number, seconds in enumerate(STEPS):
            clock.step(seconds)
            _assert_goes_on(product, reporters, ("xlsx", "csv")[number % 2], seconds)
    finally:
        finish(reporters)
    assert product.worker is not None
    assert product.worker.poll() is None
    facts = assert_nothing_lost(product, kept)
    _assert_jobs_once(facts)


def _assert_goes_on(product: Product, reporters: list[Reporter], form: str, seconds: int) -> None:
    """The jump is seen; everybody saves on, nobody is sent to the door, and work that is asked for is done soon."""
    time.sleep(0.2)
    told = parsedate_to_datetime(product.get("/healthz").headers["Date"]).timestamp()
    assert abs(told - (SUNDAY + seconds)) < 300
    before = [reporter.done for reporter in reporters]
    jobs = _done(product.facts())
    path = f"/bao-cao/tuan/{WEEK}/{product.known['bodies']['P']}/toan-bo-thon/"
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    asked = product.ask("POST", path, who="tung", body=f"form={form}".encode(), headers=headers)
    assert (asked.status, asked.headers["Location"].startswith("/viec/")) == (302, True)
    until = time.monotonic() + 45
    while not all(reporter.done > was for reporter, was in zip(reporters, before, strict=True)):
        assert time.monotonic() < until, [reporter.wrong or reporter.done for reporter in reporters]
        time.sleep(0.2)
    while _done(product.facts()) <= jobs:
        assert time.monotonic() < until, product.log("worker.log")
        time.sleep(0.5)


def _done(facts: dict[str, Any]) -> int:
    return sum(state == "done" for state, *_rest in facts["jobs"].values())


def _assert_jobs_once(facts: dict[str, Any]) -> None:
    """Each job ran once: no run was taken for dead because the clock jumped."""
    assert len(facts["jobs"]) == 1 + len(STEPS)
    assert {(state, claim, lost) for state, claim, lost, _trace in facts["jobs"].values()} == {("done", 1, 0)}
    assert {uid: facts["ended"].get(uid) for uid in facts["jobs"]} == dict.fromkeys(facts["jobs"], 1)

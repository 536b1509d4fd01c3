"""The database gone for a minute: pages say so at once, nobody hangs, and it goes on by itself afterwards."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import statistics
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Final

import pytest

from tests.cast import VALID

from .clients import Acknowledgements, assert_nothing_lost, begin, finish
from .conftest import VILLAGES, Install
from .product import Answer, Product, children, on_postgresql

MINUTE: Final = 60.0
# The first requests find out; `lienthong serve` lets a statement wait for five seconds.
FINDING_OUT: Final = 12.0
SOON: Final = 5.0
BACK: Final = 10.0
GONE_VI: Final = "Kho dữ liệu đang tạm ngừng trả lời"
BUSY_VI: Final = "Hệ thống đang bận ghi dữ liệu khác"


@contextmanager
def frozen(product: Product) -> Iterator[None]:
    """Stop every process of the server where it stands: it takes connections, and says nothing."""
    server = product.store.server
    pids = [server.pid, *children(server.pid)]
    for pid in pids:
        os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        for pid in pids:
            os.kill(pid, signal.SIGCONT)


@contextmanager
def stopped(product: Product) -> Iterator[None]:
    """Stop the server as an administrator does."""
    product.store.stop()
    yield
    product.store.start()


@contextmanager
def locked(product: Product) -> Iterator[None]:
    """Hold the one lock of SQLite from another process' connection, as a long import would."""
    connection = sqlite3.connect(product.home / "lienthong.sqlite3", isolation_level=None, timeout=30)
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        connection.execute("ROLLBACK")
        connection.close()


WAYS: Final[list[Callable[[Product], AbstractContextManager[None]]]] = (
    [frozen, stopped] if on_postgresql() else [locked]
)


def _page(product: Product) -> Answer:
    return product.get("/bao-cao/", who="lan")


def _probe(product: Product) -> list[Answer]:
    """Send eight requests at once, twice as many as there are threads, reads and saves."""

    def one(number: int) -> Answer:
        if number % 2:
            return _page(product)
        return product.save("v1", "nga", {**VALID, "people": "501"}, seen=99)

    with ThreadPoolExecutor(8) as threads:
        return list(threads.map(one, range(8)))


@pytest.mark.parametrize("gone", WAYS)
def test_a_minute_without_the_store_is_said_clearly_and_passes(
    gone: Callable[[Product], AbstractContextManager[None]], install: Install, tmp_path: Path
) -> None:
    product = install()
    product.start_web()
    product.start_worker()
    assert product.save("v1", "nga", VALID).status == 200
    kept = Acknowledgements(tmp_path / "acknowledged.jsonl")
    reporters = begin(product, VILLAGES, kept)
    time.sleep(3)
    try:
        with gone(product):
            begun = time.monotonic()
            time.sleep(FINDING_OUT)
            written = len(kept.read())
            while time.monotonic() - begun < MINUTE - 8:
                _assert_told_quickly(product, _probe(product))
                time.sleep(2)
            _assert_says_how_it_stands(product)
            time.sleep(max(0.0, MINUTE - (time.monotonic() - begun)))
            assert len(kept.read()) == written, "something was acknowledged that could not be kept"
        _assert_back(product)
        before = len(kept.read())
        time.sleep(4)
        assert len(kept.read()) > before
    finally:
        finish(reporters)
    _assert_worker_goes_on(product)
    kept.write(village="v1", key="", version=1, households=VALID["households"])
    assert_nothing_lost(product, kept)


def _assert_told_quickly(product: Product, answers: list[Answer]) -> None:
    took = [(number, answer.status, round(answer.took, 1)) for number, answer in enumerate(answers)]
    assert max(answer.took for answer in answers) <= SOON + 3, took
    assert statistics.median(answer.took for answer in answers) <= 2.0, took
    for number, answer in enumerate(answers):
        if not on_postgresql() and number % 2:
            assert answer.status == 200  # whoever only reads is not held up by whoever writes
            continue
        assert answer.status == 503, (answer.status, answer.text[:300])
        assert int(answer.headers["Retry-After"]) >= 1
        assert "Traceback" not in answer.text
        assert (GONE_VI if on_postgresql() else BUSY_VI) in answer.text
    if on_postgresql():
        assert answers[1].headers["Content-Type"].startswith("text/html")
    problem = json.loads(answers[0].body)
    assert (problem["status"], answers[0].headers["Content-Type"]) == (503, "application/problem+json")


def _assert_says_how_it_stands(product: Product) -> None:
    alive = product.get("/healthz")
    assert (alive.status, alive.text) == (200, "ok\n")
    assert alive.took < 1
    if not on_postgresql():
        return
    ready = product.get("/readyz", timeout=60)
    assert (ready.status, ready.json["checks"]["database"]) == (503, "bad")


def _assert_back(product: Product) -> None:
    """Both pages and saves have to be served again, several times in a row, within BACK seconds."""
    until, well = time.monotonic() + BACK, 0
    while well < 6:
        assert time.monotonic() < until, "not back in time"
        saved = product.save("v1", "nga", VALID, seen=1)
        well = well + 1 if (saved.status, _page(product).status) == (200, 200) else 0


def _assert_worker_goes_on(product: Product) -> None:
    """The worker that stood through it is the same process, and gives its sign of life again."""
    assert product.worker is not None
    assert product.worker.poll() is None
    until = time.monotonic() + 40
    code = (
        "import time\nfrom lienthong.kernel.models import Worker\n"
        f"print(Worker.objects.filter(name__endswith=':{product.worker.pid}', beat__gt=time.time() - 20).count())"
    )
    while product.python(code) != "1\n":
        assert time.monotonic() < until, product.log("worker.log")
        time.sleep(1)

"""kill -9 at random moments under load, a hundred times and more: whatever was acknowledged stands, once."""

from __future__ import annotations

import os
import random
import signal
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from .clients import Acknowledgements, assert_nothing_lost, begin, finish
from .conftest import VILLAGES, Install
from .product import WEEK, Product, children, kill, on_postgresql

# How often each is killed. SQLite has no server: whoever writes is the database, and is killed so much the more often.
KILLS: Final = (
    {"web worker": 58, "web server": 8, "worker": 20, "backend": 16, "postmaster": 6}
    if on_postgresql()
    else {"web worker": 78, "web server": 10, "worker": 20}
)


# Who asks for files, of which unit, in which form.
_ASKED: Final = [
    (who, place, form)
    for who, place in (("tung", "P"), ("ha", "P"), ("ha", "Trung ương"))
    for form in ("csv", "xlsx")
]


class Killer:
    """Kills one process after the other, each at a random moment, and starts again what nobody else would."""

    def __init__(self, product: Product, seed: int) -> None:
        self._product, self._random = product, random.Random(seed)
        self.killed: Counter[str] = Counter()

    def work(self) -> None:
        """Kill as often as KILLS says, in a random order."""
        order = [what for what, times in KILLS.items() for _ in range(times)]
        self._random.shuffle(order)
        acts: dict[str, Callable[[], int]] = {
            "web worker": self._web_worker,
            "web server": self._web_server,
            "worker": self._worker,
            "backend": self._backend,
            "postmaster": self._postmaster,
        }
        for what in order:
            self._ask_for_work()
            time.sleep(self._random.uniform(0.05, 0.9))
            self.killed[what] += acts[what]()

    def _ask_for_work(self) -> None:
        """Ask for a file of every village, so that a worker has something to do; asking again while it waits is the same."""
        who, place, form = self._random.choice(_ASKED)
        path = f"/bao-cao/tuan/{WEEK}/{self._product.known['bodies'][place]}/toan-bo-thon/"
        self._product.ask(
            "POST",
            path,
            who=who,
            body=f"form={form}".encode(),
            headers={"Content-Type": "application/x-www-form-urlencoded"},
            timeout=10,
        )

    def _one_of_those(self, running: Callable[[], list[int]]) -> int:
        """Kill one of some processes; where all are gone just now, wait for the next, which a busy machine is slow to start."""
        until = time.monotonic() + 60
        while time.monotonic() < until:
            if pids := running():
                kill([self._random.choice(pids)])
                return 1
            time.sleep(0.1)
        return 0

    def _web_worker(self) -> int:
        return self._one_of_those(self._product.web_processes)

    def _web_server(self) -> int:
        web = self._product.web
        assert web is not None
        kill([web.pid])
        web.wait()
        self._product.start_web()
        return 1

    def _worker(self) -> int:
        worker = self._product.worker
        assert worker is not None
        kill([worker.pid])
        worker.wait()
        self._product.start_worker()
        return 1

    def _backend(self) -> int:
        """Kill a process that serves a connection: the server ends all others too, and recovers."""
        server = self._product.store.server
        return self._one_of_those(
            lambda: [pid for pid in children(server.pid) if b"postgres: lienthong" in _title(pid)]
        )

    def _postmaster(self) -> int:
        store = self._product.store
        left = children(store.server.pid)
        kill([store.server.pid])
        store.server.wait()
        for _ in range(100):  # what it started ends by itself, and holds the memory until then
            if not any(Path(f"/proc/{pid}").exists() for pid in left):
                break
            time.sleep(0.1)
        store.start()
        return 1


def _title(pid: int) -> bytes:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return b""


def test_whatever_was_acknowledged_stands_once_after_a_hundred_kills(
    install: Install, tmp_path: Path
) -> None:
    seed = int(os.environ.get("FAULTS_SEED") or random.randrange(10**6))
    print(f"FAULTS_SEED={seed}")  # noqa: T201 - shown when the test fails, to begin in the same order again
    product = install()
    product.start_web()
    product.start_worker()
    kept = Acknowledgements(tmp_path / "acknowledged.jsonl")
    reporters, killer = begin(product, VILLAGES, kept), Killer(product, seed)
    try:
        killer.work()
    finally:
        finish(reporters)
    assert killer.killed == KILLS
    assert sum(killer.killed.values()) >= 100
    # It was load: nobody stood still, and kills did hit requests that were under way.
    assert min(reporter.done for reporter in reporters) >= 20
    assert sum(reporter.refused for reporter in reporters) >= 10
    _let_the_queue_run_empty(product)
    facts = assert_nothing_lost(product, kept)
    _assert_jobs_told_once(facts)


def _let_the_queue_run_empty(product: Product) -> None:
    """End the worker, let the silence of the runs that were killed be over, and do what is left."""
    assert product.worker is not None
    product.worker.send_signal(signal.SIGTERM)
    product.worker.wait(timeout=30)
    product.python(
        "from lienthong.kernel.models import Job\n"
        "Job.objects.filter(state='running').update(beat=1)\n"
        "Job.objects.filter(state='queued').update(not_before=0)"
    )
    product.command("worker", "--until-empty")
    product.command("worker", "--until-empty")


def _assert_jobs_told_once(facts: dict[str, Any]) -> None:
    """Each job came to one end, which was told once, to the one who asked."""
    assert len(facts["jobs"]) >= 5
    assert {state for state, _claim, _lost, _trace in facts["jobs"].values()} == {"done"}, facts["jobs"]
    assert {uid: times for uid, times in facts["ended"].items() if uid in facts["jobs"]} == dict.fromkeys(
        facts["jobs"], 1
    )
    told = {what.split()[1]: times for what, times in facts["notices"].items() if "job" in what.split()[0]}
    assert told == dict.fromkeys(facts["jobs"], 1)
    assert facts["unread"] == 0

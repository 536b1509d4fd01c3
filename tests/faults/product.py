"""The product as an installation runs it: web server, worker and store as processes, on a home and port of their own.

Every process begins in a session of its own, and ``end`` leaves none of them behind.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import ssl
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from pathlib import Path
from typing import Any, Final, Protocol

from throwaway_postgres import Cluster, find_programs

HOUSE: Final = Path(__file__).resolve().parents[2]
WEEK: Final = "2026-W47"
# The clock of the cast; "" lets it run with the machine's.
STANDING: Final = "2026-11-22T09:40+07:00"
PROGRAM: Final = [sys.executable, "-m", "lienthong.config.cli"]


class Store(Protocol):
    """Where the data lies."""

    address: str

    def start(self) -> None: ...
    def stop(self) -> None: ...


class File:
    """SQLite: a file, and no process to start or to kill."""

    def __init__(self, home: Path) -> None:
        self.address = f"sqlite:///{home / 'lienthong.sqlite3'}"

    def start(self) -> None:
        """Do nothing."""

    def stop(self) -> None:
        """Do nothing."""


def on_postgresql() -> bool:
    """Say which store `make test-slow` is at."""
    return os.environ.get("LIENTHONG_DATABASE_URL", "").startswith("postgres")


def new_cluster(place: Path, **settings: str) -> Cluster:
    """Return a durable cluster to be in a directory."""
    programs = find_programs()
    assert programs is not None, "apt-get install postgresql-15"
    return Cluster(programs, place, durable=True, settings={"shared_buffers": "64MB", **settings})


@dataclass
class Answer:
    """What came back. ``status`` 0: nothing did. ``took``: seconds."""

    status: int
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    took: float = 0.0

    @property
    def text(self) -> str:
        """The body as text."""
        return self.body.decode()

    @property
    def json(self) -> Any:
        """The body as JSON."""
        return json.loads(self.body)


@dataclass
class Product:
    """An installation. ``known``: sessions by username and public ids by body. ``extra``: more of the environment."""

    home: Path
    store: Any
    known: dict[str, Any] = field(default_factory=dict)
    extra: dict[str, str] = field(default_factory=dict)
    workers: int = 2
    port: int = 0
    web: subprocess.Popen[bytes] | None = None
    worker: subprocess.Popen[bytes] | None = None
    groups: list[int] = field(default_factory=list)

    @property
    def environment(self) -> dict[str, str]:
        """What its processes find."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith("LIENTHONG_")}
        return {
            **kept,
            "LIENTHONG_HOME": str(self.home),
            "LIENTHONG_DATABASE_URL": self.store.address,
            "LIENTHONG_SECRET_KEY": "tests/faults only, long enough to be taken for a real one",
            "LIENTHONG_AUDIT_KEY": "tests/faults only, another one that is long enough as well",
            "LIENTHONG_BOX_KEY": "tests/faults only, a third one that is long enough as well",
            "LIENTHONG_CLOCK": STANDING,
            "LIENTHONG_LOG_LEVEL": "WARNING",
            **self.extra,
        }

    # ── programs ────────────────────────────────────────────────────────────────────────────────────────────────────

    def run(self, *words: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        """Run a program on the installation, such as the operators' one."""
        ran = subprocess.run(
            words, cwd=HOUSE, env=self.environment, capture_output=True, text=True, timeout=300, check=False
        )
        assert not check or ran.returncode == 0, ran.stdout + ran.stderr
        return ran

    def command(self, *words: str) -> str:
        """Run a command of the operators' program; it has to end well."""
        return self.run(*PROGRAM, *words).stdout

    def facts(self) -> dict[str, Any]:
        """Return what stands in the store: see facts.py."""
        found: dict[str, Any] = json.loads(self.run(sys.executable, "-m", "tests.faults.facts").stdout)
        return found

    def python(self, code: str) -> str:
        """Run a few lines in the installation, with Django set up; return what they print."""
        begun = "import os; os.environ['DJANGO_SETTINGS_MODULE']='lienthong.config.settings'\nimport django; django.setup()\n"
        return self.run(sys.executable, "-c", begun + code).stdout

    def _begin(self, *words: str, log: str) -> subprocess.Popen[bytes]:
        with (self.home.parent / log).open("ab") as out:
            begun = subprocess.Popen(
                [*PROGRAM, *words],
                cwd=HOUSE,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=out,
                start_new_session=True,
            )
        self.groups.append(begun.pid)
        return begun

    def start_web(self) -> None:
        """Start the web server and wait until it answers; an earlier one's last processes may still hold the port."""
        self.port = self.port or free_port()
        for _ in range(3):
            self.web = self._begin(
                *("serve", "--no-worker", "--port", str(self.port), "--workers", str(self.workers)),
                log="web.log",
            )
            until = time.monotonic() + 60
            while time.monotonic() < until and self.web.poll() is None:
                if self.get("/healthz", timeout=2).status == 200:
                    return
                time.sleep(0.1)
        raise AssertionError("the web server did not come up:\n" + self.log("web.log"))

    def start_worker(self) -> None:
        """Start a worker."""
        self.worker = self._begin("worker", log="worker.log")

    def log(self, name: str) -> str:
        """Return the end of what a process has said."""
        return (self.home.parent / name).read_text()[-6000:]

    def web_processes(self) -> list[int]:
        """Return the web server's working processes."""
        return children(self.web.pid) if self.web is not None else []

    def end(self) -> None:
        """End every process that was started here, and what they started."""
        for process in (self.web, self.worker):
            if process is not None and process.poll() is None:
                process.send_signal(signal.SIGCONT)
                process.terminate()
        for process in (self.web, self.worker):
            if process is not None:
                with suppress(subprocess.TimeoutExpired):
                    process.wait(timeout=5)
        for group in self.groups:
            with suppress(ProcessLookupError):
                os.killpg(group, signal.SIGKILL)
        for process in (self.web, self.worker):
            if process is not None:
                process.wait(timeout=10)
        self.store.stop()

    # ── requests ────────────────────────────────────────────────────────────────────────────────────────────────────

    def ask(
        self,
        method: str,
        path: str,
        *,
        who: str = "",
        body: bytes | None = None,
        headers: dict[str, str] | None = None,
        timeout: float = 30,
        tls_port: int = 0,
    ) -> Answer:
        """Send one request on a connection of its own; where a port of TLS is given, through the proxy that has it."""
        sent = {"Connection": "close", **(headers or {})}
        if who:
            sent["Cookie"] = f"lt_session={self.known['sessions'][who]}; lt_csrf={'c' * 32}"
            sent["X-CSRFToken"] = "c" * 32
        if tls_port:
            sent["Referer"] = "https://127.0.0.1/"  # as a browser does
        begun = time.monotonic()
        connection = (
            HTTPSConnection("127.0.0.1", tls_port, timeout=timeout, context=trusting())
            if tls_port
            else HTTPConnection("127.0.0.1", self.port, timeout=timeout)
        )
        try:
            connection.request(method, path, body, sent)
            got = connection.getresponse()
            return Answer(got.status, got.read(), dict(got.getheaders()), time.monotonic() - begun)
        except (OSError, HTTPException):
            return Answer(0, took=time.monotonic() - begun)
        finally:
            connection.close()

    def get(self, path: str, who: str = "", **words: Any) -> Answer:
        """Ask for a page."""
        return self.ask("GET", path, who=who, **words)

    def return_of(self, village: str) -> str:
        """Return the API's address of a village's return."""
        return f"/api/v1/series/tuan/{WEEK}/units/{self.known['bodies'][village]}/return"

    def save(
        self,
        village: str,
        who: str,
        values: dict[str, str],
        *,
        seen: int = 0,
        key: str = "",
        submit: bool = True,
        **words: Any,
    ) -> Answer:
        """Send a village's return."""
        sent = json.dumps({"values": values, "seen": seen, "submit": submit}).encode()
        headers = {"Content-Type": "application/json"}
        if key:
            headers["Idempotency-Key"] = key
        return self.ask("PUT", self.return_of(village), who=who, body=sent, headers=headers, **words)


def trusting() -> ssl.SSLContext:
    """Return what takes any certificate: that of a test is its own."""
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    return context


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def children(pid: int) -> list[int]:
    """Return the processes that a process started."""
    try:
        return [int(word) for word in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []


def kill(pids: Sequence[int]) -> None:
    """Kill processes of ours, as a power cut would."""
    for pid in pids:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


def build(place: Path, villages: int) -> dict[str, Any]:
    """Make an installation with the small country in a directory, at rest; return what clients have to know."""
    home = place / "home"
    home.mkdir(parents=True)
    store: Any = new_cluster(_made(place / "cluster")) if on_postgresql() else File(home)
    if on_postgresql():
        store.create()
    product = Product(home, store)
    store.start()
    try:
        product.command("setup")
        made = product.run(sys.executable, "-m", "tests.faults.country", str(villages))
        known: dict[str, Any] = json.loads(made.stdout)
    finally:
        store.stop()
    return known


def _made(place: Path) -> Path:
    place.mkdir(parents=True)
    return place


def copied(image: Path, place: Path, known: dict[str, Any], **words: Any) -> Product:
    """Return an installation of its own, copied from one at rest; its store runs."""
    shutil.copytree(image / "home", place / "home", dirs_exist_ok=True)
    if not on_postgresql():
        return Product(place / "home", File(place / "home"), known, **words)
    shutil.copytree(image / "cluster", place / "cluster", dirs_exist_ok=True)
    store = new_cluster(place / "cluster")
    store.hand_over(place / "cluster")
    store.start()
    return Product(place / "home", store, known, **words)

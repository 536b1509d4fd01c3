"""Real servers for tests: PostgreSQL with a streaming copy, machines of the product with homes of their own, a browser."""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote, urlencode, urlsplit

from tools import throwaway_postgres

ROOT = Path(__file__).resolve().parents[1]
NAME = throwaway_postgres.NAME


def programs() -> Path | None:
    """Return where the server programs of PostgreSQL are; None where they are not."""
    return throwaway_postgres.find_programs()


@contextmanager
def postgres() -> Iterator[str]:
    """Run a cluster that writes as safely as an installation's, and give its address."""
    found = programs()
    assert found is not None
    with throwaway_postgres.cluster(found, durable=True) as address:
        yield address


def folder_of(address: str) -> str:
    """Return the folder of the socket that an address names."""
    return unquote(urlsplit(address).netloc.rpartition("@")[2])


@dataclass
class Replica:
    """A streaming copy of a cluster."""

    address: str
    psql: Callable[[str], str]


@contextmanager
def replica_of(address: str) -> Iterator[Replica]:
    """Copy a running cluster and let the copy follow it."""
    found, owner = programs(), throwaway_postgres._owner()
    assert found is not None
    home = Path(tempfile.mkdtemp(prefix="lienthong-replica-"))
    if owner:
        os.chown(home, owner["user"], owner["group"])
    copy = [found / "pg_basebackup", "-R", "-X", "stream", "-c", "fast", "-U", NAME, "-h", folder_of(address)]
    subprocess.run([*copy, "-D", home / "data"], cwd=home, check=True, **owner)
    settings = throwaway_postgres.COMMON | {"hot_standby_feedback": "on"}
    server = throwaway_postgres._start(found, home, owner, settings)

    def psql(statement: str) -> str:
        command = [found / "psql", "-h", home, "-U", NAME, "-d", NAME, "-AtXc", statement]
        ran = subprocess.run(command, cwd=home, capture_output=True, text=True, check=False, **owner)
        return ran.stdout.strip()

    try:
        wait_for(lambda: psql("SELECT pg_is_in_recovery()") == "t", "the copy does not follow")
        yield Replica(f"postgresql://{NAME}@{quote(str(home), safe='')}/{NAME}", psql)
    finally:
        server.send_signal(signal.SIGINT)
        server.wait(timeout=60)
        shutil.rmtree(home)


def wait_for(true: Callable[[], bool], otherwise: str, seconds: float = 60) -> None:
    """Wait until something is so."""
    until = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < until, otherwise
        time.sleep(0.05)


def free_port() -> int:
    """Return a port on which nobody listens."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@dataclass
class Machine:
    """A machine of the product: a home of its own, and settings."""

    home: Path
    settings: dict[str, str]
    started: list[subprocess.Popen[bytes]] = field(default_factory=list)

    @property
    def environment(self) -> dict[str, str]:
        """What its processes are started with."""
        kept = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("LIENTHONG_", "DJANGO_"))
        }
        words = {
            "LIENTHONG_HOME": str(self.home),
            "LIENTHONG_DEMO": "1",
            "PYTHONPATH": str(ROOT),
            "LANG": "C.UTF-8",
        }
        return {**kept, **words, **self.settings}

    def try_command(self, *words: str) -> tuple[int, str]:
        """Run a command of the operators' program, and return its exit code and what it printed."""
        ran = self._run([sys.executable, "-m", "lienthong.config.cli", *words])
        return ran.returncode, ran.stdout

    def command(self, *words: str) -> str:
        """Run a command that has to succeed, and return what it printed."""
        code, said = self.try_command(*words)
        assert code == 0, said
        return said

    def python(self, program: str) -> str:
        """Run a program with Django set up, and return what it printed."""
        around = self.environment | {"DJANGO_SETTINGS_MODULE": "lienthong.config.settings"}
        ran = self._run([sys.executable, "-c", f"import django\ndjango.setup()\n{program}"], around)
        assert ran.returncode == 0, ran.stdout + ran.stderr
        return ran.stdout

    def _run(
        self, command: list[str], around: dict[str, str] | None = None
    ) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            command, cwd=ROOT, env=around or self.environment, capture_output=True, text=True, check=False
        )

    def start(self, *words: str, **more: Any) -> subprocess.Popen[bytes]:
        """Start a command that goes on; ``stop`` ends it."""
        program = [sys.executable, "-m", "lienthong.config.cli", *words]
        environment = self.environment | more.pop("environment", {})
        with (self.home / f"{words[0]}-{len(self.started)}.log").open("wb") as log:
            process = subprocess.Popen(program, cwd=ROOT, env=environment, stdout=log, stderr=log, **more)
        self.started.append(process)
        return process

    def serve(self, *words: str) -> str:
        """Serve on a free port, wait until it answers, and return the address."""
        port = free_port()
        self.start("serve", "--port", str(port), "--no-worker", *words)
        wait_for(lambda: answers(port), f"the server on {port} does not answer")
        return f"127.0.0.1:{port}"

    def stop(self) -> None:
        """End all that was started, in its own good time."""
        for process in self.started:
            process.terminate()
        for process in self.started:
            process.wait(timeout=60)


def answers(port: int) -> bool:
    """Say whether a server is alive on a port of this machine."""
    try:
        with closing(HTTPConnection("127.0.0.1", port, timeout=5)) as line:
            line.request("GET", "/healthz")
            return line.getresponse().status == 200
    except OSError:
        return False


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: dict[str, str]
    data: bytes

    @property
    def text(self) -> str:
        return self.data.decode()


class Browser:
    """Keeps cookies and sends tokens as a browser does, to whichever machine it is pointed at."""

    def __init__(self, host: str) -> None:
        self.host, self.cookies = host, dict[str, str]()

    def get(self, path: str) -> Answer:
        """Ask for a page."""
        return self._send("GET", path)

    def post(self, path: str, fields: dict[str, str]) -> Answer:
        """Send a form with the token of the cookie."""
        body = urlencode({"csrfmiddlewaretoken": self.cookies.get("lt_csrf", ""), **fields})
        return self._send("POST", path, body, {"Content-Type": "application/x-www-form-urlencoded"})

    def sign_in(self, username: str, password: str = "") -> Answer:
        """Come in by name and password."""
        self.get("/dang-nhap/")
        return self.post(
            "/dang-nhap/", {"username": username, "password": password or f"{username} long password"}
        )

    def _send(
        self, method: str, path: str, body: str | None = None, more: dict[str, str] | None = None
    ) -> Answer:
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        with closing(HTTPConnection(self.host, timeout=30)) as line:
            line.request(method, path, body, {"Cookie": cookies, "Host": self.host, **(more or {})})
            response = line.getresponse()
            for cookie in response.headers.get_all("Set-Cookie") or []:
                name, value = re.findall(r"^([^=]+)=([^;]*)", cookie)[0]
                self.cookies[name] = value
            return Answer(response.status, dict(response.headers), response.read())

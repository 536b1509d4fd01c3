"""Real servers for tests: PostgreSQL with a streaming copy, machines of the product with homes of their own, a browser."""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import ssl
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPSConnection
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlencode, urlsplit

ROOT = Path(__file__).resolve().parents[1]
sys.path.append(str(ROOT / "tools"))  # programs, and no package

import throwaway_postgres  # noqa: E402

NAME = throwaway_postgres.NAME


def programs() -> Path | None:
    """Return where the server programs of PostgreSQL are; None where they are not."""
    return throwaway_postgres.find_programs()


@contextmanager
def postgres() -> Iterator[str]:
    """Run a cluster that writes as safely as an installation's, and give its address."""
    found = programs()
    assert found is not None
    with throwaway_postgres.cluster(found, durable=True) as made:
        yield made.address


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
    found = programs()
    assert found is not None
    home = Path(tempfile.mkdtemp(prefix="lienthong-replica-"))
    copy = throwaway_postgres.Cluster(found, home, durable=True, settings={"hot_standby_feedback": "on"})
    copy.hand_over(home)
    source = ["-U", NAME, "-h", folder_of(address), "-D", str(home / "data")]
    copy.run("pg_basebackup", "-R", "-X", "stream", "-c", "fast", *source)
    copy.start()

    def psql(statement: str) -> str:
        return copy.run("psql", "-h", str(home), "-U", NAME, "-d", NAME, "-AtXc", statement).strip()

    try:
        wait_for(lambda: psql("SELECT pg_is_in_recovery()") == "t", "the copy does not follow")
        yield Replica(copy.address, psql)
    finally:
        copy.stop()
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


_POOLER = """
[databases]
{name} = host={socket} dbname={name} user={name}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = {port}
unix_socket_dir =
auth_type = any
pool_mode = transaction
default_pool_size = 3
max_client_conn = 100
"""


@contextmanager
def pgbouncer(address: str) -> Iterator[str]:
    """Run PgBouncer in transaction mode, with three connections, before a cluster; give its address."""
    owner, port = throwaway_postgres.owner(), free_port()
    home = Path(tempfile.mkdtemp(prefix="lienthong-pgbouncer-"))
    home.chmod(0o755)
    (home / "pgbouncer.ini").write_text(_POOLER.format(name=NAME, socket=folder_of(address), port=port))
    server = subprocess.Popen(
        ["pgbouncer", "-q", home / "pgbouncer.ini"], cwd=home, stderr=subprocess.DEVNULL, **owner
    )
    try:
        wait_for(lambda: listens(port), "PgBouncer does not listen")
        yield f"postgresql://{NAME}@127.0.0.1:{port}/{NAME}"
    finally:
        server.send_signal(signal.SIGINT)
        server.wait(timeout=30)
        shutil.rmtree(home)


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

    def __init__(self, host: str, *, tls_port: int = 0) -> None:
        self.host, self.cookies, self._tls_port = host, dict[str, str](), tls_port

    def _line(self) -> HTTPConnection:
        if not self._tls_port:
            return HTTPConnection(self.host, timeout=30)
        trusting = ssl.create_default_context()
        trusting.check_hostname, trusting.verify_mode = (
            False,
            ssl.CERT_NONE,
        )  # a certificate of the test's own
        return HTTPSConnection("127.0.0.1", self._tls_port, timeout=30, context=trusting)

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
        with closing(self._line()) as line:
            line.request(
                method,
                path,
                body,
                {"Cookie": cookies, "Host": self.host, "Referer": f"https://{self.host}/", **(more or {})},
            )
            response = line.getresponse()
            for cookie in response.headers.get_all("Set-Cookie") or []:
                name, value = re.findall(r"^([^=]+)=([^;]*)", cookie)[0]
                self.cookies[name] = value
            return Answer(response.status, dict(response.headers), response.read())


# ── servers that are handed a socket, as systemd does ────────────────────────────────────────────────────────────────


@contextmanager
def listening() -> Iterator[socket.socket]:
    """Hold the socket that servers are handed, as systemd does."""
    with socket.socket() as held:
        held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        held.bind(("127.0.0.1", 0))
        held.listen(2048)
        yield held


# The socket becomes number 3, and the process says that it is meant.
_HAND_OVER = """
import os, sys
os.dup2(int(sys.argv[1]), 3)
os.environ["LISTEN_PID"] = str(os.getpid())
os.execv(sys.executable, [sys.executable, *sys.argv[2:]])
"""


def serve_on(machine: Machine, held: socket.socket, instance: int) -> subprocess.Popen[bytes]:
    """Start a server on a socket that is held, and wait until it says that it is ready."""
    told = machine.home / f"notify-{instance}"
    told.unlink(missing_ok=True)
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as ear:
        ear.bind(str(told))
        ear.settimeout(60)
        words = ["-m", "lienthong.config.cli", "serve", "--no-worker", "--port", f"800{instance}"]
        with (machine.home / f"web-{instance}.log").open("ab") as log:
            process = subprocess.Popen(
                [sys.executable, "-c", _HAND_OVER, str(held.fileno()), *words],
                cwd=ROOT,
                env=machine.environment | {"LISTEN_FDS": "1", "NOTIFY_SOCKET": str(told)},
                stdout=log,
                stderr=log,
                pass_fds=(held.fileno(),),
            )
        machine.started.append(process)
        while b"READY=1" not in ear.recv(4096):
            pass
    return process


# ── nginx, with the file that is meant for servers ───────────────────────────────────────────────────────────────────

_CONF = """
daemon off; pid {home}/nginx.pid; error_log stderr warn; worker_processes 1; user {user};
events {{ worker_connections 512; }}
http {{ include /etc/nginx/mime.types; default_type application/octet-stream; {temporary} include {home}/lienthong.conf; }}
"""


def lay_out_nginx(home: Path, *, upstream: int, static: Path) -> tuple[Path, int]:
    """Write nginx's files into a folder, ours with other ports and paths; return the main one and the port of TLS."""
    key = [
        "openssl",
        "req",
        "-x509",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-days",
        "2",
        "-subj",
        "/CN=lienthong.example.vn",
    ]
    made = [*key, "-keyout", str(home / "key.pem"), "-out", str(home / "fullchain.pem")]
    subprocess.run(made, check=True, capture_output=True)
    shutil.copy(ROOT / "deploy/nginx/closed.html", home)
    port, text = free_port(), (ROOT / "deploy/nginx/lienthong.conf").read_text()
    for ours, other in {
        "/etc/ssl/lienthong/": f"{home}/",
        "/usr/share/lienthong": str(home),
        "/etc/lienthong.closed": f"{home}/closed",
        "/srv/lienthong/static/": f"{static}/",
        "/var/log/nginx/": f"{home}/",
        "server 127.0.0.1:8000 ": f"server 127.0.0.1:{upstream} ",
    }.items():
        assert ours in text
        text = text.replace(ours, other)
    text = re.sub(r"listen \[::\].*;\n", "", text).replace("listen 443 ", f"listen 127.0.0.1:{port} ")
    (home / "lienthong.conf").write_text(text.replace("listen 80;", f"listen 127.0.0.1:{free_port()};"))
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    temporary = " ".join(f"{kind}_temp_path {home}/{kind};" for kind in kinds)
    user = "root" if os.geteuid() == 0 else "nobody"
    (home / "nginx.conf").write_text(_CONF.format(home=home, temporary=temporary, user=user))
    return home / "nginx.conf", port


@contextmanager
def nginx(home: Path, *, upstream: int, static: Path) -> Iterator[int]:
    """Run nginx before a server of this machine, and give the port on which it speaks TLS."""
    conf, port = lay_out_nginx(home, upstream=upstream, static=static)
    with (home / "nginx.log").open("wb") as log:
        process = subprocess.Popen(["nginx", "-c", conf, "-p", home], stdout=log, stderr=log)
    try:
        wait_for(lambda: listens(port), (home / "nginx.log").read_text())
        yield port
    finally:
        process.terminate()
        process.wait(timeout=30)


def listens(port: int) -> bool:
    """Say whether anybody listens on a port of this machine."""
    with socket.socket() as line:
        return line.connect_ex(("127.0.0.1", port)) == 0

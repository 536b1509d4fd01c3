"""Start a PostgreSQL cluster that lasts as long as a command, and remove it afterwards.

    python tools/throwaway_postgres.py -- pytest -n 2
    python tools/throwaway_postgres.py              prints the address and waits for Ctrl-C

The command finds the cluster in LIENTHONG_DATABASE_URL. The server listens on a Unix socket in a private directory
only: no port, no password, and nobody else on the machine can reach it. It comes from the distribution's binaries and
never runs as root.
"""

from __future__ import annotations

import argparse
import os
import pwd
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import Any, Final
from urllib.parse import quote

MISSING: Final = 3
HOW_TO_INSTALL = """PostgreSQL's server programs (initdb, postgres) are not on this machine.
On Debian 12: apt-get install postgresql-15
To do without: make test STORE=sqlite"""
# Lost power may lose a test's data: that makes tests several times faster.
FORGETFUL = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
DURABLE = {"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on", "max_wal_size": "2GB"}
COMMON = {"listen_addresses": "", "shared_buffers": "256MB", "max_connections": "60"}
NAME: Final = "lienthong"


def find_programs() -> Path | None:
    """Return the directory of the newest server programs, or None."""
    beside_path = [Path(found).parent for found in [shutil.which("initdb")] if found]
    distribution = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=_version, reverse=True)
    complete = (
        place
        for place in [*distribution, *beside_path]
        if (place / "initdb").exists() and (place / "postgres").exists()
    )
    return next(complete, None)


def _version(place: Path) -> float:
    number = re.search(r"[\d.]+", place.parent.name)
    return float(number.group()) if number else 0


def owner() -> dict[str, Any]:
    """Return how to start a program as somebody who is not root: the server refuses root."""
    if os.geteuid() != 0:
        return {}
    for name in ("postgres", "nobody"):
        try:
            account = pwd.getpwnam(name)
        except KeyError:
            continue
        return {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}
    raise SystemExit("There is no account 'postgres' or 'nobody' to run the server as.")


@dataclass
class Cluster:
    """A cluster of its own in a private directory, run as somebody who is not root. Tests stop, freeze and kill it."""

    programs: Path
    home: Path
    durable: bool
    settings: dict[str, str] = field(default_factory=dict)
    server: subprocess.Popen[bytes] | None = None

    def __post_init__(self) -> None:
        self._owner = owner()

    @property
    def address(self) -> str:
        """Return where a program finds it."""
        return f"postgresql://{NAME}@{quote(str(self.home), safe='')}/{NAME}"

    def create(self) -> None:
        """Make the cluster's files."""
        self.hand_over(self.home)
        options = ["--username", NAME, "--auth", "trust", "--encoding", "UTF8", "--locale", "C", "--no-sync"]
        self.run("initdb", "--pgdata", str(self.home / "data"), *options)

    def run(self, program: str, *words: str) -> str:
        """Run one of PostgreSQL's programs as whoever runs the server, and return what it printed."""
        ran = subprocess.run(
            [self.programs / program, *words],
            cwd=self.home,
            capture_output=True,
            text=True,
            check=False,
            **self._owner,
        )
        if ran.returncode:
            raise SystemExit(f"{program} failed:\n{ran.stdout}{ran.stderr}")
        return str(ran.stdout)

    def hand_over(self, place: Path) -> None:
        """Let a directory, and what is in it, belong to whoever runs the server."""
        if self._owner:
            for one in [place, *place.rglob("*")]:
                os.chown(one, self._owner["user"], self._owner["group"], follow_symlinks=False)

    def start(self) -> None:
        """Start the server and wait until it answers."""
        settings = {**COMMON, **(DURABLE if self.durable else FORGETFUL), **self.settings}
        options = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
        # A session of its own: Ctrl-C reaches this program first, which lets the command end before the server.
        with (self.home / "log").open("ab") as log:
            self.server = subprocess.Popen(
                [self.programs / "postgres", "-D", self.home / "data", "-k", self.home, *options],
                cwd=self.home,
                stdout=log,
                stderr=log,
                start_new_session=True,
                **self._owner,
            )
        self._wait_until_ready()

    def _wait_until_ready(self) -> None:
        for _ in range(600):
            made = subprocess.run(
                [self.programs / "createdb", "-h", self.home, "-U", NAME, NAME],
                cwd=self.home,
                capture_output=True,
                text=True,
                check=False,
            )
            # A copy that follows another server answers that it is only read.
            if made.returncode == 0 or "already exists" in made.stderr or "read-only" in made.stderr:
                return
            if self.server is None or self.server.poll() is not None:
                break
            time.sleep(0.1)
        raise SystemExit(f"PostgreSQL did not start:\n{(self.home / 'log').read_text()}")

    def stop(self) -> None:
        """Stop the server, if it runs."""
        if self.server is not None and self.server.poll() is None:
            self.server.send_signal(signal.SIGINT)  # the server's word for: end every session and stop now
            self.server.wait(timeout=60)


@contextmanager
def cluster(programs: Path, *, durable: bool) -> Iterator[Cluster]:
    """Run a new cluster; stop it and remove every trace of it at the end."""
    home = Path(tempfile.mkdtemp(prefix="lienthong-postgres-"))
    made = Cluster(programs, home, durable)
    try:
        made.create()
        try:
            made.start()
            yield made
        finally:
            made.stop()
    finally:
        shutil.rmtree(home)


def _leave(number: int, _frame: FrameType | None) -> None:
    raise SystemExit(128 + number)


def run(command: list[str], address: str) -> int:
    """Run the command beside the cluster and return its exit code; without a command, wait for Ctrl-C."""
    if not command:
        print(address, flush=True)
        signal.pause()
    child = subprocess.Popen(command, env={**os.environ, "LIENTHONG_DATABASE_URL": address})
    try:
        return child.wait()
    except BaseException:
        child.terminate()
        child.wait(timeout=30)
        raise


def main() -> int:
    """Read the words, run the command beside a new cluster."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--durable", action="store_true", help="write as safely as an installation does")
    parser.add_argument("command", nargs="*", help="what to run; put -- before it")
    words = parser.parse_args()
    programs = find_programs()
    if programs is None:
        print(HOW_TO_INSTALL, file=sys.stderr)
        return MISSING
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _leave)
    with cluster(programs, durable=words.durable) as made:
        return run(words.command, made.address)


if __name__ == "__main__":
    sys.exit(main())

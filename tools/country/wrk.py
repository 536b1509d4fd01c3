"""Requests sent once each by Debian's wrk, from C, with as many at once as asked for."""

from __future__ import annotations

import json
import signal
import subprocess
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

SCRIPT = Path(__file__).resolve().parents[1] / "bench" / "country.lua"
_THREADS, _REFUSED = 2, 400
JSON = "application/json"


@dataclass(frozen=True)
class Request:
    """One request of somebody who has signed in. ``body``: one line."""

    cookie: str
    method: str
    path: str
    body: str
    key: str
    kind: str = JSON

    def as_line(self) -> str:
        """Return the line that the script reads."""
        return "\t".join([self.cookie, self.method, self.path, self.kind, self.key, self.body])


@dataclass(frozen=True)
class Answers:
    """What came back. Times in milliseconds; ``seconds``: from the first request to the last answer; ``codes``: of receipts."""

    seconds: float
    statuses: Counter[int]
    p50: float
    p95: float
    p99: float
    most: float
    broken: int
    codes: list[str] = field(default_factory=list)

    @property
    def refused(self) -> int:
        """How many answers said no, and how many never came."""
        return sum(count for status, count in self.statuses.items() if status >= _REFUSED) + self.broken

    @property
    def count(self) -> int:
        """How many answers came."""
        return self.statuses.total()

    @property
    def rate(self) -> float:
        """How many answers came each second."""
        return self.count / self.seconds


def read_answers(shares: Sequence[str], summary: str) -> Answers:
    """Put together what each thread saw and what wrk says at its end.

    >>> read_answers(['{"begun": 1.0, "ended": 3.0, "statuses": {"200": 4}}'], 'wrk\\n{"p50": 1, "p95": 2, "p99": 2, "most": 3, "broken": 0}').rate
    2.0
    """
    seen = [json.loads(share) for share in shares]
    statuses: Counter[int] = Counter()
    for one in seen:
        statuses.update({int(status): count for status, count in one["statuses"].items()})
    seconds = max(one["ended"] for one in seen) - min(one["begun"] for one in seen)
    codes = [code for one in seen for code in one.get("codes", [])]
    return Answers(seconds, statuses, **json.loads(summary[summary.index("{") :]), codes=codes)


def send(
    site: str,
    requests: Iterable[Request],
    *,
    at_once: int,
    patience: int,
    proxied: bool = False,
    rate: float = 0,
) -> Answers:
    """Send every request once and return when the last answer has come; TimeoutError after ``patience`` seconds.

    ``proxied``: as a proxy that speaks TLS hands them on, each from an address of its own. ``rate``: so many a second at most.
    """
    with tempfile.TemporaryDirectory(prefix="lienthong-bench-") as home:
        rows = Path(home) / "rows"
        with rows.open("w", encoding="utf-8") as out:
            count = sum(1 for request in requests if out.write(request.as_line() + "\n"))
        threads = min(_THREADS, count, at_once)
        options = [f"-t{threads}", f"-c{at_once}", f"-d{patience}s", "--timeout", "60s", "-s", str(SCRIPT)]
        words = ["wrk", *options, site, "--", str(rows), str(threads), "proxy" if proxied else "", str(rate)]
        wrk = subprocess.Popen(words, stdout=subprocess.PIPE, text=True)
        try:
            shares = _wait_for([rows.with_name(f"rows.{number}") for number in range(threads)], wrk, patience)
            wrk.send_signal(signal.SIGINT)
            summary, _ = wrk.communicate(timeout=30)
        finally:
            wrk.kill()
        return read_answers(shares, summary)


def _wait_for(files: Sequence[Path], wrk: subprocess.Popen[str], patience: int) -> list[str]:
    """Wait until each thread has written its share."""
    until = time.monotonic() + patience
    while True:
        shares = [file.read_text() if file.exists() else "" for file in files]
        if all(share.endswith("\n") for share in shares):
            return shares
        if time.monotonic() > until or wrk.poll() is not None:
            raise TimeoutError("wrk ended before every answer had come")
        time.sleep(0.02)

"""Ten times as many as usual for a minute: is everything acknowledged there afterwards, and how soon is it as before?"""

from __future__ import annotations

import re
import statistics
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException

from country import ground
from country.ground import row
from country.wrk import send

from . import stage as stages
from .stage import FORM, Stage

USUAL, TIMES, SECONDS = 10, 10, 60
CALM, AFTER, WINDOW = 30, 45, 5
_SENDERS = 64
_CODE = re.compile(rb"<dd>(\w{4}-\w{4}-\w{3})</dd>")


@dataclass
class Usual:
    """What those saw who sent at the usual rate: for each its moment and how long it waited, in milliseconds."""

    taken: list[tuple[float, float]] = field(default_factory=list)
    codes: list[str] = field(default_factory=list)
    refused: int = 0

    def p95(self, begin: float, end: float) -> float:
        """Return how long 19 of 20 waited at most who were to be sent in a stretch of time."""
        held = [took for at, took in self.taken if begin <= at < end]
        return statistics.quantiles(held, n=20)[-1]


def measure(stage: Stage) -> None:
    """Send at the usual rate before, during and after the spike; print what became of it."""
    with _usual(stage) as usual:
        time.sleep(CALM)
        begun = time.monotonic()
        count = USUAL * (TIMES - 1) * SECONDS
        more = stage.requests(count)
        answers = send(ground.SITE, more, at_once=32, patience=900, proxied=True, rate=USUAL * (TIMES - 1))
        over = time.monotonic()
        time.sleep(AFTER)
    before, during = usual.p95(begun - CALM + 5, begun), usual.p95(begun, over)
    row(
        f"spike: {USUAL * TIMES}/s for {SECONDS} s, {USUAL}/s before and after",
        "",
        f"took {over - begun:.0f} s, {answers.count + len(usual.codes):,} sent, {answers.refused + usual.refused} refused "
        f"or lost; p95 {before:.0f} ms before, {during:.0f} during; {ground.load_of_machine()}",
    )
    acknowledged = [*answers.codes, *usual.codes]
    there = stages.kept(acknowledged)
    row("… acknowledged codes that lead to a matter", "all", f"{there:,} of {len(acknowledged):,}")
    row("… p95 no more than 1.5 times that of before", "≤ 30 s after it", _calm_again(usual, before, over))
    assert there == len(acknowledged)


def _calm_again(usual: Usual, before: float, over: float) -> str:
    """Return after how many seconds what was usual is usual again, and how it went."""
    p95 = [usual.p95(over + at, over + at + WINDOW) for at in range(0, AFTER - WINDOW, WINDOW)]
    calm = next((number * WINDOW for number, one in enumerate(p95) if one <= 1.5 * before), None)
    said = ", ".join(f"{one:.0f}" for one in p95)
    found = f"in the window that began {calm} s after it" if calm is not None else f"not within {AFTER} s"
    return f"{found}; by {WINDOW} s: {said} ms"


@contextmanager
def _usual(stage: Stage) -> Iterator[Usual]:
    """Let people send at the usual rate while the block runs, each at a moment of its own whoever still waits."""
    usual, over = Usual(), threading.Event()
    requests = stage.requests(USUAL * 600)
    with ThreadPoolExecutor(_SENDERS) as senders:

        def pace() -> None:
            due = time.monotonic()
            for number, request in enumerate(requests):
                senders.submit(_send, usual, request.body, number, due)
                due += 1 / USUAL
                if over.wait(max(0, due - time.monotonic())):
                    return

        pacer = threading.Thread(target=pace)
        pacer.start()
        try:
            yield usual
        finally:
            over.set()
            pacer.join()


def _send(usual: Usual, body: str, number: int, due: float) -> None:
    headers = {
        "Content-Type": FORM,
        "Cookie": "lt_csrf=abcdefghijklmnopqrstuvwxyzABCDEF",
        "Origin": f"https://127.0.0.1:{ground.PORT}",
        "X-Forwarded-Proto": "https",
        "X-Forwarded-For": f"172.16.{number // 256}.{number % 256}",
    }
    asking = HTTPConnection("127.0.0.1", ground.PORT, timeout=60)
    try:
        asking.request("POST", stages.send_path(), body, headers)
        found = _CODE.search(asking.getresponse().read())
    except (OSError, HTTPException):
        found = None
    finally:
        asking.close()
    usual.taken.append((due, (time.monotonic() - due) * 1000))
    if found:
        usual.codes.append(found[1].decode())
    else:
        usual.refused += 1

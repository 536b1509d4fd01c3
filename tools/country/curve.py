"""Whether a save costs the same at the first and at the five-millionth return: saves at every million, on the way up."""

from __future__ import annotations

import json
import statistics
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar
from uuid import uuid4

from django.db import connection
from django.test import Client

from lienthong.demo.services.places import Place
from lienthong.kernel.bulk import settle
from lienthong.kernel.values import Week
from lienthong.reports.models import Return

from . import ground, year
from .ground import Country, Server, row
from .wrk import Request, send

Item = TypeVar("Item")

SAVES, IN_PROCESS = 2_000, 100
STEP = 1_000_000


def measure(country: Country, server: Server, *, at_once: int, patience: int) -> None:
    """Load the year week by week; at every million returns, and at both ends, let some villages save."""
    year.series()  # begun now, if this is the first run
    before = ground.stored_bytes(*year.TABLES)
    taken: list[float] = []
    _point(country, server, at_once, patience)
    due = Return.objects.count() // STEP + 1
    for week in list(year.missing_weeks()):
        taken.append(year.load(country, week).seconds)
        if Return.objects.count() >= due * STEP:
            _point(country, server, at_once, patience)
            due += 1
    if taken:
        settle()
        _point(country, server, at_once, patience)
        year.measure_size(country, before, len(taken))
        row(
            "weeks loaded one after the other",
            "≤ 5 s each",
            f"{len(taken)}: first {taken[0]:.1f}, median {statistics.median(taken):.1f}, last {taken[-1]:.1f} s",
        )


def _point(country: Country, server: Server, at_once: int, patience: int) -> None:
    """Let some villages save over HTTP in a week of its own, and others in this process, statement by statement."""
    held = Return.objects.count()
    week = next(ground.weeks_without_returns(year.CODE, year.weeks()[-1]))
    chosen = spread(country.places, SAVES + IN_PROCESS)
    saving, watched = chosen[IN_PROCESS:], chosen[:IN_PROCESS]
    requests = _requests(country, saving, week)
    before = server.processor()
    answers = send(ground.SITE, requests, at_once=at_once, patience=patience)
    python, postgresql = (
        (after - earlier) / answers.count * 1000
        for after, earlier in zip(server.processor(), before, strict=True)
    )
    seen = _in_process(_requests(country, watched, week))
    row(
        f"saves at {held:,} returns",
        "flat",
        f"{answers.rate:.0f}/s, p99 {answers.p99:.0f} ms, {answers.refused} refused; Python {python:.1f} ms, "
        f"PostgreSQL {postgresql:.1f} ms of processor; in process {seen.told()}; {ground.load_of_machine()}",
    )


def spread(places: Sequence[Item], count: int) -> list[Item]:
    """Return so many from all over the country, or all where there are not so many."""
    return list(places[:: max(1, len(places) // count)][:count])


def _requests(country: Country, places: Sequence[Place], week: Week) -> list[Request]:
    cookies = ground.cookies([country.accounts[place.organisation] for place in places])
    rows = year.figures(week, len(places)).tolist()
    return [
        Request(
            cookie,
            "PUT",
            f"/api/v1/series/{year.CODE}/{week}/units/{place.uid}/return",
            json.dumps({"values": dict(zip(year.FIELDS, map(str, figures), strict=True)), "submit": True}),
            str(uuid4()),
        )
        for place, cookie, figures in zip(places, cookies, rows, strict=True)
    ]


@dataclass
class Watched:
    """What saves in this process took: each as a whole, and each of their statements, in milliseconds."""

    saves: list[float] = field(default_factory=list)
    statements: list[float] = field(default_factory=list)

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        """Take the time of one statement."""
        started = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            self.statements.append((time.perf_counter() - started) * 1000)

    def told(self) -> str:
        """Say it in words."""
        return (
            f"{statistics.median(self.saves):.1f} ms a save, {len(self.statements) / len(self.saves):.1f} statements, "
            f"{statistics.fmean(self.statements):.2f} ms each"
        )


def _in_process(requests: Sequence[Request]) -> Watched:
    """Send requests through the whole product in this process."""
    watched, asking = Watched(), Client(headers={"host": "127.0.0.1"})
    with connection.execute_wrapper(watched):
        for request in requests:
            name, value = request.cookie.split("=")
            asking.cookies[name] = value
            started = time.perf_counter()
            answer = asking.put(
                request.path, request.body, request.kind, headers={"Idempotency-Key": request.key}
            )
            watched.saves.append((time.perf_counter() - started) * 1000)
            assert answer.status_code == 200, answer.content[:300]
    return watched

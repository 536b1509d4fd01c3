"""Monday: every village sends its return, one by one; every commune sends its villages' at once; the centre looks on."""

from __future__ import annotations

import json
import random
import statistics
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import urlencode
from uuid import uuid4

from django.urls import Resolver404, resolve, reverse

from lienthong.demo.rules import SERIES
from lienthong.kernel.values import Week
from lienthong.reports.models import Return, Revision

from . import ground, processes
from .ground import Country, Server, row
from .wrk import JSON, Answers, Request, send

FORM = "application/x-www-form-urlencoded"
_PAUSE = 0.25  # between two looks of the centre at its page, in seconds
_WARM = 12
_PLAIN = {
    **{
        "people": "900",
        "poor": "5",
        "near_poor": "4",
        "supported": "3",
        "meetings": "1",
        "attendances": "40",
    },
    **{"petitions_received": "1", "petitions_settled": "1", "sessions": "1", "participants": "30"},
    **{"money": "500000", "helped": "1", "work_done": "Bench"},
}


def measure(country: Country, server: Server, *, at_once: int, patience: int, door: str) -> None:
    """Let all villages send, then all communes, each in a week of its own; print what it took."""
    weeks = ground.weeks_without_returns(SERIES)
    _villages(country, server, next(weeks), at_once, patience, door)
    _communes(country, server, next(weeks), at_once, patience)
    for name, word, goal in (
        ("largest web process afterwards", "gunicorn", "≤ 250 MB"),
        ("the worker beside it, which keeps the columnar copy", "worker", ""),
    ):
        resident, share = processes.memory_of(server.pid, word)
        row(name, goal, f"{resident:.0f} MB resident, {share:.0f} MB its share")


def invented_households(count: int) -> list[int]:
    """Return what each village reports, the same at every run; their sum is what the nation has to show."""
    dice = random.Random(2026)  # noqa: S311  figures, not secrets
    return [dice.randrange(86, 343) for _ in range(count)]


def _villages(country: Country, server: Server, week: Week, at_once: int, patience: int, door: str) -> None:
    places = country.places
    started = time.perf_counter()
    cookies = ground.cookies([country.accounts[place.organisation] for place in places])
    households = invented_households(len(places))
    requests = [
        _village_request(door, week, str(place.uid), cookie, number)
        for place, cookie, number in zip(places, cookies, households, strict=True)
    ]
    random.Random(7).shuffle(requests)  # noqa: S311  villages come in no order, as on a Monday
    prepared = time.perf_counter() - started
    row("villages signed in, their requests written", "", f"{len(places):,} in {prepared:.1f} s")
    _send(
        server,
        week,
        requests,
        sum(households),
        len(places),
        at_once,
        patience,
        "villages one by one",
        "≥ 300/s",
    )


def _communes(country: Country, server: Server, week: Week, at_once: int, patience: int) -> None:
    communes = country.communes
    path = _api(week, str(uuid4()), "returns")
    try:
        resolve(path)
    except Resolver404:
        row("communes, all their villages at once", "< 60 s", "this version has no such door")
        return
    uids = ground.uids_of(communes)
    cookies = ground.cookies([country.accounts[commune] for commune in communes])
    households = iter(invented_households(len(country.places)))
    requests, total = [], 0
    for (commune, places), cookie in zip(communes.items(), cookies, strict=True):
        numbers = [next(households) for _ in places]
        total += sum(numbers)
        returns = [
            {"unit": str(place.uid), "values": {**_PLAIN, "households": str(number)}, "seen": 0}
            for place, number in zip(places, numbers, strict=True)
        ]
        body = json.dumps({"returns": returns, "submit": True})
        requests.append(Request(cookie, "PUT", _api(week, str(uids[commune]), "returns"), body, str(uuid4())))
    _send(
        server,
        week,
        requests,
        total,
        len(country.places),
        at_once,
        patience,
        "communes, all their villages at once",
        "< 60 s",
    )


def _send(
    server: Server,
    week: Week,
    requests: Sequence[Request],
    households: int,
    returns: int,
    at_once: int,
    patience: int,
    name: str,
    goal: str,
) -> None:
    """Send, look at the national page meanwhile, and compare at once what stands with what was sent."""
    with _looking_on(week) as alone:
        time.sleep(5)
    before = server.processor()
    with _looking_on(week) as during:
        answers = send(ground.SITE, requests, at_once=at_once, patience=patience)
    python, postgresql = (after - earlier for after, earlier in zip(server.processor(), before, strict=True))
    shown = _national_households(week)
    row(name, goal, _told(answers, returns))
    row(
        "… processor time a return",
        "",
        f"Python {python / returns * 1000:.2f} ms, PostgreSQL {postgresql / returns * 1000:.2f} ms",
    )
    row(
        "… rows counted",
        f"{returns:,}",
        f"{_rows(week)}; national total when the last answer came: "
        + ("exact" if shown == households else f"{shown}, sent {households}"),
    )
    row(
        "… national page alone; during",
        "p95 ≤ 100; ≤ 250 ms",
        f"p95 {alone.p95:.0f} ({len(alone.taken)} looks); {during.p95:.0f} ms "
        f"(p50 {during.p50:.0f}, {len(during.taken)} looks, {during.refused} refused)",
    )


def _told(answers: Answers, returns: int) -> str:
    return (
        f"{returns / answers.seconds:.0f} returns/s, {answers.seconds / 60:.2f} min; {answers.count:,} answers, "
        f"{answers.refused} refused or lost {dict(answers.statuses)}; "
        f"p50 {answers.p50:.0f}, p99 {answers.p99:.0f}, most {answers.most:.0f} ms; {ground.load_of_machine()}"
    )


def _village_request(door: str, week: Week, uid: str, cookie: str, households: int) -> Request:
    values, key = {**_PLAIN, "households": str(households)}, str(uuid4())
    if door == "api":
        body = json.dumps({"values": values, "seen": 0, "submit": True})
        return Request(cookie, "PUT", _api(week, uid, "return"), body, key, JSON)
    hidden = {
        "csrfmiddlewaretoken": "abcdefghijklmnopqrstuvwxyzABCDEF",
        "action": "submit",
        "seen": "0",
        "key": key,
    }
    path = reverse("reports:entry", args=[SERIES, week, uid])
    return Request(cookie, "POST", path, urlencode({**hidden, **values}), key, FORM)


def _api(week: Week, uid: str, what: str) -> str:
    return f"/api/v1/series/{SERIES}/{week}/units/{uid}/{what}"


def _rows(week: Week) -> str:
    returns = Return.objects.filter(series__code=SERIES, period=str(week), state="submitted").count()
    revisions = Revision.objects.filter(entry__series__code=SERIES, entry__period=str(week)).count()
    return f"{returns:,} returns, {revisions:,} revisions"


def _national_households(week: Week) -> int:
    """Return what the nation's total says, asked through the product's own door."""
    _actor, unit = ground.leader()
    (cookie,) = ground.cookies([ground.account("ha")])
    status, body = ground.get(_api(week, str(unit.uid), "totals"), cookie)
    assert status == 200, body[:300]
    return int(json.loads(body)["figures"]["households"]["total"] or 0)


@dataclass
class Looks:
    """How long the centre waited for its page each time, in milliseconds."""

    taken: list[float] = field(default_factory=list)
    refused: int = 0

    @property
    def p50(self) -> float:
        """The time within which half of the answers came."""
        return statistics.median(self.taken)

    @property
    def p95(self) -> float:
        """The time within which 19 of 20 answers came."""
        return statistics.quantiles(self.taken, n=20)[-1] if len(self.taken) > 1 else self.taken[0]


@contextmanager
def _looking_on(week: Week) -> Iterator[Looks]:
    """Let the centre open its page of a week again and again while the block runs."""
    _actor, unit = ground.leader()
    (cookie,) = ground.cookies([ground.account("ha")])
    path = reverse("reports:overview", args=[SERIES, week, unit.uid])
    looks, over = Looks(), threading.Event()
    for _each_process_has_answered in range(_WARM):
        ground.get(path, cookie)

    def look() -> None:
        while not over.is_set():
            started = time.perf_counter()
            status, _body = ground.get(path, cookie)
            looks.taken.append((time.perf_counter() - started) * 1000)
            looks.refused += status != 200
            over.wait(_PAUSE)

    eye = threading.Thread(target=look)
    eye.start()
    try:
        yield looks
    finally:
        over.set()
        eye.join()

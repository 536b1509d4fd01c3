"""Doors over HTTP: the public page that takes matters in, the one that follows a code, the inbox of officers, the public list."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Sequence
from urllib.parse import urlencode

from country import ground
from country.ground import Server, row
from country.wrk import Answers, Request, send
from django.urls import reverse

from lienthong.feedback.queries.places import Place

from . import stage as stages
from .seeding import Seeded
from .stage import FORM, Stage

_PATIENCE = 900
_LEADERS = 40
_TOKEN = "abcdefghijklmnopqrstuvwxyzABCDEF"  # noqa: S105  that of the script of wrk, in cookie and form
_QUEUES = (
    "",
    "hang=moi",
    "hang=dang-giai-quyet",
    "hang=qua-han",
    "hang=tat-ca",
    "trang=2",
    urlencode({"q": "nước"}),
)
_dice = random.Random(7)  # noqa: S311  questions, not secrets


def measure_sending(stage: Stage, server: Server, count: int) -> None:
    """Let many people send by the public page, over all communes and then to one; what was acknowledged is counted."""
    _send(stage.requests(200), at_once=8)
    for name, goal, to in (
        ("sent by the public page, all communes", "≥ 100/s", None),
        ("… all to one commune", "", stage.places[0]),
    ):
        before = server.processor()
        answers = _send(stage.requests(count if to is None else count // 4, to=to), at_once=16)
        python, postgresql = (
            (after - earlier) / answers.count * 1000
            for after, earlier in zip(server.processor(), before, strict=True)
        )
        row(name, goal, f"{answers.rate:.0f}/s; {_told(answers)}")
        row(
            "… processor time of one",
            "",
            f"Python {python:.1f} ms, PostgreSQL {postgresql:.1f} ms, both doors",
        )
        there = stages.kept(answers.codes)
        row("… acknowledged codes that lead to a matter", "all", f"{there:,} of {len(answers.codes):,}")
        assert there == len(answers.codes)


def measure_reading(stage: Stage, seeded: Seeded, count: int) -> None:
    """Ask for codes, inboxes and published answers; print how long that took."""
    track, inbox, public, trends = (
        reverse(f"feedback:{name}") for name in ("track", "matters", "answered", "trends")
    )
    (leader,) = ground.cookies([ground.account("ha")])

    def asked(code: str, pin: str = "") -> Request:
        words = {"csrfmiddlewaretoken": _TOKEN, "code": code, "pin": pin}
        return Request("", "POST", track, urlencode(words), "-", FORM)

    def looked(places: Sequence[Place]) -> list[Request]:
        cookies = [stages.officer_cookie(place) for place in places]
        return [_get(inbox, _dice.choice(_QUEUES), _dice.choice(cookies)) for _ in range(count)]

    def searched(words: int) -> list[Request]:
        return [_get(public, urlencode({"q": _some_words(seeded.words, words)})) for _ in range(count)]

    known = [_dice.choice(seeded.receipts) for _ in range(count)]
    wanted: list[tuple[str, str, Callable[[], Iterable[Request]]]] = [
        ("a matter by its code", "p95 ≤ 30 ms", lambda: (asked(code) for code, _pin in known)),
        ("… with its PIN", "", lambda: (asked(code, pin) for code, pin in known)),
        (
            "inbox of usual communes, seven pages of it",
            "p95 ≤ 200 ms",
            lambda: looked([staff.place for staff in stage.staff[:30]]),
        ),
        ("inbox of the large commune", "p95 ≤ 200 ms", lambda: looked(stage.places[:1])),
        ("published answers, the latest", "", lambda: [_get(public)] * count),
        ("published answers by one word", "", lambda: searched(1)),
        ("published answers by three words", "", lambda: searched(3)),
        ("trends of the whole country by weeks", "", lambda: [_get(trends, "", leader)] * _LEADERS),
        ("… by months", "", lambda: [_get(trends, "ky=thang", leader)] * _LEADERS),
    ]
    for name, goal, requests in wanted:
        _send(list(requests())[:40], at_once=2)
        row(name, goal, _told(_send(requests(), at_once=2)))


def _send(requests: Iterable[Request], *, at_once: int) -> Answers:
    return send(ground.SITE, requests, at_once=at_once, patience=_PATIENCE, proxied=True)


def _get(path: str, query: str = "", cookie: str = "") -> Request:
    return Request(cookie, "GET", f"{path}?{query}" if query else path, "", "-", FORM)


def _some_words(words: Sequence[str], count: int) -> str:
    """Return words as common as those that stand in what was published."""
    return " ".join(words[int(_dice.random() ** 2 * len(words))] for _ in range(count))


def _told(answers: Answers) -> str:
    return (
        f"p95 {answers.p95:.0f} ms (p50 {answers.p50:.0f}, p99 {answers.p99:.0f}, most {answers.most:.0f}); "
        f"{answers.count:,} answers {dict(answers.statuses)}, {answers.broken} broken; {ground.load_of_machine()}"
    )

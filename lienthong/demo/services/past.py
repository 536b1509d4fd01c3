"""Months that are over: matters of the commune on stage, each taken through to its answer, and the counts given to the public."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime, time, timedelta
from importlib import resources
from typing import Final

from lienthong.feedback import queries, services
from lienthong.kernel import clock
from lienthong.kernel.actor import Actor

from .matters import Progress, Told, cast_of_matters, lead

# So many matters, spread evenly over so many days that lie so far back that their months are ripe.
_MATTERS: Final = 60
_DAYS: Final = 92
_BACK: Final = 53
# Within how many days they were answered, in turn; the promise is seven working days.
_PACES: Final = (3, 6, 4, 8, 5, 2, 9, 4, 7, 16, 3, 6, 21)
_VERDICTS: Final = ("satisfied", None, "accepted", None, None, "satisfied", "poor", None)
# So long after its end a month is ripe.
_RIPE: Final = timedelta(days=30)
# Keys of the running weeks come before.
_FIRST: Final = 1_000


def load_past_matters(actor: Actor, progress: Progress) -> None:
    """Let three months have been, and give each to the public on the day on which it was ripe; once."""
    if queries.released_months(actor):
        return
    cast = cast_of_matters()
    rows = list(_past())
    for number, told in enumerate(progress("past matters", rows, len(rows)), _FIRST):
        lead(cast, number, told)
    for month in queries.ripe_months():
        after = (month + timedelta(days=32)).replace(day=1)
        with clock.held_at(datetime.combine(after + _RIPE, time(2), clock.LOCAL)):
            services.release_month(actor=actor, month=month)
    services.count_days(actor=actor)


def _past() -> Iterator[Told]:
    text = resources.files("lienthong.demo").joinpath("data", "past_matters.json").read_text("utf-8")
    said = json.loads(text)
    for number in range(_MATTERS):
        topic = said["topics"][(number + number // 7) % len(said["topics"])]
        verdict = _VERDICTS[number % len(_VERDICTS)]
        yield {
            "days": _BACK + _DAYS * (_MATTERS - 1 - number) // _MATTERS,
            "hours": 8 * _PACES[number % len(_PACES)],
            "category": topic["category"],
            "place": said["places"][number % len(said["places"])],
            "text": topic["text"].format(since=said["since"][number % len(said["since"])]),
            "stage": "answered",
            "answer": said["answer"],
            "public": {},
            "private": said["private"],
            "rated": verdict,
            "reviewed": said["reviewed"] if verdict == "poor" else None,
        }

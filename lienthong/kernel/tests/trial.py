"""A room "trial" with tasks, for tests of long work; also for the worker process that a test kills."""

from __future__ import annotations

import os
import sys
import time
from collections import Counter
from types import ModuleType
from typing import Any

from lienthong.kernel import ratelimit
from lienthong.kernel.jobs import Work, run_next, task

NAME = "lienthong.trial.tasks"


def write_names(*, actor: Any, work: Work, names: list[str]) -> None:
    """Write names into a file, as who asked."""
    for number, _name in enumerate(names, 1):
        work.tell(number, len(names), "Đang ghi tên")
    work.file("tên thôn.txt").write_text(f"{actor.name}: {', '.join(names)}", "utf-8")


@task(tries=5)
def break_down(*, actor: Any, work: Work) -> None:
    """Fail by a fault of ours."""
    raise ZeroDivisionError("with words that may hold data")


@task(tries=1)
def break_down_once(*, actor: Any, work: Work) -> None:
    """Fail by a fault of ours, on terms without a second try."""
    raise ZeroDivisionError


RUNNING: Counter[str] = Counter()
MOST: Counter[str] = Counter()


@task(key="import:{stream}")
def keyed(*, actor: Any, work: Work, stream: str, number: int) -> None:
    """Take a moment, one at a time for each stream; MOST keeps how many of each ran at once."""
    RUNNING[stream] += 1
    MOST[stream] = max(MOST[stream], RUNNING[stream])
    time.sleep(0.005)
    RUNNING[stream] -= 1


@task(short=True)
def quick(*, actor: Any, work: Work) -> None:
    """Do nothing, before what takes long."""


def count(*, actor: Any, work: Work, halt: str) -> None:
    """Count one on, once in effect. ``halt``: where a worker that is told to hang does so, until it is killed."""

    def count_on() -> int:
        ratelimit.count("trial", most=9, seconds=3600)
        _hang(halt == "inside")
        return 7

    _hang(halt == "before")
    assert work.once("count", count_on) == 7
    _hang(halt == "after")


def _hang(here: bool) -> None:
    if here and os.environ.get("TRIAL_HANGS"):
        print("hanging", flush=True)  # noqa: T201 - the test listens
        sys.stdin.readline()


def install() -> ModuleType:
    """Let there be the room."""
    tasks: Any = ModuleType(NAME)
    for do in (write_names, break_down, break_down_once, keyed, quick, count):
        setattr(tasks, do.__name__, do)
    sys.modules[NAME] = tasks
    return tasks  # type: ignore[no-any-return]


def do_one_job() -> None:
    """Do one job, as a worker does: in the process that a test kills."""
    install()
    run_next(lambda job: None, worker="child")

"""Measurements in the form that Prometheus reads. Labels are names of routes, kinds and states: never a unit, a person."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest, values
from prometheus_client.multiprocess import MultiProcessCollector

from .standing import Standing

_FOLDER = "PROMETHEUS_MULTIPROC_DIR"


class _Writer:
    """Under which name this process writes what it measures."""

    seat = ""

    @classmethod
    def name(cls) -> str:
        """Return the seat of a web process, or the number of any other."""
        return cls.seat or str(os.getpid())


if os.environ.get(_FOLDER):
    values.ValueClass = values.MultiProcessValue(_Writer.name)  # type: ignore[no-untyped-call]

# Measured in this process; web processes and workers add theirs up through files in one folder.
registry = CollectorRegistry()
requests = Counter("lienthong_requests", "Answers", ["route", "method", "status"], registry=registry)
seconds = Histogram(
    "lienthong_request_seconds",
    "How long an answer took",
    ["route"],
    buckets=(0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10),
    registry=registry,
)
statements = Counter(
    "lienthong_request_statements", "SQL statements of answers", ["route"], registry=registry
)
job_runs = Counter("lienthong_job_runs", "Runs of long work", ["kind", "state"], registry=registry)


def take_seat(seat: str) -> None:
    """Go on with the measurements of the process that had this seat before, and has ended.

    Web processes are replaced after some thousand requests: a file for each of them would fill the disk and slow every
    reading down.
    """
    _Writer.seat = seat


def prepare(seats: str) -> None:
    """Clear away what processes measured that have ended; before a server starts, whose seats all begin with ``seats``."""
    if folder := os.environ.get(_FOLDER):
        Path(folder).mkdir(parents=True, exist_ok=True)
        for file in Path(folder).glob("*_*.db"):
            writer = file.stem.rpartition("_")[2]
            if writer.startswith(seats) or (writer.isdecimal() and not _lives(int(writer))):
                file.unlink(missing_ok=True)


def _lives(process: int) -> bool:
    with suppress(PermissionError):
        try:
            os.kill(process, 0)
        except ProcessLookupError:
            return False
    return True


def seen(route: str, method: str, status: int, took: float, number: int) -> None:
    """Count an answer. ``took`` in seconds; ``number`` of SQL statements."""
    requests.labels(route, method, f"{status // 100}xx").inc()
    seconds.labels(route).observe(took)
    statements.labels(route).inc(number)


def exposition() -> bytes:
    """Return every measurement as Prometheus's text."""
    asked = CollectorRegistry()
    if os.environ.get(_FOLDER):
        MultiProcessCollector(asked)  # type: ignore[no-untyped-call]
        measured = generate_latest(asked)
    else:
        measured = generate_latest(registry)
    standing = CollectorRegistry()
    standing.register(Standing())
    return measured + generate_latest(standing)

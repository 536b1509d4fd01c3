"""Measurements in the form that Prometheus reads. Labels are names of routes, kinds and states: never a unit, a person."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from ..jobs import figures

_FOLDER = "PROMETHEUS_MULTIPROC_DIR"

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


def prepare() -> None:
    """Clear away what earlier processes measured; before the first process of a server starts."""
    if folder := os.environ.get(_FOLDER):
        shutil.rmtree(folder, ignore_errors=True)
        Path(folder).mkdir(parents=True)


def seen(route: str, method: str, status: int, took: float, number: int) -> None:
    """Count an answer. ``took`` in seconds; ``number`` of SQL statements."""
    requests.labels(route, method, f"{status // 100}xx").inc()
    seconds.labels(route).observe(took)
    statements.labels(route).inc(number)


class _Standing(Collector):
    """What stands in the tables and on the disk at the moment of asking."""

    def collect(self) -> Iterator[Metric]:
        jobs = GaugeMetricFamily("lienthong_jobs", "Long work by state", labels=["kind", "state"])
        for (kind, state), number in figures.jobs_by_state().items():
            jobs.add_metric([kind, state], number)
        yield jobs
        yield GaugeMetricFamily(
            "lienthong_queue_age_seconds", "Age of the oldest job that waits", figures.queue_age()
        )
        yield GaugeMetricFamily(
            "lienthong_worker_beat_age_seconds",
            "Since a worker's last sign of life; -1: never",
            figures.worker_silence(),
        )
        yield GaugeMetricFamily("lienthong_disk_free_bytes", "Free where files lie", _free())
        yield GaugeMetricFamily("lienthong_time_seconds", "The machine's clock", time.time())


def _free() -> int:
    return shutil.disk_usage(settings.HOME).free


def exposition() -> bytes:
    """Return every measurement as Prometheus's text."""
    asked = CollectorRegistry()
    if os.environ.get(_FOLDER):
        MultiProcessCollector(asked)  # type: ignore[no-untyped-call]
        measured = generate_latest(asked)
    else:
        measured = generate_latest(registry)
    standing = CollectorRegistry()
    standing.register(_Standing())
    return measured + generate_latest(standing)

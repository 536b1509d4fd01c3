"""What stands in the tables and on the disk at the moment of asking, for Prometheus. Numbers of everybody together."""

from __future__ import annotations

import logging
import platform
import shutil
import time
from collections.abc import Iterator
from importlib.metadata import version

import django
from django.conf import settings
from django.db import DatabaseError, connection
from prometheus_client.core import GaugeMetricFamily, InfoMetricFamily, Metric
from prometheus_client.registry import Collector

from .. import outbox, sql
from ..jobs import figures

logger = logging.getLogger(__name__)


class Standing(Collector):
    """Asks when it is asked. A store that gives no answer is a measurement too, and hides no other."""

    def collect(self) -> Iterator[Metric]:
        """Yield what the machine tells, whether the store answers, and what the store tells."""
        yield InfoMetricFamily("lienthong_build", "What is installed", _build())
        yield GaugeMetricFamily("lienthong_disk_free_bytes", "Free where files lie", _free())
        yield GaugeMetricFamily("lienthong_time_seconds", "The machine's clock", time.time())
        try:
            told = list(_of_the_store())
        except DatabaseError:
            logger.exception("the store gives no measurements")
            told = []
        yield GaugeMetricFamily("lienthong_database_up", "Whether the store answers", bool(told))
        yield from told


def _build() -> dict[str, str]:
    return {
        "version": version("lienthong"),
        "python": platform.python_version(),
        "django": django.__version__,
        "store": connection.vendor,
    }


def _free() -> int:
    return shutil.disk_usage(settings.HOME).free


def _of_the_store() -> Iterator[Metric]:
    yield GaugeMetricFamily("lienthong_database_bytes", "Size of the store", _size())
    yield GaugeMetricFamily(
        "lienthong_transaction_age_seconds", "Age of the oldest open transaction", _oldest_transaction()
    )
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
    yield GaugeMetricFamily("lienthong_workers", "Workers that gave a sign of life", figures.workers_alive())
    unread = GaugeMetricFamily(
        "lienthong_outbox_unread_seconds",
        "Age of the oldest entry that a reader has not read",
        labels=["reader"],
    )
    for reader in outbox.lag():
        unread.add_metric([reader.reader], reader.seconds)
    yield unread


def _size() -> int:
    """Return the bytes of the store; of SQLite without its log of writes."""
    if connection.vendor == "postgresql":
        return int(sql.fetch("SELECT pg_database_size(current_database())")[0][0])
    return int(sql.fetch("PRAGMA page_count")[0][0]) * int(sql.fetch("PRAGMA page_size")[0][0])


def _oldest_transaction() -> float:
    """Return for how many seconds somebody else's transaction has been open; 0 on SQLite, which does not tell."""
    if connection.vendor != "postgresql":
        return 0.0
    rows = sql.fetch(
        "SELECT coalesce(max(extract(epoch FROM clock_timestamp() - xact_start)), 0) FROM pg_stat_activity"
        " WHERE datname = current_database() AND pid <> pg_backend_pid()"
    )
    return float(rows[0][0])

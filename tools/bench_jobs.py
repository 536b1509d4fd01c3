"""Measures how many small jobs one worker does in a second: claimed, run as who asked, ended, audited, put into the outbox.

    python tools/bench_jobs.py                                                on SQLite
    python tools/throwaway_postgres.py --durable -- python tools/bench_jobs.py on PostgreSQL

It works in a home of its own (under /tmp, removed at the end) or in the empty database that LIENTHONG_DATABASE_URL names.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
import time
from pathlib import Path
from types import ModuleType
from typing import Any

ROOT = Path(__file__).resolve().parents[1]


def main() -> int:
    """Queue jobs, do them, print how many a second."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--jobs", type=int, default=2_000)
    parser.add_argument("--streams", type=int, default=50, help="over so many audit streams")
    words = parser.parse_args()
    home = tempfile.mkdtemp(prefix="lienthong-bench-")
    try:
        os.environ |= {"LIENTHONG_DEMO": "1", "LIENTHONG_HOME": home}
        os.environ["DJANGO_SETTINGS_MODULE"] = "lienthong.config.settings"
        sys.path.insert(0, str(ROOT))
        _measure(words.jobs, words.streams)
    finally:
        shutil.rmtree(home)
    return 0


def _measure(number: int, streams: int) -> None:
    import django  # the environment has to be set before Django reads its settings

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    from lienthong.identity import queries as identity
    from lienthong.identity.models import Account
    from lienthong.kernel import jobs
    from lienthong.kernel.models import AuditEntry, Job

    call_command("migrate", verbosity=0)
    tasks: Any = ModuleType("lienthong.bench.tasks")
    tasks.nothing = _nothing
    sys.modules[tasks.__name__] = tasks
    account = Account.objects.create(username="bench", name="Bench")
    _fill(account, number, streams)
    before = AuditEntry.objects.count()
    begun, taken = time.perf_counter(), []
    while True:
        since = time.perf_counter()
        job = jobs.run_next(lambda job: identity.find_actor(job.asked_by, job.post_id))
        if job is None:
            break
        taken.append(time.perf_counter() - since)
    seconds = time.perf_counter() - begun
    assert Job.objects.filter(state="done").count() == number
    assert AuditEntry.objects.count() == before + number
    taken.sort()
    print(
        f"{connection.vendor}: {number / seconds:,.0f} small jobs a second; "
        f"median {taken[len(taken) // 2] * 1000:.1f} ms, p95 {taken[len(taken) * 95 // 100] * 1000:.1f} ms"
    )


def _fill(account: Any, number: int, streams: int) -> None:
    from uuid import UUID

    from lienthong.kernel import clock
    from lienthong.kernel.models import Job

    Job.objects.bulk_create(
        Job(
            kind="bench.nothing",
            label="Bench",
            words={"number": n},
            asked_by=account.uid,
            stream=UUID(int=1 + n % streams),
            language="vi",
            fingerprint=f"{n}",
            made_at=clock.now(),
        )
        for n in range(number)
    )


def _nothing(*, actor: Any, work: Any, number: int) -> None:
    """Do nothing but say so once."""
    work.tell(number, number)


if __name__ == "__main__":
    sys.exit(main())

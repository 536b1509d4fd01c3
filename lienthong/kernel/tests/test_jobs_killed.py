"""Workers as they run: one is killed by SIGKILL in the middle of a job, whose effect is there once all the same."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from django.core.management import call_command
from django.db import connection

from lienthong.kernel import jobs
from lienthong.kernel.actor import OPERATOR
from lienthong.kernel.models import AuditEntry, Job, JobStep, RateLimit, ScheduledRun, Worker
from lienthong.kernel.schedule import schedules

from . import trial

if TYPE_CHECKING:
    from pytest_django.fixtures import Settings

HOUSE = Path(__file__).resolve().parents[3]
WORKER = "import django; django.setup(); from lienthong.kernel.tests import trial; trial.do_one_job()"

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _store(transactional_db: None, settings: Settings, tmp_path: Path) -> Iterator[None]:
    """Let the audit be emptied after the test: on SQLite its rows would refuse even that."""
    settings.HOME = tmp_path
    yield
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'kernel_auditentry'"
        )
        kept = cursor.fetchall()
        for name, _sql in kept:
            cursor.execute(f"DROP TRIGGER {name}")
        cursor.execute("DELETE FROM kernel_auditentry")
        for _name, sql in kept:
            cursor.execute(sql)


def address() -> str:
    """Return the address of the test's own database."""
    name = str(connection.settings_dict["NAME"])
    if connection.vendor == "sqlite":
        return f"sqlite:///{name}"
    return urlsplit(os.environ["LIENTHONG_DATABASE_URL"])._replace(path=f"/{name}").geturl()


def killed_while_at_work(home: Path) -> None:
    """Let a worker process take the job, and kill it where it hangs."""
    env = {**os.environ, "LIENTHONG_DATABASE_URL": address(), "LIENTHONG_HOME": str(home), "TRIAL_HANGS": "1"}
    child = subprocess.Popen(
        [sys.executable, "-c", WORKER],
        cwd=HOUSE,
        env=env | {"DJANGO_SETTINGS_MODULE": "tests.settings"},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert child.stdout is not None
    with child, child.stdout:
        assert child.stdout.readline() == "hanging\n"
        child.send_signal(signal.SIGKILL)
        assert child.wait(timeout=30) == -signal.SIGKILL


@pytest.mark.parametrize(("halt", "done_before"), [("inside", 0), ("after", 1)])
def test_a_job_whose_worker_is_killed_is_done_once_in_effect(
    halt: str, done_before: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, trial.NAME, trial.install())
    jobs.ask_for(actor=OPERATOR, kind="trial.count", label="x", words={"halt": halt})
    killed_while_at_work(tmp_path)
    assert Job.objects.get().state == "running"
    assert (RateLimit.objects.count(), JobStep.objects.count()) == (done_before, done_before)
    jobs.sweep()
    assert Job.objects.get().state == "running"  # silent, but not yet for long enough
    Job.objects.update(beat=1)
    jobs.sweep()
    done = jobs.run_next(lambda job: None)
    assert done is not None
    assert (done.state, done.claim, done.lost, done.fault) == ("done", 2, 1, "")
    assert RateLimit.objects.get().count == 1
    told = AuditEntry.objects.order_by("pk").values_list("verb", flat=True)
    assert list(told) == ["job.asked", "job.lost", "job.done"]


def test_a_worker_does_what_is_asked_for_and_what_is_due_and_is_known_as_gone() -> None:
    before = {sign: signal.getsignal(sign) for sign in (signal.SIGINT, signal.SIGTERM)}
    jobs.ask_for(actor=OPERATOR, kind="config.sweep", label="x", words={})
    try:
        call_command("worker", until_empty=True)
    finally:
        for sign, handler in before.items():
            signal.signal(sign, handler)
    job = Job.objects.get(schedule="")
    assert (job.state, job.worker) == ("done", jobs.worker_name())
    assert {run.name for run in ScheduledRun.objects.all()} == set(schedules())
    assert Worker.objects.count() == 0

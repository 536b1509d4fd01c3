"""Workers as they run: one is killed by SIGKILL in the middle of a job, whose effect is there once all the same."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
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


@contextmanager
def hanging(home: Path) -> Iterator[subprocess.Popen[str]]:
    """Let a worker process take the job and hang in the middle of it, until it is sent a line or killed."""
    env = {**os.environ, "LIENTHONG_DATABASE_URL": address(), "LIENTHONG_HOME": str(home), "TRIAL_HANGS": "1"}
    child = subprocess.Popen(
        [sys.executable, "-c", WORKER],
        cwd=HOUSE,
        env=env | {"DJANGO_SETTINGS_MODULE": "tests.settings"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    with child:
        assert child.stdout is not None
        assert child.stdout.readline() == "hanging\n"
        yield child
        child.kill()


@pytest.fixture(autouse=True)
def _room(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, trial.NAME, trial.install())


def ask(**words: object) -> None:
    """Let the system ask for work that counts one on."""
    jobs.ask_for(actor=OPERATOR, kind="trial.count", label="x", words=words)


def told() -> list[str]:
    """Return what the audit tells."""
    return list(AuditEntry.objects.order_by("pk").values_list("verb", flat=True))


@pytest.mark.parametrize(("halt", "done_before"), [("before", 0), ("inside", 0), ("after", 1)])
def test_a_job_whose_worker_is_killed_is_done_once_in_effect(
    halt: str, done_before: int, tmp_path: Path
) -> None:
    ask(halt=halt)
    with hanging(tmp_path) as child:
        child.send_signal(signal.SIGKILL)
        assert child.wait(timeout=30) == -signal.SIGKILL
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
    assert told() == ["job.asked", "job.lost", "job.done"]


@pytest.mark.parametrize("halt", ["before", "after"])
def test_a_worker_that_was_taken_for_dead_and_wakes_up_writes_nothing(halt: str, tmp_path: Path) -> None:
    ask(halt=halt)
    with hanging(tmp_path) as child:
        Job.objects.update(beat=1)
        jobs.sweep()
        done = jobs.run_next(lambda job: None, worker="later")
        assert done is not None
        _out, err = child.communicate("wake up\n", timeout=30)
    assert "a run was superseded" in err
    done.refresh_from_db()
    assert (done.state, done.worker, RateLimit.objects.get().count) == ("done", "later", 1)
    assert told() == ["job.asked", "job.lost", "job.done"]


def test_several_workers_do_each_job_once_and_of_one_key_one_at_a_time() -> None:
    trial.MOST.clear()
    for number in range(24):
        words = {"stream": "abc"[number % 3], "number": number}
        jobs.ask_for(actor=OPERATOR, kind="trial.keyed", label="x", words=words)

    def work() -> None:
        try:
            while Job.objects.filter(state="queued").exists():
                jobs.run_next(lambda job: None)
        finally:
            connection.close()

    workers = [threading.Thread(target=work) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert set(Job.objects.values_list("state", "claim", "fault")) == {("done", 1, "")}
    assert trial.MOST == {"a": 1, "b": 1, "c": 1}
    assert told().count("job.done") == 24


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

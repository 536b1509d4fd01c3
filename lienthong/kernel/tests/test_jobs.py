"""Long work: asked for once, done as whoever asked, watched, stopped, broken off, cleared away."""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from lienthong.identity import queries as identity
from lienthong.kernel import jobs
from lienthong.kernel.actor import NOBODY, Actor
from lienthong.kernel.errors import NotAllowed, NotFound, TooMany, WrongMoment
from lienthong.kernel.jobs.work import Interrupted
from lienthong.kernel.models import AuditEntry, Job
from lienthong.kernel.watching import under
from lienthong.kernel.watching.logs import LineFormatter
from tests.cast import Cast
from tests.client import client_of

if TYPE_CHECKING:
    from pytest_django.fixtures import Settings

pytestmark = pytest.mark.django_db

Task = Callable[..., None]


def write_names(*, actor: Actor, work: jobs.Work, names: list[str]) -> None:
    """Write names into a file, as who asked."""
    for number, _name in enumerate(names, 1):
        work.tell(number, len(names), "Đang ghi tên")
    work.file("tên thôn.txt").write_text(f"{actor.name}: {', '.join(names)}", "utf-8")


def refuse(*, actor: Actor, work: jobs.Work) -> None:
    """Refuse, after half a file was written."""
    work.file("half.txt").write_text("half", "utf-8")
    raise WrongMoment("Kỳ này đã khóa.")


def break_down(*, actor: Actor, work: jobs.Work) -> None:
    """Fail by a fault of ours."""
    raise ZeroDivisionError


@pytest.fixture(autouse=True)
def _trial(monkeypatch: pytest.MonkeyPatch, settings: Settings, tmp_path: Path) -> None:
    """Let there be a room "trial" with tasks, and a home of the test's own."""
    settings.HOME = tmp_path
    tasks: Any = ModuleType("lienthong.trial.tasks")
    tasks.write_names, tasks.refuse, tasks.break_down = write_names, refuse, break_down
    monkeypatch.setitem(sys.modules, tasks.__name__, tasks)


def ask(cast: Cast, who: str = "lan", kind: str = "trial.write_names", **words: Any) -> Job:
    """Let one of the cast ask for work."""
    named = words or ({"names": ["v1", "v2"]} if kind == "trial.write_names" else {})
    return jobs.ask_for(actor=cast.actor(who), kind=kind, label="Tên các thôn", words=named)


def actor_of(job: Job) -> Actor | None:
    """Return who asked, as the worker finds them."""
    return identity.find_actor(job.asked_by, job.post_id) if job.asked_by else None


def run() -> Job:
    """Do what waits, as the worker does."""
    job = jobs.run_next(actor_of)
    assert job is not None
    return job


def verbs() -> list[str]:
    """Return what the audit tells of jobs."""
    return list(AuditEntry.objects.filter(kind="job").order_by("pk").values_list("verb", flat=True))


def test_a_job_is_done_as_whoever_asked_and_its_file_is_theirs_alone(cast: Cast) -> None:
    job = ask(cast)
    page, file = reverse("jobs:job", args=[job.uid]), reverse("jobs:file", args=[job.uid])
    lan = client_of(cast.accounts["lan"])
    assert "Đang chờ" in lan.get(page).content.decode()
    assert lan.get(file).status_code == 404
    done = run()
    assert (done.pk, done.state, done.file_name) == (job.pk, "done", "tên thôn.txt")
    assert b"".join(lan.get(file)).decode() == "Lan: v1, v2"
    assert "Tải tệp về" in lan.get(page).content.decode()
    assert "Tên các thôn" in lan.get(reverse("jobs:jobs")).content.decode()
    minh = client_of(cast.accounts["minh"])
    assert (minh.get(page).status_code, minh.get(file).status_code) == (404, 404)
    assert verbs() == ["job.asked", "job.done"]
    assert jobs.run_next(actor_of) is None


def test_asking_again_for_the_same_gives_the_same_job_until_it_has_ended(cast: Cast) -> None:
    first = ask(cast)
    assert ask(cast) == first
    assert verbs() == ["job.asked"]
    assert ask(cast, names=["v3"]) != first
    assert ask(cast, "minh") != first
    run()
    assert ask(cast) != first


def test_nobody_fills_the_queue_and_nobody_unknown_asks(cast: Cast) -> None:
    for number in range(5):
        ask(cast, names=[str(number)])
    with pytest.raises(TooMany, match="5 việc chưa xong"):
        ask(cast, names=["one more"])
    with pytest.raises(NotAllowed):
        jobs.ask_for(actor=NOBODY, kind="trial.write_names", label="x", words={})
    with pytest.raises(ImportError):
        ask(cast, "minh", kind="trial.missing")
    assert (Job.objects.count(), len(verbs())) == (5, 5)


def test_a_refusal_is_told_as_it_is_and_leaves_no_file(cast: Cast) -> None:
    ask(cast, kind="trial.refuse")
    job = run()
    assert (job.state, job.fault) == ("failed", "Kỳ này đã khóa.")
    assert not (jobs.queries.folder_of(job)).exists()
    assert verbs() == ["job.asked", "job.failed"]
    page = client_of(cast.accounts["lan"]).get(reverse("jobs:job", args=[job.uid])).content.decode()
    assert "Kỳ này đã khóa." in page


def test_a_fault_of_ours_is_told_without_its_inside(cast: Cast, caplog: pytest.LogCaptureFixture) -> None:
    ask(cast, kind="trial.break_down")
    Job.objects.update(tries=2)
    job = run()
    assert job.fault == "Lỗi do hệ thống, không phải do bạn. Hãy yêu cầu lại sau ít phút."
    assert "ZeroDivisionError" in caplog.text


def test_a_closed_account_gets_nothing_done(cast: Cast) -> None:
    ask(cast)
    cast.accounts["lan"].is_active = False
    cast.accounts["lan"].save()
    assert (run().state, Job.objects.get().fault) == (
        "failed",
        "Tài khoản đã yêu cầu việc này không còn dùng được.",
    )


def test_a_waiting_job_is_stopped_at_once_and_only_by_whoever_asked(cast: Cast) -> None:
    job = ask(cast)
    address = reverse("jobs:cancel", args=[job.uid])
    assert client_of(cast.accounts["minh"]).post(address).status_code == 404
    with pytest.raises(NotAllowed):
        jobs.cancel_job(actor=cast.actor("minh"), job=job)
    job.refresh_from_db()
    assert (job.state, job.stopping, verbs()) == ("queued", False, ["job.asked"])
    lan = client_of(cast.accounts["lan"])
    assert lan.post(address).status_code == 302
    assert lan.post(address).status_code == 409
    job.refresh_from_db()
    assert (job.state, verbs()) == ("cancelled", ["job.asked", "job.cancelled"])
    assert jobs.run_next(actor_of) is None


def test_what_was_kept_long_enough_is_cleared_away_with_its_file(cast: Cast) -> None:
    ask(cast)
    job = run()
    folder = jobs.queries.folder_of(job)
    assert jobs.sweep() == 0
    assert folder.exists()
    Job.objects.update(keep_until=1)
    assert jobs.sweep() == 1
    assert (Job.objects.count(), folder.exists()) == (0, False)
    with pytest.raises(NotFound):
        jobs.get_job(cast.actor("lan"), job.uid)


def test_an_idle_worker_only_reads(cast: Cast) -> None:
    with CaptureQueriesContext(connection) as ran:
        assert jobs.run_next(actor_of) is None
    assert [query["sql"].split()[0] for query in ran] == ["SELECT"]


def test_the_list_costs_the_same_however_long_it_is(cast: Cast) -> None:
    lan = client_of(cast.accounts["lan"])
    counts = []
    for names in (["v1"], ["v2"], ["v3"]):
        ask(cast, names=names)
        with CaptureQueriesContext(connection) as ran:
            lan.get(reverse("jobs:jobs"))
        counts.append(len(ran))
    assert len(set(counts)) == 1


def test_the_list_can_be_taken_away_and_holds_what_is_ones_own(cast: Cast) -> None:
    ask(cast)
    run()
    ask(cast, kind="trial.refuse")
    run()
    ask(cast, "minh")
    answer = client_of(cast.accounts["lan"]).get(reverse("jobs:jobs"), {"as": "csv"})
    text = answer.content.decode("utf-8-sig")
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert text.count("Tên các thôn") == 2
    assert "tên thôn.txt" in text
    assert "Kỳ này đã khóa." in text


def running(cast: Cast) -> Job:
    """Return a job that a worker has taken."""
    job = ask(cast)
    Job.objects.filter(pk=job.pk).update(state="running")
    job.refresh_from_db()
    return job


def test_how_far_a_job_is_can_be_read_and_stopping_ends_it_at_its_next_word(cast: Cast) -> None:
    job = running(cast)
    work = jobs.Work(job)
    work.tell(3, 12, "Đang ghi các thôn")
    page = client_of(cast.accounts["lan"]).get(reverse("jobs:job", args=[job.uid])).content.decode()
    assert "25%" in page
    assert "Đang ghi các thôn" in page
    jobs.cancel_job(actor=cast.actor("lan"), job=job)
    with pytest.raises(jobs.Stopped):
        work.tell(12, 12)


def test_a_worker_that_ends_breaks_off_at_the_next_word(cast: Cast) -> None:
    work = jobs.Work(running(cast), must_end=lambda: True)
    with pytest.raises(Interrupted):
        work.tell(1, 2)


def test_words_inside_of_a_transaction_are_refused(cast: Cast) -> None:
    work = jobs.Work(running(cast))
    with transaction.atomic(), pytest.raises(RuntimeError):
        work.tell(1, 2)


# ── what is written of it ────────────────────────────────────────────────────────────────────────────────────────────


def test_one_id_leads_from_a_page_through_its_job_to_a_line_in_the_log(
    cast: Cast,
) -> None:
    heard: list[str] = []
    handler = logging.Handler()
    handler.emit = lambda record: heard.append(LineFormatter("json").format(record))  # type: ignore[method-assign]
    logging.getLogger("lienthong").addHandler(handler)
    with under("request-00042"):
        asked = ask(cast, kind="trial.break_down")
    run()
    logging.getLogger("lienthong").removeHandler(handler)
    [line] = [json.loads(text) for text in heard]
    assert (line["request_id"], line["job"], line["kind"]) == (
        "request-00042",
        str(asked.uid),
        "trial.break_down",
    )

"""Long work that breaks, is lost, waits for its turn, or is looked after by others than whoever asked."""

from __future__ import annotations

import io
import json
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from lienthong.identity import queries as identity
from lienthong.kernel import jobs, retrying
from lienthong.kernel.actor import OPERATOR, Actor
from lienthong.kernel.errors import NotAllowed, WrongMoment
from lienthong.kernel.jobs import claims
from lienthong.kernel.models import AuditEntry, Job, JobState, JobStep, OutboxEntry, RateLimit
from tests.cast import Cast
from tests.client import client_of

from . import trial

if TYPE_CHECKING:
    from pytest_django.fixtures import Settings

pytestmark = pytest.mark.django_db

START = 1_800_000_000


@pytest.fixture(autouse=True)
def _room(monkeypatch: pytest.MonkeyPatch, settings: Settings, tmp_path: Path) -> None:
    settings.HOME = tmp_path
    monkeypatch.setitem(sys.modules, trial.NAME, trial.install())


def ask(cast: Cast, who: str = "lan", kind: str = "trial.break_down", **words: Any) -> Job:
    """Let one of the cast ask for work."""
    return jobs.ask_for(actor=cast.actor(who), kind=kind, label="Tên các thôn", words=words)


def actor_of(job: Job) -> Actor | None:
    """Return who asked, as the worker finds them."""
    return identity.find_actor(job.asked_by, job.post_id)


def run() -> Job | None:
    """Do what waits, as the worker does."""
    return jobs.run_next(actor_of, worker="here:1")


def taken() -> Job:
    """Return the job that a worker has just taken."""
    job = claims.claim("here:1")
    assert job is not None
    return job


def verbs() -> list[str]:
    """Return what the audit tells of jobs."""
    return list(AuditEntry.objects.filter(kind="job").order_by("pk").values_list("verb", flat=True))


def ends() -> list[Any]:
    """Return what the outbox tells of ends."""
    return list(OutboxEntry.objects.filter(topic="job.ended").order_by("pk").values_list("facts", flat=True))


# ── what breaks is tried again ───────────────────────────────────────────────────────────────────────────────────────


def test_the_waits_grow_and_carry_the_same_addition_each_time() -> None:
    for tries, base in ((1, 10), (2, 60), (3, 300), (4, 1800), (9, 1800)):
        waits = {retrying.wait_after(tries, name) for name in range(200)}
        assert min(waits) == base
        assert max(waits) == base + base // 5
        assert retrying.wait_after(tries, "v") == retrying.wait_after(tries, "v")


def test_a_fault_of_ours_is_tried_again_with_growing_waits_and_then_told(cast: Cast) -> None:
    job = ask(cast)
    now, begun = START, []
    for tries in range(1, 5):
        with time_machine.travel(now, tick=False):
            waiting = run()
            assert waiting is not None
            assert (waiting.state, waiting.tries, waiting.fault) == ("queued", tries, "")
            assert waiting.not_before == now + retrying.wait_after(tries, job.uid)
        with time_machine.travel(waiting.not_before - 1, tick=False):
            assert run() is None
        begun.append(waiting.not_before - now)
        now = waiting.not_before
    with time_machine.travel(now, tick=False):
        last = run()
    assert last is not None
    assert (last.state, last.tries) == ("failed", 5)
    assert last.fault == "Lỗi do hệ thống, không phải do bạn. Hãy yêu cầu lại sau ít phút."
    assert last.trace.startswith("ZeroDivisionError · lienthong/kernel/tests/trial.py:")
    assert "words" not in last.trace
    assert [wait // 10 for wait in begun] == [wait // 10 for wait in sorted(begun)]
    assert verbs() == ["job.asked", "job.failed"]
    assert ends() == [{"kind": "trial.break_down", "state": "failed"}]


def test_whoever_asked_sees_that_it_is_tried_again_and_can_stop_it(cast: Cast) -> None:
    job = ask(cast)
    run()
    lan = client_of(cast.accounts["lan"])
    page = lan.get(reverse("jobs:job", args=[job.uid])).content.decode()
    assert "Chờ thử lại" in page
    assert "Việc tự được làm lại lúc" in page
    assert lan.post(reverse("jobs:cancel", args=[job.uid])).status_code == 302
    job.refresh_from_db()
    assert job.state == "cancelled"


def test_a_wait_written_before_the_clock_was_put_back_is_not_waited_for(cast: Cast) -> None:
    job = ask(cast, kind="trial.quick")
    Job.objects.filter(pk=job.pk).update(not_before=int(time.time()) + 24 * 3600)
    done = run()
    assert done is not None
    assert done.state == "done"


def test_what_failed_can_be_tried_again_by_whoever_asked_and_by_nobody_else(cast: Cast) -> None:
    job = ask(cast, kind="trial.break_down_once")
    run()
    with pytest.raises(NotAllowed):
        jobs.retry_job(actor=cast.actor("minh"), job=job)
    job.refresh_from_db()
    assert (job.state, verbs()) == ("failed", ["job.asked", "job.failed"])
    again = jobs.retry_job(actor=cast.actor("lan"), job=job)
    assert (again.state, again.tries, again.fault) == ("queued", 0, "")
    assert verbs() == ["job.asked", "job.failed", "job.retried"]
    assert jobs.retry_job(actor=cast.actor("lan"), job=job) == again
    assert verbs() == ["job.asked", "job.failed", "job.retried"]


def test_what_stands_in_the_queue_anew_is_not_tried_again_beside_it(cast: Cast) -> None:
    job = ask(cast, kind="trial.break_down_once")
    run()
    ask(cast, kind="trial.break_down_once")
    with pytest.raises(WrongMoment, match="đã được yêu cầu lại"):
        jobs.retry_job(actor=cast.actor("lan"), job=job)
    assert sorted(Job.objects.values_list("state", flat=True)) == ["failed", "queued"]


# ── what is lost is taken up again, and an earlier run writes nothing ────────────────────────────────────────────────


def silence(job: Job) -> None:
    """Let a job have given no sign of life for too long, and be looked after."""
    Job.objects.filter(pk=job.pk).update(beat=1)
    jobs.sweep()


def test_a_silent_job_is_taken_up_again_and_the_earlier_run_can_write_nothing(cast: Cast) -> None:
    ask(cast, kind="trial.count", halt="")
    earlier = taken()
    work = jobs.Work(earlier)
    silence(earlier)
    later = taken()
    assert (later.pk, later.claim, later.lost) == (earlier.pk, 2, 1)
    for late in (
        lambda: work.tell(1, 1),
        lambda: work.once("count", lambda: RateLimit.objects.create(key="late", since=1, count=1)),
    ):
        with pytest.raises(jobs.Superseded):
            late()
    jobs.runner.end(earlier, JobState.DONE)
    later.refresh_from_db()
    assert (later.state, RateLimit.objects.count()) == ("running", 0)
    assert verbs() == ["job.asked", "job.lost"]


def test_a_run_that_is_superseded_in_the_middle_of_a_write_is_rolled_back(cast: Cast) -> None:
    ask(cast, kind="trial.count", halt="")
    earlier = taken()

    def write_while_another_run_takes_over() -> None:
        with jobs.Work(earlier).transaction():
            RateLimit.objects.create(key="late", since=1, count=1)
            Job.objects.filter(pk=earlier.pk).update(claim=2)

    with pytest.raises(jobs.Superseded):
        write_while_another_run_takes_over()
    assert RateLimit.objects.count() == 0


def test_a_step_is_done_once_and_a_later_run_is_given_what_came_of_it(cast: Cast) -> None:
    ask(cast, kind="trial.count", halt="")
    first = taken()
    assert jobs.Work(first).once("step", lambda: [1, "hai"]) == [1, "hai"]
    silence(first)
    assert jobs.Work(taken()).once("step", lambda: "not done again") == [1, "hai"]
    assert JobStep.objects.count() == 1


def test_a_superseded_run_spoils_no_file_of_the_next_one(cast: Cast) -> None:
    ask(cast, kind="trial.count", halt="")
    earlier = taken()
    stale = jobs.Work(earlier).file("a.txt")
    stale.write_text("earlier")
    silence(earlier)
    fresh = jobs.Work(taken()).file("a.txt")
    fresh.write_text("later")
    jobs.runner.end(earlier, JobState.FAILED)
    assert (stale.exists(), fresh.read_text()) == (False, "later")


def test_a_job_that_takes_its_worker_with_it_three_times_fails(cast: Cast) -> None:
    job = ask(cast, kind="trial.count", halt="")
    for _ in range(3):
        silence(taken())
    job.refresh_from_db()
    assert (job.state, job.fault) == (
        "failed",
        "Việc bị ngắt giữa chừng nên chưa có kết quả. Hãy yêu cầu lại.",
    )
    assert verbs() == ["job.asked", "job.lost", "job.lost", "job.failed"]


def test_a_lost_job_that_was_to_be_stopped_is_stopped(cast: Cast) -> None:
    job = ask(cast, kind="trial.count", halt="")
    running = taken()
    jobs.cancel_job(actor=cast.actor("lan"), job=running)
    silence(running)
    job.refresh_from_db()
    assert job.state == "cancelled"


@pytest.mark.parametrize(("jump", "state"), [(60, "running"), (24 * 3600, "queued"), (-3600, "queued")])
def test_a_clock_that_jumps_costs_a_run_and_no_more(cast: Cast, jump: int, state: str) -> None:
    job = ask(cast, kind="trial.count", halt="")
    taken()
    with time_machine.travel(time.time() + jump, tick=False):
        jobs.sweep()
    job.refresh_from_db()
    assert job.state == state


# ── whose turn it is ─────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_worker_that_sees_its_clock_jump_takes_no_job_for_dead(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = Job.objects.filter(pk=ask(cast).pk)  # the worker begins what is due by schedule, too
    assert claims.claim("other:2") is not None
    begun, passed = time.monotonic(), 0.0
    monkeypatch.setattr(time, "monotonic", lambda: begun + passed)
    tending = jobs.Tending("here:1")
    now = time.time()
    for passed in (1.0, 61.0, 121.0):
        with time_machine.travel(now + 3600 + passed, tick=False):
            tending.look()
        assert asked.get().state == "running"
    # Whoever does it has not said a word since the jump: now it counts as silent.
    passed = jobs.SILENCE + 62.0
    with time_machine.travel(now + 3600 + passed, tick=False):
        tending.look()
    assert asked.get().state == "queued"


def test_of_one_key_only_one_runs_at_a_time(cast: Cast) -> None:
    first = ask(cast, kind="trial.keyed", stream="a", number=1)
    second = ask(cast, kind="trial.keyed", stream="a", number=2)
    other = ask(cast, "minh", kind="trial.keyed", stream="b", number=1)
    assert (first.key, other.key) == ("import:a", "import:b")
    running = taken()
    assert running.pk == first.pk
    assert taken().pk == other.pk
    assert claims.claim() is None
    with pytest.raises(IntegrityError), transaction.atomic():
        Job.objects.filter(pk=second.pk).update(state="running")
    jobs.runner.end(running, JobState.DONE)
    assert taken().pk == second.pk


def test_short_work_goes_before_long_and_ones_second_after_anothers_first(cast: Cast) -> None:
    with time_machine.travel(START, tick=False):
        first = ask(cast, kind="trial.count", halt="1")
        second = ask(cast, kind="trial.count", halt="2")
        others = ask(cast, "minh", kind="trial.count", halt="3")
        quick = ask(cast, "tung", kind="trial.quick")
    with time_machine.travel(START + 1200, tick=False):
        late = ask(cast, "ha", kind="trial.quick")
    order = [taken().pk for _ in range(5)]
    assert order == [quick.pk, first.pk, others.pk, second.pk, late.pk]


def test_what_the_system_asks_for_runs_as_the_operator(cast: Cast) -> None:
    jobs.ask_for(actor=OPERATOR, kind="trial.write_names", label="x", words={"names": ["v1"]})
    done = run()
    assert done is not None
    assert (done.asked_by, done.state) == (None, "done")
    assert jobs.path_of(done).read_text("utf-8") == "lienthong: v1"


# ── who looks after it ───────────────────────────────────────────────────────────────────────────────────────────────


def test_it_staff_see_what_broke_and_have_it_tried_again(cast: Cast) -> None:
    job = ask(cast, kind="trial.break_down_once")
    run()
    duc = client_of(cast.accounts["duc"])
    page = duc.get(reverse("jobs:managed"), {"state": "failed", "room": "trial"}).content.decode()
    assert "ZeroDivisionError · lienthong/kernel/tests/trial.py" in page
    assert "Làm lại" in page
    assert "Lan" not in page
    answer, own = duc.post(reverse("jobs:retry", args=[job.uid])), reverse("jobs:managed_job", args=[job.uid])
    assert answer.headers["Location"] == own
    assert "Đang chờ" in duc.get(own).content.decode()
    assert duc.post(reverse("jobs:cancel", args=[job.uid])).status_code == 302
    assert verbs() == ["job.asked", "job.failed", "job.retried", "job.cancelled"]
    minh = client_of(cast.accounts["minh"])
    assert minh.post(reverse("jobs:retry", args=[job.uid])).status_code == 404


def test_it_staff_see_only_the_streams_that_they_look_after(cast: Cast) -> None:
    for stream, names in ((cast.province["C"].uid, ["c"]), (cast.province["D"].uid, ["d"])):
        jobs.ask_for(
            actor=cast.actor("lan"),
            kind="trial.write_names",
            label=names[0],
            words={"names": names},
            stream=stream,
        )
    ask(cast, kind="trial.quick")
    assert jobs.find_managed_jobs(cast.actor("duc")).count() == 3
    assert jobs.find_managed_jobs(cast.actor("minh")).count() == 0


def test_the_list_of_it_staff_costs_the_same_however_long_it_is(cast: Cast) -> None:
    duc, counts = client_of(cast.accounts["duc"]), set()
    for number in range(3):
        ask(cast, kind="trial.count", halt=f"{number}")
        with CaptureQueriesContext(connection) as ran:
            duc.get(reverse("jobs:managed"))
        counts.add(len(ran))
    assert len(counts) == 1


def test_lists_can_be_searched_without_marks_and_narrowed(cast: Cast) -> None:
    ask(cast, kind="trial.quick")
    ask(cast, kind="trial.break_down")
    lan = cast.actor("lan")
    assert jobs.find_jobs(lan, q="ten CAC thon").count() == 2
    assert jobs.find_jobs(lan, q="%").count() == 2
    assert jobs.find_jobs(lan, q="huyện").count() == 0
    assert jobs.find_jobs(lan, state="done").count() == 0
    assert jobs.find_managed_jobs(cast.actor("duc"), kind="trial.quick").count() == 1
    page = client_of(cast.accounts["lan"]).get(reverse("jobs:jobs"), {"q": "huyện", "state": "x"})
    assert "Không có việc nào phù hợp" in page.content.decode()


def test_the_queue_says_how_long_the_oldest_has_waited(cast: Cast) -> None:
    ask(cast, kind="trial.quick")
    with time_machine.travel(time.time() + 120, tick=False):
        queue = jobs.queue_now()
    assert (queue.waiting, queue.again, queue.running) == (1, 0, 0)
    assert queue.waited in {119, 120, 121}


def test_workers_are_alive_by_their_own_sign_or_by_their_jobs(cast: Cast) -> None:
    tending = jobs.Tending("here:1")
    with time_machine.travel(START, tick=False):
        tending.look()
    with time_machine.travel(START + 61, tick=False):
        assert [(one.name, one.alive) for one in jobs.workers(OPERATOR)] == [("here:1", False)]
        ask(cast, kind="trial.count", halt="")
        job = taken()
        (one,) = jobs.workers(OPERATOR)
        assert (one.alive, one.job) == (True, job)
    tending.leave()
    assert jobs.workers(OPERATOR) == []


# ── at the command line ──────────────────────────────────────────────────────────────────────────────────────────────


def said(*words: str) -> Any:
    """Return what the command prints, as data."""
    out = io.StringIO()
    call_command("jobs", *words, "--format", "json", stdout=out)
    return json.loads(out.getvalue())


def test_jobs_at_the_command_line(cast: Cast, capsys: pytest.CaptureFixture[str]) -> None:
    job = ask(cast, kind="trial.break_down_once")
    uid = str(job.uid)
    assert [(row["uid"], row["state"]) for row in said("list")] == [(uid, "queued")]
    assert said("list", "--state", "done") == []
    assert said("cancel", uid)[0]["state"] == "cancelled"
    with pytest.raises(CommandError, match="đã kết thúc"):
        said("cancel", uid)
    assert said("retry", uid)[0]["state"] == "queued"
    run()
    assert said("show", uid)[0]["trace"].startswith("ZeroDivisionError")
    with pytest.raises(CommandError, match="ended as failed"):
        said("watch", uid)
    assert "Không làm được" in capsys.readouterr().err
    with pytest.raises(CommandError, match="Không có việc này"):
        said("show", "00000000-0000-0000-0000-000000000001")
    assert [row["name"] for row in said("schedules")][:1] == ["config.sweep"]

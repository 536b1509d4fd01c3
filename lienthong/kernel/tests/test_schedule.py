"""Schedules: started once whichever worker comes first, late rather than never, whatever the machine's clock does."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

import pytest
import time_machine
from django.urls import reverse

from lienthong.config.schedules import SWEEP
from lienthong.kernel import jobs
from lienthong.kernel.actor import OPERATOR
from lienthong.kernel.clock import LOCAL
from lienthong.kernel.jobs.kinds import function_of
from lienthong.kernel.models import Job, ScheduledRun
from lienthong.kernel.schedule import Schedule, schedules
from tests.cast import Cast
from tests.client import client_of

from . import trial

pytestmark = pytest.mark.django_db

DAILY = Schedule("trial.daily", kind="trial.quick", label="Hằng ngày", at="06:00")
OFTEN = Schedule("trial.often", kind="trial.quick", label="Luôn", every=timedelta(minutes=10))


@pytest.fixture(autouse=True)
def _room(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, trial.NAME, trial.install())


@contextmanager
def at(text: str) -> Iterator[int]:
    """Let the machine's clock stand at a local time of November 2026, such as "22 05:59"."""
    moment = datetime.strptime(f"2026-11-{text}", "%Y-%m-%d %H:%M").replace(tzinfo=LOCAL)
    with time_machine.travel(moment, tick=False):
        yield int(moment.timestamp())


def look(text: str, schedule: Schedule = DAILY) -> int:
    """Look at a time whether it is due; do what is, and return how many runs were started."""
    with at(text):
        started = len(jobs.start_due([schedule]))
        while jobs.run_next(lambda job: None):
            pass
    return started


def test_a_schedule_says_either_every_or_at() -> None:
    with pytest.raises(ValueError, match="either"):
        Schedule("x", kind="x.y", label="")
    with pytest.raises(ValueError, match="either"):
        Schedule("x", kind="x.y", label="", at="06:00", every=timedelta(hours=1))
    with pytest.raises(ValueError, match="hour"):
        Schedule("x", kind="x.y", label="", at="25:00")


def test_a_daily_schedule_runs_once_a_day_at_its_hour() -> None:
    looks = ["22 09:00", "23 05:59", "23 06:00", "23 06:01", "24 05:59", "24 06:02", "24 23:59"]
    assert [look(text) for text in looks] == [0, 0, 1, 0, 0, 1, 0]


def test_a_frequent_schedule_runs_at_once_and_then_at_its_distance() -> None:
    looks = ["22 09:00", "22 09:09", "22 09:10", "22 09:11", "22 09:25"]
    assert [look(text, OFTEN) for text in looks] == [1, 0, 1, 0, 1]


def test_what_was_missed_is_run_once_and_late() -> None:
    assert [look(text) for text in ("20 05:00", "23 14:00", "23 14:01", "24 06:00")] == [0, 1, 0, 1]


def test_a_clock_that_goes_back_an_hour_runs_nothing_twice() -> None:
    looks = ["22 05:00", "22 06:00", "22 05:01", "22 06:00", "23 06:00"]
    assert [look(text) for text in looks] == [0, 1, 0, 0, 1]


def test_a_clock_that_was_far_ahead_for_a_moment_stops_nothing_for_ever() -> None:
    assert [look(text) for text in ("02 05:00", "29 06:00", "02 06:05", "03 06:00")] == [0, 1, 0, 1]
    assert [look(text, OFTEN) for text in ("29 09:00", "02 09:00", "02 09:10")] == [1, 0, 1]


def test_of_several_workers_one_starts_a_run() -> None:
    with at("22 09:00"):
        jobs.start_due([OFTEN])
        seen = ScheduledRun.objects.get().due
    with at("22 09:10") as now:
        Job.objects.all().delete()
        assert [len(jobs.scheduling._start(OFTEN, seen, now)) for _ in range(2)] == [1, 0]
    assert Job.objects.count() == 1


def test_a_run_that_is_not_over_is_not_started_beside_itself() -> None:
    with at("22 09:00"):
        (first,) = jobs.start_due([OFTEN])
    with at("22 09:10"):
        assert jobs.start_due([OFTEN]) == [first]
    assert (Job.objects.count(), first.asked_by, first.key) == (1, None, "schedule:trial.often")


def test_work_that_nobody_does_holds_up_no_other_schedule(caplog: pytest.LogCaptureFixture) -> None:
    gone = Schedule("trial.gone", kind="trial.gone", label="Không còn", every=timedelta(minutes=10))
    with at("22 09:00") as now:
        started = jobs.start_due([gone, OFTEN])
        assert ScheduledRun.objects.get(name="trial.gone").due == now + 600
    assert [job.schedule for job in started] == ["trial.often"]
    assert "asks for work that nobody does" in caplog.text


def test_every_schedule_of_the_house_asks_for_work_that_somebody_does() -> None:
    for schedule in schedules().values():
        assert callable(function_of(schedule.kind)), schedule.name


def test_sweeping_needs_no_cron_and_it_staff_see_how_it_went(cast: Cast) -> None:
    assert schedules()["config.sweep"] is SWEEP
    with at("22 03:00"):
        jobs.start_due([SWEEP])
    with at("22 03:10"):
        jobs.start_due([SWEEP])
        done = jobs.run_next(lambda job: None)
    assert done is not None
    assert (done.kind, done.state, done.schedule) == ("config.sweep", "done", "config.sweep")
    duc = client_of(cast.accounts["duc"])
    page = duc.get(reverse("jobs:machinery")).content.decode()
    assert "Dọn những gì không còn cần" in page
    assert "Hằng ngày lúc 03:10" in page
    assert "Đã xong" in page
    answer = duc.get(reverse("jobs:machinery"), {"as": "csv"})
    assert "03:10" in answer.content.decode("utf-8-sig")
    assert jobs.find_managed_jobs(OPERATOR, schedule="config.sweep").get() == done

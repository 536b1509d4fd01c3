"""Kill -9 in the middle of carrying out or taking back: nothing half done, and the same end when it is done again."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.db import connection

from lienthong.kernel import jobs
from lienthong.kernel.actor import OPERATOR
from lienthong.kernel.models import JournalPart
from lienthong.registry.queries import stream_of
from lienthong.restructuring import queries, services
from lienthong.restructuring.models import Plan, PlanState

from .lands import create, merge, rename
from .registered import Land, build, dump, planned

HOUSE = Path(__file__).resolve().parents[3]
CHILD = "import django; django.setup(); from lienthong.restructuring.tests import killed; killed.carry_out()"
NEVER = "99"

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _store(transactional_db: None) -> Iterator[None]:
    """Let the audit be emptied after the test: on SQLite its rows would refuse even that."""
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


def child(plan: Plan, do: str, halt: str) -> subprocess.Popen[str]:
    name = str(connection.settings_dict["NAME"])
    address = f"sqlite:///{name}"
    if connection.vendor == "postgresql":
        address = urlsplit(os.environ["LIENTHONG_DATABASE_URL"])._replace(path=f"/{name}").geturl()
    env = {"DJANGO_SETTINGS_MODULE": "tests.settings", "LIENTHONG_DATABASE_URL": address}
    env |= {"PLAN": str(plan.uid), "DO": do, "HALT": halt, "LIENTHONG_CLOCK": "2026-11-22T09:40+07:00"}
    return subprocess.Popen(
        [sys.executable, "-c", CHILD], cwd=HOUSE, env={**os.environ, **env},
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


def kill(process: subprocess.Popen[str]) -> None:
    with process:
        process.send_signal(signal.SIGKILL)
        assert process.wait(timeout=30) == -signal.SIGKILL


def killed_at(plan: Plan, do: str, halt: str) -> None:
    process = child(plan, do, halt)
    assert process.stdout is not None
    for line in process.stdout:
        if line == "hanging\n":
            break
    else:
        _out, err = process.communicate(timeout=30)
        raise AssertionError(err)
    kill(process)


def killed_sometime(plan: Plan, do: str) -> None:
    """Kill it a random moment after its first word, be it that it is done by then."""
    process = child(plan, do, NEVER)
    assert process.stdout is not None
    assert process.stdout.readline().startswith("at")
    time.sleep(random.uniform(0, 0.3))
    process.send_signal(signal.SIGKILL)
    process.communicate(timeout=30)


def land_with_people() -> tuple[Land, Plan]:
    land = build(villages=1)
    land.account("lan", "00001", post=land.appoint("00001", "Chủ tịch"))
    land.work("00002")
    merger = (create("00021", "Bến Cầu", "01"), merge("00001", "00021"), merge("00002", "00021"))
    return land, planned(land, *merger, rename("00011", "Khe Cạn"))


def state(plan: Plan) -> str:
    plan.refresh_from_db()
    return plan.state


def test_killed_anywhere_nothing_was_written_and_done_again_all_of_it_was() -> None:
    _land, plan = land_with_people()
    before = dump()
    for halt in ("1", "4", "7", "10"):
        killed_at(plan, "carry_out", halt)
        assert (state(plan), dump() == before, JournalPart.objects.count()) == (PlanState.APPROVED, True, 0)
    services.carry_out(actor=OPERATOR, plan=plan)
    after = dump()
    killed_at(plan, "undo", "2")
    assert (state(plan), dump() == after) == (PlanState.CARRIED_OUT, True)
    services.undo_plan(actor=OPERATOR, plan=plan)
    assert (state(plan), dump() == before) == (PlanState.UNDONE, True)


def test_killed_at_any_moment_it_is_either_done_or_not() -> None:
    _land, plan = land_with_people()
    before: Any = dump()
    for _time in range(3):
        killed_sometime(plan, "carry_out")
        done = state(plan) == PlanState.CARRIED_OUT
        assert done or dump() == before
    services.carry_out(actor=OPERATOR, plan=Plan.objects.get(pk=plan.pk))
    assert state(plan) == PlanState.CARRIED_OUT
    services.undo_plan(actor=OPERATOR, plan=plan)
    assert dump() == before


def test_long_work_does_all_three() -> None:
    _land, plan = land_with_people()
    states = []
    for kind in ("rehearse", "carry_out", "undo"):
        jobs.ask_for(
            actor=OPERATOR,
            kind=f"restructuring.{kind}",
            label=kind,
            words={"plan": str(plan.uid)},
            stream=stream_of(plan.organisation),
        )
        job = jobs.run_next(lambda job: None)
        assert job is not None
        plan.refresh_from_db()
        states.append((job.state, job.link, plan.state))
    address = queries.address_of(plan)
    assert states == [
        ("done", address, PlanState.APPROVED),
        ("done", address, PlanState.CARRIED_OUT),
        ("done", address, PlanState.UNDONE),
    ]

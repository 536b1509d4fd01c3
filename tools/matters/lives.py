"""Whole lives of matters in services: sent, accepted, drafted, submitted, approved, released, rated; by several processes."""

from __future__ import annotations

import multiprocessing
import random
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final
from uuid import uuid4

from country import ground, processes
from country.ground import row
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext

from lienthong.feedback import queries, services
from lienthong.feedback.models import Answer, Matter, Rating
from lienthong.feedback.services import Contact, Held, Letter, Said, Words
from lienthong.kernel.actor import NOBODY

from .stage import TEXT, Staff, Stage

SECONDS, WARM = 30, 5
_PARTS: Final = {
    "conclusion": "Đường ống đầu thôn bị vỡ, nước đục là đúng như người gửi nêu.",
    "done": "Ngày 20/11 đội cấp nước đã thay đoạn ống và súc rửa toàn tuyến.",
    "evidence": "Biên bản súc rửa và ảnh hiện trường kèm theo.",
    "legal_basis": "Quy chế cấp nước của xã.",
    "next_steps": "Nếu nước còn đục, hãy đề nghị mở lại trong 15 ngày bằng mã biên nhận.",
}
_PUBLIC: Final = {
    "public_title": "Nước máy đục đã được khắc phục",
    "public_question": "Người dân hỏi vì sao nước máy bị đục và yếu.",
    "public_answer": "Đoạn ống hỏng đã được thay, toàn tuyến đã súc rửa.",
}


@dataclass(frozen=True)
class Lived:
    """How many lives were led, each second, and what one took of the processor, in milliseconds."""

    count: int
    rate: float
    python: float
    postgresql: float

    def __str__(self) -> str:
        used = f"Python {self.python:.1f} ms, PostgreSQL {self.postgresql:.1f} ms of processor each"
        return f"{self.rate:.1f}/s ({self.count:,}); {used}; {ground.load_of_machine()}"


def measure(stage: Stage, name: str, goal: str, *, at_once: int) -> Lived:
    """Lead lives for a while in so many processes; count the ratings that stand there afterwards."""
    # The stage is there in each process as it was before the fork, and no line to the database is shared.
    _STAGES[:] = [stage]
    connections.close_all()
    with multiprocessing.get_context("fork").Pool(at_once) as pool:
        pool.map(_lead_for, [WARM] * at_once, chunksize=1)
        before, python = _rated(), _python()
        postgresql, begun = ground.postgresql_seconds(), time.perf_counter()
        led = sum(pool.map(_lead_for, [SECONDS] * at_once, chunksize=1))
        seconds = time.perf_counter() - begun
        python, postgresql = _python() - python, ground.postgresql_seconds() - postgresql
    count = _rated() - before
    assert count == led, f"{led} lives were led, {count} ratings stand there"
    lived = Lived(count, count / seconds, python / count * 1000, postgresql / count * 1000)
    row(name, goal, str(lived))
    return lived


def count_statements(stage: Stage) -> None:
    """Print how many statements each step asks of the database."""
    _lead(stage, stage.staff[0])
    counted = []
    for name, step in _steps(stage, stage.staff[0]):
        with CaptureQueriesContext(connection) as seen:
            step()
        counted.append((name, len(seen)))
    said = ", ".join(f"{name} {count}" for name, count in counted)
    row("… statements of one life", "", f"{sum(count for _, count in counted)}: {said}")


_STAGES: list[Stage] = []


def _lead_for(seconds: float) -> int:
    """Lead lives until the time is over; return how many."""
    (stage,) = _STAGES
    dice, until, led = random.Random(), time.monotonic() + seconds, 0  # noqa: S311  an order
    while time.monotonic() < until:
        _lead(stage, dice.choice(stage.staff))
        led += 1
    return led


def _lead(stage: Stage, staff: Staff) -> None:
    for _name, step in _steps(stage, staff):
        step()


def _steps(stage: Stage, staff: Staff) -> Iterator[tuple[str, Callable[[], object]]]:
    """Yield each step of one life, as the doors would take it: with the matter and the answer read anew."""
    letter = Letter(
        key=uuid4(),
        category=stage.category,
        area=staff.place.id,
        text=TEXT,
        organisation=staff.place.body.id,
        contact=Contact(name="Người gửi thử", email="nguoi.gui@thu.example"),
        consents=True,
    )
    yield "send", lambda: services.send_matter(actor=NOBODY, letter=letter)
    key = Matter.objects.values_list("pk", flat=True).get(key=letter.key)

    def matter() -> Matter:
        return Matter.objects.select_related("category", "organisation").get(pk=key)

    def draft() -> None:
        held = matter()
        raised = [Held(one.text, "answered", "conclusion") for one in queries.raised_of(held, None)]
        services.draft_answer(actor=staff.officer, matter=held, words=Words(_PARTS, _PUBLIC, "", raised))

    def answer() -> Answer:
        found = queries.find_answer(matter())
        assert found is not None
        return found

    def submit() -> None:
        found = answer()
        services.submit_answer(actor=staff.officer, answer=found, seen=found.version)

    def approve() -> None:
        found = answer()
        services.approve_answer(actor=staff.leader, answer=found, seen=found.version)

    def release() -> None:
        found = answer()
        services.release_answer(actor=staff.leader, answer=found, seen=found.version, confirms_names=True)

    yield "accept", lambda: services.accept_matter(actor=staff.officer, matter=matter())
    yield "draft", draft
    yield "submit", submit
    yield "approve", approve
    yield "release", release
    yield "rate", lambda: services.rate_answer(actor=NOBODY, matter=matter(), said=Said("satisfied"))


def _rated() -> int:
    return Rating.objects.exclude(verdict="").count()


def _python() -> float:
    """Return the seconds of processor that the processes of a pool have run."""
    return sum(processes.seconds_of(worker.pid or 0) for worker in multiprocessing.active_children())

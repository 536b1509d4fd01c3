"""The inbox stays quick however many matters there are elsewhere: each queue is found by an index."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.db.models import QuerySet

from lienthong.feedback import queries
from lienthong.feedback.models import Matter
from lienthong.feedback.queries import Queue
from lienthong.kernel import clock
from lienthong.kernel.ids import uuid7
from tests.cast import Cast
from tests.matters import send_matter

pytestmark = pytest.mark.django_db

MANY = 8_000


def _fill(cast: Cast, like: Matter) -> None:
    """Write many matters that other bodies have, most of them ended."""
    other, now = cast.province["D"].pk, clock.now()
    rows = [
        Matter(
            uid=uuid7(),
            code=uuid4().bytes * 2,
            pin=b"",
            content=b"",
            category_id=like.category_id,
            area_id=like.area_id,
            text="x",
            channel="web",
            organisation_id=other,
            state="sent" if number % 10 == 0 else "closed",
            ended_at=None if number % 10 == 0 else now,
            sent_at=now - timedelta(minutes=number),
            answer_due=now + timedelta(minutes=number),
        )
        for number in range(MANY)
    ]
    Matter.objects.bulk_create(rows, batch_size=1_000)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE feedback_matter")


def _reads_it_whole(rows: QuerySet[Matter]) -> bool:
    plan = rows[:50].explain() + "\n"
    return any(whole in plan for whole in ("SCAN feedback_matter\n", "Seq Scan on feedback_matter "))


def test_no_queue_reads_the_whole_table(cast: Cast) -> None:
    like = send_matter(cast).matter
    _fill(cast, like)
    lan = cast.actor("lan")
    whole = {queue for queue in Queue if _reads_it_whole(queries.rows_in(lan, queue))}
    assert whole == set()
    assert not _reads_it_whole(queries.late_below(cast.actor("tung")))
    assert not _reads_it_whole(queries.matters_for(lan).filter(uid=like.uid))
    assert [row.pk for row in queries.rows_in(lan, Queue.OPEN)] == [like.pk]
    assert queries.counts_in(lan)[Queue.NEW] == 1

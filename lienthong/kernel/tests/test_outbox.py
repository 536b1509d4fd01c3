"""The outbox: nothing lost and nothing twice under parallel writers; readers that break wait, and are seen."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Sequence
from uuid import UUID, uuid4

import pytest
import time_machine
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from lienthong.kernel import outbox
from lienthong.kernel.models import OutboxEntry, OutboxReader, RateLimit
from tests.cast import Cast
from tests.client import client_of

pytestmark = pytest.mark.django_db

TOPICS = ("return.submitted", "job.ended")
ROW = UUID(int=5)


class Listener:
    """A reader that keeps in the database what it was told, and breaks where it is told to."""

    def __init__(self, name: str = "trial.reader", topics: Sequence[str] = TOPICS) -> None:
        self.broken = False
        self.reader = outbox.Reader(name, tuple(topics), self.take)

    def take(self, entries: Sequence[OutboxEntry]) -> None:
        """Write down each entry; a key that is there already fails."""
        RateLimit.objects.bulk_create(RateLimit(key=f"{one.pk}", since=1, count=1) for one in entries)
        if self.broken:
            raise ValueError("Nguyễn Thị Lan")

    @property
    def told(self) -> list[int]:
        """Which entries it was told of."""
        return sorted(int(key) for key in RateLimit.objects.values_list("key", flat=True))


def put(number: int = 1, topic: str = "return.submitted") -> None:
    """Put entries down, each in a transaction of its own."""
    for n in range(number):
        with transaction.atomic():
            outbox.put(topic, "return", ROW, facts={"n": n}, organisation_id=7)


def settle() -> None:
    """Let entries of the test's own open transaction count as settled: on PostgreSQL they are not before it ends."""
    OutboxEntry.objects.update(written_in=0)


def await_settled() -> None:
    """Wait until what stands is settled: a test beside this one, in a database of the same cluster, can hold it back."""
    for _ in range(1_200):
        if not OutboxEntry.objects.exclude(pk__in=outbox.settled()).exists():
            return
        threading.Event().wait(0.1)
    raise AssertionError("an open transaction held entries back for two minutes")


def everything() -> list[int]:
    """Return all entries."""
    return list(OutboxEntry.objects.order_by("pk").values_list("pk", flat=True))


def test_an_entry_says_what_to_which_row_of_whom() -> None:
    put()
    entry = OutboxEntry.objects.get()
    assert (entry.topic, entry.kind, entry.subject, entry.organisation_id, entry.facts) == (
        *("return.submitted", "return", ROW, 7),
        {"n": 0},
    )
    assert entry.at.isoformat() == "2026-11-22T02:40:00+00:00"
    assert (entry.written_in > 0) == (connection.vendor == "postgresql")


def test_an_entry_stands_and_falls_with_what_it_tells_of() -> None:
    with transaction.atomic():
        put()
        transaction.set_rollback(True)
    assert OutboxEntry.objects.count() == 0
    with pytest.raises(TypeError):
        outbox.put("x", "x", None, facts={"who": object()})


@pytest.mark.django_db(transaction=True)
def test_outside_of_a_transaction_nothing_is_put_nor_read() -> None:
    with pytest.raises(RuntimeError, match="transaction"):
        outbox.put("x", "x", None)
    with pytest.raises(RuntimeError, match="transaction"):
        outbox.read(reader="x", topics=TOPICS)
    assert (OutboxEntry.objects.count(), OutboxReader.objects.count()) == (0, 0)


def test_each_reader_is_handed_its_topics_once_in_their_order() -> None:
    put(3)
    put(2, "other")
    put(1, "job.ended")
    settle()
    one = everything()
    first = outbox.read(reader="a", topics=TOPICS, limit=2)
    rest = outbox.read(reader="a", topics=TOPICS, limit=9)
    assert [entry.pk for entry in (*first, *rest)] == [*one[:3], one[5]]
    assert outbox.read(reader="a", topics=TOPICS) == []
    assert len(outbox.read(reader="b", topics=["other"])) == 2


def test_a_reader_that_breaks_writes_nothing_waits_and_comes_back() -> None:
    put(2)
    settle()
    listener = Listener()
    listener.broken = True
    with time_machine.travel(1_800_000_000, tick=False):
        assert outbox.run_readers([listener.reader]) == 0
        (lag,) = outbox.lag([listener.reader])
        assert (lag.unread, lag.fails) == (2, 1)
        assert lag.trace.startswith("ValueError · lienthong/kernel/tests/test_outbox.py:")
        assert listener.told == []
        listener.broken = False
        assert outbox.run_readers([listener.reader]) == 0
    with time_machine.travel(1_800_000_012, tick=False):
        assert outbox.run_readers([listener.reader]) == 2
    assert listener.told == everything()
    (lag,) = outbox.lag([listener.reader])
    assert (lag.unread, lag.seconds, lag.fails, lag.trace) == (0, 0, 0, "")


def test_one_broken_reader_holds_up_no_other() -> None:
    put(1)
    settle()
    bad, good = Listener("trial.bad"), Listener("trial.good")
    bad.broken = True
    assert outbox.run_readers([bad.reader, good.reader]) == 1


def test_looking_only_reads_where_nothing_is_new() -> None:
    put(1, "other")
    settle()
    listener = Listener()
    assert outbox.run_readers([listener.reader]) == 0
    with CaptureQueriesContext(connection) as ran:
        assert outbox.run_readers([listener.reader]) == 0
    assert {query["sql"].split()[0] for query in ran} == {"SELECT"}


def test_what_is_old_goes_once_every_reader_is_past() -> None:
    put(2)
    settle()
    listener = Listener()
    with time_machine.travel(time.time() + 15 * 24 * 3600, tick=False):
        assert outbox.sweep([listener.reader]) == 0
        outbox.run_readers([listener.reader])
        put(1)
        assert outbox.sweep([listener.reader]) == 2
    assert OutboxEntry.objects.count() == 1


def test_it_staff_see_how_far_readers_are(cast: Cast) -> None:
    page = client_of(cast.accounts["duc"]).get(reverse("jobs:machinery")).content.decode()
    assert "Nơi đọc tin giữa các phân hệ" in page
    assert "pg_stat_activity" not in page


# ── parallel writers ─────────────────────────────────────────────────────────────────────────────────────────────────


def _write(number: int, slow: bool) -> None:
    """Put entries down in transactions of 1 to 3, some of which end late, and some of which never come to be."""
    try:
        for n in range(number):
            with transaction.atomic():
                for _ in range(n % 3 + 1):
                    outbox.put("return.submitted", "return", uuid4())
                if slow and n % 5 == 0:
                    time.sleep(0.04)
                if n % 11 == 10:
                    transaction.set_rollback(True)
    finally:
        connection.close()


@pytest.mark.django_db(transaction=True)
def test_under_parallel_writers_nothing_is_lost_and_nothing_comes_twice() -> None:
    writers, each = (16, 30) if connection.vendor == "postgresql" else (4, 30)
    threads = [threading.Thread(target=_write, args=(each, n % 2 == 0)) for n in range(writers)]
    seen: Counter[int] = Counter()
    orders: list[list[tuple[int, int]]] = [[], []]

    def read() -> int:
        found = 0
        for place, name in enumerate(("trial.one", "trial.two")):
            with transaction.atomic():
                entries = outbox.read(reader=name, topics=TOPICS, limit=(500, 25)[place])
            orders[place] += [(entry.written_in, entry.pk) for entry in entries]
            seen.update(entry.pk for entry in entries)
            found += len(entries)
        return found

    for thread in threads:
        thread.start()
    while any(thread.is_alive() for thread in threads):
        read()
    for thread in threads:
        thread.join()
    await_settled()
    while read():
        pass
    put_down = everything()
    assert len(put_down) == writers * 57  # of 60 each, 3 are in transactions that never came to be
    assert set(seen) == set(put_down)
    assert set(seen.values()) == {2}
    assert orders == [sorted(order) for order in orders]


@pytest.mark.django_db(transaction=True)
def test_an_older_open_transaction_holds_back_what_comes_after_it_and_is_told() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("on SQLite one writer has to end before the next begins")
    begun, end = threading.Event(), threading.Event()

    def stay_open() -> None:
        try:
            with transaction.atomic():
                outbox.put("return.submitted", "return", UUID(int=1))
                begun.set()
                end.wait(20)
        finally:
            connection.close()

    older = threading.Thread(target=stay_open)
    older.start()
    begun.wait(20)
    put(1)
    listener = Listener()
    assert outbox.run_readers([listener.reader]) == 0
    with time_machine.travel(time.time() + 400, tick=False):
        assert outbox.held_back() in {399, 400, 401}
    end.set()
    older.join()
    await_settled()
    assert outbox.held_back() == 0
    assert outbox.run_readers([listener.reader]) == 2


def test_after_a_restore_into_another_cluster_old_entries_stand_before_new_ones() -> None:
    put(3)
    old = everything()
    elsewhere = 10**12
    OutboxEntry.objects.update(written_in=elsewhere)
    OutboxReader.objects.create(name="trial.reader", written_in=elsewhere, entry=old[0])
    assert outbox.renumber() == (3 if connection.vendor == "postgresql" else 0)
    if connection.vendor == "postgresql":
        assert outbox.renumber() == 0
        put(1)
        listener = Listener()
        assert outbox.run_readers([listener.reader]) == 2
        assert listener.told == old[1:]

"""What has happened, told upward: a room puts it down in its own transaction, rooms above read it later.

A service tells, in the transaction of what it tells of::

    outbox.put("return.submitted", "return", row.uid, facts={"period": "2026-W47"}, organisation_id=...)

A room that listens says a ``Reader`` in its ``schedules.py``; the worker calls it with what is new::

    NOTICES = Reader("desk.notices", ("return.submitted", "job.ended"), services.take_news)

Each entry is handed to each reader once in effect: what ``take`` writes and how far it has read are one transaction.
Nothing is lost under parallel writers. A number taken early can be seen late, so nobody remembers the highest number
seen: on PostgreSQL an entry carries the number of its transaction, and is read once every older transaction has ended
(``pg_snapshot_xmin``). On SQLite one writer has to end before the next begins, so the order of rows is the order of
commits. Facts are plain JSON without personal data.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final
from uuid import UUID

from django.db import connection, transaction
from django.db.models import BigIntegerField, F, Q, QuerySet, Value

from . import clock, retrying, sql
from .models import OutboxEntry, OutboxReader
from .rooms import said

KEEP_DAYS: Final = 14
BATCH: Final = 500
# An older transaction may take so long before it is said that it holds everybody up.
ALARM_SECONDS: Final = 300
_BATCHES_AT_ONCE: Final = 20

_PUT = """
INSERT INTO kernel_outboxentry (written_in, topic, kind, subject, organisation_id, facts, at, made)
VALUES ({here}, %s, %s, %s, %s, %s, %s, %s)
"""
_HERE = "pg_current_xact_id()::text::bigint"
_HORIZON = "SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint"
_NEXT = "SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint"

# The transaction of an entry, and its own number in it.
Mark = tuple[int, int]


@dataclass(frozen=True)
class Reader:
    """Who reads which topics. ``take`` runs inside a transaction, gets entries oldest first, and may write there."""

    name: str
    topics: tuple[str, ...]
    take: Callable[[Sequence[OutboxEntry]], None]


@dataclass(frozen=True)
class Lag:
    """How far behind a reader is. ``seconds``: since its oldest unread entry was put; ``trace``: why it waits."""

    reader: str
    unread: int
    seconds: int
    fails: int
    trace: str


@cache
def readers() -> tuple[Reader, ...]:
    """Return every reader that the installed rooms say."""
    return tuple(said("schedules", Reader))


def put(
    topic: str,
    kind: str,
    subject: UUID | None,
    *,
    facts: Mapping[str, Any] | None = None,
    organisation_id: int | None = None,
) -> None:
    """Put an entry down, in the transaction of what it tells of. ``kind`` and ``subject``: as in the audit."""
    if not connection.in_atomic_block:
        raise RuntimeError("what is told belongs into the transaction of what it tells of")
    here = _HERE if connection.vendor == "postgresql" else "0"
    told = json.dumps(dict(facts or {}), ensure_ascii=False)
    row = (topic, kind, subject, organisation_id, told, clock.now(), int(time.time()))
    sql.run(_PUT.format(here=here), row)


# ── reading ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def read(*, reader: str, topics: Sequence[str], limit: int = BATCH) -> list[OutboxEntry]:
    """Return what is new for a reader, oldest first, and move it on; both stand or fall with the caller's transaction.

    Nothing while another process reads for the same reader.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("what is read and how far are one transaction")
    held = _locked(reader)
    if held is None:
        return []
    mark = (held.written_in, held.entry)
    last = _newest(mark)
    if last is None:
        return []
    found = list(_between(mark, last).filter(topic__in=list(topics)).order_by("written_in", "pk")[:limit])
    if len(found) == limit:
        last = (found[-1].written_in, found[-1].pk)
    held.written_in, held.entry = last
    held.fails, held.not_before, held.trace, held.read_at = 0, 0, "", int(time.time())
    held.save()
    return found


def _locked(reader: str) -> OutboxReader | None:
    rows = OutboxReader.objects.select_for_update(skip_locked=True).filter(name=reader)
    held = rows.first()
    if held is None:
        OutboxReader.objects.bulk_create([OutboxReader(name=reader)], ignore_conflicts=True)
        held = rows.first()
    return held


def settled() -> QuerySet[OutboxEntry]:
    """Return the entries whose order is settled: no transaction that is still open can put one between them."""
    if connection.vendor == "postgresql":
        return OutboxEntry.objects.filter(written_in__lt=sql.fetch(_HORIZON)[0][0])
    return OutboxEntry.objects.all()


def _after(mark: Mark) -> Q:
    return Q(written_in__gte=mark[0]) & (Q(written_in__gt=mark[0]) | Q(pk__gt=mark[1]))


def _between(mark: Mark, last: Mark) -> QuerySet[OutboxEntry]:
    return OutboxEntry.objects.filter(_after(mark)).exclude(_after(last))


def _newest(mark: Mark) -> Mark | None:
    newest = settled().filter(_after(mark)).order_by("-written_in", "-pk")
    return newest.values_list("written_in", "pk").first()


def run_readers(chosen: Sequence[Reader] | None = None) -> int:
    """Hand every reader what is new for it, and return how many entries were taken. Looking only reads."""
    chosen = readers() if chosen is None else chosen
    marks = {held.name: held for held in OutboxReader.objects.filter(name__in=[one.name for one in chosen])}
    now, taken = int(time.time()), 0
    for reader in chosen:
        held = marks.get(reader.name, OutboxReader(name=reader.name))
        if retrying.is_due(held.not_before, now) and _newest((held.written_in, held.entry)) is not None:
            taken += _run(reader)
    return taken


def _run(reader: Reader) -> int:
    taken = 0
    for _ in range(_BATCHES_AT_ONCE):
        try:
            with transaction.atomic():
                entries = read(reader=reader.name, topics=reader.topics)
                if entries:
                    reader.take(entries)
        except Exception as error:
            _put_off(reader.name, error)
            return taken
        taken += len(entries)
        if len(entries) < BATCH:
            break
    return taken


@transaction.atomic
def _put_off(reader: str, error: Exception) -> None:
    """Let a reader that broke wait; where the store itself is gone this fails too, and the worker says so."""
    held = _locked(reader)
    if held is None:
        return
    held.fails = min(held.fails + 1, 30_000)
    held.not_before = int(time.time()) + retrying.wait_after(held.fails, reader)
    held.trace = retrying.place_of(error)
    held.save()


# ── looking after it ─────────────────────────────────────────────────────────────────────────────────────────────────


def lag(chosen: Sequence[Reader] | None = None) -> list[Lag]:
    """Return how far behind each reader is."""
    now, found = int(time.time()), []
    for reader in readers() if chosen is None else chosen:
        held = OutboxReader.objects.filter(name=reader.name).first() or OutboxReader(name=reader.name)
        unread = OutboxEntry.objects.filter(
            _after((held.written_in, held.entry)), topic__in=list(reader.topics)
        )
        oldest = unread.order_by("made").values_list("made", flat=True).first()
        waited = 0 if oldest is None else max(0, now - oldest)
        found.append(Lag(reader.name, unread.count(), waited, held.fails, held.trace))
    return found


def held_back() -> int:
    """Return for how many seconds an open transaction has held entries back; 0 on SQLite, and where none does."""
    if connection.vendor != "postgresql":
        return 0
    waiting = OutboxEntry.objects.filter(written_in__gte=sql.fetch(_HORIZON)[0][0])
    oldest = waiting.order_by("made").values_list("made", flat=True).first()
    return 0 if oldest is None else max(0, int(time.time()) - oldest)


def sweep(chosen: Sequence[Reader] | None = None, days: int = KEEP_DAYS) -> int:
    """Remove what was kept long enough and what every reader is past; return how many entries went."""
    names = [one.name for one in (readers() if chosen is None else chosen)]
    marks = OutboxReader.objects.filter(name__in=names).values_list("written_in", "entry")
    if len(marks) < len(names):
        return 0  # a reader that has never come may still want all of it
    old = OutboxEntry.objects.filter(made__lt=int(time.time()) - days * 24 * 3600)
    if marks:
        old = old.exclude(_after(min(marks)))
    return old.delete()[0]


@transaction.atomic
def renumber() -> int:
    """After a restore into another PostgreSQL cluster put old entries and marks before all new ones, in their order.

    Transactions are counted anew there: a mark of the old cluster would lie ahead of everything that comes. Old rows
    are known by a transaction that this cluster has not had yet. Returns how many entries were renumbered.
    """
    if connection.vendor != "postgresql":
        return 0
    (upcoming,) = sql.fetch(_NEXT)[0]
    from_elsewhere = Q(written_in__gte=upcoming)
    marks = OutboxReader.objects.filter(from_elsewhere)
    if not marks.exists() and not OutboxEntry.objects.filter(from_elsewhere).exists():
        return 0
    held = list(OutboxReader.objects.select_for_update().order_by("pk"))
    entries = OutboxEntry.objects.filter(from_elsewhere)
    boundary = max([*entries.values_list("pk", flat=True), *marks.values_list("entry", flat=True)])
    old = OutboxEntry.objects.filter(pk__lte=boundary)
    shift = 1 + max([*old.values_list("written_in", flat=True), *(one.written_in for one in held)])
    moved = F("written_in") - Value(shift, BigIntegerField())  # without its type it would be cut to 32 bits
    OutboxReader.objects.update(written_in=moved)
    return old.update(written_in=moved)

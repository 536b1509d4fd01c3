"""Audit: every write leaves an entry in its own transaction, chained per stream."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from . import chain, clock, sql
from .actor import Actor
from .models import AuditEntry, AuditStream
from .permission import Permission

# The stream of everything that belongs to no collecting unit.
SYSTEM = UUID(int=0)


def _key() -> bytes:
    return str(settings.AUDIT_KEY).encode()


_HEAD = "SELECT id, number, seal FROM kernel_auditstream WHERE uid = %s"
_COLUMNS = ("stream_id", "number", "at", "actor", "verb", "kind", "subject", "digest", "before", "seal")
_APPEND = f"INSERT INTO kernel_auditentry ({', '.join(_COLUMNS)}) VALUES "  # noqa: S608 - names of ours
_ADVANCE = "UPDATE kernel_auditstream SET number = %s, seal = %s WHERE id = %s"
# So many entries are appended in one statement: a store takes only so many values at once.
_AT_ONCE = 1_000


def head_of(key: int, stream: UUID, number: int, seal: bytes | memoryview) -> AuditStream:
    """Return a stream whose row somebody has locked in a statement of their own."""
    return AuditStream(pk=key, uid=stream, number=number, seal=bytes(seal))


def lock(stream: UUID) -> AuditStream:
    """Lock a stream, and with it all that is kept for its unit, until the transaction ends."""
    rows = sql.fetch(_HEAD + sql.for_update(), stream)
    if not rows:
        AuditStream.objects.bulk_create([AuditStream(uid=stream)], ignore_conflicts=True)
        rows = sql.fetch(_HEAD + sql.for_update(), stream)
    key, number, seal = rows[0]
    return head_of(key, stream, number, seal)


@dataclass(frozen=True)
class Deed:
    """Something that was done. ``verb``: noun.past, such as return.submitted; ``facts`` are kept as a keyed digest only."""

    verb: str
    kind: str
    subject: UUID | None
    facts: Mapping[str, Any] = field(default_factory=dict)


def record(
    actor: Actor,
    verb: str,
    kind: str,
    subject: UUID | None,
    *,
    stream: AuditStream | UUID = SYSTEM,
    facts: Mapping[str, Any] | None = None,
) -> None:
    """Append one entry to a stream, in the transaction of what it tells of."""
    record_all(actor, [Deed(verb, kind, subject, facts or {})], stream=stream)


def record_all(actor: Actor, deeds: Sequence[Deed], *, stream: AuditStream | UUID = SYSTEM) -> None:
    """Append entries to a stream, in the transaction of what they tell of."""
    _require_transaction()
    head = stream if isinstance(stream, AuditStream) else lock(stream)
    for start in range(0, len(deeds), _AT_ONCE):
        sql.run_together(*parts_of(actor, deeds[start : start + _AT_ONCE], head))


def _require_transaction() -> None:
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("an audit entry belongs into the transaction of what it tells of")


def parts_of(actor: Actor, deeds: Sequence[Deed], head: AuditStream) -> tuple[sql.Part, sql.Part]:
    """Return what appends entries to a stream whose lock is held, to be run together with what writes what they tell of."""
    _require_transaction()
    values: list[object] = []
    for deed in deeds:
        sealed = _sealed(head, actor, deed)
        values += _row(head, sealed)
        head.number, head.seal = sealed.number, sealed.seal
    append = _APPEND + sql.marks(len(_COLUMNS), rows=len(deeds)) + " RETURNING number"
    return (
        sql.Part("told", append, values),
        sql.Part("advanced", _ADVANCE, (head.number, head.seal, head.pk)),
    )


def _sealed(head: AuditStream, actor: Actor, deed: Deed) -> chain.Entry:
    entry = chain.Entry(
        stream=head.uid,
        number=head.number + 1,
        at=clock.now(),
        actor=actor.token or actor.uid,
        verb=deed.verb,
        kind=deed.kind,
        subject=deed.subject,
        digest=chain.digest_of(_key(), _facts(actor, deed)),
        before=bytes(head.seal),
    )
    return chain.sealed(_key(), entry)


def _facts(actor: Actor, deed: Deed) -> Mapping[str, Any]:
    """Return the facts of a deed; of somebody who stands in, with what lent them their rights."""
    lent = actor.places.stands_in_for
    return {**deed.facts, "stands_in_for": lent} if lent else deed.facts


def _row(head: AuditStream, entry: chain.Entry) -> tuple[object, ...]:
    """Return an entry as its row."""
    return (
        *(head.pk, entry.number, entry.at, entry.actor, entry.verb),
        *(entry.kind, entry.subject, entry.digest, entry.before, entry.seal),
    )


READ = Permission("audit.read", _("Đọc nhật ký"), on="stream.uid", by="uid")


def entries_for(actor: Actor) -> QuerySet[AuditEntry]:
    """Return the entries that an actor may read, newest first."""
    return READ.filter(actor, AuditEntry.objects.select_related("stream").order_by("-at", "-pk"))


def heads() -> Iterator[chain.Head]:
    """Return where each stream stands now, to be kept outside."""
    for stream in AuditStream.objects.order_by("uid").iterator():
        yield chain.Head(stream.uid, stream.number, bytes(stream.seal))


def _entry(stream: UUID, row: AuditEntry) -> chain.Entry:
    """Return a row as an entry of its chain."""
    told = (row.number, row.at, row.actor, row.verb, row.kind, row.subject)
    return chain.Entry(stream, *told, *map(bytes, (row.digest, row.before, row.seal)))


def verify(exported: Iterable[chain.Head] = ()) -> Iterator[tuple[UUID, int, list[chain.Fault]]]:
    """Check every stream against its own head and exported ones; yield its id, its length and its faults."""
    known: dict[UUID, set[chain.Head]] = {}
    for head in (*heads(), *exported):
        known.setdefault(head.stream, set()).add(head)
    for uid, of_stream in sorted(known.items()):
        entries = [_entry(uid, row) for row in AuditEntry.objects.filter(stream__uid=uid).order_by("number")]
        yield uid, len(entries), chain.faults_in(_key(), entries, of_stream)


def faults_of_tails(entries: int, streams: int = 20) -> int:
    """Return how many of the streams written last have an end that does not hold together. A glance, no proof."""
    latest = list(AuditStream.objects.order_by("-entries__at").values_list("pk", flat=True)[: streams * 5])
    found = AuditStream.objects.in_bulk(list(dict.fromkeys(latest))[:streams])
    return sum(not _holds(stream, entries) for stream in found.values())


def _holds(stream: AuditStream, number: int) -> bool:
    """Say whether the last entries of a stream are sealed, follow each other, and end where its head stands."""
    rows = list(stream.entries.order_by("-number")[:number])
    ends = bool(rows) and (rows[0].number, bytes(rows[0].seal)) == (stream.number, bytes(stream.seal))
    linked = all(bytes(later.before) == bytes(earlier.seal) for later, earlier in pairwise(rows))
    return ends and linked and all(chain.is_sealed(_key(), _entry(stream.uid, row)) for row in rows)

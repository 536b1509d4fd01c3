"""The chain of audit entries: how an entry is sealed, and what a broken chain shows. Plain Python.

Every entry carries the seal of the one before it in its stream and a seal of its own, an HMAC-SHA256 under a key that
is not in the database. Heads that were exported outside tell where a stream stood at that moment.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

GENESIS = bytes(32)
# So many entries may be gone at one place, and the rest have moved up, for each loss to be named for what it is.
_CLOSED_GAP = 64


@dataclass(frozen=True)
class Entry:
    """One audit entry as it is stored. ``before``: the seal of the entry before it."""

    stream: UUID
    number: int
    at: datetime
    actor: UUID | None
    verb: str
    kind: str
    subject: UUID | None
    digest: bytes
    before: bytes
    seal: bytes = b""


@dataclass(frozen=True)
class Head:
    """Where a stream stood: the number and the seal of its last entry."""

    stream: UUID
    number: int
    seal: bytes


class Harm(StrEnum):
    """What was done to an entry."""

    ALTERED = "altered"
    REMOVED = "removed"
    INSERTED = "inserted"
    REORDERED = "reordered"
    CUT_OFF = "cut off"


@dataclass(frozen=True)
class Fault:
    """A place where the chain does not hold. ``number``: as stored, or as it was for an entry that is gone."""

    harm: Harm
    stream: UUID
    number: int


def digest_of(key: bytes, facts: Mapping[str, Any]) -> bytes:
    """Return a keyed digest of what was done: it proves a value without holding it, so erasure breaks no chain."""
    text = json.dumps(facts, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)
    return hmac.digest(key, b"digest\x00" + text.encode(), hashlib.sha256)


def seal_of(key: bytes, entry: Entry) -> bytes:
    """Return the seal that belongs to an entry's content, number and predecessor."""
    parts = (
        entry.stream.hex,
        str(entry.number),
        f"{entry.at.timestamp():.6f}",
        entry.actor.hex if entry.actor else "",
        entry.verb,
        entry.kind,
        entry.subject.hex if entry.subject else "",
        entry.digest.hex(),
        entry.before.hex(),
    )
    return hmac.digest(key, b"seal\x00" + "\x1f".join(parts).encode(), hashlib.sha256)


def sealed(key: bytes, entry: Entry) -> Entry:
    """Return the entry with its seal."""
    return replace(entry, seal=seal_of(key, entry))


def is_sealed(key: bytes, entry: Entry) -> bool:
    """Say whether an entry's seal is that of its content."""
    return sealed(key, entry).seal == entry.seal


def faults_in(key: bytes, entries: Sequence[Entry], heads: Iterable[Head]) -> list[Fault]:
    """Return every fault of one stream, given its entries by stored number and all heads known of it.

    Nothing is returned only if the entries are genuine, stand at their own numbers 1, 2, 3 … without a gap, follow one
    another, and are the ones that every head tells of.
    """
    known = [head for head in heads if head.number]
    true = _true_numbers(key, entries, known)
    genuine = {number: entries[index] for index, number in true.items()}
    top = max([0, *genuine, *(head.number for head in known)])
    missing = set(range(1, top + 1)) - set(genuine)
    altered = _originals(entries, true, missing, known)
    gone = sorted(missing - set(altered.values()))
    last = max([0, *genuine, *altered.values()])
    inserted = [
        entry.number for index, entry in enumerate(entries) if index not in true and index not in altered
    ]

    found = {(number, Harm.CUT_OFF if number > last else Harm.REMOVED) for number in gone}
    found |= {(entries[index].number, Harm.ALTERED) for index in altered}
    found |= {(number, Harm.INSERTED) for number in inserted}
    found |= {(number, Harm.REORDERED) for number in _moved(entries, true, gone, inserted)}
    found |= {(number, Harm.CUT_OFF) for number in _replaced(genuine, known)}
    stream = entries[0].stream if entries else known[0].stream if known else UUID(int=0)
    return [Fault(harm, stream, number) for number, harm in sorted(found)]


def _true_numbers(key: bytes, entries: Sequence[Entry], known: Sequence[Head]) -> dict[int, int]:
    """Return, for each genuine entry by its place in the list, the number under which it was sealed.

    A moved entry does not fit its stored number, but still names its predecessor: so its own number follows from its
    neighbours in the chain, with one try per link. Where a neighbour is gone, heads tell, or a few higher numbers do.
    """
    true: dict[int, int] = {}
    taken: set[int] = set()
    followers: dict[bytes, list[int]] = defaultdict(list)
    holders: dict[bytes, list[int]] = defaultdict(list)
    for index, entry in enumerate(entries):
        followers[entry.before].append(index)
        holders[entry.seal].append(index)

    def accept(index: int, number: int) -> bool:
        entry = entries[index]
        if number < 1 or index in true or number in taken:
            return False
        if not hmac.compare_digest(entry.seal, seal_of(key, replace(entry, number=number))):
            return False
        true[index] = number
        taken.add(number)
        return True

    def walk(ahead: list[int]) -> None:
        while ahead:
            index = ahead.pop()
            ahead += [after for after in followers[entries[index].seal] if accept(after, true[index] + 1)]
            ahead += [before for before in holders[entries[index].before] if accept(before, true[index] - 1)]

    walk([index for index, entry in enumerate(entries) if accept(index, entry.number)])
    walk([index for index in followers[GENESIS] if accept(index, 1)])
    walk([index for head in known for index in holders[head.seal] if accept(index, head.number)])
    for index, entry in enumerate(entries):
        if index not in true and any(accept(index, entry.number + more) for more in range(1, _CLOSED_GAP)):
            walk([index])
    return true


def _originals(
    entries: Sequence[Entry], true: Mapping[int, int], missing: set[int], known: Sequence[Head]
) -> dict[int, int]:
    """Return, for each entry that is not genuine but stands for a missing one, the number of that one: it was altered.

    It carries the seal by which others remember that one, or its number, or stands where that one stood.
    """
    remembered = {entries[index].before: number - 1 for index, number in true.items()}
    remembered |= {head.seal: head.number for head in known}
    free = set(missing)
    found: dict[int, int] = {}

    def claim(index: int, number: int | None) -> None:
        if number in free:
            found[index] = number
            free.discard(number)

    for index, entry in enumerate(entries):
        if index not in true:
            claim(index, remembered.get(entry.seal))
    for index, entry in enumerate(entries):
        if index not in true and index not in found:
            claim(index, entry.number)
    behind = 0
    for index in range(len(entries)):
        if index not in true and index not in found:
            claim(index, behind + 1)
        behind = true.get(index, found.get(index, behind))
    return found


def _moved(
    entries: Sequence[Entry], true: Mapping[int, int], gone: Sequence[int], inserted: Sequence[int]
) -> Iterator[int]:
    """Yield the stored numbers of genuine entries that stand elsewhere than where losses and insertions push them."""
    for index, number in true.items():
        stored = entries[index].number
        pushed = number - bisect_left(gone, number) + bisect_left(inserted, stored)
        if stored not in (number, pushed):
            yield stored


def _replaced(genuine: Mapping[int, Entry], known: Sequence[Head]) -> Iterator[int]:
    """Yield the numbers at which a genuine entry stands that is not the one others remember.

    The stream was cut off before it, and went on from there in another way.
    """
    for head in known:
        if head.number in genuine and genuine[head.number].seal != head.seal:
            yield head.number
    for number, entry in genuine.items():
        if number == 1 and entry.before != GENESIS:
            yield number
        elif number - 1 in genuine and entry.before != genuine[number - 1].seal:
            yield number - 1

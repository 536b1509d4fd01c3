"""Whether the store holds what the rows say, and no more."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from ..models import StoredContent
from .store import Store, store

MISSING: Final = "missing"
CHANGED: Final = "changed"
ORPHAN: Final = "orphan"
_BLOCK: Final = 1024 * 1024


@dataclass(frozen=True)
class StoreFault:
    """Something amiss: bytes that are missing or changed, or that no row names (left by a broken-off write)."""

    harm: str
    sha256: str


def faults_in_store(*, read: bool = True) -> Iterator[StoreFault | None]:
    """Yield for each row of the store its fault or None, then what is there without a row. ``read``: count the digests."""
    place = store()
    known = set()
    for digest in StoredContent.objects.order_by("pk").values_list("sha256", flat=True).iterator():
        known.add(digest)
        yield _fault(place, digest, read)
    for digest in place.names():
        if digest not in known and not StoredContent.objects.filter(sha256=digest).exists():
            yield StoreFault(ORPHAN, digest)


def count_contents() -> int:
    """Return how many rows the store has."""
    return StoredContent.objects.count()


def _fault(place: Store, digest: str, read: bool) -> StoreFault | None:
    if not place.has(digest):
        return StoreFault(MISSING, digest)
    if not read:
        return None
    found = hashlib.sha256()
    with place.open(digest) as stream:
        while block := stream.read(_BLOCK):
            found.update(block)
    return None if found.hexdigest() == digest else StoreFault(CHANGED, digest)

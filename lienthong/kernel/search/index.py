"""The index: what rooms tell of their rows, kept true in the transactions of their writes, and made anew at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.db import transaction

from ..bulk import insert_rows
from ..models import SearchRow, SearchWord
from . import store
from .said import Findable, Row, findables
from .words import terms_of, words_in, words_named

_BATCH = 500
_CHUNK = 5_000
_KEPT = ("title", "detail", "link", "rank", "organisation_id", "valid_from", "valid_to", "terms")
_LONGEST_TITLE, _LONGEST_DETAIL = 300, 400

Progress = Callable[[str, Iterable[Any], int], Iterable[Any]]


def put(kind: str, rows: Iterable[Row]) -> None:
    """Let rows be found as they are now. Belongs into the transaction of the write that made or changed them."""
    kept = [
        SearchRow(kind=kind, key=row.key, **dict(zip(_KEPT, _as_kept(kind, row), strict=True)))
        for row in rows
    ]
    _require_transaction()
    SearchRow.objects.bulk_create(
        kept, batch_size=_BATCH, update_conflicts=True, unique_fields=["kind", "key"], update_fields=_KEPT
    )
    named = sorted({word for row in kept for word in words_named(row.terms.split())})
    words = sorted({word for row in kept for word in words_in(row.terms.split())})
    SearchWord.objects.bulk_create(
        [SearchWord(kind=kind, word=word, named=word in named) for word in words],
        batch_size=_BATCH,
        ignore_conflicts=True,
    )
    for start in range(0, len(named), _BATCH):
        unnamed = SearchWord.objects.filter(kind=kind, named=0, word__in=named[start : start + _BATCH])
        unnamed.update(named=1)


def drop(kind: str, keys: Iterable[str]) -> None:
    """Let rows no longer be found. Belongs into the transaction of the write that took them away."""
    _require_transaction()
    wanted = list(keys)
    for start in range(0, len(wanted), _BATCH):
        SearchRow.objects.filter(kind=kind, key__in=wanted[start : start + _BATCH]).delete()


@transaction.atomic
def rebuild(progress: Progress) -> dict[str, int]:
    """Make the index anew from what the rooms hold; return how many rows of each kind there are."""
    counts: dict[str, int] = {}
    with store.rewriting():
        for found in findables().values():
            rows = iter(progress(f"search: {found.kind}", found.rows(), found.count()))
            words, named = Counter[str](), Counter[str]()
            counts[found.kind] = 0
            # Chunk by chunk: while PostgreSQL is being copied to, nothing can be read.
            while chunk := [
                (found.kind, row.key, *_as_kept(found.kind, row)) for row in islice(rows, _CHUNK)
            ]:
                counts[found.kind] += insert_rows("kernel_searchrow", ("kind", "key", *_KEPT), chunk)
                terms = [row[-1].split() for row in chunk]
                words.update(word for held in terms for word in words_in(held))
                named.update(word for held in terms for word in words_named(held))
            counted = ((found.kind, word, count, named[word]) for word, count in words.items())
            insert_rows("kernel_searchword", ("kind", "word", "count", "named"), counted)
    return counts


def is_built() -> bool:
    """Say whether the index holds anything."""
    return SearchRow.objects.exists()


@dataclass(frozen=True)
class Gap:
    """How the index of a kind differs from what the room holds."""

    kind: str
    missing: int
    wrong: int
    surplus: int

    @property
    def is_none(self) -> bool:
        """Whether it does not differ."""
        return not (self.missing or self.wrong or self.surplus)


def check(progress: Progress) -> list[Gap]:
    """Compare the index with what the rooms hold; return how they differ, by kind."""
    return [_gap(found, progress) for found in findables().values()]


def _gap(found: Findable, progress: Progress) -> Gap:
    held = {
        key: hash(kept)
        for key, *kept in SearchRow.objects.filter(kind=found.kind).values_list("key", *_KEPT).iterator(5_000)
        for kept in [tuple(kept)]
    }
    missing = wrong = 0
    for row in progress(f"search: {found.kind}", found.rows(), found.count()):
        kept = held.pop(row.key, None)
        missing += kept is None
        wrong += kept is not None and kept != hash(_as_kept(found.kind, row))
    unknown = SearchRow.objects.exclude(kind__in=findables()).count()
    return Gap(found.kind, missing, wrong, len(held) + unknown)


def _as_kept(kind: str, row: Row) -> tuple[Any, ...]:
    """Return a row as the columns of _KEPT."""
    terms = terms_of(kind, (row.title, *row.names), row.short, f"{row.detail} {row.elsewhere}", row.marks)
    return (
        row.title[:_LONGEST_TITLE],
        row.detail[:_LONGEST_DETAIL],
        row.link,
        row.rank,
        row.organisation_id,
        row.since,
        row.until,
        " ".join(terms),
    )


def _require_transaction() -> None:
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("what can be found belongs into the transaction of what was written")

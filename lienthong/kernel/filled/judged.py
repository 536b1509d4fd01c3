"""What was found out about a row before anything is written: what would become of it, or why nothing can."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from .columns import Entry

Fact = TypeVar("Fact")


class Outcome(StrEnum):
    """What becomes of a row."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    WRONG = "wrong"


@dataclass(frozen=True)
class Judged(Generic[Fact]):
    """A row with its outcome. ``fact``: what would be written, None where nothing would; faults stand in the entry."""

    entry: Entry
    outcome: Outcome
    fact: Fact | None = None


def wrong(entry: Entry, code: str = "", sentence: str = "") -> Judged[Fact]:
    """Return a row of which nothing can be written, with one more reason beside a column."""
    if sentence:
        entry.add(code, sentence)
    return Judged(entry, Outcome.WRONG)

"""What a matter is in law, and what follows: who has to be known, what may be public, which clocks run, how long it is kept.

Dated data with citation (``data/classes.json``, ``data/duties.json``). Whether one matter may be published depends on its
category as well: ``may_be_public``.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from typing import Any

from .dated import Lasting, Words, lasting, read_rows
from .limits import ClockKind


class Identity(StrEnum):
    """Whether who sends has to say who they are. ``NEVER_STORED``: nothing that tells it may be kept, not even if given."""

    NONE_NEEDED = "none_needed"
    WANTED = "wanted"
    NEEDED = "needed"
    NEVER_STORED = "never_stored"


class Publicity(StrEnum):
    """What the public may read of it. ``ANSWER_PUBLIC``: the released answer; ``WITH_CONSENT``: that, if the sender agrees."""

    ANSWER_PUBLIC = "answer_public"
    WITH_CONSENT = "with_consent"
    NEVER = "never"


@dataclass(frozen=True)
class Retention:
    """For how many days after a matter has ended each part is kept; 0: it is never stored."""

    contact: int
    text: int
    attachments: int
    citation: Words
    verified: bool


@dataclass(frozen=True)
class ClassRule(Lasting):
    """The rules of a class from a day to a day. ``guided``: the sender is shown the way, and nothing is taken in.

    ``senders``: person, organisation, group, representative, on_behalf, unnamed.
    """

    identity: Identity
    publicity: Publicity
    guided: bool
    clocks: tuple[ClockKind, ...]
    retention: Retention
    photos: bool
    senders: frozenset[str]

    def may_be_public(self, *, consents: bool, guarded: bool) -> bool:
        """Say whether a released answer may be read by the public. ``guarded``: its category often names people."""
        if guarded or self.publicity is Publicity.NEVER:
            return False
        return consents or self.publicity is Publicity.ANSWER_PUBLIC


@dataclass(frozen=True)
class Duty(Lasting):
    """Something that law asks of a class and that is no period."""

    classes: tuple[str, ...]


@cache
def class_rules() -> tuple[ClassRule, ...]:
    """Return the rules of every class through time."""
    return tuple(
        ClassRule(
            **lasting(row),
            identity=Identity(row["identity"]),
            publicity=Publicity(row["publicity"]),
            guided=row["guided"],
            clocks=tuple(ClockKind(clock) for clock in row["clocks"]),
            retention=_retention(row),
            photos=row["photos"],
            senders=frozenset(row["senders"]),
        )
        for row in read_rows("classes.json")
    )


def _retention(row: dict[str, Any]) -> Retention:
    citation = {"vi": row["retention_citation"], "en": row["retention_citation_en"]}
    return Retention(**row["retention"], citation=citation, verified=row["retention_verified"])


@cache
def duties() -> tuple[Duty, ...]:
    """Return every duty through time."""
    return tuple(Duty(**lasting(row), classes=tuple(row["classes"])) for row in read_rows("duties.json"))


def class_on(code: str, day: date) -> ClassRule:
    """Return the rules of a class on a day; LookupError where there was no such class."""
    for rule in class_rules():
        if rule.code == code and rule.holds_on(day):
            return rule
    raise LookupError(f"no class {code!r} on {day}")

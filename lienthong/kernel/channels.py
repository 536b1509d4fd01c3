"""What carries a notice out of the product: one interface for e-mail, SMS and Zalo."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Protocol
from uuid import UUID

from .rooms import said


class Result(StrEnum):
    """What came of one try. SENT: taken over. LATER: not now. NEVER: not at all. DOWN: the carrier cannot be reached."""

    SENT = "sent"
    LATER = "later"
    NEVER = "never"
    DOWN = "down"


@dataclass(frozen=True)
class Outcome:
    """A result, and the carrier's own code ("550"): never its words, which may repeat an address."""

    result: Result
    code: str = ""


@dataclass(frozen=True)
class Line:
    """One notice in a message: its sentence and the page where it is read."""

    text: str
    url: str


@dataclass(frozen=True)
class Parcel:
    """One message to one person. ``uid`` stays the same at every try, so that a second copy can be recognised.

    ``address``: an e-mail address or a telephone number. ``choices_url``: where less can be asked for. ``foot``: what stands
    below for somebody who has no account, in place of the words for people who sign in.
    """

    uid: UUID
    address: str
    title: str
    lines: Sequence[Line]
    choices_url: str
    language: str
    foot: str = ""


class Channel(Protocol):
    """A way out. It is open for one run of sending: ``close`` comes at the end."""

    def send(self, parcel: Parcel) -> Outcome:
        """Hand over one message; never raises for what the carrier answers."""

    def close(self) -> None:
        """Let go of the connection."""


@dataclass(frozen=True)
class Carriers:
    """The ways out of an installation: said in ``schedules.py`` by the room that has them, used by any that tells people.

    ``in_use``: their names by the settings; ``open``: one of them, to be closed after a run.
    """

    in_use: Callable[[], tuple[str, ...]]
    open: Callable[[str], Channel]


@cache
def carriers() -> Carriers:
    """Return the ways out; without a room that says any there are none."""
    return next(said("schedules", Carriers), Carriers(tuple, _none))


def _none(name: str) -> Channel:
    raise LookupError(name)

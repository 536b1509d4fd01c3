"""What an old address or code comes to: units by the names that are meant, and codes as lists of them are written."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from .areas import Lasting

# Between codes that hold together, and between codes of which one is meant.
AND: Final = "+"
OR: Final = "|"


@dataclass(frozen=True)
class NamedUnit(Lasting):
    """A unit as it was called on the days that are meant. ``within``: what it lay in, from the nearest upwards."""

    uid: UUID
    level: str
    code: str
    full_name: str
    within: tuple[str, ...]

    @property
    def address(self) -> str:
        """Return its name with what it lay in."""
        return ", ".join((self.full_name, *self.within))


@dataclass(frozen=True)
class Candidate:
    """A unit that a text can mean, and what it is on the day. ``whole``: all of it is, or went into, the one unit."""

    unit: NamedUnit
    now: tuple[NamedUnit, ...]
    best: NamedUnit | None
    whole: bool


@dataclass(frozen=True)
class Resolution:
    """What a text comes to on a day.

    ``meant``: the unit or units that the text means; several are alternatives. ``now``: all units in force on ``on`` that
    they come to, the best first. ``certain``: one former unit at most is meant, and all that the text can mean is, or went
    whole into, the one unit in ``now``. ``why``: sentences in the language that is active.
    """

    text: str
    on: date
    meant: tuple[NamedUnit, ...]
    now: tuple[NamedUnit, ...]
    best: NamedUnit | None
    certain: bool
    why: str
    candidates: tuple[Candidate, ...]

    @property
    def old_codes(self) -> str:
        """Return the codes of what is meant; alternatives stand between bars."""
        return OR.join(dict.fromkeys(unit.code for unit in self.meant))

    @property
    def new_codes(self) -> str:
        """Return the codes of the units in force, joined by a plus sign."""
        return AND.join(dict.fromkeys(unit.code for unit in self.now))

    @property
    def best_code(self) -> str:
        """Return the code of the single best unit, "" where none is better than another."""
        return self.best.code if self.best else ""

"""A plan as it is looked at by the checks, and how they say what they find. Plain Python."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

from .fates import Fates, called
from .known import Known
from .steps import Key, Outcome, Problem, Severity, Step, Unit


@dataclass(frozen=True)
class Case:
    """A plan as it is checked: the units of the eve, its well-formed steps, and what comes of them."""

    eve: Mapping[Key, Unit]
    steps: Sequence[Step]
    fates: Fates
    outcome: Outcome
    known: Known
    allows_crossing: bool

    def old(self, key: Key) -> str:
        """Return what a unit of the eve is called."""
        return called(self.eve.get(key), key)

    def new(self, key: Key) -> str:
        """Return what a unit of the day itself is called."""
        return called(self.outcome.after.get(key), key)

    @cached_property
    def touched(self) -> frozenset[Key]:
        """Units of the day itself that are another thing than on the eve."""
        return self.outcome.founded | frozenset(self.outcome.goes_on.values())

    def begun_by(self, key: Key) -> int:
        """Return the position of the step that begins a unit, 0 where none does."""
        begins = self.fates.begins.get(key)
        return begins[0].position if begins else 0

    def first_of(self, key: Key) -> int:
        """Return the position of the first step that touches a unit of the eve, 0 where none does."""
        steps = self.fates.ends.get(key) or self.fates.changes.get(key)
        return steps[0].position if steps else 0

    def at(self, new: Key) -> int:
        """Return the position of the first step that touches a unit of the day itself, 0 where none does."""
        return self.begun_by(new) or (self.first_of(new) if new in self.eve else 0)


Check: TypeAlias = Callable[[Case], Iterator[Problem]]


def blocks(code: str, step: int = 0, /, **words: str) -> Problem:
    """Return a problem that has to be put right."""
    return Problem(code, Severity.BLOCKS, step, words)


def warns(code: str, step: int = 0, /, **words: str) -> Problem:
    """Return a problem that has to be known."""
    return Problem(code, Severity.WARNS, step, words)

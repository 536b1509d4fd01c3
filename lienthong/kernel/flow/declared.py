"""What a flow is made of: values that a room writes down. A flow that contradicts itself is refused when it is written."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeAlias

from ..deadlines import Term
from ..permission import Permission

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

# Where a row is before it exists.
START = ""

# Says why a step can not be taken with a row now, as a sentence to a person; None where it can.
Rule: TypeAlias = Callable[[Any], str | None]


@dataclass(frozen=True)
class Tell:
    """Who is told of a step. ``notice``: the kind of notice. ``to``: the audience, a word that the room knows."""

    notice: str
    to: str


@dataclass(frozen=True)
class State:
    """Where a row may stand. ``term``: runs while it stands here. ``ends``: nothing runs any more.

    ``note``: what it means, in English, for the documents.
    """

    name: str
    label: str | _StrPromise
    term: Term | None = None
    ends: bool = False
    note: str = ""


@dataclass(frozen=True)
class Step:
    """What can be done to a row. ``verb``: of its audit entry, "" where the service knows more than the step.

    ``term``: runs from this step until the row ends. Two steps of one name differ in where they begin, and in nothing else
    but where they lead.
    """

    name: str
    label: str | _StrPromise
    sources: tuple[str, ...]
    to: str
    who: Permission
    verb: str = ""
    when: Rule | None = None
    needs_reason: bool = False
    tells: tuple[Tell, ...] = ()
    term: Term | None = None


@dataclass(frozen=True)
class Flow:
    """How a kind of row goes from state to state. ``kind``: of its Subject and its audit entries.

    ``label``: one such row, as the subject of a sentence. ``tree``: the code of the tree up which goes what ran out.
    """

    kind: str
    label: str | _StrPromise
    states: tuple[State, ...]
    steps: tuple[Step, ...]
    tree: str = ""
    note: str = ""

    def __post_init__(self) -> None:
        known = {START, *(state.name for state in self.states)}
        pairs = [(source, step.name) for step in self.steps for source in step.sources]
        if len(known) != len(self.states) + 1:
            raise ValueError(f"{self.kind}: two states of one name")
        if len(set(pairs)) != len(pairs):
            raise ValueError(f"{self.kind}: a step leads from one state to two")
        if not self.tree and any(term.climbs for term in self.terms):
            raise ValueError(f"{self.kind}: what runs out climbs, and no tree is named")
        for step in self.steps:
            if not {*step.sources, step.to} <= known or step.to == START:
                raise ValueError(f"{self.kind}: step {step.name} names a state that there is not")
            first = self.step(step.name)
            if (step.who, step.needs_reason) != (first.who, first.needs_reason):
                raise ValueError(f"{self.kind}: step {step.name} is allowed in two ways")

    @cached_property
    def _moves(self) -> Mapping[tuple[str, str], Step]:
        return {(source, step.name): step for step in self.steps for source in step.sources}

    @cached_property
    def _states(self) -> Mapping[str, State]:
        return {state.name: state for state in self.states}

    @cached_property
    def terms(self) -> frozenset[Term]:
        """Every limit that runs in it."""
        parts: tuple[State | Step, ...] = (*self.states, *self.steps)
        return frozenset(part.term for part in parts if part.term)

    def state(self, name: str) -> State:
        """Return a state by its name; KeyError where there is none."""
        return self._states[name]

    def step(self, name: str) -> Step:
        """Return what is alike in all steps of a name; KeyError where there is none."""
        for step in self.steps:
            if step.name == name:
                return step
        raise KeyError(name)

    def from_state(self, state: str, name: str) -> Step | None:
        """Return the step of a name that can be taken from a state, None where there is none."""
        return self._moves.get((state, name))

    def names_from(self, state: str) -> frozenset[str]:
        """Return the names of the steps that can be taken from a state."""
        return frozenset(name for source, name in self._moves if source == state)

    def is_done(self, state: str, name: str) -> bool:
        """Say whether a row stands already where a step leads, and cannot take it again: a second press of a button."""
        return (state, name) not in self._moves and any(
            step.to == state for step in self.steps if step.name == name
        )

"""Two plans beside each other, and a plan beside what the registry holds. Plain Python."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TypeAlias
from uuid import UUID

from .steps import Key, Outcome, Step, StepKind, Unit

# What a step is about. Two steps of one place say the same thing, or differ in how they say it.
Place: TypeAlias = tuple[StepKind, Key | UUID | None, Key | None]


@dataclass(frozen=True)
class Comparison:
    """Steps of two plans. ``differing``: those about the same units, that say something else of them."""

    only_first: tuple[Step, ...]
    only_second: tuple[Step, ...]
    differing: tuple[tuple[Step, Step], ...]
    same: int

    @property
    def alike(self) -> bool:
        """Whether both say the same."""
        return not (self.only_first or self.only_second or self.differing)


def compare(first: Iterable[Step], second: Iterable[Step]) -> Comparison:
    """Return where the steps of two plans differ; in which order they stand makes no difference."""
    one, other = _by_place(first), _by_place(second)
    both = [(step, other[place]) for place, step in one.items() if place in other]
    differing = tuple(pair for pair in both if _said(pair[0]) != _said(pair[1]))
    return Comparison(
        tuple(step for place, step in one.items() if place not in other),
        tuple(step for place, step in other.items() if place not in one),
        differing,
        len(both) - len(differing),
    )


def _by_place(steps: Iterable[Step]) -> dict[Place, Step]:
    return {_place_of(step): step for step in steps}


def _place_of(step: Step) -> Place:
    leads = step.new if step.kind in (StepKind.CREATE, StepKind.MERGE, StepKind.SPLIT) else None
    return step.kind, step.old or step.old_uid, leads


def _said(step: Step) -> Step:
    return replace(step, position=0)


class Side(StrEnum):
    """On which side a unit of the day itself stands."""

    FIRST = "first"
    SECOND = "second"
    BOTH = "both"


@dataclass(frozen=True)
class Difference:
    """A unit of the day itself that two sides know otherwise; None where a side does not know it."""

    key: Key
    first: Unit | None
    second: Unit | None

    @property
    def side(self) -> Side:
        """Return which of the two knows it."""
        if self.first is None:
            return Side.SECOND
        return Side.FIRST if self.second is None else Side.BOTH


def units_differing(first: Mapping[Key, Unit], second: Mapping[Key, Unit]) -> list[Difference]:
    """Return the units of the day itself that two sides know otherwise: there or not, name, kind or place."""
    keys = sorted(first.keys() | second.keys())
    return [
        Difference(key, first.get(key), second.get(key)) for key in keys if first.get(key) != second.get(key)
    ]


@dataclass(frozen=True)
class Fate:
    """What becomes of a unit of the eve by each of two plans: the units into which it goes, or as which it goes on."""

    old: Key
    first: tuple[Key, ...]
    second: tuple[Key, ...]


def fates_differing(first: Outcome, second: Outcome, eve: Sequence[Key]) -> list[Fate]:
    """Return the units of the eve that go elsewhere by one plan than by the other."""
    one, other = _ways(first), _ways(second)
    return [
        Fate(key, one.get(key, (key,)), other.get(key, (key,)))
        for key in eve
        if one.get(key, (key,)) != other.get(key, (key,)) or (key in first.ended) != (key in second.ended)
    ]


def _ways(outcome: Outcome) -> dict[Key, tuple[Key, ...]]:
    ways: dict[Key, tuple[Key, ...]] = dict.fromkeys(outcome.ended, ())
    for link in sorted(outcome.links, key=lambda one: (one.old, one.new)):
        ways[link.old] = (*ways[link.old], link.new)
    return ways | {old: (new,) for old, new in outcome.goes_on.items()}

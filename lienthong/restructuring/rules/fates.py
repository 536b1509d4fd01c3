"""The steps of a plan by the unit that each touches: which units begin, end, go on changed. Plain Python.

A plan is a set of statements, not a script: in which order its steps stand makes no difference.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from lienthong.registry.unitdata import KIND_WORDS

from .levels import COUNTRY
from .steps import Key, Link, Step, StepKind, Unit

ENDING = frozenset({StepKind.MERGE, StepKind.SPLIT, StepKind.ABOLISH})
_LEVELS = 4


@dataclass
class Fates:
    """Well-formed steps by what they touch."""

    begins: dict[Key, list[Step]] = field(default_factory=lambda: defaultdict(list))
    ends: dict[Key, list[Step]] = field(default_factory=lambda: defaultdict(list))
    changes: dict[Key, list[Step]] = field(default_factory=lambda: defaultdict(list))
    moves: dict[UUID, list[Step]] = field(default_factory=lambda: defaultdict(list))


def fates_of(steps: Iterable[Step]) -> Fates:
    """Sort steps by the unit that each touches. A step without the words that it needs touches nothing."""
    fates = Fates()
    for step in steps:
        if step.kind is StepKind.CREATE:
            if step.new is not None:
                fates.begins[step.new].append(step)
        elif step.old is not None:
            (fates.ends if step.kind in ENDING else fates.changes)[step.old].append(step)
        elif step.old_uid is not None:
            fates.moves[step.old_uid].append(step)
    return fates


def touched_by(steps: Iterable[Step]) -> frozenset[Key]:
    """Return the units of the eve that steps touch, those left out that have no code."""
    return frozenset(step.old for step in steps if step.kind is not StepKind.CREATE and step.old is not None)


def linked(step: Step) -> Link | None:
    """Return where a step lets a unit go; None where nothing follows it."""
    if step.old is None or step.new is None:
        return None
    whole = step.kind is not StepKind.SPLIT
    return Link(
        step.old,
        step.new,
        whole,
        None if whole else step.share,
        "" if whole else step.share_key,
        whole or step.default,
    )


def founded_by(step: Step, key: Key) -> Unit:
    """Return the unit that a step begins. A province lies within the country where nothing else is said."""
    parent = COUNTRY if step.parent is None and key.level == "province" else step.parent
    return Unit(key, step.unit_kind, step.name, parent)


def changed_by(unit: Unit, steps: Sequence[Step], parent: Key | None) -> Unit:
    """Return what a unit that goes on is after some steps. ``parent``: within what it lies where no step says so."""
    key, kind, name = unit.key, unit.kind, unit.name
    for step in steps:
        name = step.name or name
        if step.kind is StepKind.RETYPE:
            kind = step.unit_kind
        elif step.kind is StepKind.RECODE:
            key = Key(unit.key.level, step.new_code)
        elif step.kind is StepKind.TRANSFER:
            parent = step.parent
    return Unit(key, kind, name, parent)


def called(unit: Unit | None, key: Key) -> str:
    """Return a unit as sentences name it: Phường Ba Đình (00004); by its bare code where nobody knows it."""
    if unit is None or not unit.name:
        return key.code
    return " ".join(filter(None, (KIND_WORDS.get(unit.kind), unit.name, f"({key.code})" if key.code else "")))


def province_of(key: Key | None, units: Mapping[Key, Unit]) -> Key | None:
    """Return the province in which a unit lies, itself where it is one; None where the way up does not lead to any."""
    return next((above for above in way_up(key, units) if above.level == "province"), None)


def is_below(key: Key, above: Key, units: Mapping[Key, Unit]) -> bool:
    """Say whether a unit lies somewhere within another one."""
    return key != above and above in way_up(key, units)


def way_up(key: Key | None, units: Mapping[Key, Unit]) -> Iterator[Key]:
    """Yield a unit and those around it, from the nearest; no more than there are levels, for a plan may run in a circle."""
    for _level in range(_LEVELS):
        if key is None:
            return
        yield key
        unit = units.get(key)
        key = unit.parent if unit is not None else None

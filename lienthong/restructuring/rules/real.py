"""The steps that lead from one list of units to the next, by the links between them: how real acts become plans. Plain Python.

What a list says is taken as it stands: no share is invented where none was published, and what nothing follows ends.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Final, Protocol
from uuid import UUID

from .steps import Key, Step, StepKind

_ORDER: Final = ("province", "district", "commune")
# Links of these kinds join two records of one and the same unit: same ground, same people.
_GOES_ON: Final = frozenset({"unchanged", "renamed", "retyped"})


class Listed(Protocol):
    """A unit as a list has it; ``parent``: the code of the unit above at the same time."""

    @property
    def level(self) -> str: ...
    @property
    def code(self) -> str: ...
    @property
    def parent(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def name(self) -> str: ...


class Joined(Protocol):
    """A unit before went, whole or in part, into a unit after."""

    @property
    def from_level(self) -> str: ...
    @property
    def from_code(self) -> str: ...
    @property
    def to_level(self) -> str: ...
    @property
    def to_code(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def extent(self) -> str: ...
    @property
    def is_default(self) -> bool: ...


class Retyped(Protocol):
    """A unit that an act lets go on as another kind."""

    @property
    def level(self) -> str: ...
    @property
    def code(self) -> str: ...
    @property
    def kind(self) -> str: ...


def steps_between(
    before: Iterable[Listed], after: Iterable[Listed], links: Iterable[Joined], villages: Mapping[UUID, str]
) -> list[Step]:
    """Return the steps from one list to the next, numbered: what begins, what goes on, where all else goes, what ends.

    ``villages``: of units that are split, by public id, the code of the commune in which each goes on.
    """
    old = {Key(unit.level, unit.code): unit for unit in before}
    new = {Key(unit.level, unit.code): unit for unit in after}
    same, gone = {}, []
    for link in links:
        if link.kind in _GOES_ON:
            same[Key(link.to_level, link.to_code)] = Key(link.from_level, link.from_code)
        else:
            gone.append(link)
    ended = old.keys() - set(same.values()) - {Key(link.from_level, link.from_code) for link in gone}
    steps = [
        *(_created(unit, new) for key, unit in _ordered(new) if key not in same),
        *(
            step
            for key, unit in _ordered(new)
            if key in same
            for step in _changed(old[same[key]], unit, old, new)
        ),
        *map(_followed, gone),
        *(Step(0, StepKind.ABOLISH, key.level, old_code=key.code) for key in sorted(ended)),
        *(
            Step(0, StepKind.TRANSFER, "village", old_uid=uid, parent=Key("commune", code))
            for uid, code in villages.items()
        ),
    ]
    return _numbered(steps)


def steps_of_act(changes: Iterable[Retyped]) -> list[Step]:
    """Return the steps of an act that lets units go on as another kind."""
    return _numbered(
        Step(0, StepKind.RETYPE, change.level, old_code=change.code, unit_kind=change.kind)
        for change in changes
    )


def _numbered(steps: Iterable[Step]) -> list[Step]:
    return [replace(step, position=place) for place, step in enumerate(steps, start=1)]


def _ordered(units: Mapping[Key, Listed]) -> list[tuple[Key, Listed]]:
    return sorted(units.items(), key=lambda item: (_ORDER.index(item[0].level), item[0].code))


def _created(unit: Listed, units: Mapping[Key, Listed]) -> Step:
    return Step(
        0,
        StepKind.CREATE,
        unit.level,
        new_code=unit.code,
        name=unit.name,
        unit_kind=unit.kind,
        parent=_around(unit, units),
    )


def _changed(
    was: Listed, unit: Listed, old: Mapping[Key, Listed], new: Mapping[Key, Listed]
) -> Iterator[Step]:
    """Yield what is done to a unit that goes on: called otherwise, of another kind, under another code, within another unit."""
    if was.kind != unit.kind:
        name = unit.name if was.name != unit.name else ""
        yield Step(0, StepKind.RETYPE, was.level, old_code=was.code, name=name, unit_kind=unit.kind)
    elif was.name != unit.name:
        yield Step(0, StepKind.RENAME, was.level, old_code=was.code, name=unit.name)
    if was.code != unit.code:
        yield Step(0, StepKind.RECODE, was.level, old_code=was.code, new_code=unit.code)
    # By its code another unit may be meant: whatever lay within one that ended is told where it lies from now on.
    if (parent := _around(unit, new)) is not None and parent != _around(was, old):
        yield Step(0, StepKind.TRANSFER, was.level, old_code=was.code, parent=parent)


def _around(unit: Listed, units: Mapping[Key, Listed]) -> Key | None:
    """Return within what a unit lies: the nearest level that has a unit of that code; None of a province."""
    levels = _ORDER[: _ORDER.index(unit.level)]
    return next((key for level in reversed(levels) if (key := Key(level, unit.parent)) in units), None)


def _followed(link: Joined) -> Step:
    whole = link.extent == "whole"
    return Step(
        0,
        StepKind.MERGE if whole else StepKind.SPLIT,
        link.from_level,
        old_code=link.from_code,
        new_level=link.to_level if link.to_level != link.from_level else "",
        new_code=link.to_code,
        whole=whole,
        default=link.is_default,
    )

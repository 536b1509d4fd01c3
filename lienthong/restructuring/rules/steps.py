"""The words of a plan: units of one day, the steps that lead to the next, and what comes of them. Plain Python.

Codes are used again: the old code of a step is read on the eve, the new one on the day itself. They are two sets of names.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from typing import NamedTuple
from uuid import UUID


class StepKind(StrEnum):
    """What a step does to a unit."""

    CREATE = "create"  # a unit begins: new_code, name, unit_kind, parent
    MERGE = "merge"  # a whole unit goes into a new one: old_code, new_code; it ends
    SPLIT = "split"  # a part of a unit goes into a new one, its share known or not; it ends
    RENAME = "rename"  # a unit goes on under another name
    RETYPE = "retype"  # a unit goes on as another kind, perhaps with another name
    RECODE = "recode"  # a unit goes on under another code: old_code, new_code
    TRANSFER = "transfer"  # a unit goes on within another one: parent; a village has no code but a uid
    ABOLISH = "abolish"  # a unit ends; without new_code nothing follows it


class Key(NamedTuple):
    """A unit on a day: its level and its code."""

    level: str
    code: str


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit in force on a day."""

    key: Key
    kind: str
    name: str
    parent: Key | None


@dataclass(frozen=True, slots=True)
class Step:
    """One step. Which of the words it needs: StepKind. ``share``: of a split, None where no source says so."""

    position: int
    kind: StepKind
    level: str
    old_code: str = ""
    old_uid: UUID | None = None
    new_level: str = ""  # where it is another one, such as a district's special zone
    new_code: str = ""
    name: str = ""
    unit_kind: str = ""
    parent: Key | None = None
    whole: bool = True
    share: Fraction | None = None
    share_key: str = ""
    default: bool = False

    @property
    def old(self) -> Key | None:
        """The unit of the eve that it touches; None of a step that begins one, or of one without a code."""
        return Key(self.level, self.old_code) if self.old_code else None

    @property
    def new(self) -> Key | None:
        """The unit of the day itself that it names."""
        return Key(self.new_level or self.level, self.new_code) if self.new_code else None


@dataclass(frozen=True, slots=True)
class Link:
    """A unit of the eve went into one of the day itself, whole or in part. ``default``: the one to name where one must be."""

    old: Key
    new: Key
    whole: bool
    share: Fraction | None
    share_key: str
    default: bool


class Severity(StrEnum):
    """How much a finding weighs: what blocks has to be put right before the plan counts as checked."""

    BLOCKS = "blocks"
    WARNS = "warns"


@dataclass(frozen=True, slots=True)
class Problem:
    """A finding of the check. ``code`` names the sentence, ``words`` what it speaks of; ``step``: its position, 0 of none."""

    code: str
    severity: Severity
    step: int = 0
    words: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Outcome:
    """What comes of a plan: the units of the day itself, and what became of each of the eve's that is touched."""

    after: Mapping[Key, Unit]
    founded: frozenset[Key]  # of the day itself
    ended: frozenset[Key]  # of the eve
    goes_on: Mapping[Key, Key]  # of the eve, to what it is on the day itself; those that are touched only
    links: tuple[Link, ...]
    moved: Mapping[UUID, Key]  # areas without a code, to the unit within which they lie
    problems: tuple[Problem, ...]

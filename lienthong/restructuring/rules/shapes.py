"""Whether a step says all that its kind needs, and nothing that cannot be. Plain Python."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from .levels import KINDS, LEVELS, WITHIN
from .shares import written_share
from .steps import Problem, Severity, Step, StepKind

# Which words a kind of step cannot do without.
_NEEDS: Final = {
    StepKind.CREATE: ("new_code", "name", "unit_kind"),
    StepKind.MERGE: ("old_code", "new_code"),
    StepKind.SPLIT: ("old_code", "new_code"),
    StepKind.RENAME: ("old_code", "name"),
    StepKind.RETYPE: ("old_code", "unit_kind"),
    StepKind.RECODE: ("old_code", "new_code"),
    StepKind.TRANSFER: ("old_code", "parent"),
    StepKind.ABOLISH: ("old_code",),
}


def well_formed(steps: Iterable[Step]) -> tuple[list[Step], list[Problem]]:
    """Return the steps of which something can follow, and what is wrong about the others."""
    good: list[Step] = []
    problems: list[Problem] = []
    for step in steps:
        found = list(_faults_of(step))
        problems += found
        if not found:
            good.append(step)
    return good, problems


def _faults_of(step: Step) -> Iterator[Problem]:
    for code, words in (*_missing(step), *_levels(step), *_values(step)):
        yield Problem(code, Severity.BLOCKS, step.position, {"code": step.old_code or step.new_code, **words})


def _missing(step: Step) -> Iterator[tuple[str, dict[str, str]]]:
    village = step.level == "village"
    for word in _NEEDS[step.kind]:
        # A village has no code: it is named by its public id.
        given = step.old_uid if village and word == "old_code" else getattr(step, word)
        if not given:
            yield f"no_{word}", {}
    if step.kind is StepKind.CREATE and step.parent is None and (step.new_level or step.level) != "province":
        yield "no_parent", {}


def _levels(step: Step) -> Iterator[tuple[str, dict[str, str]]]:
    if step.level == "village":
        if step.kind is not StepKind.TRANSFER:
            yield "village_only_moves", {}
    elif step.level not in LEVELS:
        yield "unknown_level", {"level": step.level}
    if step.new_level and step.new_level not in LEVELS:
        yield "unknown_level", {"level": step.new_level}
    elif step.kind is StepKind.RECODE and step.new_level not in ("", step.level):
        yield "recode_level", {}
    placed = (step.new_level or step.level) if step.kind is StepKind.CREATE else step.level
    if step.parent is not None and step.parent.level not in WITHIN.get(placed, ()):
        yield "wrong_parent_level", {"parent": step.parent.code}


def _values(step: Step) -> Iterator[tuple[str, dict[str, str]]]:
    level = (step.new_level or step.level) if step.kind is StepKind.CREATE else step.level
    if step.unit_kind and level in KINDS and step.unit_kind not in KINDS[level]:
        yield "unknown_kind", {"kind": step.unit_kind}
    if step.share is not None and not 0 < step.share <= 1:
        yield "share_range", {"share": written_share(step.share)}

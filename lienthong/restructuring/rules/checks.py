"""Everything that is wrong or odd about a plan, by looking at what comes of it. Plain Python.

Each check yields problems; the sentences stand elsewhere. All look units up by key: a plan of the whole country is read in a
second.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from .beside import (
    check_areas,
    check_bodies,
    check_later_changes,
    check_other_plans,
    check_posts,
    check_reach,
    check_villages,
)
from .case import Case, Check, blocks, warns
from .going import check_crossing, check_gaps, check_parts, check_successors
from .standing import check_codes, check_namesakes, check_places
from .steps import Problem, Step


def find_problems(case: Case) -> Iterator[Problem]:
    """Yield what every check finds."""
    for check in CHECKS:
        yield from check(case)


def _nothing(case: Case) -> Iterator[Problem]:
    if not case.steps:
        yield blocks("no_steps")


def _not_in_force(case: Case) -> Iterator[Problem]:
    for touched in (case.fates.ends, case.fates.changes):
        for key, steps in touched.items():
            if key in case.eve:
                continue
            words = {"code": key.code, "level": key.level}
            closed = case.known.closed.get(key)
            if closed is None:
                yield blocks("unknown_unit", steps[0].position, **words)
            else:
                yield blocks("closed_unit", steps[0].position, day=f"{closed:%d/%m/%Y}", **words)


def _said_twice(case: Case) -> Iterator[Problem]:
    for key, steps in case.fates.begins.items():
        if len(steps) > 1:
            yield blocks("begins_twice", steps[1].position, unit=case.new(key))
    for key, steps in case.fates.changes.items():
        if ends := case.fates.ends.get(key):
            yield blocks("ends_and_goes_on", ends[0].position, unit=case.old(key))
        double = next((step for place, step in enumerate(steps) if _said_before(step, steps[:place])), None)
        if double:
            yield blocks("changes_twice", double.position, unit=case.old(key))
    for uid, steps in case.fates.moves.items():
        if len(steps) > 1:
            yield blocks("changes_twice", steps[1].position, unit=str(uid))


def _said_before(step: Step, earlier: Sequence[Step]) -> bool:
    """Say whether a step repeats, or speaks against, what an earlier one of the same unit says."""
    return any(one.kind is step.kind or (one.name and step.name) for one in earlier)


def _changes_nothing(case: Case) -> Iterator[Problem]:
    for key, steps in case.fates.changes.items():
        after = case.outcome.after.get(case.outcome.goes_on.get(key, key))
        if key in case.eve and after == case.eve[key]:
            yield warns("no_change", steps[0].position, unit=case.old(key))


CHECKS: Final[tuple[Check, ...]] = (
    _nothing,
    _not_in_force,
    _said_twice,
    _changes_nothing,
    check_parts,
    check_successors,
    check_gaps,
    check_crossing,
    check_codes,
    check_places,
    check_namesakes,
    check_later_changes,
    check_other_plans,
    check_reach,
    check_villages,
    check_areas,
    check_bodies,
    check_posts,
)

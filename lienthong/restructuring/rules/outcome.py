"""What comes of a plan: the units of the day itself, and what became of those of the eve. Plain Python.

A unit that goes on keeps its ground. Whatever gained or lost ground ends, and another one begins, even where name and code
stay: MERGE and SPLIT lead to units that the plan creates. ABOLISH may name a unit that goes on: it takes the affairs over,
the ground had been within it before.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from .case import Case
from .checks import find_problems
from .fates import Fates, changed_by, fates_of, founded_by, linked
from .known import Known
from .levels import WITHIN
from .shapes import well_formed
from .steps import Key, Link, Outcome, Step, StepKind, Unit


def outcome_of(
    eve: Mapping[Key, Unit],
    steps: Iterable[Step],
    *,
    allows_crossing: bool = False,
    known: Known | None = None,
) -> Outcome:
    """Return what comes of steps, with everything that is wrong or odd about them; a step that makes no sense does nothing.

    What lies within a unit that went whole into one other goes with it, unless a step says otherwise.
    """
    good, faults = well_formed(steps)
    fates = fates_of(good)
    outcome = _applied(eve, fates)
    case = Case(eve, good, fates, outcome, known or Known(), allows_crossing)
    problems = [*faults, *find_problems(case)]
    return replace(outcome, problems=tuple(sorted(problems, key=lambda one: (one.step, one.code))))


def _applied(eve: Mapping[Key, Unit], fates: Fates) -> Outcome:
    ended = frozenset(key for key in fates.ends if key in eve)
    links = tuple(link for key in eve if key in ended for step in fates.ends[key] if (link := linked(step)))
    heirs = _whole_heirs(links)
    after: dict[Key, Unit] = {}
    goes_on: dict[Key, Key] = {}
    for key, unit in eve.items():
        if key in ended:
            continue
        changes = fates.changes.get(key, [])
        parent, moved = _parent_after(unit, ended, heirs, fates)
        changed = changed_by(unit, changes, parent)
        after[changed.key] = changed
        if changes or moved:
            goes_on[key] = changed.key
    after |= {key: founded_by(begins[0], key) for key, begins in fates.begins.items()}
    return Outcome(
        after=after,
        founded=frozenset(fates.begins),
        ended=ended,
        goes_on=goes_on,
        links=links,
        moved={uid: moves[0].parent for uid, moves in fates.moves.items() if moves[0].parent is not None},
        problems=(),
    )


def _whole_heirs(links: Iterable[Link]) -> dict[Key, Key]:
    """Return where units of the eve went that went whole."""
    return {link.old: link.new for link in links if link.whole}


def _parent_after(
    unit: Unit, ended: frozenset[Key], heirs: Mapping[Key, Key], fates: Fates
) -> tuple[Key | None, bool]:
    """Return within what a unit lies on the day itself where no step says so, and whether that is another unit.

    None where the one around it ended in a way that leaves it open.
    """
    above = unit.parent
    if above is None:
        return None, False
    if above in ended:
        heir = heirs.get(above)
        return (heir if heir and heir.level in WITHIN[unit.key.level] else None), True
    recoded = next((step for step in fates.changes.get(above, ()) if step.kind is StepKind.RECODE), None)
    return (Key(above.level, recoded.new_code) if recoded else above), False

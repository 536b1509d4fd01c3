"""Everything that is wrong or odd about a plan, by looking at what comes of it. Plain Python.

Each check yields problems; the sentences stand elsewhere. All look units up by key: a plan of the whole country is read in a
second.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Final

from .fates import Fates, called, is_below, province_of
from .known import Known
from .shares import written_share
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


Check = Callable[[Case], Iterator[Problem]]


def blocks(code: str, step: int = 0, /, **words: str) -> Problem:
    """Return a problem that has to be put right."""
    return Problem(code, Severity.BLOCKS, step, words)


def warns(code: str, step: int = 0, /, **words: str) -> Problem:
    """Return a problem that has to be known."""
    return Problem(code, Severity.WARNS, step, words)


def find_problems(case: Case) -> Iterator[Problem]:
    """Yield what every check finds."""
    for check in CHECKS:
        yield from check(case)


# ── steps among themselves ───────────────────────────────────────────────────────────────────────────────────────────


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


# ── where units go ───────────────────────────────────────────────────────────────────────────────────────────────────

_LAST_DIGIT: Final = 10**10  # shares are kept with ten decimals


def _parts(case: Case) -> Iterator[Problem]:
    """A unit that ends goes whole into one, or in two parts at least."""
    for key, steps in case.fates.ends.items():
        if len(steps) == 1 and steps[0].kind != "split":
            continue
        at, unit = steps[0].position, case.old(key)
        if any(step.kind != "split" for step in steps):
            yield blocks("goes_twice", steps[1].position, unit=unit)
            continue
        if len(steps) == 1:
            yield blocks("lone_part", at, unit=unit, new=case.new(steps[0].new or key))
            continue
        targets = Counter(step.new for step in steps)
        for step in steps:
            if targets.pop(step.new, 1) > 1:
                yield blocks("part_twice", step.position, unit=unit, new=step.new_code)
        defaults = sum(step.default for step in steps)
        if defaults != 1:
            yield blocks("no_default" if defaults == 0 else "many_defaults", at, unit=unit)
        yield from _shares(steps, unit)


def _shares(steps: Sequence[Step], unit: str) -> Iterator[Problem]:
    shares = [step.share for step in steps if step.share is not None]
    at, total = steps[0].position, sum(shares, Fraction(0))
    if len(shares) < len(steps):
        yield warns("no_share", at, unit=unit, parts=str(len(steps)))
        wrong = total >= 1
    else:
        # What was rounded to ten decimals may miss one by less than the last digit of every part.
        wrong = total != 1 and abs(total - 1) * _LAST_DIGIT >= len(steps)
    if wrong:
        yield blocks("share_sum", at, unit=unit, total=written_share(total))
    if len({step.share_key for step in steps if step.share is not None}) > 1:
        yield blocks("share_keys", at, unit=unit)


def _successors(case: Case) -> Iterator[Problem]:
    outcome = case.outcome
    for key in outcome.ended:
        for step in case.fates.ends[key]:
            if step.new is None or step.new in outcome.founded:
                continue
            words = {"unit": case.old(key), "new": case.new(step.new)}
            if step.new not in outcome.after:
                yield blocks("no_such_successor", step.position, **words)
            elif step.kind != "abolish":
                yield blocks("gains_ground", step.position, **words)


def _gaps(case: Case) -> Iterator[Problem]:
    coming: dict[Key, list[Key]] = defaultdict(list)
    whole = {link.old for link in case.outcome.links if link.whole}
    for link in case.outcome.links:
        coming[link.new].append(link.old)
    for key in case.outcome.ended:
        if all(step.new is None for step in case.fates.ends[key]):
            yield warns("no_successor", case.first_of(key), unit=case.old(key))
    for key in case.outcome.founded:
        before = coming.get(key, [])
        words = {"unit": case.new(key)}
        if not before:
            yield warns("no_predecessor", case.begun_by(key), **words)
        elif len(before) == 1 and before[0] in whole and before[0].level == key.level:
            yield warns("same_ground", case.begun_by(key), old=case.old(before[0]), **words)


def _crossing(case: Case) -> Iterator[Problem]:
    """What lies in a province goes into what follows that province, unless the act itself says otherwise."""
    say = warns if case.allows_crossing else blocks
    heirs: dict[Key, set[Key]] = defaultdict(set)
    for link in case.outcome.links:
        heirs[link.old].add(link.new)
    for position, unit, old, new in _journeys(case):
        before, now = province_of(old, case.eve), province_of(new, case.outcome.after)
        if before is None or now is None or old.level == "province":
            continue
        allowed = (
            heirs[before] if before in case.outcome.ended else {case.outcome.goes_on.get(before, before)}
        )
        if now not in allowed:
            yield say("crossing", position, unit=unit, new=case.new(new))


def _journeys(case: Case) -> Iterator[tuple[int, str, Key, Key]]:
    """Yield all that goes somewhere: position of the step, name, from the unit of the eve, to the one of the day itself."""
    outcome, villages = case.outcome, case.known.villages or {}
    for key in outcome.ended:
        for step in case.fates.ends[key]:
            if step.new is not None:
                yield step.position, case.old(key), key, step.new
    for old, new in outcome.goes_on.items():
        yield case.first_of(old), case.old(old), old, new
    for uid, within in outcome.moved.items():
        village = villages.get(uid)
        if village is not None and village.within is not None:
            yield case.fates.moves[uid][0].position, village.name, village.within, within


# ── the units of the day itself ──────────────────────────────────────────────────────────────────────────────────────


def _codes(case: Case) -> Iterator[Problem]:
    """A code means one unit on one day; one that is used again means another unit than before."""
    bearers: dict[Key, list[Key]] = defaultdict(list)
    for old in case.eve:
        if old not in case.outcome.ended:
            bearers[case.outcome.goes_on.get(old, old)].append(old)
    for key in case.touched:
        olds = bearers.get(key, [])
        position = case.begun_by(key) or next(filter(None, map(case.first_of, olds)), 0)
        if len(olds) + (key in case.outcome.founded) > 1:
            yield blocks("code_taken", position, code=key.code, unit=case.old(olds[0]))
        elif key not in olds and key in case.eve:
            yield warns("code_reused", position, code=key.code, old=case.old(key), unit=case.new(key))
        elif key in case.outcome.founded and key in case.known.closed:
            day = f"{case.known.closed[key]:%d/%m/%Y}"
            yield warns("code_reused_later", position, code=key.code, day=day, unit=case.new(key))


def _places(case: Case) -> Iterator[Problem]:
    """Every unit lies within one of the day itself, and none within itself."""
    after = case.outcome.after
    for old, new in case.outcome.goes_on.items():
        around = case.eve[old].parent
        if after[new].parent is None and around is not None:
            yield blocks("left_within", case.first_of(around), unit=case.old(old), old=case.old(around))
    for key in case.touched:
        unit = after[key]
        position = case.begun_by(key) or _position_of(case, key)
        if unit.parent is not None and unit.parent not in after:
            yield blocks("no_such_parent", position, unit=case.new(key), parent=unit.parent.code)
        if _runs_in_a_circle(key, after):
            yield blocks("cycle", position, unit=case.new(key))
    for uid, within in case.outcome.moved.items():
        if within not in after:
            at = case.fates.moves[uid][0].position
            village = (case.known.villages or {}).get(uid)
            yield blocks("no_such_parent", at, unit=village.name if village else str(uid), parent=within.code)


def _position_of(case: Case, new: Key) -> int:
    """Return the position of the first step that touches a unit which goes on, given by what it is now."""
    return case.first_of(new) if new in case.eve else 0


def _runs_in_a_circle(key: Key, after: Mapping[Key, Unit]) -> bool:
    seen = {key}
    above = after[key].parent
    while above is not None and above in after:
        if above in seen:
            return above == key
        seen.add(above)
        above = after[above].parent
    return False


def _namesakes(case: Case) -> Iterator[Problem]:
    after = case.outcome.after
    named: dict[tuple[Key | None, str, str], list[Key]] = defaultdict(list)
    for key, unit in after.items():
        place = province_of(unit.parent, after)
        named[place, key.level, unit.name.casefold()].append(key)
    for (_place, _level, name), keys in named.items():
        told = next((key for key in keys if key in case.touched), None)
        if name and len(keys) > 1 and told is not None:
            others = ", ".join(case.new(key) for key in keys if key != told)
            at = case.begun_by(told) or _position_of(case, told)
            yield warns("namesakes", at, unit=case.new(told), others=others)


# ── what rows say ────────────────────────────────────────────────────────────────────────────────────────────────────


def _changes_later(case: Case) -> Iterator[Problem]:
    """What the registry says of later days would overlap with what the plan writes."""
    for key in (*case.outcome.ended, *case.outcome.goes_on):
        if (day := case.known.until.get(key)) is not None:
            yield blocks("changes_later", case.first_of(key), unit=case.old(key), day=f"{day:%d/%m/%Y}")
    for key in case.touched:
        parent = case.outcome.after[key].parent
        if parent is None or parent in case.touched or parent in case.outcome.ended:
            continue
        if (day := case.known.until.get(parent)) is not None:
            at = case.begun_by(key) or _position_of(case, key)
            words = {"unit": case.new(key), "parent": case.old(parent), "day": f"{day:%d/%m/%Y}"}
            yield warns("parent_changes_later", at, **words)


def _two_plans(case: Case) -> Iterator[Problem]:
    for key in (*case.outcome.ended, *case.outcome.goes_on):
        for other in case.known.others.get(key, ()):
            words = {"unit": case.old(key), "plan": other.title}
            yield Problem("two_plans", other.severity, case.first_of(key), words)


def _reach(case: Case) -> Iterator[Problem]:
    """A plan changes what lies below the body whose act it is, and nothing else; each step is told once."""
    if case.known.reach is not None:
        outside = {at: unit for at, unit in _outside(case, case.known.reach) if at}
        for at, unit in outside.items():
            yield blocks("out_of_reach", at, unit=unit)


def _outside(case: Case, reach: Key) -> Iterator[tuple[int, str]]:
    """Yield what is touched and does not lie below a unit, on the eve or on the day itself: position and name."""
    outcome = case.outcome
    now = outcome.goes_on.get(reach, reach)
    for key in case.touched:
        if not is_below(key, now, outcome.after):
            yield case.begun_by(key) or _position_of(case, key), case.new(key)
    for key in (*outcome.ended, *outcome.goes_on):
        if not is_below(key, reach, case.eve):
            yield case.first_of(key), case.old(key)
    for uid, within in outcome.moved.items():
        village = (case.known.villages or {}).get(uid)
        before = village.within if village else None
        own = before is not None and is_below(before, reach, case.eve)
        if not own or not is_below(within, now, outcome.after):
            yield case.fates.moves[uid][0].position, village.name if village else str(uid)


def _villages(case: Case) -> Iterator[Problem]:
    if case.known.villages is None:
        return
    for uid, steps in case.fates.moves.items():
        if uid not in case.known.villages:
            yield blocks("unknown_village", steps[0].position, uid=str(uid))


def _bodies(case: Case) -> Iterator[Problem]:
    """A body of a system that the plan does not name would serve an area that there is no longer."""
    for key in case.outcome.ended:
        if systems := case.known.bodies.get(key):
            at = case.first_of(key)
            yield warns("body_left", at, unit=case.old(key), systems=", ".join(systems))


def _posts(case: Case) -> Iterator[Problem]:
    """People go where their body's default successor is; a new body that is nobody's default begins without any."""
    if not case.known.posts:
        return
    staffed = {link.new for link in case.outcome.links if link.default and case.known.posts.get(link.old)}
    for key in case.outcome.founded - staffed - case.known.placed:
        yield warns("no_holder", case.begun_by(key), unit=case.new(key))


CHECKS: Final[tuple[Check, ...]] = (
    _nothing,
    _not_in_force,
    _said_twice,
    _changes_nothing,
    _parts,
    _successors,
    _gaps,
    _crossing,
    _codes,
    _places,
    _namesakes,
    _changes_later,
    _two_plans,
    _reach,
    _villages,
    _bodies,
    _posts,
)

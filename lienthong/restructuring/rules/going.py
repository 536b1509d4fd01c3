"""Where the units of the eve go: whole or in parts, with shares that are a whole, within their province. Plain Python."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Final

from .case import Case, blocks, warns
from .fates import province_of
from .shares import written_share
from .steps import Key, Problem, Step

_LAST_DIGIT: Final = 10**10  # shares are kept with ten decimals


def check_parts(case: Case) -> Iterator[Problem]:
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


def check_successors(case: Case) -> Iterator[Problem]:
    """What a unit goes into is there on the day itself, and begins there where ground goes into it."""
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


def check_gaps(case: Case) -> Iterator[Problem]:
    """Nothing ends without a successor or begins without a predecessor unnoticed, nor begins anew on the same ground."""
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


def check_crossing(case: Case) -> Iterator[Problem]:
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

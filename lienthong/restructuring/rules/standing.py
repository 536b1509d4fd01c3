"""What is wrong or odd about the units of the day itself: their codes, their places, their names. Plain Python."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from .case import Case, blocks, warns
from .fates import province_of
from .steps import Key, Problem, Unit


def check_codes(case: Case) -> Iterator[Problem]:
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


def check_places(case: Case) -> Iterator[Problem]:
    """Every unit lies within one of the day itself, and none within itself."""
    after = case.outcome.after
    for old, new in case.outcome.goes_on.items():
        around = case.eve[old].parent
        if after[new].parent is None and around is not None:
            yield blocks("left_within", case.first_of(around), unit=case.old(old), old=case.old(around))
    for key in case.touched:
        unit = after[key]
        position = case.at(key)
        if unit.parent is not None and unit.parent not in after:
            yield blocks("no_such_parent", position, unit=case.new(key), parent=unit.parent.code)
        if _runs_in_a_circle(key, after):
            yield blocks("cycle", position, unit=case.new(key))
    for uid, within in case.outcome.moved.items():
        if within not in after:
            at = case.fates.moves[uid][0].position
            village = (case.known.villages or {}).get(uid)
            yield blocks("no_such_parent", at, unit=village.name if village else str(uid), parent=within.code)


def _runs_in_a_circle(key: Key, after: Mapping[Key, Unit]) -> bool:
    seen = {key}
    above = after[key].parent
    while above is not None and above in after:
        if above in seen:
            return above == key
        seen.add(above)
        above = after[above].parent
    return False


def check_namesakes(case: Case) -> Iterator[Problem]:
    """Two units of one level and one name in one province are told where the plan touches either."""
    after = case.outcome.after
    named: dict[tuple[Key | None, str, str], list[Key]] = defaultdict(list)
    for key, unit in after.items():
        place = province_of(unit.parent, after)
        named[place, key.level, unit.name.casefold()].append(key)
    for (_place, _level, name), keys in named.items():
        told = next((key for key in keys if key in case.touched), None)
        if name and len(keys) > 1 and told is not None:
            others = ", ".join(case.new(key) for key in keys if key != told)
            yield warns("namesakes", case.at(told), unit=case.new(told), others=others)

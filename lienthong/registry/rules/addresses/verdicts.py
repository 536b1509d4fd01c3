"""What can be said for certain of the units that a text means, and why no more than that."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto

from .fates import Fate, Fates
from .matching import Match
from .readings import Doubt, Reading


class Reason(Enum):
    """How the units that are meant stand to those in force on the day."""

    NOTHING = auto()  # no unit fits the text
    IN_FORCE = auto()  # one unit, in force on the day
    WHOLE = auto()  # one unit that went whole into one in force
    SPLIT = auto()  # one unit that went in parts to several, or by its parts
    BEFORE = auto()  # one unit that was founded after the day
    NOWHERE = auto()  # one unit, but nothing is known to follow it, or of that day
    OLD_AND_NEW = auto()  # a former unit and one in force have this name
    SAME_END = auto()  # several units, all of which went whole into one
    SEVERAL = auto()  # several units, in force now or followed by different ones


@dataclass(frozen=True)
class Verdict:
    """What a text comes to on a day. ``readings``: all that it can mean, the best first, each with its fate.

    ``meant``: places in ``readings`` of what is meant: one where it is certain. ``now``: keys of the units in force on the
    day, the best first. ``best``: the one to name when one answer must be given, None where none is better than another.
    """

    readings: tuple[Reading, ...]
    fates: tuple[Fate, ...]
    meant: tuple[int, ...]
    now: tuple[int, ...]
    best: int | None
    certain: bool
    reason: Reason
    doubts: Doubt
    code: bool


def judge(found: Match, fates: Fates) -> Verdict:
    """Say what is certain.

    Certain is only: one former unit at most is meant, and whatever the text means went whole into, or is, one and the same
    unit in force on the day; and nothing in the text contradicts it.
    """
    ends = tuple(fates.of(reading.unit.key) for reading in found.readings)
    stands = [
        end.units == (reading.unit.key,) and end.whole
        for reading, end in zip(found.readings, ends, strict=True)
    ]
    reason = _reason(ends, stands, found.readings, fates)
    settled = reason in {Reason.IN_FORCE, Reason.WHOLE} or (reason is Reason.OLD_AND_NEW and _one_end(ends))
    certain = settled and not found.doubts
    meant = tuple(range(len(ends)))
    if certain and len(ends) > 1:
        meant = (stands.index(False),)
    best = _best(found.readings, ends, stands)
    now = dict.fromkeys(key for end in ends for key in end.units)
    ordered = (best, *(key for key in now if key != best)) if best is not None else tuple(now)
    return Verdict(found.readings, ends, meant, ordered, best, certain, reason, found.doubts, found.code)


def _reason(
    ends: Sequence[Fate], stands: Sequence[bool], readings: Sequence[Reading], fates: Fates
) -> Reason:
    if not ends:
        return Reason.NOTHING
    if len(ends) == 1:
        return _reason_of_one(ends[0], readings[0], fates, stands=stands[0])
    if len(ends) == 2 and stands.count(False) == 1:  # noqa: PLR2004
        return Reason.OLD_AND_NEW
    return Reason.SAME_END if _one_end(ends) else Reason.SEVERAL


def _reason_of_one(end: Fate, reading: Reading, fates: Fates, *, stands: bool) -> Reason:
    if stands:
        return Reason.IN_FORCE
    if not end.units:
        return Reason.NOWHERE
    if reading.unit.since > fates.day:
        return Reason.BEFORE
    return Reason.WHOLE if end.whole else Reason.SPLIT


def _one_end(ends: Sequence[Fate]) -> bool:
    return all(end.whole for end in ends) and len({end.units for end in ends}) == 1


def _best(readings: Sequence[Reading], ends: Sequence[Fate], stands: Sequence[bool]) -> int | None:
    """Return the one unit that the best readings agree on; else the one of them that is in force itself."""
    first = [place for place, reading in enumerate(readings) if reading.cost == readings[0].cost]
    if not first or (Doubt.UNKNOWN_PART in readings[0].doubts and Doubt.PARTIAL in readings[0].doubts):
        return None
    bests = {ends[place].best for place in first}
    if len(bests) == 1:
        return bests.pop()
    standing = [place for place in first if stands[place]]
    return ends[standing[0]].best if len(standing) == 1 else None

"""Which units a text means: the best readings of it, and no other that explains it as well."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from . import codes, mentions, words
from .gazetteer import COMMUNE, DISTRICT, PROVINCE, Gazetteer
from .readings import Doubt, Reader, Reading

_MARGIN: Final = 2
# So many namesakes are still worth naming where nothing else of the text fits.
_FEW: Final = 3
_BAD: Final = Doubt.UNKNOWN_PART | Doubt.ODD_WORDS | Doubt.PARTIAL | Doubt.KIND | Doubt.STREET | Doubt.MARKS
_RANK: Final = {PROVINCE: 0, DISTRICT: 1, COMMUNE: 2}


@dataclass(frozen=True)
class Match:
    """The readings of a text, the best first. ``code``: the text is a code. ``doubts``: of the best reading."""

    readings: tuple[Reading, ...]
    code: bool = False

    @property
    def doubts(self) -> Doubt:
        """Return what keeps the best reading from being certain."""
        return self.readings[0].doubts if self.readings else Doubt.NONE


def match(gazetteer: Gazetteer, text: str, day: date | None = None) -> Match:
    """Return what a text can mean. ``day``: of the text, where it is known; else any time."""
    coded = codes.code_in(text)
    if coded is not None:
        return _by_code(gazetteer, *coded, day)
    found = _by_words(gazetteer, text, day)
    if day is not None and not any(_clean(reading) for reading in found):
        at_any_time = _by_words(gazetteer, text, None)
        if not found or (at_any_time and at_any_time[0].cost < found[0].cost):
            found = [r._replace(doubts=r.doubts | Doubt.OUT_OF_TIME) for r in at_any_time]
    return Match(tuple(found))


def _clean(reading: Reading) -> bool:
    return not reading.doubts & _BAD


def _by_code(gazetteer: Gazetteer, code: str, level: str, day: date | None) -> Match:
    doubts = Doubt.NONE
    found = codes.bearers(gazetteer, code, level, day)
    if day is not None and not found:
        found, doubts = codes.bearers(gazetteer, code, level, None), Doubt.OUT_OF_TIME
    return Match(
        tuple(
            Reading(unit, unit.places[-1], 0, doubts, 0, False, False, False, 0) for unit, _version in found
        ),
        code=True,
    )


def _by_words(gazetteer: Gazetteer, text: str, day: date | None) -> list[Reading]:
    read = words.read(text)
    if not read.words:
        return []
    markers = words.markers_of(read)
    said = mentions.Mentions()
    said.add(mentions.exact(gazetteer, read, markers))
    found = _best(Reader(gazetteer, read, markers, said, day).readings() if said else [])
    if found and not found[0].doubts & _BAD:
        return found
    slips = list(mentions.slipped(gazetteer, read, markers, said))
    if not slips:
        return found
    said.add(slips)
    return _best(Reader(gazetteer, read, markers, said, day).readings())


def _best(readings: list[Reading]) -> list[Reading]:
    """Return the readings that are as good as the best, or nearly so where the text left things out."""
    readings = _not_at_random(readings)
    if not readings:
        return []
    readings.sort(
        key=lambda r: (r.cost, -r.mask.bit_count(), _RANK[r.unit.level], r.mixed, r.unit.versions[-1].code)
    )
    best = readings[0]
    whole = best.district and not best.doubts & _BAD
    near = [r for r in readings if r.cost <= best.cost + (0 if whole else _MARGIN)]
    if not best.slips and not best.doubts & _BAD:
        near = [r for r in near if not r.slips]
    return [r for r in near if not any(_says_more(other, r) for other in near)]


def _not_at_random(readings: list[Reading]) -> list[Reading]:
    """Leave out a name that was met by chance: what stands above it in the text is not what it ever lay in."""
    lost = [
        r
        for r in readings
        if r.doubts & Doubt.UNKNOWN_PART and not r.district and not r.province and r.unit.level == COMMUNE
    ]
    if len(lost) <= _FEW:
        return readings
    return [r for r in readings if r not in lost]


def _says_more(finer: Reading, coarser: Reading) -> bool:
    """Say whether a reading takes the same words and more, down to a unit further below."""
    return (
        _RANK[finer.unit.level] > _RANK[coarser.unit.level]
        and finer.mask != coarser.mask
        and finer.mask & coarser.mask == coarser.mask
    )

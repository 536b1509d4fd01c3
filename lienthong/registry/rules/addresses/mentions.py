"""The names of units that stand in a text: where, with which word for their kind, written how."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Final, NamedTuple

from . import words
from .gazetteer import COMMUNE, DISTRICT, PROVINCE, Entry, Gazetteer
from .words import Marker, Text

_MOST_WORDS: Final = 7  # of a name
_KINDS_OF: Final = {
    COMMUNE: frozenset({"phuong", "xa", "thi_tran", "dac_khu"}),
    DISTRICT: frozenset({"quan", "huyen", "thi_xa", "thanh_pho"}),
    PROVINCE: frozenset({"tinh", "thanh_pho_tw"}),
}
# What stands before a name that is no unit of the country: a village, a street, a house.
_ELSE: Final = frozenset(
    [
        "thon",
        "ap",
        "xom",
        "ban",
        "buon",
        "lang",
        "khom",
        "to",
        "tdp",
        "khu",
        "kp",
        "kdc",
        "duong",
        "pho",
        "so",
        "ngo",
        "ngach",
        "hem",
        "kiet",
        "lo",
        "phum",
        "soc",
        "plei",
        "bon",
        "doi",
    ]
)
CLASH, SLIP, OTHER_KIND = 3, 4, 4


class Kind(IntEnum):
    """How the word for a kind agrees with a unit."""

    SAID = 0
    LEFT_OUT = 1
    OTHER = 2


class Mention(NamedTuple):
    """A unit that a part of the text can name. ``mask``: its words, and the one for its kind, as bits."""

    entry: Entry
    start: int
    end: int
    mask: int
    kind: Kind
    cost: int
    slip: bool
    of_else: bool


@dataclass
class Mentions:
    """All that a text can name, by level; districts and provinces by key as well."""

    communes: list[Mention] = field(default_factory=list)
    districts: dict[int, list[Mention]] = field(default_factory=lambda: defaultdict(list))
    provinces: dict[int, list[Mention]] = field(default_factory=lambda: defaultdict(list))
    upper_spans: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))

    def add(self, found: Iterable[Mention]) -> None:
        """Take mentions in."""
        for mention in found:
            unit = mention.entry.unit
            if unit.level == COMMUNE:
                self.communes.append(mention)
                continue
            (self.districts if unit.level == DISTRICT else self.provinces)[unit.key].append(mention)
            if not mention.slip and mention.kind is not Kind.OTHER:
                self.upper_spans[mention.mask].add(unit.key)

    def __bool__(self) -> bool:
        return bool(self.communes or self.districts or self.provinces)


def exact(gazetteer: Gazetteer, text: Text, markers: list[Marker]) -> Iterator[Mention]:
    """Yield what stands in the text letter by letter."""
    kinds = _KindWords(text, markers)
    for start in range(len(text.words)):
        for end in _ends(text, start):
            name = words.joined(text.words[start:end])
            for entry in gazetteer.names.get(name.key, ()):
                for marker in kinds.of(start, end):
                    yield from _mention(text, entry, start, end, marker, name, slip=False)


def slipped(gazetteer: Gazetteer, text: Text, markers: list[Marker], known: Mentions) -> Iterator[Mention]:
    """Yield what stands in the text but for one slip: only where a name can begin and end."""
    kinds = _KindWords(text, markers)
    named = [
        (m.start, m.end)
        for m in (*_uppers(known), *known.communes)
        if m.kind is Kind.SAID or m.entry.unit.level != COMMUNE
    ]
    nearly = {place + 1 for place, word in enumerate(text.words) if words.is_nearly_a_kind(word)}
    broken = {place for place, broken in enumerate(text.breaks) if broken}
    after = {marker.end for marker in markers}
    starts = (broken | nearly | {end for _start, end in named}) - {marker.start for marker in markers} | after
    ends = (
        broken
        | {marker.start for marker in markers}
        | {start for start, _end in named}
        | {place - 1 for place in nearly}
    )
    for start in sorted(starts):
        for end in _ends(text, start):
            if end not in ends:
                continue
            name = words.joined(text.words[start:end])
            for entry in gazetteer.slipped(name.key):
                for marker in kinds.of(start, end):
                    yield from _mention(text, entry, start, end, marker, name, slip=True)


def _uppers(known: Mentions) -> Iterator[Mention]:
    for found in (known.districts, known.provinces):
        for mentions in found.values():
            yield from mentions


def _ends(text: Text, start: int) -> Iterator[int]:
    for end in range(start + 1, min(start + _MOST_WORDS, len(text.words)) + 1):
        yield end
        if text.breaks[end]:
            return


class _KindWords:
    """The words for kinds before a name, and after it in English."""

    def __init__(self, text: Text, markers: list[Marker]) -> None:
        self._text = text
        self._before: dict[int, list[Marker | None]] = defaultdict(list)
        self._after: dict[int, list[Marker | None]] = defaultdict(list)
        for marker in markers:
            self._before[marker.end].append(marker)
            if text.words[marker.start].key in words.ENGLISH:
                self._after[marker.start].append(marker)

    def of(self, start: int, end: int) -> list[Marker | None]:
        """Return the words for a kind that may belong to a name; None where there is none."""
        if start in self._before and not self._text.breaks[start]:
            return self._before[start]
        if end in self._after and not self._text.breaks[end]:
            return self._after[end]
        return [None]


def _mention(
    text: Text, entry: Entry, start: int, end: int, marker: Marker | None, name: words.Word, *, slip: bool
) -> Iterator[Mention]:
    kind = Kind.LEFT_OUT
    if marker is not None:
        if marker.kinds & entry.kinds:
            kind = Kind.SAID
        elif marker.kinds & _KINDS_OF[entry.unit.level]:
            kind = Kind.OTHER
        elif marker.strong:
            return
        else:
            marker = None
    if entry.bare and kind is not Kind.SAID:
        return
    cost = SLIP if slip else CLASH if words.clashes(name, entry.name) else 0
    mask = _bits(start, end) | (_bits(marker.start, marker.end) if marker else 0)
    first = min(start, marker.start) if marker else start
    of_else = marker is None and start > 0 and not text.breaks[start] and text.words[start - 1].key in _ELSE
    yield Mention(entry, first, end, mask, kind, cost, slip, of_else)


def _bits(start: int, end: int) -> int:
    return (1 << end) - (1 << start)

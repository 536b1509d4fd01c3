"""Readings of a text: a unit, and the district and province named with it, weighed by what they leave unexplained."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from enum import Flag, auto
from typing import Final, NamedTuple

from . import words
from .gazetteer import COMMUNE, DISTRICT, PROVINCE, Gazetteer, Place, Unit
from .mentions import CLASH, OTHER_KIND, Kind, Mention, Mentions
from .words import Marker, Text

_UNKNOWN, _ODD, _WEAK = 6, 3, 3
_HOUSE: Final = frozenset(
    ["so", "nha", "ngo", "ngach", "hem", "kiet", "duong", "pho", "lo", "can", "phong", "tang", "sn", "k"]
)
_MEANINGLESS: Final = {
    word.key: word
    for word in map(
        words.fold,
        [
            "Việt",
            "Nam",
            "VN",
            "VietNam",
            "cũ",
            "mới",
            "nay",
            "là",
            "trước",
            "đây",
            "thuộc",
            "của",
            "ở",
            "tại",
            "và",
        ],
    )
}
# Only these stand right behind a name without being a part of another, longer one.
_BEHIND: Final = frozenset({"viet nam", "vn", "vietnam", "cu", "thuoc"})
_POSTCODE: Final = (5, 6)


class Doubt(Flag):
    """What keeps a reading from being certain."""

    NONE = 0
    UNKNOWN_PART = auto()  # a part with a word for a kind, or a unit's name, that does not fit
    ODD_WORDS = auto()  # words where none belong
    STREET = auto()  # may be a street or a house of that name
    KIND = auto()  # another word for the kind
    PARTIAL = auto()  # only the district or the province was understood
    NAME_ONLY = auto()  # too little beside the name: no unit above, or no kind
    SLIP = auto()  # more was taken for a slip than bears it
    MARKS = auto()  # other marks than the name has, and no district that would bear it out
    OUT_OF_TIME = auto()  # no such unit on the day of the text


class Reading(NamedTuple):
    """A unit that the text can mean, and how well it explains the text."""

    unit: Unit
    place: Place
    cost: int
    doubts: Doubt
    mask: int
    district: bool
    province: bool
    mixed: bool
    slips: int


# What stands above, as far as it is named, and 1 where it is of another time.
Above = tuple[Mention | None, int]


class Reader:
    """Weighs the readings of one text."""

    def __init__(
        self, gazetteer: Gazetteer, text: Text, markers: list[Marker], said: Mentions, day: date | None
    ) -> None:
        self._units, self._text, self._markers, self._said, self._day = (
            gazetteer.units,
            text,
            markers,
            said,
            day,
        )
        self._all = (1 << len(text.words)) - 1
        self._left: dict[tuple[int, int, int, str, str, Kind], tuple[int, Doubt, bool]] = {}
        self._exact = {(m.start, m.end) for m in said.communes if not m.slip}

    def readings(self) -> list[Reading]:
        """Return the best reading of each unit that is named, unsorted."""
        best: dict[int, Reading] = {}
        for reading in (*self._of_communes(), *self._of_districts(), *self._of_provinces()):
            known = best.get(reading.unit.key)
            if known is None or (reading.cost, reading.district) < (known.cost, known.district):
                best[reading.unit.key] = reading
        return list(best.values())

    # ── the three levels ─────────────────────────────────────────────────────────────────────────────────────────────

    def _of_communes(self) -> Iterator[Reading]:
        for mention in self._said.communes:
            for place in self._places(mention.entry.unit):
                for district, province in self._with(mention, place):
                    reading = self._commune(mention, place, district, province)
                    if reading is not None:
                        yield reading

    def _with(self, mention: Mention, place: Place) -> Iterator[tuple[Above, Above]]:
        """Yield the district and the province that may stand with a commune; the same words cannot be both."""
        unit, taken = mention.entry.unit, mention.mask
        district = self._above(self._said.districts, place.district, unit, taken)
        province = self._above(self._said.provinces, place.province, unit, taken)
        if district[0] and province[0] and district[0].mask & province[0].mask:
            yield district, self._above(self._said.provinces, place.province, unit, taken | district[0].mask)
            district = self._above(self._said.districts, place.district, unit, taken | province[0].mask)
        yield district, province

    def _commune(self, mention: Mention, place: Place, upper: Above, uppermost: Above) -> Reading | None:
        """Weigh a commune with what stands above it; None where its name was met by chance."""
        (district, mixed_district), (province, mixed_province) = upper, uppermost
        used = [found for found in (mention, district, province) if found]
        taken = _together(used)
        bare = mention.kind is Kind.LEFT_OUT
        weak = self._weakness(mention, taken) if bare else 0
        slips = sum(found.slip for found in used)
        if (weak and len(used) == 1) or (mention.slip and district is None and mention.kind is not Kind.SAID):
            return None
        left, doubts, _any = self._unexplained(mention, district, province)
        cost = sum(found.cost for found in used) + left + weak + bare + mixed_district + mixed_province
        cost += (district is None and bool(place.district)) + (province is None)
        if mention.kind is Kind.OTHER:
            cost, doubts = cost + OTHER_KIND, doubts | Doubt.KIND
        if district is not None and district.kind is Kind.OTHER:
            cost, doubts = cost + OTHER_KIND // 2, doubts | Doubt.KIND
        if weak:
            doubts |= Doubt.STREET
        if district is None and (province is None or bare):
            doubts |= Doubt.NAME_ONLY
        doubts |= self._slip_doubts(mention, upper, uppermost, slips, place)
        return Reading(
            mention.entry.unit,
            place,
            cost,
            doubts,
            taken,
            district=district is not None,
            province=province is not None,
            mixed=bool(mixed_district or mixed_province),
            slips=slips,
        )

    def _slip_doubts(
        self, mention: Mention, upper: Above, uppermost: Above, slips: int, place: Place
    ) -> Doubt:
        doubts = Doubt.NONE
        if mention.cost == CLASH and (upper[0] is None or upper[1]):
            doubts |= Doubt.MARKS
        if slips and not self._bears_slip(mention, upper[0], uppermost[0], slips, place):
            doubts |= Doubt.SLIP
        return doubts

    def _bears_slip(
        self, mention: Mention, district: Mention | None, province: Mention | None, slips: int, place: Place
    ) -> bool:
        """Say whether all the rest is so clear that one slip leaves no doubt."""
        if slips > 1:
            return False
        if mention.slip:
            if (mention.start, mention.end) in self._exact:
                return False
            if place.district:
                return district is not None
            return mention.kind is Kind.SAID and province is not None
        return mention.kind is Kind.SAID or (district is not None and province is not None)

    def _of_districts(self) -> Iterator[Reading]:
        for mentions in self._said.districts.values():
            for mention in mentions:
                for place in self._places(mention.entry.unit):
                    unit = mention.entry.unit
                    province, mixed = self._above(self._said.provinces, place.province, unit, mention.mask)
                    left, doubts, rest = self._unexplained(mention, None, province)
                    cost = 1 + mention.cost + OTHER_KIND * (mention.kind is Kind.OTHER) + left
                    cost += province.cost + mixed if province else 1
                    taken = mention.mask | (province.mask if province else 0)
                    if mention.kind is Kind.LEFT_OUT and self._weakness(mention, taken):
                        cost, doubts = cost + _WEAK, doubts | Doubt.STREET
                        if province is None:
                            continue
                    doubts |= Doubt.KIND if mention.kind is Kind.OTHER else Doubt.NONE
                    doubts |= Doubt.PARTIAL if rest else Doubt.NONE
                    cost += bool(doubts & Doubt.UNKNOWN_PART)
                    slips = mention.slip + (province.slip if province else 0)
                    if slips > 1 or (slips and province is None):
                        doubts |= Doubt.SLIP
                    yield Reading(
                        unit, place, cost, doubts, taken, False, province is not None, bool(mixed), slips
                    )

    def _of_provinces(self) -> Iterator[Reading]:
        for mentions in self._said.provinces.values():
            for mention in mentions:
                stands_alone = mention.kind is not Kind.LEFT_OUT or (
                    mention.end == len(self._text.words)
                    or (self._text.breaks[mention.start] and self._text.breaks[mention.end])
                )
                if not stands_alone:
                    continue
                for place in self._places(mention.entry.unit):
                    left, doubts, rest = self._unexplained(mention, None, None)
                    cost = 2 + mention.cost + OTHER_KIND * (mention.kind is Kind.OTHER) + left
                    doubts |= Doubt.KIND if mention.kind is Kind.OTHER else Doubt.NONE
                    doubts |= Doubt.PARTIAL if rest else Doubt.NONE
                    slips = int(mention.slip)
                    yield Reading(
                        mention.entry.unit, place, cost, doubts, mention.mask, False, False, False, slips
                    )

    # ── what they are made of ────────────────────────────────────────────────────────────────────────────────────────

    def _places(self, unit: Unit) -> Iterable[Place]:
        if self._day is None:
            return unit.places
        return [place for place in unit.places if place.since <= self._day < place.until]

    def _above(self, said: dict[int, list[Mention]], key: int, unit: Unit, taken: int) -> Above:
        """Return the mention of a unit above that fits, and 1 where it is of another time."""
        best = _best(said.get(key, ()), taken)
        if best is not None or self._day is not None:
            return best, 0
        others = [mention for other in said if other != key and other in unit.near for mention in said[other]]
        best = _best(others, taken)
        return best, int(best is not None)

    def _weakness(self, mention: Mention, taken: int) -> int:
        """Return what it costs that a bare name may be a street, a house or a village."""
        if mention.of_else:
            return 2 * _WEAK
        before = mention.start - 1
        if before < 0 or taken >> before & 1:
            return 0
        if not self._text.breaks[mention.start] or self._is_house(before):
            return _WEAK
        return 0

    def _is_house(self, last: int) -> bool:
        """Say whether the part that ends with a word is no more than a number: "Số 5", "ngõ 12"."""
        for place in range(last, -1, -1):
            word = self._text.words[place].key
            if not (word.isdecimal() or word in _HOUSE or len(word) == 1):
                return False
            if self._text.breaks[place]:
                break
        return True

    def _unexplained(
        self, unit: Mention, district: Mention | None, province: Mention | None
    ) -> tuple[int, Doubt, bool]:
        """Return what the words that are left cost, the doubts they raise, and whether they say anything at all."""
        used = [mention for mention in (unit, district, province) if mention]
        order = _order(used)
        mask = _together(used)
        key = (
            mask,
            unit.mask,
            province.entry.unit.key if province else 0,
            order,
            unit.entry.unit.level,
            unit.kind,
        )
        if key not in self._left:
            self._left[key] = self._weigh_left(mask, unit, used, order)
        return self._left[key]

    def _weigh_left(
        self, mask: int, unit: Mention, used: list[Mention], order: str
    ) -> tuple[int, Doubt, bool]:
        cost, doubts, rest = int(order == "mixed"), Doubt.NONE, False
        first = min(mention.start for mention in used)
        above = {mention.entry.unit.key for mention in used}
        bare = {mention.start for mention in used if mention.kind is Kind.LEFT_OUT}
        for start, end in self._runs(self._all & ~mask):
            keys = [word.key for word in self._text.words[start:end]]
            if self._is_meaningless(start, end, behind=bool(mask >> start - 1 & 1) if start else False):
                continue
            leading = start >= unit.end if order == "reversed" else end <= first
            if self._says_again(start, end, above) or (not leading and _is_postcode(keys)):
                continue
            if end - start == 1 and end in bare and words.is_nearly_a_kind(self._text.words[start]):
                cost += 1
                continue
            rest = True
            coarse = unit.entry.unit.level != COMMUNE or unit.kind is Kind.LEFT_OUT
            if self._names_a_kind(start, end, coarse=coarse) or (
                not leading and self._names_a_unit(start, end)
            ):
                cost, doubts = cost + _UNKNOWN, doubts | Doubt.UNKNOWN_PART
            elif not leading or (start == unit.end and not self._text.breaks[start]):
                cost, doubts = cost + _ODD, doubts | Doubt.ODD_WORDS
        return cost, doubts, rest

    def _is_meaningless(self, start: int, end: int, *, behind: bool) -> bool:
        said = self._text.words[start:end]
        if behind and not self._text.breaks[start] and " ".join(word.key for word in said) not in _BEHIND:
            return False
        return all(
            word.key in _MEANINGLESS and not words.clashes(word, _MEANINGLESS[word.key]) for word in said
        )

    def _runs(self, left: int) -> Iterator[tuple[int, int]]:
        """Yield the stretches of words that are left, none across a comma."""
        start = None
        for place in range(len(self._text.words) + 1):
            inside = bool(left >> place & 1)
            if start is not None and (not inside or self._text.breaks[place]):
                yield start, place
                start = None
            if inside and start is None:
                start = place

    def _says_again(self, start: int, end: int, above: set[int]) -> bool:
        mask = (1 << end) - (1 << start)
        return bool(self._said.upper_spans.get(mask, set()) & above)

    def _names_a_kind(self, start: int, end: int, *, coarse: bool) -> bool:
        """Say whether a word for a kind stands there. Where no commune was understood, a single letter may be one."""
        return any(self._is_kind(marker, start, end, coarse=coarse) for marker in self._markers)

    def _is_kind(self, marker: Marker, start: int, end: int, *, coarse: bool) -> bool:
        if marker.start < start or marker.end >= end or marker.doubtful:
            return False
        if marker.strong or len(self._text.words[marker.start].key) > 1:
            return True
        return coarse and marker.start == start and not self._text.words[marker.end].key.isdecimal()

    def _names_a_unit(self, start: int, end: int) -> bool:
        return (1 << end) - (1 << start) in self._said.upper_spans


def _together(used: Iterable[Mention]) -> int:
    mask = 0
    for mention in used:
        mask |= mention.mask
    return mask


def _best(mentions: Iterable[Mention], taken: int) -> Mention | None:
    fitting = [mention for mention in mentions if not mention.mask & taken]
    if len(fitting) < 2:  # noqa: PLR2004
        return fitting[0] if fitting else None
    return min(fitting, key=lambda m: (m.cost, m.kind, m.of_else, -m.start))


def _order(used: list[Mention]) -> str:
    starts = [mention.start for mention in used]
    if starts == sorted(starts):
        return "usual"
    return "reversed" if starts == sorted(starts, reverse=True) else "mixed"


def _is_postcode(keys: list[str]) -> bool:
    return len(keys) == 1 and keys[0].isdecimal() and len(keys[0]) in _POSTCODE


__all__ = ["COMMUNE", "DISTRICT", "PROVINCE", "Doubt", "Reader", "Reading"]

"""Numbers of digits in a text that may be somebody's: identity card, telephone, account, tax code, insurance.

A number may be written in groups ("0912.345.678", "0 9 1 2 …", "(028) 3822 1234"). Every stretch of whole groups is
looked at with the words beside it; a stretch that is the whole run counts more than a part, a labelled one more than
a bare one.

Identity number: 12 digits, province of birth, century and sex, year, six more (Decree 137/2015/NĐ-CP article 13;
Circular 07/2016/TT-BCA article 7 and annex 1). Telephone: 10 digits for mobiles, 11 with an area code 02x for
landlines (numbering plan of Circular 22/2014/TT-BTTTT and the change of 2018: from general knowledge, not read again
for this file).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from .labels import Kind, bank_after, label_before, unit_after

_GROUP: Final = re.compile(r"(?:(?<=\d)[olis](?=\d)|(?<![^\W\d_])o(?=\d{2})|\d)+")
_JOINT: Final = re.compile(r" [.\-_] |[.\-_,]|\s-|-\s|[ \t]{1,3}|\n|\s?[()]\s?|\)\s?[.\-]\s?")
# Dates, spans of years, and the code of a file at a one-stop desk are hidden before numbers are looked for.
_HIDDEN: Final = re.compile(
    r"\d{3}\.\d\d\.\d\d(?:\.\d\d)?\.[a-z]\d\d-\d{6}-\d{1,6}"
    r"|(?<![\d.\-/])\d{1,2}(?: ?([./\-]) ?)\d{1,2}(?: ?\1 ?)(?:19[3-9]\d|20[0-3]\d)(?!\d)"
    r"|(?<!\d)(?:19|20)\d\d-\d\d-\d\d(?!\d)|(?<![\d.\-/])(?:19|20)\d\d ?- ?(?:19|20)\d\d(?![\d\-/])"
)
# Letters that people put for digits: 0938l23456.
_LOOKALIKES: Final = str.maketrans("olis", "0115")
_MOST_DIGITS: Final = 19
_SHORT: Final = 6
_PROVINCES_TEXT: Final = (
    "001 002 004 006 008 010 011 012 014 015 017 019 020 022 024 025 026 027 030 031 033 034 035 036 "
    "037 038 040 042 044 045 046 048 049 051 052 054 056 058 060 062 064 066 067 068 070 072 074 075 "
    "077 079 080 082 083 084 086 087 089 091 092 093 094 095 096"
)
# So many digits has a citizen's number.
_CITIZEN: Final = 12
_PROVINCES: Final = frozenset(_PROVINCES_TEXT.split())
_MOBILE: Final = re.compile(r"0(?:3\d|5[25689]|7[06-9]|8\d|9\d)\d{7}")
_OLD_MOBILE: Final = re.compile(r"01[2689]\d{8}")
_LANDLINE: Final = re.compile(r"02\d{9}|02[48]\d{8}")
_ABROAD: Final = re.compile(r"(?:00)?84(0?)((?:3|5|7|8|9)\d{8}|2\d{9})")
_SERVICE: Final = re.compile(r"1[89]00(?:\d{4}|\d{6})")
_GLUED: Final = re.compile(r"[a-z]$|[a-z0-9][\-/_.]$")
_THOUSANDS: Final = re.compile(r"\d{1,3}(?:[.,]\d{3})+")
# How long a number of a kind may be where its label stands before it; an odd length may be a slip of the pen.
_LABELLED: Final = {
    Kind.IDENTITY: range(8, 14),
    Kind.PHONE: range(7, 14),
    Kind.ACCOUNT: range(6, 20),
    Kind.TAX: range(10, 14),
    Kind.INSURANCE: range(10, 11),
    Kind.LAND: range(5, 16),
    Kind.PASSPORT: range(7, 9),
}
# Where one of these is said, what stands after the number no longer matters: "CCCD 0123… hộ tôi".
_PLAIN_SAID: Final = (Kind.IDENTITY, Kind.TAX, Kind.INSURANCE, Kind.PASSPORT)


@dataclass(frozen=True)
class Seen:
    """A kind seen in the plain view, from ``start`` up to ``end``; ``sure`` where shape or label leave little doubt."""

    kind: Kind
    start: int
    end: int
    sure: bool


@dataclass(frozen=True)
class _Group:
    start: int
    end: int
    digits: str


@dataclass(frozen=True)
class _Stretch:
    """Whole groups in one row, and how they stand in the text."""

    digits: str
    start: int
    end: int
    whole: bool
    single: bool


def find_numbers(plain: str) -> list[Seen]:
    """Return every number of digits that may be of a person, in the order of the text, none overlapping."""
    found: list[Seen] = []
    hidden = _HIDDEN.sub(lambda one: "#" * len(one.group()), plain)
    for run in _runs(hidden):
        place = 0
        while place < len(run):
            seen, place = _best(plain, run, place)
            if seen is not None:
                found.append(seen)
    return found


def _runs(plain: str) -> Iterator[list[_Group]]:
    run: list[_Group] = []
    for match in _GROUP.finditer(plain):
        group = _Group(match.start(), match.end(), match.group().translate(_LOOKALIKES))
        if run and not _joined(plain, run[-1], group):
            yield run
            run = []
        run.append(group)
    if run:
        yield run


def _joined(plain: str, one: _Group, next_: _Group) -> bool:
    """Say whether two groups may be one number; over the end of a line only what was too short to be whole."""
    between = plain[one.end : next_.start]
    if between == "\n":
        return len(one.digits) < _SHORT
    return _JOINT.fullmatch(between) is not None


def _best(plain: str, run: list[_Group], first: int) -> tuple[Seen | None, int]:
    """Return what begins at a group, and the group to go on with."""
    bare: tuple[Seen, int] | None = None
    label = label_before(plain, run[first].start)
    ends = _ends(run, first)
    if _MOBILE.fullmatch(run[first].digits) and label in {None, "", Kind.PHONE}:
        ends.insert(0, first)
    for last in ends:
        digits = "".join(group.digits for group in run[first : last + 1])
        whole = first == 0 and last == len(run) - 1
        stretch = _Stretch(digits, run[first].start, run[last].end, whole, first == last)
        kind, sure = _judged(plain, stretch, label)
        if kind is None:
            continue
        start, end = _with_signs(plain, stretch)
        seen = Seen(kind, start, end, sure)
        if sure or whole:
            return seen, last + 1
        bare = bare or (seen, last + 1)
    return bare or (None, first + 1)


def _ends(run: list[_Group], first: int) -> list[int]:
    """Return where a stretch may end: at the end of the run, else the shorter the sooner."""
    ends: list[int] = []
    digits = 0
    for last in range(first, len(run)):
        digits += len(run[last].digits)
        if digits > _MOST_DIGITS:
            return ends
        ends.append(last)
    return [ends[-1], *ends[:-1]]


def _judged(plain: str, stretch: _Stretch, label: Kind | str | None) -> tuple[Kind | None, bool]:
    written = plain[stretch.start : stretch.end]
    if label not in _PLAIN_SAID and label is not Kind.ACCOUNT and _SERVICE.fullmatch(stretch.digits):
        return None, False
    if label not in _PLAIN_SAID and _is_no_persons(plain, stretch, written):
        return None, False
    by_shape = _by_shape(plain, stretch, label)
    if by_shape[0] is not None and (by_shape[1] or not isinstance(label, Kind)):
        return by_shape
    if isinstance(label, Kind) and len(stretch.digits) in _LABELLED.get(label, ()):
        return _by_label(plain, stretch, label, written)
    return by_shape


def _is_no_persons(plain: str, stretch: _Stretch, written: str) -> bool:
    """Say whether it is a sum, a measure, or the number of a document."""
    opens_with_zero = stretch.digits.startswith("0") and not _THOUSANDS.fullmatch(written)
    if opens_with_zero and len(stretch.digits) in {10, 11, 12}:
        return False
    return (
        unit_after(plain, stretch.end)
        or re.match(r"/[a-z0-9]", plain[stretch.end : stretch.end + 2]) is not None
    )


def _by_label(plain: str, stretch: _Stretch, label: Kind, written: str) -> tuple[Kind | None, bool]:
    length = len(stretch.digits)
    short = length < _LABELLED[Kind.IDENTITY].start
    if label is Kind.ACCOUNT and _THOUSANDS.fullmatch(written) and (short or written.endswith("000")):
        return None, False
    if label is Kind.PHONE and _is_years(stretch.digits):
        return None, False
    usual = {Kind.IDENTITY: (9, 12), Kind.PHONE: (9, 10, 11), Kind.TAX: (10, 12, 13)}.get(label)
    return label, stretch.whole or usual is None or length in usual


def _is_years(digits: str) -> bool:
    return re.fullmatch(r"(?:(?:19|20)\d\d){2}", digits) is not None


def _by_shape(plain: str, stretch: _Stretch, label: Kind | str | None) -> tuple[Kind | None, bool]:
    """Return what a number is by its own look, and whether that is nearly sure."""
    digits = stretch.digits
    glued = _GLUED.search(plain, max(0, stretch.start - 2), stretch.start) is not None
    if glued and label == "":
        return None, False
    if bank_after(plain, stretch.end) and len(digits) in _LABELLED[Kind.ACCOUNT]:
        return Kind.ACCOUNT, True
    if _is_phone(plain, stretch, digits) and label not in {Kind.ACCOUNT, Kind.TAX, Kind.INSURANCE}:
        return Kind.PHONE, not glued and label != ""
    if len(digits) == _CITIZEN and digits[:3] in _PROVINCES and label is not Kind.ACCOUNT:
        return Kind.IDENTITY, not glued and label != ""
    if glued or label == "":
        return None, False
    return _bare(stretch, plain[stretch.start : stretch.end])


def _is_phone(plain: str, stretch: _Stretch, digits: str) -> bool:
    if _MOBILE.fullmatch(digits) or _LANDLINE.fullmatch(digits) or _OLD_MOBILE.fullmatch(digits):
        return True
    if not _ABROAD.fullmatch(digits):
        return False
    written = plain[stretch.start : stretch.end]
    return not _THOUSANDS.fullmatch(written) or plain[: stretch.start].endswith("+")


def _bare(stretch: _Stretch, written: str) -> tuple[Kind | None, bool]:
    """Return what an unlabelled number of odd look may be: never sure."""
    digits = stretch.digits
    if re.fullmatch(r"9704\d{12}(?:\d{3})?", digits):  # a card of a Vietnamese bank
        return Kind.ACCOUNT, True
    if re.fullmatch(r"\d{4}([ .\-])\d{4}(?:\1\d{4}){2}", written):
        return Kind.ACCOUNT, False
    if re.fullmatch(r"\d{10}-\d{3}", written):
        return Kind.TAX, False
    if not stretch.single or not stretch.whole:
        return None, False
    if re.fullmatch(r"[0-3]\d{8}", digits):
        return Kind.IDENTITY, False
    return (Kind.ACCOUNT, False) if len(digits) in range(12, 20) else (None, False)


def _with_signs(plain: str, stretch: _Stretch) -> tuple[int, int]:
    """Return the stretch with the plus before it and the bracket around its first group."""
    start, end = stretch.start, stretch.end
    while start > 0 and plain[start - 1] in "+(":
        start -= 1
    if ")" not in plain[start:end]:
        start = stretch.start - plain[start : stretch.start].endswith("+")
    return start, end


# ── numbers told in words ────────────────────────────────────────────────────────────────────────────────────────────

_WORDS: Final = {
    "khong": "0", "ko": "0", "mot": "1", "hai": "2", "ba": "3", "bon": "4", "tu": "4", "nam": "5", "lam": "5",
    "sau": "6", "bay": "7", "tam": "8", "chin": "9",
}  # fmt: skip
_TOLD: Final = re.compile(
    rf"(?<![a-z0-9])(?:(?:{'|'.join(_WORDS)}|\d{{1,4}})(?:[\s,.\-]{{1,3}}|(?![a-z0-9]))){{6,}}"
)
_ONE: Final = re.compile(r"[a-z]+|\d+")
_LEAST_TOLD: Final = 5
_LEAST_BARE: Final = 8
_MOST_TOLD: Final = 14


def find_told(plain: str) -> list[Seen]:
    """Return numbers told digit by digit, "không chín một hai …", also mixed with digits."""
    found = []
    for told in _TOLD.finditer(plain):
        words = [
            _Group(one.start(), one.end(), one.group())
            for one in _ONE.finditer(plain, told.start(), told.end())
        ]
        if sum(word.digits.isalpha() for word in words) >= _LEAST_TOLD:
            found.append(
                _told(plain, [replace(word, digits=_WORDS.get(word.digits, word.digits)) for word in words])
            )
    return [seen for seen in found if seen is not None]


def _told(plain: str, words: list[_Group]) -> Seen | None:
    """Return the number within words of digits: words beside it may sound like digits, "từ" like "tư"."""
    for first in range(len(words)):
        for last in range(min(len(words), first + _MOST_TOLD), first + _LEAST_TOLD, -1):
            digits = "".join(word.digits for word in words[first:last])
            if _MOBILE.fullmatch(digits) or _LANDLINE.fullmatch(digits) or _ABROAD.fullmatch(digits):
                return Seen(Kind.PHONE, words[first].start, words[last - 1].end, True)
            if len(digits) == _CITIZEN and digits[:3] in _PROVINCES:
                return Seen(Kind.IDENTITY, words[first].start, words[last - 1].end, True)
    if sum(len(word.digits) for word in words) < _LEAST_BARE:
        return None
    label = label_before(plain, words[0].start)
    return Seen(label if isinstance(label, Kind) else Kind.PHONE, words[0].start, words[-1].end, False)

"""What has a shape of its own, letters and digits together: e-mail, plates, land certificates, passports, health cards.

Plates: Circular 79/2024/TT-BCA (province, series, five or four digits; before it the same); of the army two letters and four
digits. Land certificates: two letters and six digits, eight since the form of 2024, before them one letter, and the number in
the book of issue ("CS 12345"). Health cards: two letters of a group, a digit, the province, ten digits. These come from general
knowledge, not read again for this file; the hand-written sentences of the tests show each form.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from .folding import Folded
from .labels import Kind, label_before
from .numbers import Seen

_DOT: Final = r"(?:\.| \. |\s?[(\[{<]\s?(?:\.|dot|cham)\s?[)\]}>]\s?| (?:dot|cham) )"
_LATE_DOT: Final = rf"(?:{_DOT}|\s?\.\s?)"
_PROVIDERS: Final = (
    r"gmail|gmai|yahoo|ymail|hotmail|outlook|icloud|live|msn|protonmail|proton|zoho|vnn|fpt|viettel|mail"
)
_ENDS: Final = (
    r"com|vn|net|org|edu|gov|info|asia|biz|io|me|co|us|uk|jp|de|fr|kr|cn|tw|pro|top|xyz|online|site"
)
_AT: Final = r"(?:\s?[(\[{<]\s?(?:at|@|a cong|acong|a moc)\s?[)\]}>]\s?)"
_MAIL: Final = re.compile(
    rf"(?<![a-z0-9])[a-z0-9_](?:[a-z0-9_%+'\-]|{_DOT}(?=[a-z0-9_])){{0,63}}"
    rf"(?:@|{_AT}|\s?@\s?(?=[a-z0-9\-]{{1,40}}{_LATE_DOT})|(?:\s(?:at|a cong|acong|a moc)\s|\s?@\s?)(?=(?:{_PROVIDERS})\b))"
    rf"(?:[a-z0-9\-]{{1,40}}(?:{_DOT}[a-z0-9\-]{{1,40}}){{0,4}}?{_LATE_DOT}(?:{_ENDS})(?:{_LATE_DOT}vn)?(?![a-z0-9])"
    rf"|[a-z0-9\-]{{1,40}}(?:\.[a-z0-9\-]{{1,40}}){{1,5}}|(?:{_PROVIDERS})(?![a-z0-9]))"
)
# A telephone number with strokes, and an account with a letter in it; both rare.
_STROKES: Final = re.compile(r"(?<![\d/])0\d{2,3}/\d{3}/\d{3,4}(?![\d/])")
_LETTERED: Final = re.compile(r"(?<![a-z0-9])\d{3}[a-z]\d{8,10}(?![a-z0-9])")
_OFFICE: Final = re.compile(r"gov\s?\.\s?vn$")

# Numbers of provinces on plates: 11 to 99 without those never given out; 80 is the state's.
_PLACES: Final = r"(?:1[124-9]|2\d|3[0-9]|4[0137-9]|[5-8]\d|9[0-57-9])"
_SERIES: Final = r"(?:ld|da|kt|mk|md\d?|td|hc|ng|qt|nn|cv|cd|[a-hk-npr-vxyz][a-hk-npr-vxyz1-9]?)"
_PLATE: Final = re.compile(
    rf"(?<![a-z0-9])(?<!\d[.,/\-]){_PLACES}\s?[\-.]?\s?{_SERIES}(?:\s?[\-.]\s?|\s{{0,2}})"
    r"(?:\d{3}\s?[.\-]?\s?\d{2}|\d{4})(?![a-z0-9]|[./]\d)"
)
_YEAR: Final = re.compile(r"(?:19|20)\d\d$")
_ARMY: Final = re.compile(
    r"(?<![a-z0-9])[abhkpqtvdc][a-z]\s?[\-. ]\s?\d{2}\s?[\-. ]\s?\d{2}(?![a-z0-9]|[./\-]\d)"
)
_ARMY_SERIES: Final = frozenset(
    [
        "aa",
        "ab",
        "ac",
        "ad",
        "av",
        "at",
        "an",
        "ap",
        "bb",
        "bc",
        "bh",
        "bk",
        "bl",
        "bt",
        "bp",
        "bs",
        "bv",
        "ha",
        "hb",
        "hc",
        "hd",
        "he",
        "ht",
        "hq",
        "hn",
        "hh",
        "hl",
        "ka",
        "kb",
        "kc",
        "kd",
        "kv",
        "kp",
        "kk",
        "kt",
        "kn",
        "ks",
        "pa",
        "pp",
        "pm",
        "pk",
        "pt",
        "py",
        "pq",
        "px",
        "pc",
        "qa",
        "qb",
        "qc",
        "qd",
        "qh",
        "qk",
        "qp",
        "qm",
        "qs",
        "ta",
        "tb",
        "tc",
        "th",
        "tk",
        "tt",
        "tm",
        "tn",
        "dc",
        "nd",
        "ca",
        "cp",
        "cm",
        "cc",
        "vt",
        "cb",
    ]
)

_CERTIFICATE: Final = re.compile(
    r"(?<![a-z0-9])[a-z]{1,2}\s?[\-.]?\s?(?:\d{8}|\d{6}|\d{3}[ .]\d{3}|\d{2}[ .]\d{3}[ .]\d{3}|\d{4}[ .]\d{4})(?![a-z0-9/]|\.\d)"
)
_BOOK: Final = re.compile(
    r"(?<![a-z0-9])(?:[a-z]{1,3}\s?[\-.]?\s?)?\d{4,7}(?:\s?/?\s?qsdd?(?:\s?/\s?\d+)?)?(?![a-z0-9/])"
)
_BOOKED: Final = re.compile(r"vao so(?: cap)?(?: g?cn| giay chung nhan)?(?: ?q?sdd?)?(?: so)?[\s:.\-]{0,3}$")
_SERIES_OF_LAND: Final = re.compile(r"[A-DĐ][A-ZĐ]")
_PASSPORT: Final = re.compile(
    r"(?<![a-z0-9])[a-z]{1,2}\s?\d{3}\s?\d{4}(?![a-z0-9/])|(?<![a-z0-9])[a-z]\s?\d{8}(?![a-z0-9/])"
)
_PASSPORT_SURE: Final = re.compile(r"[BCNPKE]\d{7}")
_HEALTH: Final = re.compile(
    r"(?<![a-z0-9])(?:dn|hx|ch|nn|tk|hc|xk|ht|tb|no|ct|xb|tn|cs|qn|ca|cy|xn|ms|cc|ck|cb|kc|hd|te|bt|hn|dt|dk|xd|ts|tc|tq"
    r"|ta|ty|hg|ls|pv|hs|sv|gb|gd|hk|td|nd|tl|tp)[ \-.]?\d[ \-.]?\d{2}[ \-.]?(?:\d[ \-.]?){9}\d(?!\d)"
)


def find_shapes(folded: Folded) -> list[Seen]:
    """Return every mail address, plate and paper whose number has letters in it; they may overlap."""
    plain = folded.plain
    found = [
        Seen(Kind.EMAIL, m.start(), m.end(), not _OFFICE.search(m.group())) for m in _MAIL.finditer(plain)
    ]
    found += [Seen(Kind.INSURANCE, m.start(), m.end(), True) for m in _HEALTH.finditer(plain)]
    found += [Seen(Kind.PHONE, m.start(), m.end(), True) for m in _STROKES.finditer(plain)]
    found += [Seen(Kind.ACCOUNT, m.start(), m.end(), True) for m in _LETTERED.finditer(plain)]
    return [*found, *_plates(folded), *_land(folded), *_passports(folded)]


def _plates(folded: Folded) -> Iterator[Seen]:
    for match in _PLATE.finditer(folded.plain):
        labelled = label_before(folded.plain, match.start()) is Kind.PLATE
        loose = " " in match.group().strip() or _YEAR.search(match.group())
        if labelled or (_in_capitals(folded, match) and not _YEAR.search(match.group())):
            yield Seen(Kind.PLATE, match.start(), match.end(), labelled or not loose)
        elif not loose and re.search(r"\d{3}\.\d{2}$", match.group()):
            yield Seen(Kind.PLATE, match.start(), match.end(), True)
    for match in _ARMY.finditer(folded.plain):
        labelled = label_before(folded.plain, match.start()) is Kind.PLATE
        known = match.group()[:2] in _ARMY_SERIES and _in_capitals(folded, match) and "-" in match.group()
        if labelled or known:
            yield Seen(Kind.PLATE, match.start(), match.end(), labelled)


def _land(folded: Folded) -> Iterator[Seen]:
    plain = folded.plain
    for match in _CERTIFICATE.finditer(plain):
        labelled = label_before(plain, match.start()) is Kind.LAND
        letters = folded.cased[match.start() : match.start() + 2]
        if labelled or (_SERIES_OF_LAND.fullmatch(letters) and _in_capitals(folded, match)):
            yield Seen(Kind.LAND, match.start(), match.end(), labelled)
    for match in _BOOK.finditer(plain):
        if _BOOKED.search(plain, max(0, match.start() - 40), match.start()):
            yield Seen(Kind.LAND, match.start(), match.end(), True)


def _passports(folded: Folded) -> Iterator[Seen]:
    for match in _PASSPORT.finditer(folded.plain):
        labelled = label_before(folded.plain, match.start()) is Kind.PASSPORT
        if labelled or _PASSPORT_SURE.fullmatch(folded.cased[match.start() : match.end()]):
            yield Seen(Kind.PASSPORT, match.start(), match.end(), labelled)


def _in_capitals(folded: Folded, match: re.Match[str]) -> bool:
    letters = [c for c in folded.cased[match.start() : match.end()] if c.isalpha()]
    return all(c.isupper() for c in letters)

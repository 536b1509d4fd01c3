"""Vietnamese typed for the fonts of the 1990s, TCVN3 (ABC) and VNI: noticed, and put right when a person says so.

Such text is Latin-1 letters that only those fonts draw as Vietnamese: "ViÖt Nam", "Vieät Nam". It is recognised by its
words: as they stand they can be no Vietnamese words, and by one of the two tables all of them can. The tables are data,
static/ui/old-encodings.json; static/forms/old-text.js of forms comes to the same answers in the browser.
"""

from __future__ import annotations

import json
import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

NAMES: Final = {"tcvn3": "TCVN3 (ABC)", "vni": "VNI"}

_DATA = Path(__file__).with_name("static") / "ui" / "old-encodings.json"
_WORD = re.compile(r"[^\W\d_]+(?:[­¨-¾×÷][^\W\d_]*)*|[­¨-¾×÷]+[^\W\d_]*")
_TONES = {"\u0300", "\u0301", "\u0303", "\u0309", "\u0323"}
# A syllable that ends in a stop has the tone sắc or nặng: "tịch", never "tũch". (None at all: names of other peoples.)
_STOPS: Final = ("c", "ch", "p", "t")
_OF_STOPS: Final = (["\u0301"], ["\u0323"])
_SYLLABLE = re.compile(
    r"(?:b|ch?|d|đ|gh?|gi|h|kh?|l|m|ngh?|nh?|ph?|qu|r|s|th?|tr|v|x)?"
    r"(?:[aăâeêioôơuưy]|ai|ao|au|ay|âu|ây|eo|êu|ia|iê|iu|iêu|oa|oă|oai|oay|oe|oeo|oi|ôi|ơi|oo|ua|uâ|uây|uê|ui|uô|uôi|uơ"
    r"|uy|uya|uyê|uyu|ưa|ưi|ươ|ươi|ươu|ưu|yê|yêu)"
    r"(?:ch?|m|ng?|nh|p|t)?"
)
# Signs that stand inside a word only where they are letters of the old font; so many words with them tell enough.
_TELLING: Final = {
    "tcvn3": re.compile("(?<=[A-Za-z])[\u00a1-\u00bf\u00d7\u00f7]|[\u00a1-\u00bf\u00d7\u00f7](?=[A-Za-z])"),
    "vni": re.compile("[åäëïöøûüñî]|a[ùâõê]|[eo][ùâõ]|uù", re.IGNORECASE),
}
_FEWEST: Final = 2
# One of these letters, and the text is Unicode already.
_UNICODE = re.compile("[ăđĩũơưĂĐĨŨƠƯ\u1ea0-\u1ef9]")


@dataclass(frozen=True)
class OldText:
    """A text in an old encoding; ``unicode`` is the same in Unicode, None where that is not certain."""

    encoding: str
    unicode: str | None


def find_old_text(text: str) -> OldText | None:
    """Return what a text seems to be typed in; None for Unicode and for what tells too little.

    >>> find_old_text("Tr­êng häc, b¶n §oµn KÕt")
    OldText(encoding='tcvn3', unicode='Trường học, bản Đoàn Kết')
    >>> find_old_text("Trường học"), find_old_text("hoà toán"), find_old_text("Noël naïve")
    (None, None, OldText(encoding='vni', unicode=None))
    """
    if (table := table_of(text)) is not None:
        return OldText(table, converted(text, table))
    if _UNICODE.search(unicodedata.normalize("NFC", text)):
        return None
    words = text.split()
    counts = {name: sum(bool(telling.search(word)) for word in words) for name, telling in _TELLING.items()}
    encoding = max(counts, key=lambda name: counts[name])
    return OldText(encoding, None) if counts[encoding] >= _FEWEST else None


@lru_cache(maxsize=20_000)
def table_of(text: str) -> str | None:
    """Return the table by which a text was certainly typed; None where it is as it should be, or no Vietnamese at all."""
    if text.isascii() or _is_vietnamese(text):
        return None
    return next((table for table in NAMES if _is_vietnamese(converted(text, table))), None)


def converted(text: str, table: str) -> str:
    """Return text as the fonts of a table draw it.

    >>> converted("ViÖt Nam", "tcvn3"), converted("Vieät Nam", "vni")
    ('Việt Nam', 'Việt Nam')
    """
    letters = _tables()[table]
    return _pattern(table).sub(lambda found: letters[found.group()], text)


@lru_cache
def _tables() -> dict[str, dict[str, str]]:
    tables: dict[str, dict[str, str]] = json.loads(_DATA.read_text("utf-8"))
    return tables


@lru_cache
def _pattern(table: str) -> re.Pattern[str]:
    keys = sorted(_tables()[table], key=len, reverse=True)
    return re.compile("|".join(map(re.escape, keys)))


def _is_vietnamese(text: str) -> bool:
    """Say whether every word with a letter beyond ASCII can be a Vietnamese syllable."""
    return all(word.isascii() or _is_syllable(word) for word in _WORD.findall(text))


def _is_syllable(word: str) -> bool:
    marks = unicodedata.normalize("NFD", word.lower())
    tones = [mark for mark in marks if mark in _TONES]
    plain = unicodedata.normalize("NFC", "".join(mark for mark in marks if mark not in _TONES))
    if len(tones) > 1 or (plain.endswith(_STOPS) and tones[:1] not in ([], *_OF_STOPS)):
        return False
    return _SYLLABLE.fullmatch(plain) is not None

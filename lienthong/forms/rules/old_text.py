"""Vietnamese typed with the fonts of before Unicode (TCVN3, VNI): recognised, and turned into Unicode where that is certain.

The tables are data, static/forms/old-encodings.json; static/forms/old-text.js comes to the same answers in the browser.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

# One of these letters, and the text is Unicode already.
_UNICODE = re.compile("[ăđĩũơưĂĐĨŨƠƯ\u1ea0-\u1ef9]")
# Signs that stand inside a word only where they are letters of the old font.
_TELLING = {
    "tcvn3": re.compile("(?<=[A-Za-z])[\u00a1-\u00bf\u00d7\u00f7]|[\u00a1-\u00bf\u00d7\u00f7](?=[A-Za-z])"),
    "vni": re.compile("[åäëïöøûüñî]|a[ùâõê]|[eo][ùâõ]|uù", re.IGNORECASE),
}
_FEWEST = 2
_ONSET = "(?:ngh|ng|nh|gh|gi|kh|ph|qu|th|tr|ch|[bcdđghklmnprstvx])?"
_SYLLABLE = re.compile(f"{_ONSET}[aăâeêioôơuưy]{{1,3}}(?:ng|nh|ch|[cmnpt])?", re.IGNORECASE)
_TONES = re.compile("[\u0300\u0301\u0303\u0309\u0323]")
_WORD = re.compile(r"[^\s!-/:-@\[-`{-~…“”‘’–]+")


@dataclass(frozen=True)
class OldText:
    """A text in an old encoding; ``unicode`` is the same in Unicode, None where that is not certain."""

    encoding: str
    unicode: str | None


def find_old_text(text: str) -> OldText | None:
    """Return what a text seems to be typed in; None for Unicode and for what tells too little.

    >>> find_old_text("Tr­êng häc, b¶n §oµn KÕt")
    OldText(encoding='tcvn3', unicode='Trường học, bản Đoàn Kết')
    >>> find_old_text("Trường học"), find_old_text("hoà toán")
    (None, None)
    """
    if _UNICODE.search(unicodedata.normalize("NFC", text)):
        return None
    words = _WORD.findall(text)
    counts = {name: sum(bool(telling.search(word)) for word in words) for name, telling in _TELLING.items()}
    encoding = max(counts, key=lambda name: counts[name])
    if counts[encoding] < _FEWEST:
        return None
    turned = _turned(text, encoding)
    return OldText(encoding, turned if _is_vietnamese(turned) else None)


def _is_vietnamese(text: str) -> bool:
    """Tell whether every word with a mark is a Vietnamese syllable with one tone at most."""
    return all(word.isascii() or _is_syllable(word) for word in _WORD.findall(text))


def _is_syllable(word: str) -> bool:
    plain, tones = _TONES.subn("", unicodedata.normalize("NFD", word))
    return tones <= 1 and _SYLLABLE.fullmatch(unicodedata.normalize("NFC", plain)) is not None


def _turned(text: str, encoding: str) -> str:
    table = _tables()[encoding]
    longest_first = "|".join(map(re.escape, sorted(table, key=len, reverse=True)))
    return re.sub(longest_first, lambda found: table[found[0]], text)


@lru_cache
def _tables() -> Mapping[str, Mapping[str, str]]:
    file = resources.files("lienthong.forms").joinpath("static/forms/old-encodings.json")
    tables: Mapping[str, Mapping[str, str]] = json.loads(file.read_text("utf-8"))
    return tables

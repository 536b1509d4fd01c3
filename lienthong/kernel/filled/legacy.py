"""Vietnamese typed for the fonts of the 1990s, TCVN3 (ABC) and VNI: noticed, and put right when a person says so.

Such text is Latin-1 letters that only those fonts draw as Vietnamese: "ViÖt Nam", "Vieät Nam". It is recognised by its
words: as they stand they can be no Vietnamese words, and by one of the two tables all of them can.
"""

from __future__ import annotations

import json
import re
import unicodedata
from functools import lru_cache
from importlib import resources
from typing import Final

NAMES: Final = {"tcvn3": "TCVN3 (ABC)", "vni": "VNI"}

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


@lru_cache
def _tables() -> dict[str, dict[str, str]]:
    text = resources.files("lienthong.kernel").joinpath("data/legacy_vietnamese.json").read_text("utf-8")
    tables: dict[str, dict[str, str]] = json.loads(text)
    return {name: tables[name] for name in NAMES}


@lru_cache
def _pattern(table: str) -> re.Pattern[str]:
    keys = sorted(_tables()[table], key=len, reverse=True)
    return re.compile("|".join(map(re.escape, keys)))


def converted(text: str, table: str) -> str:
    """Return text as the fonts of a table draw it.

    >>> converted("ViÖt Nam", "tcvn3"), converted("Vieät Nam", "vni")
    ('Việt Nam', 'Việt Nam')
    """
    letters = _tables()[table]
    return _pattern(table).sub(lambda found: letters[found.group()], text)


@lru_cache(maxsize=20_000)
def table_of(text: str) -> str | None:
    """Return the table by which a text was typed, None where it is as it should be, or is no Vietnamese at all."""
    if text.isascii() or _is_vietnamese(text):
        return None
    return next((table for table in NAMES if _is_vietnamese(converted(text, table))), None)


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

"""Vietnamese text: one normal form, one key to search by, one key to sort by. Plain Python."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache

# Order of the alphabet (TCVN 5712 / dictionary practice): letters first, then the tone.
_ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_PLACE = {letter: 0x41 + index for index, letter in enumerate(_ALPHABET)}
_TONES = {"\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}  # huyền hỏi ngã sắc nặng
_ETH = str.maketrans({"Ð": "Đ", "ð": "đ", "’": "'", "‘": "'", "ʼ": "'"})
_PLAIN_D = str.maketrans({"đ": "d"})
_DIGITS = re.compile(r"\d+")


def nfc(text: str) -> str:
    """Return text in Unicode form NFC, with the Icelandic Ð that some sources print put right to Đ."""
    return unicodedata.normalize("NFC", text).translate(_ETH).replace("'", "’") if text else ""


@lru_cache(maxsize=20_000)
def search_key(text: str) -> str:
    """Return the form in which text is compared in searches: no marks, no case, single spaces.

    "Hòa", "Hoà", "hoa" and "HOA" share one key; so do Đ, Ð and d.

    >>> search_key("  Hoà Bình  Đông ")
    'hoa binh dong'
    """
    plain = unicodedata.normalize("NFD", nfc(text).lower()).translate(_PLAIN_D)
    letters = "".join(c if c.isalnum() else " " for c in plain if not unicodedata.combining(c) and c != "’")
    return " ".join(letters.split())


def _padded(number: re.Match[str]) -> str:
    return number.group().zfill(6)


@lru_cache(maxsize=20_000)
def sort_key(text: str) -> bytes:
    """Return bytes whose plain order is the Vietnamese order of texts, the same in every database.

    Base letters decide first, tones break ties, numbers count by value.

    >>> sorted(["Đa", "Da", "Ê", "E", "Tổ 10", "Tổ 2"], key=sort_key)
    ['Da', 'Đa', 'E', 'Ê', 'Tổ 2', 'Tổ 10']
    """
    weights = [_weight(character) for character in _DIGITS.sub(_padded, nfc(text).lower())]
    return b"".join([letter for letter, _ in weights]) + b"\x01" + b"".join([tone for _, tone in weights])


@lru_cache(maxsize=2_000)
def _weight(character: str) -> tuple[bytes, bytes]:
    """Return how a character weighs as a letter, and as a tone upon it."""
    marks = unicodedata.normalize("NFD", character)
    tone = next((_TONES[mark] for mark in marks if mark in _TONES), 0)
    base = unicodedata.normalize("NFC", "".join(mark for mark in marks if mark not in _TONES))
    if base in _PLACE:
        return bytes([_PLACE[base]]), bytes([0x10 + tone])
    if base.isdigit() and base.isascii():
        return bytes([0x20 + int(base)]), b""
    if base.isspace():
        return b"\x10", b""
    return (b"\x70" + base.encode(), b"") if base.isalnum() else (b"", b"")


def label_in(labels: Mapping[str, str], language: str) -> str:
    """Return the label in a language, else in Vietnamese, the source.

    >>> label_in({"vi": "Số hộ", "en": "Households"}, "en-gb"), label_in({"vi": "Số hộ"}, "en")
    ('Households', 'Số hộ')
    """
    return labels.get(language.partition("-")[0]) or labels["vi"]

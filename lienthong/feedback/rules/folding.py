"""One view of a text for all rules that look into it: no marks, no tricks with letters, and the way back to the original.

People write digits in full width, put invisible signs between them, send letters apart from their marks. What looks the
same to a reader is the same here. The original is never changed; every letter of the view knows where it came from.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import Final

# Signs nobody sees: format characters (zero width, direction, byte order), soft hyphen, fillers, variation selectors.
_UNSEEN: Final = frozenset("\u00ad\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0\u2800") | {
    chr(code) for code in (*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0))
}
_DASHES: Final = frozenset("‐‑‒–—―−⁃﹘﹣－ー~∼〜")
_DOTS: Final = frozenset("·•․‧∙⋅。．｡・●")
_LIKE: Final = {
    "đ": "d",
    "Đ": "D",
    "ð": "d",
    "Ð": "D",
    "’": "'",
    "‘": "'",
    "ʼ": "'",
    "⁄": "/",
    "∕": "/",
    "＠": "@",
}


@dataclass(frozen=True)
class Folded:
    """A text seen plainly: ``plain`` without marks and case, ``cased`` with both, letter for letter the same length.

    ``starts[i]`` and ``ends[i]`` are where letter i stands in the original.
    """

    plain: str
    cased: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return where a stretch of the view, which is not empty, stands in the original."""
        return self.starts[start], self.ends[end - 1]


def fold(text: str) -> Folded:
    """Return the plain view of a text.

    >>> fold("Ｓố ０9\u200b1").plain, fold("Đường").plain
    ('so 091', 'duong')
    """
    plain: list[str] = []
    cased: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for begin, end, cluster in _clusters(text):
        for letter in _seen(cluster):
            plain.append(_plain(letter))
            cased.append(letter)
            starts.append(begin)
            ends.append(end)
    return Folded("".join(plain), "".join(cased), tuple(starts), tuple(ends))


def without_marks(text: str) -> str:
    """Return text in small letters without marks, single spaces between.

    >>> without_marks("Đèn  đường")
    'den duong'
    """
    return " ".join(fold(text).plain.split())


def is_unseen(character: str) -> bool:
    """Say whether a character takes no place when shown."""
    return character in _UNSEEN or unicodedata.category(character) == "Cf"


def _clusters(text: str) -> list[tuple[int, int, str]]:
    """Return letters together with the marks that follow them; unseen signs are left out."""
    found: list[tuple[int, int, str]] = []
    for place, character in enumerate(text):
        if not character.isascii():
            if is_unseen(character):
                continue
            if found and unicodedata.combining(character):
                begin, _, cluster = found[-1]
                found[-1] = (begin, place + 1, cluster + character)
                continue
        found.append((place, place + 1, character))
    return found


def _seen(cluster: str) -> str:
    """Return a letter with its marks as one character where one exists, compatible forms made usual."""
    if cluster.isascii():
        return cluster
    if cluster in _DASHES:
        return "-"
    if cluster in _DOTS:
        return "."
    usual = unicodedata.normalize("NFKC", cluster)
    return "".join(_usual(c) for c in usual if not unicodedata.combining(c))


def _usual(character: str) -> str:
    if character.isspace():
        return "\n" if character in "\u2028\u2029\x85" else " "
    if not character.isascii() and (digit := unicodedata.decimal(character, None)) is not None:
        return str(digit)
    return character


def _plain(letter: str) -> str:
    if letter.isascii():
        return letter.lower()
    letter = _LIKE.get(letter, letter)
    small = unicodedata.normalize("NFD", letter)[0].lower()
    return small if len(small) == 1 else letter

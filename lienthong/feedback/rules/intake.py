"""A text as it was sent, put right for keeping, or refused: empty, too long, in an old encoding, spoilt on its way.

Nothing is dropped in silence: whatever was changed is said, as codes; sentences are the pages' affair. The hash on a
receipt is of what was sent, before any of this. Encodings of the 1990s are kernel.old_text's knowledge, asked word by
word, because a letter is long and one odd word in it must not decide.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from lienthong.kernel.old_text import NAMES, converted, table_of

from .folding import is_unseen


class Say(StrEnum):
    """What is said to whoever sent it; the first four refuse."""

    EMPTY = "empty"
    NO_WORDS = "no-words"
    TOO_SHORT = "too-short"
    TOO_LONG = "too-long"
    CONVERTED_TCVN3 = "converted-tcvn3"
    CONVERTED_VNI = "converted-vni"
    REPAIRED = "repaired"
    PERHAPS_OLD = "perhaps-old-encoding"
    CLEANED = "cleaned"
    LETTERS_LOST = "letters-lost"


REFUSING: Final = frozenset({Say.EMPTY, Say.NO_WORDS, Say.TOO_SHORT, Say.TOO_LONG})
_CONVERTED: Final = {"tcvn3": Say.CONVERTED_TCVN3, "vni": Say.CONVERTED_VNI}


@dataclass(frozen=True)
class Limits:
    """How much a text has to hold, and may: letters without spaces at least, characters as kept at most."""

    fewest_letters: int
    most_characters: int


@dataclass(frozen=True)
class Intake:
    """The text to keep, and what is said about it."""

    text: str
    said: tuple[Say, ...]

    @property
    def refused(self) -> bool:
        """Say whether this may not be taken in."""
        return not REFUSING.isdisjoint(self.said)


def take_in(sent: str, limits: Limits) -> Intake:
    """Return a sent text as it is kept, in NFC, lines ended by one sign; refused texts come back unconverted.

    >>> take_in("Tr­êng häc xuèng cÊp, mong x· söa ch÷a", Limits(5, 1000))
    Intake(text='Trường học xuống cấp, mong xã sửa chữa', said=(<Say.CONVERTED_TCVN3: 'converted-tcvn3'>,))
    >>> take_in("😡😡😡!!!", Limits(5, 1000)).said
    (<Say.NO_WORDS: 'no-words'>,)
    """
    # So long a text is not worked upon: marks that fall away cannot make it four times shorter.
    if len(sent) > 4 * limits.most_characters:
        return Intake("", (Say.TOO_LONG,))
    said: list[Say] = []
    text = _repaired(sent, said)
    text = _in_unicode(text, said)
    text = _clean(text, said)
    if refusal := _refusal(text, limits):
        return Intake(text, (refusal,))
    return Intake(text, tuple(said))


def _refusal(text: str, limits: Limits) -> Say | None:
    if not text:
        return Say.EMPTY
    letters = sum(character.isalpha() for character in text)
    if not letters:
        return Say.NO_WORDS
    if letters < limits.fewest_letters:
        return Say.TOO_SHORT
    return Say.TOO_LONG if len(text) > limits.most_characters else None


# ── spoilt on its way ────────────────────────────────────────────────────────────────────────────────────────────────

_SPOILT: Final = re.compile(
    "[ÃÄÅÆáâÂ][\u0080-\u00bf\u0152-\u0178\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122]"
)


def _repaired(text: str, said: list[Say]) -> str:
    """Return UTF-8 that some program read as Western text ("Ä‘Æ°á»\u009dng") put right, where all of it can be."""
    if not _SPOILT.search(text):
        return text
    try:
        right = b"".join(_byte(character) for character in text).decode("utf-8")
    except (UnicodeEncodeError, UnicodeDecodeError):
        return text
    said.append(Say.REPAIRED)
    return right


def _byte(character: str) -> bytes:
    """Return the byte that was read as this character: by Windows' table, whose gaps stand for themselves."""
    return character.encode("latin-1") if ord(character) in range(0x80, 0xA0) else character.encode("cp1252")


# ── encodings of old fonts ───────────────────────────────────────────────────────────────────────────────────────────

_UNICODE_ONLY: Final = re.compile("[ăđĩũơưĂĐĨŨƠƯ\u1ea0-\u1ef9\u0300-\u0323]")
_LATIN_WORD: Final = re.compile("[^\\s!-,./:-@\\[-`{-~“”‘’…–—]+")
_TOGETHER: Final = 4
_FEWEST: Final = 2
_LEAST_SHARE: Final = 0.6


def _in_unicode(text: str, said: list[Say]) -> str:
    """Return text typed for an old font in Unicode, where most of it leaves no doubt; else as it is.

    One word may be Vietnamese by either table, four together hardly; so four at a time are asked for theirs.
    """
    if text.isascii() or _UNICODE_ONLY.search(text):
        return text
    words = [word for word in _LATIN_WORD.findall(text) if not word.isascii()]
    if len(words) < _FEWEST:
        return text
    pieces = [" ".join(words[at : at + _TOGETHER]) for at in range(0, len(words), _TOGETHER)]
    tables = [table_of(piece) for piece in pieces]
    counts = {name: tables.count(name) for name in NAMES}
    best = max(counts, key=lambda name: counts[name])
    if counts[best] >= _LEAST_SHARE * len(pieces):
        said.append(_CONVERTED[best])
        return converted(text, best)
    if counts[best]:
        said.append(Say.PERHAPS_OLD)
    return text


# ── what nobody sees ─────────────────────────────────────────────────────────────────────────────────────────────────

_MOST_MARKS: Final = 3
_JOINER: Final = "\u200d"
_BLANKS: Final = re.compile(r"\n{4,}")


def _clean(text: str, said: list[Say]) -> str:
    """Return text in NFC without control and unseen signs; said only where something other than line ends went."""
    lines = unicodedata.normalize(
        "NFC", text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n")
    )
    kept: list[str] = []
    marks = 0
    for place, character in enumerate(lines):
        marks = marks + 1 if unicodedata.combining(character) else 0
        if marks <= _MOST_MARKS and _is_kept(character, lines, place):
            kept.append(character)
    if len(kept) != len(lines):
        said.append(Say.CLEANED)
    if "\ufffd" in lines:
        said.append(Say.LETTERS_LOST)
    return _BLANKS.sub("\n\n\n", unicodedata.normalize("NFC", "".join(kept))).strip()


def _is_kept(character: str, text: str, place: int) -> bool:
    if character.isascii():
        return character.isprintable() or character in "\n\t"
    if character == _JOINER or "\ufe00" <= character <= "\ufe0f":  # between and behind pictures
        return place > 0 and unicodedata.category(text[place - 1]) in {"So", "Sk", "Mn"}
    return not is_unseen(character) and unicodedata.category(character) not in {"Cc", "Cs", "Co", "Cn"}

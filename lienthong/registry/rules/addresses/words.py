"""The words of an address, folded: which letters, which marks, where a comma stood; and the words that name a kind."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import Final, NamedTuple

from lienthong.kernel.text import nfc

LONGEST: Final = 300  # of a text; what stands beyond is no address any more
_MOST_WORDS: Final = 40

_PIECES = re.compile(r"[,;\n\r\t|()\[\]]|[^\W_]+(?:['’][^\W_]+)*")
_BREAKS: Final = frozenset(",;\n\r\t|()[]")
_RUNS = re.compile(r"\d+|[^\d]+")
_GLUED = re.compile(r"(TP|TX|TT|[PQHXF])(?=[^\W\d_])")
_TONES: Final = {"\u0300": "1", "\u0309": "2", "\u0303": "3", "\u0301": "4", "\u0323": "5"}
_BARRED: Final = str.maketrans({"ƀ": "b", "Ƀ": "b"})
# Lý or Lí, Mỹ or Mĩ, Quy or Qui: one word, written in two ways.
_FINAL_Y = re.compile(r"(?<=[bcdghklmnprstvx])y$|(?<=^qu)y$")

# Đắk or Đăk, "water" in the names of the highlands: official lists write both.
_WATER: Final = "dak"


class Word(NamedTuple):
    """A word. ``key``: its letters without marks; ``shape``: with those of â ă đ ê ô ơ ư; ``tones``: its tone as a digit."""

    key: str
    shape: str
    tones: str


@lru_cache(maxsize=50_000)
def fold(piece: str) -> Word:
    """Return a piece of text as it is compared. The place of a tone within a syllable does not matter.

    >>> fold("Hoà") == fold("HÒA"), fold("Mĩ") == fold("Mỹ"), fold("Đắk")
    (True, True, Word(key='dak', shape='đăk', tones=''))
    """
    key: list[str] = []
    shape: list[str] = []
    tones = ""
    for letter in unicodedata.normalize("NFD", nfc(piece).translate(_BARRED).lower()):
        if letter in _TONES:
            tones += _TONES[letter]
        elif unicodedata.combining(letter):
            if shape:
                shape[-1] = unicodedata.normalize("NFC", shape[-1] + letter)
        elif letter.isalnum():
            key.append("d" if letter == "đ" else letter)
            shape.append(letter)
    plain = "".join(key)
    if plain.isdecimal():
        number = plain.lstrip("0") or "0"
        return Word(number, number, "")
    drawn = "".join(shape)
    if plain == _WATER:
        tones = ""
    if _FINAL_Y.search(plain):
        plain, drawn = plain[:-1] + "i", drawn[:-1] + "i"
    return Word(plain, drawn, tones)


class Text(NamedTuple):
    """A text in words. ``breaks``: for each word, and for the end, whether a comma or the like stands before it."""

    words: tuple[Word, ...]
    breaks: tuple[bool, ...]


def read(text: str) -> Text:
    """Return the words of a text.

    >>> [word.key for word in read("P.12, Q1 - TP.HCM").words]
    ['p', '12', 'q', '1', 'tp', 'hcm']
    """
    words: list[Word] = []
    breaks = [True]
    for piece in _PIECES.findall(nfc(text[:LONGEST])):
        if piece in _BREAKS:
            breaks[-1] = True
            continue
        for part in _parts(piece):
            word = fold(part)
            if word.key and len(words) < _MOST_WORDS:
                words.append(word)
                breaks.append(False)
    breaks[-1] = True
    return Text(tuple(words), tuple(breaks))


def _parts(piece: str) -> Iterator[str]:
    """Yield what was run together: "QuậnBa", "PTrúc", "Q1"."""
    if piece.islower() and piece.isalpha():
        yield piece
        return
    glued = _GLUED.match(piece)
    if (
        glued
        and len(piece) > glued.end() + 1
        and piece[glued.end()].isupper()
        and piece[glued.end() + 1].islower()
    ):
        yield glued[1]
        piece = piece[glued.end() :]
    start = 0
    for run in _RUNS.findall(piece):
        start = 0
        for place in range(1, len(run)):
            if run[place].isupper() and run[place - 1].islower():
                yield run[start:place]
                start = place
        yield run[start:]


def joined(words: tuple[Word, ...]) -> Word:
    """Return several words as one."""
    if len(words) == 1:
        return words[0]
    keys, shapes, tones = zip(*words, strict=True)
    return Word("".join(keys), "".join(shapes), "".join(tones))


def clashes(written: Word, meant: Word) -> bool:
    """Say whether marks that were written contradict a name with the same letters. Marks that were left out do not.

    >>> [clashes(fold(text), fold("Hạ")) for text in ("Hạ", "ha", "Hà")]
    [False, False, True]
    """
    if written.shape != meant.shape and any(
        a not in (b, c) for a, b, c in zip(written.shape, meant.shape, meant.key, strict=True)
    ):
        return True
    if written.tones in ("", meant.tones):
        return False
    left = iter(meant.tones)
    return not all(tone in left for tone in written.tones)


# ── kinds ────────────────────────────────────────────────────────────────────────────────────────────────────────────

Kinds = frozenset[str]
_CITY, _PROVINCE = frozenset({"thanh_pho", "thanh_pho_tw"}), frozenset({"tinh"})
_URBAN, _RURAL, _TOWN = frozenset({"quan"}), frozenset({"huyen"}), frozenset({"thi_xa"})
_WARD, _COMMUNE, _TOWNSHIP = frozenset({"phuong"}), frozenset({"xa"}), frozenset({"thi_tran"})
_ZONE = frozenset({"dac_khu"})
_WRITTEN: Final = {
    "thành phố": _CITY,
    "tỉnh": _PROVINCE,
    "quận": _URBAN,
    "huyện": _RURAL,
    "thị xã": _TOWN,
    "phường": _WARD,
    "xã": _COMMUNE,
    "thị trấn": _TOWNSHIP,
    "đặc khu": _ZONE,
}
FULL: Final = {tuple(map(fold, text.split())): kinds for text, kinds in _WRITTEN.items()}
_FULL_KEYS: Final = {tuple(word.key for word in words): (words, kinds) for words, kinds in FULL.items()}
# What is short may be something else too: P. is a room, T. a storey.
_SHORT: Final = {
    ("tp",): _CITY,
    ("t", "p"): _CITY,
    ("tx",): _TOWN,
    ("t", "x"): _TOWN,
    ("tt",): _TOWNSHIP,
    ("t", "t"): _TOWNSHIP,
    ("t",): _PROVINCE,
    ("q",): _URBAN,
    ("h",): _RURAL,
    ("p",): _WARD,
    ("ph",): _WARD,
    ("f",): _WARD,
    ("x",): _COMMUNE,
    ("dk",): _ZONE,
    ("ward",): _WARD,
    ("commune",): _COMMUNE,
    ("district",): _URBAN | _RURAL,
    ("citi",): _CITY,
    ("province",): _PROVINCE,
    ("town",): _TOWN | _TOWNSHIP,
}
ENGLISH: Final = frozenset({"ward", "commune", "district", "citi", "province", "town"})
_LONG_WORDS: Final = ("phuong", "huyen", "quan", "tinh")
# Xa lộ, tỉnh lộ, quân đội: no unit follows.
_NO_KIND: Final = {word.key: word for word in map(fold, ("lộ", "đội", "khu"))}


class Marker(NamedTuple):
    """A word for a kind, before (English: after) a name.

    ``strong``: written out. ``doubtful``: what follows may make another word of it, as in "xa lộ".
    """

    start: int
    end: int
    kinds: Kinds
    strong: bool
    doubtful: bool = False


def markers_of(text: Text) -> list[Marker]:
    """Return the words for kinds in a text; "Ân Thi, xã" may hold two of them."""
    places = range(len(text.words))
    return [
        marker for place in places for length in (2, 1) if (marker := _marker_at(text, place, place + length))
    ]


def _marker_at(text: Text, start: int, end: int) -> Marker | None:
    if end > len(text.words) or any(text.breaks[start + 1 : end]):
        return None
    said = text.words[start:end]
    keys = tuple(word.key for word in said)
    full = _FULL_KEYS.get(keys)
    if full is not None and not any(map(_is_another, said, full[0])):
        following = text.words[end] if len(said) == 1 and end < len(text.words) else said[0]
        meant = _NO_KIND.get(following.key)
        other = meant is not None and (following == meant or not (said[0].tones or clashes(following, meant)))
        return Marker(start, end, full[1], strong=True, doubtful=other)
    short = _SHORT.get(keys)
    return Marker(start, end, short, strong=False) if short else None


def _is_another(said: Word, meant: Word) -> bool:
    """Say whether a word with marks is another than the one for a kind: "Quán", not "quận"."""
    return said.tones not in ("", meant.tones) or said.shape not in (meant.shape, meant.key)


def is_nearly_a_kind(word: Word) -> bool:
    """Say whether a word is one slip away from a word for a kind."""
    return len(word.key) > 2 and any(one_slip(word.key, kind) for kind in _LONG_WORDS)  # noqa: PLR2004


def one_slip(written: str, meant: str) -> bool:
    """Say whether two texts are one slip apart: a letter too many, missing, wrong, or two turned round.

    >>> one_slip("trucbahc", "trucbach"), one_slip("trucbac", "trucbach"), one_slip("trucbach", "trucbach")
    (True, True, False)
    """
    if written == meant or abs(len(written) - len(meant)) > 1:
        return False
    start = 0
    least = min(len(written), len(meant))
    while start < least and written[start] == meant[start]:
        start += 1
    if len(written) > len(meant):
        return written[start + 1 :] == meant[start:]
    if len(written) < len(meant):
        return written[start:] == meant[start + 1 :]
    if written[start + 1 :] == meant[start + 1 :]:
        return True
    return (
        written[start : start + 2] == meant[start : start + 2][::-1]
        and written[start + 2 :] == meant[start + 2 :]
    )

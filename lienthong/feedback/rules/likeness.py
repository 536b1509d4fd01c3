"""How alike two texts are: to suggest that one matter was sent twice, and to gather copies sent by many as one campaign.

Compared are words without marks, case and figures, so that a spelling without diacritics, a date or somebody's number changes
little. Only texts go in: nothing here takes, keeps or gives back who sent one.

Two measures, because two questions are asked. ``copy``: share of pairs of neighbouring words that both have (Jaccard); 1.0 for
the same text, above 0.5 for a copy with edits. ``words``: cosine over telling words; different people's words for one pothole
reach 0.2 to 0.5, so it suggests only together with place and time.

To find copies among a million without comparing each: 36 smallest hashes of 63 bits make 12 keys of three (bands), each
one number for an indexed big-integer column in a table of (matter, key). With s the share of pairs alike, at least one key is
the same with probability 1 − (1 − s³)¹²: 0.22 at s = 0.27, 0.80 at 0.5, 0.99 at 0.7, 1.0 at 0.9. Equal keys are candidates;
``likeness`` decides.
"""

from __future__ import annotations

import hashlib
import math
import re
from collections import Counter
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, Generic, TypeVar

import numpy as np
import numpy.typing as npt

from .folding import fold

BANDS: Final = 12
ROWS: Final = 3
KEY_BITS: Final = 63
# A copy with edits; and, near in place and time, the same matter in other words.
LEAST_COPY: Final = 0.5
LEAST_WORDS: Final = 0.25
NEAR_DAYS: Final = 30
# A campaign's samples: so many at most, each unlike the others by so much, yet so near the first.
_SAMPLES: Final = 12
_SAME: Final = 0.75
_NEAR_FIRST: Final = 0.4

_WORD: Final = re.compile(r"[^\W\d_]+")
# Words every letter has, which tell nothing of its matter.
_COMMON: Final = frozenset(
    [
        "toi",
        "chung",
        "em",
        "anh",
        "chi",
        "ong",
        "ba",
        "con",
        "bac",
        "co",
        "chu",
        "nha",
        "nguoi",
        "dan",
        "gia",
        "dinh",
        "xin",
        "kinh",
        "gui",
        "de",
        "nghi",
        "mong",
        "muon",
        "duoc",
        "phan",
        "anh",
        "kien",
        "nghi",
        "uy",
        "ban",
        "nhan",
        "xa",
        "phuong",
        "thon",
        "to",
        "xem",
        "xet",
        "giai",
        "quyet",
        "som",
        "cam",
        "on",
        "tran",
        "trong",
        "la",
        "va",
        "co",
        "khong",
        "cho",
        "cua",
        "thi",
        "ma",
        "o",
        "tai",
        "cac",
        "nhung",
        "nay",
        "do",
        "da",
        "dang",
        "se",
        "bi",
        "rat",
        "nhieu",
        "den",
        "tu",
        "ve",
        "voi",
        "nhu",
        "khi",
        "vi",
        "nen",
        "cung",
        "lai",
        "ra",
        "vao",
        "len",
        "xuong",
        "hay",
        "hoac",
        "mot",
        "hai",
        "ngay",
        "thang",
        "nam",
        "nay",
        "hom",
        "qua",
        "roi",
        "van",
        "chua",
        "moi",
        "neu",
        "ai",
        "gi",
        "nao",
        "sao",
        "can",
        "bo",
        "lanh",
        "dao",
        "cap",
        "chinh",
        "quyen",
        "dia",
        "co",
        "quan",
        "chuc",
        "nang",
        "trong",
        "ngoai",
        "tren",
        "duoi",
    ]
)
_PRIME_MIXES: Final = np.random.default_rng(20_260_701).integers(
    1, 2**63, size=(2, BANDS * ROWS), dtype=np.uint64
)

Id = TypeVar("Id", bound=Hashable)


@dataclass(frozen=True)
class Likeness:
    """How alike two texts are, each measure from 0 to 1."""

    copy: float
    words: float


def likeness(one: str, other: str) -> Likeness:
    """Return how alike two texts are.

    >>> likeness("Đèn đường hỏng ở ngã ba chợ", "den duong hong o nga ba cho!")
    Likeness(copy=1.0, words=1.0)
    """
    first, second = _words(one), _words(other)
    return Likeness(round(_jaccard(_pairs(first), _pairs(second)), 4), round(_cosine(first, second), 4))


def suggests_same(alike: Likeness, *, same_place: bool, days_apart: float) -> bool:
    """Say whether two matters should be shown to a person as perhaps one; a person links them, or does not."""
    if not same_place or abs(days_apart) > NEAR_DAYS:
        return False
    return alike.copy >= LEAST_COPY or alike.words >= LEAST_WORDS


def band_keys(text: str) -> tuple[int, ...]:
    """Return the keys by which copies of a text are found, as many as BANDS, each below 2**63; none for a text without words.

    The same text has the same keys in every process and version of numpy; a change of this rule needs all keys made anew.
    """
    pairs = _pairs(_words(text))
    if not pairs:
        return ()
    hashes = np.frombuffer(b"".join(_hashed(pair) for pair in sorted(pairs)), dtype="<u8")
    return _banded(hashes)


def _banded(hashes: npt.NDArray[np.uint64]) -> tuple[int, ...]:
    factors, terms = _PRIME_MIXES
    mixed = hashes[:, None] * (factors | np.uint64(1))[None, :] + terms[None, :]
    mixed ^= mixed >> np.uint64(32)
    mixed *= np.uint64(0x9E3779B97F4A7C15)
    mixed ^= mixed >> np.uint64(29)
    smallest = mixed.min(axis=0).astype("<u8").reshape(BANDS, ROWS)
    return tuple(
        int.from_bytes(_hashed(bytes([band]) + row.tobytes()), "little") >> (64 - KEY_BITS)
        for band, row in enumerate(smallest)
    )


@dataclass
class _Gathering(Generic[Id]):
    """Texts that are copies, and the few of them that later ones are held against."""

    names: list[Id]
    samples: list[frozenset[bytes]]


def campaigns(texts: Mapping[Id, str], least: float = LEAST_COPY) -> list[list[Id]]:
    """Return which texts are copies of one another, the largest gathering first; single ones are left out.

    A text joins where it is a copy of one of a few samples; every sample is near the first, so that a chain of small changes
    does not lead to strangers.
    """
    by_key: dict[int, list[_Gathering[Id]]] = {}
    gathered: list[_Gathering[Id]] = []
    for name, text in texts.items():
        pairs = _pairs(_words(text))
        keys = band_keys(text)
        near = {id(home): home for key in keys for home in by_key.get(key, ())}
        likest, home = max(
            ((max(_jaccard(sample, pairs) for sample in home.samples), home) for home in near.values()),
            key=lambda one: one[0],
            default=(0.0, None),
        )
        if home is None or likest < least:
            home = _Gathering([name], [pairs])
            gathered.append(home)
        else:
            home.names.append(name)
            if (
                likest >= _SAME
                or len(home.samples) == _SAMPLES
                or _jaccard(home.samples[0], pairs) < _NEAR_FIRST
            ):
                continue
            home.samples.append(pairs)
        for key in keys:
            by_key.setdefault(key, []).append(home)
    many = (home.names for home in gathered if len(home.names) > 1)
    return sorted(many, key=len, reverse=True)


def _words(text: str) -> list[str]:
    return _WORD.findall(fold(text).plain)


def _pairs(words: list[str]) -> frozenset[bytes]:
    """Return the pairs of neighbouring words; a single word stands for itself."""
    if len(words) == 1:
        return frozenset({words[0].encode()})
    return frozenset(f"{one} {two}".encode() for one, two in pairwise(words))


def _jaccard(one: frozenset[bytes], other: frozenset[bytes]) -> float:
    return len(one & other) / len(one | other) if one or other else 0.0


def _cosine(one: list[str], other: list[str]) -> float:
    first, second = (Counter(word for word in words if word not in _COMMON) for words in (one, other))
    if not first or not second:
        return 0.0
    product = sum(count * second[word] for word, count in first.items())
    return product / math.sqrt(sum(n * n for n in first.values()) * sum(n * n for n in second.values()))


def _hashed(piece: bytes) -> bytes:
    return hashlib.blake2b(piece, digest_size=8).digest()

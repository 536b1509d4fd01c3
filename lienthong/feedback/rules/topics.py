"""What a letter may be about, suggested from its words; a person chooses, or a form did already.

A list of weighed words per topic (data/topics.json, versioned) and nothing else: who asks why gets the words. Without enough of
them, or with two topics nearly even, nothing is suggested. A text without diacritics is read without them; words that then
mean too much alone ("den", "cau", "bui") count half.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from .folding import fold

DATA: Final = Path(__file__).parents[1] / "data" / "topics.json"
_WORD: Final = re.compile(r"[^\W_]+")
# From this share of words with marks on, a text is one with marks: nearly half of Vietnamese words have none.
_MARKED_SHARE: Final = 0.2
_ALONE_UNMARKED: Final = 0.5
_DOUBT: Final = 1.0


@dataclass(frozen=True)
class Suggestion:
    """A topic's code, None where nothing is suggested; how clearly, from 0 to 1; the words that told, the telling first."""

    topic: str | None
    confidence: float
    words: tuple[str, ...]
    version: str


@dataclass(frozen=True)
class _Phrase:
    """Words that tell: their spelling, what they weigh for which topics, and how much of it in a text without marks.

    One that weighs nothing only hides others: "trường hợp" is no school.
    """

    spelling: str
    keys: tuple[str, ...]
    weights: tuple[tuple[str, float], ...]
    unmarked: float


@dataclass(frozen=True)
class Topics:
    """The lists as read: phrases by their words without marks, and from where on something is suggested."""

    version: str
    labels: Mapping[str, str]
    threshold: float
    enough: float
    phrases: Mapping[tuple[str, ...], tuple[_Phrase, ...]]
    heads: frozenset[str]
    longest: int


def read_topics(data: Mapping[str, object]) -> Topics:
    """Return the lists of a data file; the same phrase may stand under several topics."""
    weights: dict[str, list[tuple[str, float]]] = {}
    labels: dict[str, str] = {}
    for topic, entry in _table(data["topics"]).items():
        labels[topic] = str(_table(entry)["label"])
        for weight, spellings in _table(_table(entry)["words"]).items():
            for spelling in _list(spellings):
                weights.setdefault(spelling, []).append((topic, float(weight)))
    for spelling in _list(data["neutral"]):
        weights.setdefault(spelling, [])
    by_keys: dict[tuple[str, ...], _Phrase] = {}
    for spelling, known in weights.items():
        words = _words(spelling)
        keys = tuple(key for _, key in words)
        alone = len(words) == 1 and words[0][0] != words[0][1]
        # "văn hóa" and "văn hoá" are one phrase.
        by_keys[keys] = _Phrase(spelling, keys, tuple(known), _ALONE_UNMARKED if alone else 1.0)
    phrases: dict[tuple[str, ...], tuple[_Phrase, ...]] = {}
    for phrase in by_keys.values():
        plain = tuple(word for word, _ in _words(phrase.spelling))
        phrases[plain] = (*phrases.get(plain, ()), phrase)
    return Topics(
        str(data["version"]),
        labels,
        float(str(data["threshold"])),
        float(str(data["enough"])),
        phrases,
        frozenset(plain[0] for plain in phrases),
        max(map(len, phrases)),
    )


@cache
def topics() -> Topics:
    """Return the lists that the product ships."""
    data: dict[str, object] = json.loads(DATA.read_text("utf-8"))
    return read_topics(data)


def suggest(text: str, lists: Topics | None = None) -> Suggestion:
    """Return which topic a text seems to be about, and by which words.

    >>> suggest("Đèn đường trước chợ tắt cả tuần nay, tối om").topic
    'lighting'
    >>> suggest("Tôi có ý kiến muốn trình bày").topic is None
    True
    """
    known = lists or topics()
    told = _told(text, known)
    scores: dict[str, float] = {}
    for phrase, factor in told.items():
        for topic, weight in phrase.weights:
            scores[topic] = scores.get(topic, 0.0) + weight * factor
    ranked = sorted(scores, key=lambda topic: (-scores[topic], topic))
    if not ranked:
        return Suggestion(None, 0.0, (), known.version)
    first, second = scores[ranked[0]], scores[ranked[1]] if len(ranked) > 1 else 0.0
    confidence = round(first / (first + second + _DOUBT), 4)
    clear = first >= known.enough and confidence >= known.threshold
    return Suggestion(ranked[0] if clear else None, confidence, _reasons(told, ranked[0]), known.version)


def _reasons(told: Mapping[_Phrase, float], topic: str) -> tuple[str, ...]:
    weighed = {phrase.spelling: dict(phrase.weights).get(topic, 0.0) for phrase in told}
    return tuple(
        sorted((word for word, weight in weighed.items() if weight), key=lambda word: -weighed[word])
    )


def _told(text: str, known: Topics) -> dict[_Phrase, float]:
    """Return the phrases of a text, the longest at each place, each once, and how much of their weight counts."""
    words = _words(text)
    marked = sum(plain != key for plain, key in words) >= _MARKED_SHARE * len(words)
    told: dict[_Phrase, float] = {}
    place = 0
    while place < len(words):
        length, phrases = _longest(words, place, known, marked=marked)
        for phrase in phrases:
            told[phrase] = 1.0 if marked else phrase.unmarked
        place += max(1, length)
    return told


def _longest(
    words: list[tuple[str, str]], place: int, known: Topics, *, marked: bool
) -> tuple[int, list[_Phrase]]:
    if words[place][0] not in known.heads:
        return 0, []
    for length in range(min(known.longest, len(words) - place), 0, -1):
        here = words[place : place + length]
        phrases = [
            phrase
            for phrase in known.phrases.get(tuple(plain for plain, _ in here), ())
            if all(
                _same(plain, key, meant, loose=not marked or length > 1)
                for (plain, key), meant in zip(here, phrase.keys, strict=True)
            )
        ]
        if phrases:
            return length, phrases
    return 0, []


def _same(plain: str, key: str, meant: str, *, loose: bool) -> bool:
    """Say whether a word is the one meant: with its marks, or without any where that is allowed."""
    return key == meant or (loose and key == plain)


def _words(text: str) -> list[tuple[str, str]]:
    """Return each word without marks, and with them wherever they were put: "hoà" and "hòa" are one."""
    folded = fold(text)
    return [
        (folded.plain[found.start() : found.end()], _key(folded.cased[found.start() : found.end()]))
        for found in _WORD.finditer(folded.plain)
    ]


_TONES: Final = "\u0300\u0301\u0303\u0309\u0323"


def _key(word: str) -> str:
    """Return a word with its tone at the end, as one cannot see from where it stands which spelling was learnt."""
    if word.isascii():
        return word.lower()
    apart = unicodedata.normalize("NFD", word.lower())
    tones = "".join(mark for mark in apart if mark in _TONES)
    return unicodedata.normalize("NFC", "".join(mark for mark in apart if mark not in _TONES)) + tones


def _table(value: object) -> dict[str, object]:
    if not isinstance(value, dict):
        raise TypeError(value)
    return value


def _list(value: object) -> list[str]:
    if not isinstance(value, list):
        raise TypeError(value)
    return [str(one) for one in value]

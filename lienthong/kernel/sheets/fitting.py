"""How wide the columns of a table on paper are, and where its texts are broken. Widths are in points, or in ems."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

Measure = Callable[[str], float]

# Sizes of letters that are tried, the upright sheet first.
_SIZES = (9.0, 8.0, 7.0, 6.0, 5.0)
_PADDING = 3.0
# A head is broken into lines rather than make a column of short figures wide; a text breaks at words up to so long.
_HEAD_EMS = 5.0
_WORD_EMS = 9.0
# An upright sheet is kept where texts have to be broken at most so much.
_CROWDED = 1.5


@dataclass(frozen=True)
class Fit:
    """A table on paper: whether the sheet lies, the size of its letters, and the width of each column."""

    lying: bool
    size: float
    widths: Sequence[float]
    padding: float = _PADDING


@dataclass(frozen=True)
class Need:
    """What a column needs, in ems: so that nothing has to be broken, and at the very least."""

    natural: float
    least: float


def need_of(label: str, texts: Sequence[str], measure: Measure, *, breaks: bool) -> Need:
    """Return what a column needs; ``breaks``: its texts may be broken at words."""
    head = min(measure(label), max(_longest_word(label, measure), _HEAD_EMS))
    lines = [line for text in texts for line in text.split("\n")]
    natural = max([head, *map(measure, lines)])
    if not breaks:
        return Need(natural, natural)
    word = min(max((_longest_word(line, measure) for line in lines), default=0.0), _WORD_EMS)
    return Need(natural, max(min(head, _WORD_EMS), word))


def _longest_word(text: str, measure: Measure) -> float:
    return max(map(measure, text.split()), default=0.0)


def fit(needs: Sequence[Need], upright: float, lying: float) -> Fit:
    """Return the first way in which a table fits a sheet, given how wide the sheet is in both positions."""
    room = upright - 2 * _PADDING * len(needs)
    natural, least = (sum(getattr(need, name) for need in needs) for name in ("natural", "least"))
    if least * _SIZES[0] <= room and natural * _SIZES[0] <= room * _CROWDED:
        return Fit(False, _SIZES[0], _shared_out(needs, _SIZES[0], room))
    room = lying - 2 * _PADDING * len(needs)
    for size in _SIZES:
        if least * size <= room:
            return Fit(True, size, _shared_out(needs, size, room))
    padding = 1.0
    room = lying - 2 * padding * len(needs)
    size = _SIZES[-1]
    return Fit(True, size, [need.least * room / least + 2 * padding for need in needs], padding)


def _shared_out(needs: Sequence[Need], size: float, room: float) -> list[float]:
    """Give each column what it must have, then what it would like, then what is left."""
    least = [need.least * size for need in needs]
    wanted = [(need.natural - need.least) * size for need in needs]
    over, wish = room - sum(least), sum(wanted)
    share = min(1.0, over / wish) if wish else 0.0
    rest = (over - share * wish) / len(needs)
    return [low + share * more + rest + 2 * _PADDING for low, more in zip(least, wanted, strict=True)]


def broken(text: str, room: float, measure: Measure) -> list[str]:
    """Return a text in lines that are at most so many ems wide, broken at words, and within words that are too long."""
    lines = []
    for paragraph in text.split("\n"):
        if measure(paragraph) <= room:
            lines.append(paragraph)
        else:
            lines += _broken_paragraph(paragraph.split(), room, measure)
    return lines


def _broken_paragraph(words: Sequence[str], room: float, measure: Measure) -> list[str]:
    space = measure(" ")
    lines, line, width = [], "", 0.0
    for word in (piece for whole in words for piece in _pieces(whole, room, measure)):
        length = measure(word)
        if line and width + space + length > room:
            lines.append(line)
            line, width = "", 0.0
        line, width = (f"{line} {word}", width + space + length) if line else (word, length)
    return [*lines, line]


def _pieces(word: str, room: float, measure: Measure) -> list[str]:
    if measure(word) <= room or len(word) == 1:
        return [word]
    pieces, start = [], 0
    for end in range(1, len(word) + 1):
        if end - start > 1 and measure(word[start:end]) > room:
            pieces.append(word[start : end - 1])
            start = end - 1
    return [*pieces, word[start:]]

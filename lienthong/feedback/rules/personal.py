"""Marks for whoever releases a public text: where it seems to hold something that leads to one person. Decides nothing.

Found are numbers and addresses of a known shape; who or what a story describes is for people to see. A recall of 0.99 is
asked of invented letters (tests, tools/bench_personal.py); it is no promise for what nobody thought of.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from .folding import Folded, fold
from .labels import Kind
from .numbers import Seen, find_numbers, find_told
from .shapes import find_shapes

# What stands in a public text where something was taken out; always so long, so that it does not tell how long that was.
MASK: Final = "▇▇▇"
_MASKED: Final = re.compile(r"[▇█■▓▒░●•∗＊*]{2,}|(?<![^\W\d_])[xX]{3,}(?=\d)|(?<=\d)[xX]{3,}(?![^\W\d_])")


@dataclass(frozen=True, order=True)
class Found:
    """A stretch of the original text, from ``start`` up to ``end``, that seems personal."""

    start: int
    end: int
    kind: Kind
    sure: bool


def find_personal(text: str) -> tuple[Found, ...]:
    """Return what of a known shape leads to a person, in the order of the text, none overlapping.

    >>> [(f.kind.value, f.sure) for f in find_personal("Gọi 0912.345.678, nợ 912.345.678 đồng")]
    [('phone', True)]
    """
    folded = fold(text)
    return _found(
        folded, _apart([*find_shapes(folded), *find_told(folded.plain), *find_numbers(folded.plain)])
    )


def masked(text: str, found: Iterable[Found], mask: str = MASK) -> str:
    """Return text with every stretch found replaced by one mask; the one way in which any surface leaves things out.

    Stretches that overlap are taken out together, so that the longest decides and no rest of a shorter one remains.

    >>> masked("Gọi 0912.345.678 nhé", find_personal("Gọi 0912.345.678 nhé"))
    'Gọi ▇▇▇ nhé'
    """
    kept: list[str] = []
    place = 0
    for one in sorted(found, key=lambda one: (one.start, -one.end)):
        if one.start >= place or not kept:
            kept += [text[place : one.start], mask]
        place = max(place, one.end)
    return "".join([*kept, text[place:]])


def holds_mask(text: str) -> bool:
    """Say whether a text was masked already: it must never be saved over what it was made from.

    >>> holds_mask("Gọi ▇▇▇"), holds_mask("Số 0912***678"), holds_mask("Gọi 0912345678")
    (True, True, False)
    """
    return _MASKED.search(text) is not None


def _apart(seen: list[Seen]) -> list[Seen]:
    """Return what does not overlap: the sure before the unsure, then the longest."""
    chosen: list[Seen] = []
    for one in sorted(seen, key=lambda one: (not one.sure, one.start - one.end, one.start)):
        if all(one.end <= other.start or other.end <= one.start for other in chosen):
            chosen.append(one)
    return sorted(chosen, key=lambda one: one.start)


def _found(folded: Folded, seen: Iterable[Seen]) -> tuple[Found, ...]:
    return tuple(Found(*folded.span(one.start, one.end), one.kind, one.sure) for one in seen)

"""What is asked of a text that somebody sends, and what is said about it. Plain Python.

The seam to ``rules.intake`` and ``rules.personal``: ``judged`` and ``marked`` are the only two who know of them.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from lienthong.kernel.old_text import converted, table_of

MOST: Final = 5_000
FEWEST: Final = 10


class Fault(StrEnum):
    """Why a text is not taken."""

    EMPTY = "empty"
    NO_WORDS = "no-words"
    TOO_SHORT = "too-short"
    TOO_LONG = "too-long"


@dataclass(frozen=True)
class Judged:
    """A text as it is kept. ``converted``: it was typed for a font of the 1990s and stands in Unicode now."""

    text: str
    fault: Fault | None = None
    converted: bool = False


def judged(sent: str) -> Judged:
    """Return a text as it is kept, or why it is not taken; what was typed stays with whoever typed it.

    >>> judged("😡😡😡!!!").fault
    <Fault.NO_WORDS: 'no-words'>
    """
    if len(sent) > 4 * MOST:
        return Judged("", Fault.TOO_LONG)
    text = unicodedata.normalize("NFC", sent.replace("\r\n", "\n").replace("\r", "\n"))
    table = None if text.isascii() else table_of(text)
    if table:
        text = converted(text, table)
    text = "".join(sign for sign in text if sign in "\n\t" or unicodedata.category(sign) != "Cc").strip()
    letters = sum(sign.isalpha() for sign in text)
    if not text:
        return Judged(text, Fault.EMPTY)
    if not letters:
        return Judged(text, Fault.NO_WORDS)
    if letters < FEWEST:
        return Judged(text, Fault.TOO_SHORT)
    return Judged(text, Fault.TOO_LONG if len(text) > MOST else None, bool(table))

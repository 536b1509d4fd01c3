"""Shares as people write them: 0,25 · 0.25 · 25% · 1/4. Plain Python."""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction

_NUMBER = re.compile(r"([0-9]{1,3}(?:[.,][0-9]{1,12})?)\s*(%?)")
_RATIO = re.compile(r"([0-9]{1,12})\s*/\s*([0-9]{1,12})")


def read_share(text: str) -> Fraction | None:
    """Return a share that was written down; None where it is no number.

    >>> read_share("0,25") == read_share("25%") == read_share("1/4") == Fraction(1, 4)
    True
    """
    text = text.strip()
    if match := _RATIO.fullmatch(text):
        return Fraction(int(match[1]), int(match[2])) if int(match[2]) else None
    if match := _NUMBER.fullmatch(text):
        number = Fraction(match[1].replace(",", "."))
        return number / 100 if match[2] else number
    return None


def written_share(share: Fraction | None) -> str:
    """Return a share as it is written into a table: exact to ten decimals, "" where it is not known.

    >>> written_share(Fraction(1, 3)), written_share(Fraction(1, 2)), written_share(None)
    ('0,3333333333', '0,5', '')
    """
    if share is None:
        return ""
    number = Decimal(round(share * 10**10)).scaleb(-10)
    return f"{number.normalize():f}".replace(".", ",")

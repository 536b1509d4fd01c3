"""Numbers as texts, scaled integers and exact fractions. Never floats.

A *decimal text* is what is stored and sent: an optional minus sign, digits, an optional point and decimals
("12", "-0.5"). A *scaled integer* is the number times 10 to the power of the field's decimals.
"""

from __future__ import annotations

import re
from fractions import Fraction

_DECIMAL_TEXT = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")
_LONGEST = 60


def power(decimals: int) -> int:
    """Return what a number with so many decimals is multiplied by to become a whole one."""
    return int(10**decimals)


def is_decimal_text(text: str) -> bool:
    """Tell whether a text is a number as stored, of a length that can be worked with."""
    return len(text) <= _LONGEST and _DECIMAL_TEXT.fullmatch(text) is not None


def decimals_in(text: str) -> int:
    """Return how many decimals a decimal text has; zeros at its end do not count.

    >>> decimals_in("12.50"), decimals_in("12.0"), decimals_in("12")
    (1, 0, 0)
    """
    return len(text.partition(".")[2].rstrip("0"))


def scaled(text: str, decimals: int) -> int:
    """Return a decimal text as a scaled integer; it must not have more decimals.

    >>> scaled("-1.5", 2)
    -150
    """
    whole, _, part = text.partition(".")
    return int(whole + part.rstrip("0").ljust(decimals, "0"))


def unscaled(number: int, decimals: int) -> str:
    """Return a scaled integer as the shortest decimal text.

    >>> unscaled(-150, 2), unscaled(1200, 2), unscaled(7, 0)
    ('-1.5', '12', '7')
    """
    if not decimals:
        return str(number)
    whole, part = divmod(abs(number), power(decimals))
    tail = str(part).zfill(decimals).rstrip("0") if part else ""
    return ("-" if number < 0 else "") + str(whole) + (f".{tail}" if tail else "")


def scaled_half_up(number: Fraction, decimals: int) -> int:
    """Return a number as a scaled integer, rounded half away from zero.

    >>> scaled_half_up(Fraction("-2.5"), 0), scaled_half_up(Fraction("1.005"), 2)
    (-3, 101)
    """
    exact = abs(number) * power(decimals)
    rounded = (2 * exact.numerator + exact.denominator) // (2 * exact.denominator)
    return -rounded if number < 0 else rounded


def grouped(text: str) -> str:
    """Return a decimal text as Vietnamese people write it: points between thousands, a comma before decimals.

    >>> grouped("-1234567.5")
    '-1.234.567,5'
    """
    whole, _, part = text.partition(".")
    sign = "-" if whole.startswith("-") else ""
    thousands = f"{int(whole.lstrip('-')):,}".replace(",", ".")
    return f"{sign}{thousands},{part}" if part else f"{sign}{thousands}"

"""What the law lets stand where: the levels of units, their kinds, and what may lie directly within what. Plain Python."""

from __future__ import annotations

from typing import Final

from .steps import Key

COUNTRY: Final = Key("centre", "")

# From above. Villages are areas without a code and without a law of their own.
LEVELS: Final = ("province", "district", "commune")
KINDS: Final = {
    "province": frozenset({"thanh_pho_tw", "tinh"}),
    "district": frozenset({"quan", "huyen", "thi_xa", "thanh_pho"}),
    "commune": frozenset({"phuong", "xa", "thi_tran", "dac_khu"}),
}
WITHIN: Final = {
    "province": frozenset({"centre"}),
    "district": frozenset({"province"}),
    "commune": frozenset({"province", "district"}),
    "village": frozenset({"commune"}),
}
CODE_LENGTHS: Final = {"province": 2, "district": 3, "commune": 5}
_LEVEL_BY_LENGTH: Final = {length: level for level, length in CODE_LENGTHS.items()}


def level_of_code(code: str) -> str:
    """Return the level that an official code tells by its length, "" where it tells none.

    >>> level_of_code("00001"), level_of_code("1")
    ('commune', '')
    """
    return _LEVEL_BY_LENGTH.get(len(code), "") if code.isdigit() else ""


def padded(code: str, level: str) -> str:
    """Return a code with the zeros in front that a spreadsheet took away.

    >>> padded("1", "commune")
    '00001'
    """
    return code.zfill(CODE_LENGTHS[level]) if code.isdigit() and level in CODE_LENGTHS else code

"""Codes of units: which units bear one that stands alone in a text, with or without the zeros that a spreadsheet took away."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Final

from .gazetteer import COMMUNE, DISTRICT, PROVINCE, Gazetteer, Unit, Version

WIDTHS: Final = {PROVINCE: 2, DISTRICT: 3, COMMUNE: 5}
_CODE = re.compile(
    r"\s*(?:(?:mã|ma|code)\s*(?P<what>tỉnh|tinh|huyện|huyen|quận|quan|xã|xa|phường|phuong|đơn vị|đvhc)?\s*(?:số)?\s*[:.]?\s*)?"
    r"'?(?P<code>\d{1,5})(?:\.0)?\s*",
    re.IGNORECASE,
)
_LEVELS: Final = {"t": PROVINCE, "h": DISTRICT, "q": DISTRICT, "x": COMMUNE, "p": COMMUNE}


def code_in(text: str) -> tuple[str, str] | None:
    """Return the code that a text is, and the level that it says; None where it is no code.

    >>> code_in("00004"), code_in("mã xã 4"), code_in("12 Lê Lợi")
    (('00004', ''), ('4', 'commune'), None)
    """
    found = _CODE.fullmatch(text)
    if found is None:
        return None
    what = (found["what"] or "").lower()
    return found["code"], _LEVELS.get(what[:1], "")


def codes_meant(code: str, level: str = "") -> Iterator[str]:
    """Yield the full codes that a code can be: one that begins with a zero has lost none.

    >>> list(codes_meant("4")), list(codes_meant("004")), list(codes_meant("0004"))
    (['04', '004', '00004'], ['004'], ['00004'])
    """
    for name, width in WIDTHS.items():
        if level and name != level:
            continue
        if len(code) == width or (
            len(code) < width and not (code.startswith("0") and len(code) in WIDTHS.values() and not level)
        ):
            yield code.zfill(width)


def bearers(gazetteer: Gazetteer, code: str, level: str, day: date | None) -> list[tuple[Unit, Version]]:
    """Return the units that bore a code: on a day, or at any time. A unit stands once, as it was last called so."""
    found: dict[int, tuple[Unit, Version]] = {}
    for full in codes_meant(code, level):
        for unit, version in gazetteer.codes.get(full, ()):
            if day is None or version.since <= day < version.until:
                found[unit.key] = (unit, version)
    return list(found.values())

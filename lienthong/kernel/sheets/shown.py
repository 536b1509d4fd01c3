"""How a cell is written where it is only read: on paper as the screen writes it, in csv as a spreadsheet takes it in."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache

from ..clock import LOCAL
from ..templatetags.written import day, moment, number
from .table import Cell, Column, Kind, cleaned

# What makes a spreadsheet read a text as a formula (OWASP, CSV injection), in both widths that keyboards type.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def on_paper(value: Cell, column: Column, language: str) -> str:
    """Return a cell as the screens of a language write it; nothing as a dash."""
    if isinstance(value, str):
        return cleaned(value)
    if isinstance(value, datetime):
        return moment(value)
    if isinstance(value, date):
        return day(value)
    return _number_on_paper(value, column.kind, language)


@lru_cache(maxsize=50_000)
def _number_on_paper(value: float | Decimal | None, kind: Kind, language: str) -> str:
    """Return a number as a language writes it; ``language`` is only the cache's key: the active one writes."""
    if kind is Kind.PERCENT and value is not None:
        return f"{number(value, 1)}%"
    return number(value)


def in_csv(value: Cell, point: str) -> str:
    """Return a cell as a spreadsheet of a country takes it in: no grouping, ``point`` before the decimals."""
    if value is None:
        return ""
    if isinstance(value, str):
        return inert(cleaned(value))
    if isinstance(value, datetime):
        return f"{value.astimezone(LOCAL):%Y-%m-%d %H:%M}"
    if isinstance(value, date):
        return value.isoformat()
    return format(value, "f" if isinstance(value, Decimal) else "").replace(".", point)


def inert(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula.

    >>> inert("=cmd|' /C calc'!A0"), inert("Thôn 1")
    ("'=cmd|' /C calc'!A0", 'Thôn 1')
    """
    return f"'{text}" if text.lstrip(" \n").startswith(_FORMULA) else text

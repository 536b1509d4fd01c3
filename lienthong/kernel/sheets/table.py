"""What is written into a file: values, without a word about how any kind of file is made. Plain Python."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import TypeAlias

# A datetime is a date too. A float is a percentage; every other number is exact.
Cell: TypeAlias = str | int | float | Decimal | date | None

_OTHER = re.compile(r"[^a-z0-9]+")
# Control characters that neither XML nor a page can carry; tabs and line breaks can.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
# How many digits a spreadsheet keeps of a number.
_DIGITS = 15
_TOO_BIG = int(10**_DIGITS)


class Form(StrEnum):
    """A kind of file."""

    XLSX = "xlsx"
    CSV = "csv"
    PDF = "pdf"


class Kind(StrEnum):
    """What a column holds. A percentage is given as it is read: 33.3."""

    TEXT = "text"
    NUMBER = "number"
    PERCENT = "percent"
    DATE = "date"
    MOMENT = "moment"


@dataclass(frozen=True)
class Column:
    """The head of a column, and what stands below it. A text may stand in any column."""

    label: str
    kind: Kind = Kind.TEXT

    @property
    def is_text(self) -> bool:
        """Whether its cells are read from the left."""
        return self.kind is Kind.TEXT


@dataclass(frozen=True)
class Table:
    """Rows under columns. ``rows`` may be read only once; ``foot`` is the row of sums."""

    title: str
    columns: Sequence[Column]
    rows: Iterable[Sequence[Cell]]
    foot: Sequence[Cell] | None = None


@dataclass(frozen=True)
class Document:
    """What a file holds. ``facts``: unit, period, structure date, filter, when and by which unit.

    A csv file holds the first table alone. ``name``: words of which the file's name is made.
    """

    title: str
    facts: Sequence[str]
    tables: Sequence[Table]
    name: Sequence[str]

    def file_name(self, form: Form, plain: Sequence[str]) -> str:
        """Return the name of the file; ``plain``: its words without marks and capitals."""
        return f"{_OTHER.sub('-', ' '.join(plain)).strip('-')[:120]}.{form}"


def cleaned(text: str) -> str:
    """Return a text without what no file can carry."""
    return _CONTROL.sub("\N{REPLACEMENT CHARACTER}", text)


def fits_a_spreadsheet(value: int | Decimal) -> bool:
    """Say whether a spreadsheet keeps every digit of a number.

    >>> fits_a_spreadsheet(999_999_999_999_999), fits_a_spreadsheet(10**15)
    (True, False)
    """
    if isinstance(value, int):
        return abs(value) < _TOO_BIG
    return abs(value) < _TOO_BIG and len(value.normalize().as_tuple().digits) <= _DIGITS

"""What was read from a file: a sheet, its rows and cells, each knowing where it stands. Plain Python."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final, NamedTuple

# Refused before anything is unpacked, and counted again while it is read.
MOST_BYTES: Final = 10 * 1024 * 1024
MOST_UNPACKED: Final = 100 * 1024 * 1024
MOST_TIMES: Final = 300  # how many times bigger a part of more than a megabyte may become
MOST_ROWS: Final = 20_000
MOST_COLUMNS: Final = 100
# A row that somebody formatted far below the last one is not data, but has to be read to know that.
MOST_BLANK: Final = 2_000

_ADDRESS = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})")


class Kind(StrEnum):
    """What a cell holds."""

    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    TRUTH = "truth"
    FORMULA = "formula"
    FAULT = "fault"


class Cell(NamedTuple):
    """A cell. ``text``: as stored for texts, a decimal text (1234.5) for numbers, 31/12/2026 for dates."""

    kind: Kind
    text: str


@dataclass(slots=True)
class Row:
    """A row with something in it. ``number``: as the file counts, from 1; ``cells``: by column, from 1."""

    number: int
    cells: dict[int, Cell]
    hidden: bool = False


class Block(NamedTuple):
    """Cells that were merged into one, first and last included."""

    first_row: int
    last_row: int
    first_column: int
    last_column: int
    address: str


# A workbook counts its days from the beginning of one of these years.
USUAL_EPOCH, OTHER_EPOCH = 1900, 1904


@dataclass
class Sheet:
    """The one sheet of a file that is read, and what else the file holds. ``epoch``: 1900 or 1904, for bare numbers."""

    name: str = ""
    rows: list[Row] = field(default_factory=list)
    hidden_columns: set[int] = field(default_factory=set)
    merged: list[Block] = field(default_factory=list)
    hidden_sheets: list[str] = field(default_factory=list)
    other_sheets: list[str] = field(default_factory=list)
    epoch: int = 1900


def column_name(number: int) -> str:
    """Return what a column is called.

    >>> [column_name(n) for n in (1, 26, 27, 702, 703)]
    ['A', 'Z', 'AA', 'ZZ', 'AAA']
    """
    name = ""
    while number:
        number, place = divmod(number - 1, 26)
        name = chr(ord("A") + place) + name
    return name


def place_of(address: str) -> tuple[int, int]:
    """Return row and column of an address; ValueError where it is none.

    >>> place_of("AB12")
    (12, 28)
    """
    match = _ADDRESS.fullmatch(address)
    if match is None:
        raise ValueError(f"no address: {address!r}")
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(match[2]), column


def block_of(reference: str) -> Block:
    """Return the cells that a reference such as B2:C5 names."""
    first, _, last = reference.partition(":")
    top, left = place_of(first)
    bottom, right = place_of(last or first)
    return Block(top, bottom, left, right, reference)

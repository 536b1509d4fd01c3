"""Kept totals: rows of little-endian signed 64-bit integers, added and read without ever touching a float.

A row begins with HEADER counts and goes on with LANES integers for every slot of the series, in the series' own order:
the scaled sum, then how many returns held a value, were blank, and did not apply. Slots are only ever added at the end,
so a shorter, older row is one whose later slots are zero.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

Row = npt.NDArray[np.int64]

RETURNS, ON_TIME, LOCKED = range(3)
HEADER = 3
SUM, VALUES, BLANK, NOT_APPLICABLE = range(4)
LANES = 4
_TYPE = np.dtype("<i8")


def width(slots: int) -> int:
    """Return how many integers a row for so many slots has."""
    return HEADER + LANES * slots


def row_of(lanes: Sequence[int], *, on_time: bool, locked: bool) -> Row:
    """Return the row of one return, given the four lanes of each of its slots."""
    return np.array([1, on_time, locked, *lanes], dtype=_TYPE)


def read_row(stored: bytes | memoryview | None, slots: int) -> Row:
    """Return a stored row, made as wide as ``slots`` asks for; nothing stored is all zero."""
    row = np.zeros(width(slots), dtype=_TYPE)
    if stored:
        held = np.frombuffer(stored, dtype=_TYPE)
        row[: len(held)] = held
    return row


def stored_row(row: Row) -> bytes:
    """Return a row as it is stored."""
    return row.astype(_TYPE).tobytes()


def read_rows(stored: Iterable[bytes | memoryview | None], slots: int) -> npt.NDArray[np.int64]:
    """Return stored rows as a matrix, one row each."""
    size = width(slots) * _TYPE.itemsize
    joined = b"".join(bytes(row or b"").ljust(size, b"\0") for row in stored)
    return np.frombuffer(joined, dtype=_TYPE).reshape(-1, width(slots))


def add_up(rows: npt.NDArray[np.int64], groups: Sequence[Any]) -> dict[Any, Row]:
    """Return the sum of the rows of each group."""
    keys = list(dict.fromkeys(groups))
    place = {key: index for index, key in enumerate(keys)}
    sums = np.zeros((len(keys), rows.shape[1]), dtype=_TYPE)
    np.add.at(sums, [place[group] for group in groups], rows)
    return dict(zip(keys, sums, strict=True))


@dataclass(frozen=True)
class Figure:
    """What a field adds up to: ``total`` in units of 1/scale, and how many returns stood in each state."""

    total: int
    values: int
    blank: int
    not_applicable: int


@dataclass(frozen=True)
class Sums:
    """What a unit's returns add up to in one of the two stages."""

    returns: int
    on_time: int
    locked: int
    figures: Mapping[str, Figure]


def sums_of(row: Row, slots: Sequence[str]) -> Sums:
    """Return a row in words."""
    lanes = row[HEADER:].reshape(-1, LANES).tolist()
    return Sums(
        returns=int(row[RETURNS]),
        on_time=int(row[ON_TIME]),
        locked=int(row[LOCKED]),
        figures={slot: Figure(*four) for slot, four in zip(slots, lanes, strict=False)},
    )

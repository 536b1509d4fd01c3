"""Kept totals: rows of little-endian signed 64-bit integers, added and read without ever touching a float.

A row begins with HEADER counts and goes on with LANES integers for every slot of the series, in the series' own order;
forms.rules.contribution says what the four mean. All of it adds up, except in the slots of a smallest or a largest value:
there lane 0 is the smallest or the largest, and counts only where lane 1 says that there was a value. Slots are only ever
added at the end, so a shorter, older row is one whose later slots are zero, of which a smallest value is none.
"""

from __future__ import annotations

import secrets
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from lienthong.forms.rules import Operation, read_slot

from .structures import Shared

Row = npt.NDArray[np.int64]
Matrix = npt.NDArray[np.int64]

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


def fresh_mark() -> int:
    """Return 48 random bits. Sums of marks, a country's fit 64 bits, are equal only where no mark has changed."""
    return secrets.randbits(48)


def read_row(stored: bytes | memoryview | None, slots: int) -> Row:
    """Return a stored row, made as wide as ``slots`` asks for; nothing stored is all zero."""
    row = np.zeros(width(slots), dtype=_TYPE)
    if stored:
        held = np.frombuffer(stored, dtype=_TYPE)
        row[: len(held)] = held
    return row


def waiting(received: bytes | memoryview | None, approved: bytes | memoryview | None) -> int:
    """Return how many returns wait for approval, by the two stored rows of a total."""
    return returns_in(received) - returns_in(approved)


def returns_in(stored: bytes | memoryview | None) -> int:
    """Return how many returns a stored row counts."""
    return int(np.frombuffer(stored, dtype=_TYPE, count=1)[RETURNS]) if stored else 0


def stored_row(row: Row) -> bytes:
    """Return a row as it is stored."""
    return row.astype(_TYPE).tobytes()


def _as_kept(stored: bytes, slots: int) -> Row:
    """Return whatever is stored as a row, made as wide as ``slots`` asks for: what somebody has spoilt is read too."""
    size = width(slots) * _TYPE.itemsize
    return np.frombuffer(stored[:size].ljust(size, b"\0"), dtype=_TYPE)


def is_kept(stored: tuple[bytes, bytes] | None, rows: tuple[Row, Row] | None, slots: int) -> bool:
    """Say whether two stored rows hold two rows, where nothing stored and no row are all zero."""
    held = stored or (b"", b"")
    wanted = rows or (read_row(None, slots),) * 2
    return all(np.array_equal(_as_kept(held[at], slots), wanted[at]) for at in (0, 1))


_COUNTS = ("returns", "on_time", "locked")
_LANE_NAMES = ("sum", "values", "blank", "not_applicable")


def differences(stored: bytes, row: Row, slots: Sequence[str]) -> Iterator[tuple[str, str, int, int]]:
    """Yield each number in which a stored row differs from another: its slot ("" of a count), its name, and both numbers."""
    held = _as_kept(stored, len(slots))
    for place in np.flatnonzero(held != row).tolist():
        if place < HEADER:
            slot, name = "", _COUNTS[place]
        else:
            slot, name = slots[(place - HEADER) // LANES], _LANE_NAMES[(place - HEADER) % LANES]
        yield slot, name, int(held[place]), int(row[place])


def read_rows(stored: Sequence[bytes | memoryview | None], slots: int) -> Matrix:
    """Return stored rows as a matrix, one row each."""
    size = width(slots) * _TYPE.itemsize
    zero = bytes(size)
    joined = b"".join([row or zero for row in stored])
    if len(joined) != size * len(stored):
        joined = b"".join([bytes(row or b"").ljust(size, b"\0") for row in stored])
    return np.frombuffer(joined, dtype=_TYPE).reshape(-1, width(slots))


def read_both(
    received: Sequence[bytes | memoryview], approved: Sequence[bytes | memoryview | None], slots: int
) -> tuple[Matrix, Matrix]:
    """Return stored rows of both stages as matrices; None: the same as received. Where all of them are, it is one matrix."""
    got = read_rows(received, slots)
    other = [place for place, row in enumerate(approved) if row is not None]
    if not other:
        return got, got
    passed = got.copy()
    passed[other] = read_rows([approved[place] for place in other], slots)
    return got, passed


def add_up(rows: Matrix, groups: Sequence[int] | Row, slots: Sequence[str] = ()) -> dict[int, Row]:
    """Return what the rows of each group come to. ``slots``: their names, where the rows are kept totals."""
    if not len(groups):
        return {}
    keys, first, order = _in_groups(groups)
    if len(keys) == len(rows):  # every row is a group by itself
        return dict(zip(keys, rows[order], strict=True))
    sums = np.add.reduceat(rows[order], first, axis=0)
    for lane, extreme, never in _extremes(slots):
        held = np.where(rows[order, lane + VALUES] > 0, rows[order, lane], never)
        sums[:, lane] = np.where(sums[:, lane + VALUES] > 0, extreme.reduceat(held, first), 0)
    return dict(zip(keys, sums, strict=True))


def added(rows: Sequence[Row], slots: Sequence[str]) -> Row:
    """Return what rows come to together."""
    if not rows:
        return read_row(None, len(slots))
    return add_up(np.stack(rows), [0] * len(rows), slots)[0]


def has_extremes(slots: Sequence[str]) -> bool:
    """Say whether a smallest or a largest value is kept: such a row cannot be moved by a difference."""
    return any(True for _ in _extremes(slots))


def _extremes(slots: Sequence[str]) -> Iterator[tuple[int, np.ufunc, int]]:
    """Yield where each smallest or largest value stands, what finds it, and a value that it never is."""
    for place, slot in enumerate(slots):
        if slot[-1] in "<>":
            extreme, never = _FINDS[Operation(slot[-1])]
            yield HEADER + LANES * place, extreme, never


_LIMITS = np.iinfo(np.int64)
_FINDS = {Operation.LEAST: (np.minimum, _LIMITS.max), Operation.MOST: (np.maximum, _LIMITS.min)}


def _in_groups(groups: Sequence[int] | Row) -> tuple[list[int], npt.NDArray[np.intp], npt.NDArray[np.intp]]:
    """Return the groups, where each begins when rows are put in order, and that order."""
    numbers = np.asarray(groups)
    order = np.argsort(numbers, kind="stable")
    keys, first = np.unique(numbers[order], return_index=True)
    return keys.tolist(), first, order


class Figure(NamedTuple):
    """The four numbers of a slot; of a field's own: ``total`` in units of 1/scale, and how many returns stood in each state."""

    total: int
    values: int
    blank: int
    not_applicable: int


@dataclass(frozen=True, eq=False)
class Sums:
    """What a unit's returns come to in one of the two stages. Figures are put into words when they are asked for.

    ``withheld``: fields whose numbers are not shown to the reader. ``shared``: by field, what bodies add that belong to
    the unit only in part; nothing of that is in the row.
    """

    row: Row
    slots: Sequence[str]
    withheld: frozenset[str] = frozenset()
    shared: Mapping[str, Shared] = field(default_factory=dict)

    def without(self, codes: Collection[str]) -> Sums:
        """Return the same without the numbers of some fields: what a reader may not see is not there."""
        row = self.row.copy()
        for place, slot in enumerate(self.slots):
            if read_slot(slot).code in codes:
                row[HEADER + LANES * place + SUM] = 0
        shared = {code: one for code, one in self.shared.items() if code not in codes}
        return Sums(row, self.slots, self.withheld | frozenset(codes), shared)

    @property
    def returns(self) -> int:
        """How many returns count."""
        return int(self.row[RETURNS])

    @property
    def on_time(self) -> int:
        """How many of them were sent on time."""
        return int(self.row[ON_TIME])

    @property
    def locked(self) -> int:
        """How many of them are locked."""
        return int(self.row[LOCKED])

    @cached_property
    def figures(self) -> Mapping[str, Figure]:
        """The figure of each slot, by its name; that of a field stands under its code."""
        lanes = self.row[HEADER:].reshape(-1, LANES).tolist()
        return {slot: Figure(*four) for slot, four in zip(self.slots, lanes, strict=False)}

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, Sums)
            and bool(np.array_equal(self.row, other.row))
            and self.shared == other.shared
        )

    def __hash__(self) -> int:
        return hash(self.row.tobytes())

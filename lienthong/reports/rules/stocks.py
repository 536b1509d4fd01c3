"""Stock figures over a month: what a body had last, or had on average, is added up over bodies, never over weeks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

import numpy as np

from lienthong.forms.rules import (
    LANES,
    CellValue,
    Field,
    Lane,
    Rollup,
    State,
    Values,
    scaled_half_up,
    state_of,
)

from .totals import HEADER, Row, read_row

_STATE_LANES = {State.BLANK: Lane.BLANK, State.NOT_APPLICABLE: Lane.NOT_APPLICABLE}


def month_row(fields: Mapping[str, Field], slots: Sequence[str], bodies: Iterable[Sequence[Values]]) -> Row:
    """Return the kept row of a month: for each stock field its four numbers over bodies, all else zero.

    ``bodies``: of each body its returns that count, oldest first. A body's value is its last, or its average rounded
    half away from zero to the field's decimals; without any value the state of its last cell counts.
    """
    row = read_row(None, len(slots))
    places = {code: HEADER + LANES * slots.index(code) for code in fields}
    for returns in bodies:
        for code, field in fields.items():
            cells = [values[code] for values in returns if code in values]
            row[places[code] : places[code] + LANES] += np.array(stock_lanes(field, cells), dtype=np.int64)
    return row


def stock_lanes(field: Field, cells: Sequence[CellValue]) -> list[int]:
    """Return the four numbers of one body's stock figure over a month, given its cells, oldest first."""
    lanes = [0] * LANES
    numbers = [field.scaled(str(cell)) for cell in cells if state_of(cell) is None]
    if numbers:
        lanes[Lane.VALUES] = 1
        lanes[Lane.SUM] = numbers[-1] if field.rollup is Rollup.LAST else _average(numbers)
    elif cells and (state := state_of(cells[-1])) in _STATE_LANES:
        lanes[_STATE_LANES[state]] = 1
    return lanes


def _average(numbers: Sequence[int]) -> int:
    return scaled_half_up(Fraction(sum(numbers), len(numbers)), 0)


def with_stocks(weeks: Row, month: Row, slots: Sequence[str], codes: Iterable[str]) -> Row:
    """Return the row of a month: everything from its weeks, but the stock figures from the month's own row."""
    row = weeks.copy()
    for code in codes:
        place = HEADER + LANES * slots.index(code)
        row[place : place + LANES] = month[place : place + LANES]
    return row

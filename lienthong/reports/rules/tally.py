"""What many returns add to kept totals, by columns: each different cell of a slot is worked out once, however often it stands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from lienthong.forms.rules import Form, contribution, read_slot

from . import totals
from .states import State


def rows_of(
    form: Form, slots: Sequence[str], returns: Sequence[tuple[str, bool, Mapping[str, Any]]]
) -> totals.Matrix:
    """Return the row of each return, given its state, whether it came on time, and its values.

    The same as ``totals.row_of`` of each by itself.
    """
    count = len(returns)
    rows = np.zeros((count, totals.width(len(slots))), dtype=np.int64)
    rows[:, totals.RETURNS] = 1
    rows[:, totals.ON_TIME] = [on_time for _state, on_time, _values in returns]
    rows[:, totals.LOCKED] = [state == State.LOCKED for state, _on_time, _values in returns]
    for place, slot in enumerate(slots):
        lane = totals.HEADER + totals.LANES * place
        codes = _codes_of(form, slot)
        first: dict[Any, int] = {}
        cells = list(_cells(codes, returns))
        which = [first.setdefault(cell, len(first)) for cell in cells]
        lanes = [
            contribution(form, [slot], dict(zip(codes, map(_stored, cell), strict=True))) for cell in first
        ]
        if lanes:
            rows[:, lane : lane + totals.LANES] = np.array(lanes, dtype=np.int64)[which]
    return rows


def _codes_of(form: Form, slot: str) -> tuple[str, ...]:
    """Return of which fields a slot tells: its own, and the weight that it goes with."""
    read = read_slot(slot)
    return (read.code, read.other) if read.other in form.fields else (read.code,)


def _cells(
    codes: Sequence[str], returns: Sequence[tuple[str, bool, Mapping[str, Any]]]
) -> Iterator[tuple[Any, ...]]:
    """Yield the cells of some fields of each return so that they can be told apart: a state as what it says in a tuple."""
    for _state, _on_time, values in returns:
        yield tuple([_plain(values.get(code)) for code in codes])


def _plain(cell: Any) -> Any:
    if isinstance(cell, Mapping):
        return tuple(sorted(cell.items()))
    return (cell,) if isinstance(cell, bool) else cell


def _stored(cell: Any) -> Any:
    if not isinstance(cell, tuple):
        return cell
    return cell[0] if isinstance(cell[0], bool) else dict(cell)

"""What many returns add to kept totals, by columns: each different cell of a slot is worked out once, however often it stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from lienthong.forms.rules import CellValue, Form, contribution, read_slot

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
    columns = {code: _column(code, returns) for slot in slots for code in _codes_of(form, slot)}
    for place, slot in enumerate(slots):
        lane = totals.HEADER + totals.LANES * place
        codes = _codes_of(form, slot)
        first: dict[Any, int] = {}
        cells = zip(*map(columns.__getitem__, codes), strict=True) if len(codes) > 1 else columns[codes[0]]
        which = [first.setdefault(cell, len(first)) for cell in cells]
        lanes = [contribution(form, [slot], _stored(codes, cell)) for cell in first]
        if lanes:
            rows[:, lane : lane + totals.LANES] = np.array(lanes, dtype=np.int64)[which]
    return rows


def _codes_of(form: Form, slot: str) -> tuple[str, ...]:
    """Return of which fields a slot tells: its own, and the weight that it goes with."""
    read = read_slot(slot)
    return (read.code, read.other) if read.other in form.fields else (read.code,)


@dataclass(frozen=True)
class _Other:
    """A cell that is no text, so that it can be told apart like one: a state, yes or no."""

    kind: str
    said: Any

    @classmethod
    def of(cls, cell: CellValue) -> _Other | None:
        if cell is None:
            return None
        return cls("state", cell["s"]) if isinstance(cell, Mapping) else cls("yesno", cell)

    @property
    def cell(self) -> CellValue:
        """The cell as it was."""
        return {"s": self.said} if self.kind == "state" else bool(self.said)


def _column(code: str, returns: Sequence[tuple[str, bool, Mapping[str, Any]]]) -> list[Any]:
    """Return the cells of a field: texts as they are, which is what nearly all of them are."""
    cells = [values.get(code) for _state, _on_time, values in returns]
    return [cell if cell.__class__ is str else _Other.of(cell) for cell in cells]


def _stored(codes: Sequence[str], found: Any) -> dict[str, CellValue]:
    """Return the cells that were told apart as they were stored."""
    parts = found if len(codes) > 1 else (found,)
    cells = [part.cell if isinstance(part, _Other) else part for part in parts]
    return dict(zip(codes, cells, strict=True))

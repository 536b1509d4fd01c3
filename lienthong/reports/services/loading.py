"""Loading a whole week of returns at once, for the demonstration and for benchmarks: by columns, past the ORM."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import numpy as np
import numpy.typing as npt
from django.db import transaction
from django.db.models import Max

from lienthong.kernel import audit
from lienthong.kernel.actor import Actor
from lienthong.kernel.bulk import insert_rows, set_sequence
from lienthong.kernel.ids import uuid7_for

from .. import permissions
from ..models import Return
from ..queries.series import Asked
from ..rules import totals
from ..rules.states import APPROVED, RECEIVED, State
from .ledger import Counted, row_of, write_month

Ints = npt.NDArray[np.int64]
VALUE, NOT_APPLICABLE, BLANK = 0, 1, 2


@dataclass(frozen=True)
class Step:
    """One step in a loaded return's life."""

    state: str
    at: datetime
    by: UUID | None


@dataclass(frozen=True)
class Column:
    """One whole-number field of all returns: values, and for each cell VALUE, NOT_APPLICABLE or BLANK."""

    values: Ints
    states: npt.NDArray[np.int8]


@dataclass(frozen=True)
class WeekLoad:
    """All returns of a batch, position by position."""

    organisations: Sequence[int]
    units: Sequence[int]
    steps: Sequence[Sequence[Step]]
    on_time: npt.NDArray[np.bool_]
    numbers: Mapping[str, Column]
    texts: Mapping[str, Sequence[str]]


@transaction.atomic
def load_returns(*, actor: Actor, asked: Asked, batch: WeekLoad) -> int:
    """Insert a batch of returns with their revisions and kept totals; one audit entry. Return how many.

    Their units must not have a kept total for this week yet.
    """
    permissions.MANAGE_SERIES.require_somewhere(actor)
    first = (Return.objects.aggregate(last=Max("pk"))["last"] or 0) + 1
    texts = list(_values_as_json(asked, batch))
    insert_rows(
        "reports_return",
        (
            *(
                "id",
                "uid",
                "series_id",
                "organisation_id",
                "period",
                "form_version_id",
                "state",
                "values",
                "version",
            ),
            *("reason", "submitted_at", "on_time", "decided_at"),
        ),
        _return_rows(asked, batch, texts, first),
    )
    insert_rows(
        "reports_revision",
        ("entry_id", "version", "state", "values", "actor", "at", "reason"),
        _revision_rows(batch, texts, first),
    )
    set_sequence("reports_return")
    insert_rows(
        "reports_total",
        ("series_id", "unit_id", "period", "received", "approved", "mark"),
        _total_rows(asked, batch, texts),
    )
    if asked.form.stocks:
        for unit in dict.fromkeys(batch.units):
            write_month(asked, unit)
    audit.record(
        actor,
        "returns.loaded",
        "series",
        asked.series.uid,
        facts={"period": str(asked.week), "count": len(texts)},
    )
    return len(texts)


def _values_as_json(asked: Asked, batch: WeekLoad) -> Iterator[str]:
    columns: list[tuple[str, list[str]]] = []
    for code in asked.form.fields:
        key = json.dumps(code)
        if code in batch.numbers:
            column = batch.numbers[code]
            shown = {VALUE: '"%d"', NOT_APPLICABLE: '{"s":"not_applicable"}', BLANK: "null"}
            pairs = zip(column.values.tolist(), column.states.tolist(), strict=True)
            columns.append((key, [shown[s] % v if s == VALUE else shown[s] for v, s in pairs]))
        else:
            held = batch.texts.get(code)
            quoted: dict[str, str] = {
                text: json.dumps(text or None, ensure_ascii=False) for text in set(held or ())
            }
            columns.append((key, [quoted[t] for t in held] if held else ["null"] * len(batch.organisations)))
    pattern = "{" + ",".join(f"{key}:%s" for key, _ in columns) + "}"
    for cells in zip(*(cells for _, cells in columns), strict=True):
        yield pattern % cells


def _return_rows(
    asked: Asked, batch: WeekLoad, texts: Sequence[str], first: int
) -> Iterator[tuple[Any, ...]]:
    period = str(asked.week)
    on_time = batch.on_time.tolist()
    for index, organisation in enumerate(batch.organisations):
        steps = batch.steps[index]
        sent = next((step.at for step in steps if step.state in RECEIVED), None)
        uid = uuid7_for(
            int(steps[0].at.timestamp() * 1000), "return", asked.series.code, period, str(organisation)
        )
        decided = steps[-1].at if len(steps) > 1 else None
        yield (
            *(first + index, uid, asked.series.pk, organisation, period, asked.form_version_id),
            *(str(steps[-1].state), texts[index], len(steps)),
            *(
                _REASON if steps[-1].state == State.RETURNED else "",
                sent,
                bool(sent and on_time[index]),
                decided,
            ),
        )


_REASON = "Số liệu chưa khớp với tuần trước, đề nghị rà soát lại."


def _revision_rows(batch: WeekLoad, texts: Sequence[str], first: int) -> Iterator[tuple[Any, ...]]:
    for index, steps in enumerate(batch.steps):
        for version, step in enumerate(steps, start=1):
            values = texts[index] if version == 1 else None
            reason = _REASON if step.state == State.RETURNED else ""
            yield (first + index, version, str(step.state), values, step.by, step.at, reason)


def _total_rows(asked: Asked, batch: WeekLoad, texts: Sequence[str]) -> Iterator[tuple[Any, ...]]:
    states = [steps[-1].state for steps in batch.steps]
    adds_only = set(asked.slots) <= asked.form.fields.keys()
    rows = _rows(asked, batch, states) if adds_only else _rows_one_by_one(asked, batch, states, texts)
    period = str(asked.week)
    stages = [
        totals.add_up(rows * np.array([[state in stage] for state in states]), batch.units, asked.slots)
        for stage in (RECEIVED, APPROVED)
    ]
    for unit in dict.fromkeys(batch.units):
        received, approved = (stage[unit] for stage in stages)
        if received.any():
            stored = totals.stored_row(received), totals.stored_row(approved)
            yield asked.series.pk, unit, period, *stored, totals.fresh_mark()


def _rows_one_by_one(asked: Asked, batch: WeekLoad, states: Sequence[str], texts: Sequence[str]) -> Ints:
    """Return the row of each return as it would count, for forms of which not everything just adds up."""
    rows = [
        row_of(asked, Counted(state, json.loads(text), bool(on_time)))
        for state, text, on_time in zip(states, texts, batch.on_time, strict=True)
    ]
    return np.stack(rows)


def _rows(asked: Asked, batch: WeekLoad, states: Sequence[str]) -> Ints:
    """Return the row of each return as it would count, by columns."""
    count = len(states)
    rows = np.zeros((count, totals.width(len(asked.slots))), dtype=np.int64)
    rows[:, totals.RETURNS] = 1
    rows[:, totals.ON_TIME] = batch.on_time
    rows[:, totals.LOCKED] = [state == State.LOCKED for state in states]
    for place, code in enumerate(asked.slots):
        lane = totals.HEADER + totals.LANES * place
        if code in batch.numbers:
            column = batch.numbers[code]
            rows[:, lane + totals.SUM] = np.where(column.states == VALUE, column.values, 0)
            for state, which in (
                (VALUE, totals.VALUES),
                (NOT_APPLICABLE, totals.NOT_APPLICABLE),
                (BLANK, totals.BLANK),
            ):
                rows[:, lane + which] = column.states == state
        else:
            filled = np.array([bool(text) for text in batch.texts.get(code, [""] * count)])
            rows[:, lane + totals.VALUES] = filled
            rows[:, lane + totals.BLANK] = ~filled
    return rows

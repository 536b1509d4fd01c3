"""Loading a whole week of returns at once, a village's or the nation's: by columns, past the ORM.

Nothing is judged here: whoever loads has validated the figures, or made them up.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

import numpy as np
import numpy.typing as npt
from django.db import transaction
from django.utils.translation import gettext as _

from lienthong.kernel import audit, sql
from lienthong.kernel.actor import Actor
from lienthong.kernel.bulk import insert_rows, reserve_ids
from lienthong.kernel.errors import WrongData, WrongMoment
from lienthong.kernel.ids import uuid7_for
from lienthong.kernel.models import AuditStream

from .. import permissions
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
    reason: str = ""


@dataclass(frozen=True)
class Column:
    """One whole-number field of all returns: values, and for each cell VALUE, NOT_APPLICABLE or BLANK."""

    values: Ints
    states: npt.NDArray[np.int8]


@dataclass(frozen=True)
class WeekLoad:
    """All returns of a batch, position by position. ``units``: the collecting unit above each body in that week."""

    organisations: Sequence[int]
    units: Sequence[int]
    steps: Sequence[Sequence[Step]]
    on_time: npt.NDArray[np.bool_]
    numbers: Mapping[str, Column]
    texts: Mapping[str, Sequence[str]]


@transaction.atomic
def load_returns(*, actor: Actor, asked: Asked, batch: WeekLoad) -> int:
    """Insert a batch of returns with their revisions and kept totals, all or none; return how many.

    WrongMoment: the week already holds a return of one of the bodies, or a kept total of one of the units: the same load
    twice changes nothing the second time. WrongData: a unit is unknown. Each unit's audit stream gets one entry that
    vouches for its returns, the system's one for the batch. Savers of other units never wait for a load.
    """
    permissions.MANAGE_SERIES.require_somewhere(actor)
    streams = _locked(batch)
    _refuse_what_is_there(asked, batch)
    loaded = _Loaded(reserve_ids("reports_return", len(batch.organisations)))
    insert_rows("reports_return", _RETURN, _return_rows(asked, batch, loaded))
    insert_rows("reports_revision", _REVISION, _revision_rows(batch, loaded))
    insert_rows("reports_total", _TOTAL, _total_rows(asked, batch, loaded.texts))
    if asked.form.stocks:
        for unit in streams:
            write_month(asked, unit)
    audit.record_across(actor, _deeds(asked, batch, loaded, streams))
    facts = {"period": str(asked.week), "count": len(loaded.ids)}
    audit.record(actor, _LOADED, "series", asked.series.uid, facts=facts)
    return len(loaded.ids)


@dataclass(frozen=True)
class _Loaded:
    """What the returns of a batch are called in the store, and their values as they stand there, position by position.

    Filled while the returns are inserted: what Python makes and what the store does with it run side by side.
    """

    ids: Sequence[int]
    uids: list[UUID] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)


_RETURN = (
    *("id", "uid", "series_id", "organisation_id", "period", "form_version_id", "state", "values", "version"),
    *("reason", "submitted_at", "on_time", "decided_at"),
)
_REVISION = ("entry_id", "version", "state", "values", "actor", "at", "reason")
_TOTAL = ("series_id", "unit_id", "period", "received", "approved", "mark")
_LOADED = "returns.loaded"


_UNITS = "SELECT id, uid FROM registry_organisation WHERE id {among}"


def _locked(batch: WeekLoad) -> dict[int, AuditStream]:
    """Lock the collecting units, and return the audit stream of each."""
    units = list(dict.fromkeys(batch.units))
    among, value = sql.among(units)
    uids = {unit: sql.as_uid(uid) for unit, uid in sql.fetch(_UNITS.format(among=among), value)}
    if len(uids) < len(units):
        raise WrongData(
            _("Có đơn vị không có trong danh mục. Chưa nạp gì; hãy kiểm tra lại danh sách đơn vị.")
        )
    streams = audit.lock_all(list(uids.values()))
    return {unit: streams[uids[unit]] for unit in units}


_HELD = "SELECT 1 FROM {table} WHERE series_id = %s AND period = %s AND {column} {among} LIMIT 1"


def _refuse_what_is_there(asked: Asked, batch: WeekLoad) -> None:
    for table, column, numbers in (
        ("reports_return", "organisation_id", batch.organisations),
        ("reports_total", "unit_id", batch.units),
    ):
        among, value = sql.among(dict.fromkeys(numbers))
        statement = _HELD.format(table=table, column=column, among=among)
        if sql.fetch(statement, asked.series.pk, str(asked.week), value):
            raise WrongMoment(
                _(
                    "Kỳ %(period)s đã có số liệu của đơn vị trong danh sách. Chưa nạp gì; hãy bỏ các đơn vị đó rồi nạp lại."
                )
                % {"period": asked.week}
            )


def _uids(asked: Asked, batch: WeekLoad) -> Iterator[UUID]:
    """Yield the public id of each return: the same at every making."""
    names = ("return", asked.series.code, str(asked.week))
    for organisation, steps in zip(batch.organisations, batch.steps, strict=True):
        yield uuid7_for(int(steps[0].at.timestamp() * 1000), *names, str(organisation))


def _deeds(
    asked: Asked, batch: WeekLoad, loaded: _Loaded, streams: Mapping[int, AuditStream]
) -> Iterator[tuple[AuditStream, audit.Deed]]:
    """Yield for each unit what its stream tells: how many returns were loaded, and a hash of what they held."""
    hashes = {unit: hashlib.sha256() for unit in streams}
    counts = dict.fromkeys(streams, 0)
    for unit, uid, text in zip(batch.units, loaded.uids, loaded.texts, strict=True):
        hashes[unit].update(uid.bytes + text.encode())
        counts[unit] += 1
    for unit, stream in streams.items():
        facts = {"period": str(asked.week), "count": counts[unit], "returns": hashes[unit].hexdigest()}
        yield stream, audit.Deed(_LOADED, "series", asked.series.uid, facts)


def _values_as_json(asked: Asked, batch: WeekLoad) -> Iterator[str]:
    made = {code: _cells_as_json(batch, code) for code in asked.form.fields}
    pattern = "{" + ",".join(f"{json.dumps(code)}:{shape}" for code, (shape, _cells) in made.items()) + "}"
    for cells in zip(*(cells for _shape, cells in made.values()), strict=True):
        yield pattern % cells


def _cells_as_json(batch: WeekLoad, code: str) -> tuple[str, Sequence[Any]]:
    """Return what fills a field's place in each return, and how it is to be written there."""
    if code in batch.numbers:
        column = batch.numbers[code]
        if not column.states.any():
            return '"%d"', column.values.tolist()
        shown = {VALUE: '"%d"', NOT_APPLICABLE: '{"s":"not_applicable"}', BLANK: "null"}
        pairs = zip(column.values.tolist(), column.states.tolist(), strict=True)
        return "%s", [shown[s] % v if s == VALUE else shown[s] for v, s in pairs]
    held = batch.texts.get(code)
    if held is None:
        return "%s", ["null"] * len(batch.organisations)
    quoted = {text: json.dumps(text or None, ensure_ascii=False) for text in set(held)}
    return "%s", [quoted[text] for text in held]


def _return_rows(asked: Asked, batch: WeekLoad, loaded: _Loaded) -> Iterator[tuple[Any, ...]]:
    series, period, version = asked.series.pk, str(asked.week), asked.form_version_id
    made = zip(_uids(asked, batch), _values_as_json(asked, batch), strict=True)
    columns = (loaded.ids, made, batch.organisations, batch.steps, batch.on_time.tolist())
    for key, (uid, text), organisation, steps, on_time in zip(*columns, strict=True):
        loaded.uids.append(uid)
        loaded.texts.append(text)
        last = steps[-1]
        sent = next((step.at for step in steps if step.state in RECEIVED), None)
        decided = last.at if len(steps) > 1 else None
        yield (
            *(key, uid, series, organisation, period, version, str(last.state), text, len(steps)),
            *(last.reason, sent, bool(sent and on_time), decided),
        )


def _revision_rows(batch: WeekLoad, loaded: _Loaded) -> Iterator[tuple[Any, ...]]:
    for key, steps, text in zip(loaded.ids, batch.steps, loaded.texts, strict=True):
        for version, step in enumerate(steps, start=1):
            values = text if version == 1 else None
            yield key, version, str(step.state), values, step.by, step.at, step.reason


def _total_rows(asked: Asked, batch: WeekLoad, texts: Sequence[str]) -> Iterator[tuple[Any, ...]]:
    states = [steps[-1].state for steps in batch.steps]
    adds_only = set(asked.slots) <= asked.form.fields.keys()
    received, approved = (
        _by_columns(asked, batch, states, stage)
        if adds_only
        else _one_by_one(asked, batch, states, stage, texts)
        for stage in (RECEIVED, APPROVED)
    )
    period = str(asked.week)
    for unit, row in received.items():
        if row.any():
            stored = totals.stored_row(row), totals.stored_row(approved[unit])
            yield asked.series.pk, unit, period, *stored, totals.fresh_mark()


def _one_by_one(
    asked: Asked, batch: WeekLoad, states: Sequence[str], stage: Container[str], texts: Sequence[str]
) -> dict[int, totals.Row]:
    """Add up what counts in a stage by unit, for forms of which not everything just adds up."""
    nothing = totals.read_row(None, len(asked.slots))
    rows = [
        row_of(asked, Counted(state, json.loads(text), bool(on_time))) if state in stage else nothing
        for state, text, on_time in zip(states, texts, batch.on_time, strict=True)
    ]
    return totals.add_up(np.stack(rows), batch.units, asked.slots)


def _by_columns(
    asked: Asked, batch: WeekLoad, states: Sequence[str], stage: Container[str]
) -> dict[int, totals.Row]:
    """Add up what counts in a stage by unit, lane by lane: side by side the nation's rows would fill the memory."""
    counts = np.array([state in stage for state in states])
    order = np.argsort(batch.units, kind="stable")
    units, first = np.unique(np.asarray(batch.units)[order], return_index=True)
    sums = np.zeros((len(units), totals.width(len(asked.slots))), dtype=np.int64)
    for lane, column in _lanes(asked, batch, states):
        sums[:, lane] = np.add.reduceat(np.where(counts, column, 0)[order], first)
    return dict(zip(units.tolist(), sums, strict=True))


def _lanes(
    asked: Asked, batch: WeekLoad, states: Sequence[str]
) -> Iterator[tuple[int, npt.NDArray[np.generic]]]:
    """Yield, for each place in a total's row, what every return adds there."""
    yield totals.RETURNS, np.ones(len(states), dtype=np.int64)
    yield totals.ON_TIME, batch.on_time
    yield totals.LOCKED, np.array([state == State.LOCKED for state in states])
    for place, code in enumerate(asked.slots):
        lane = totals.HEADER + totals.LANES * place
        if code in batch.numbers:
            column = batch.numbers[code]
            yield lane + totals.SUM, np.where(column.states == VALUE, column.values, 0)
            for state, which in _COUNTS:
                yield lane + which, column.states == state
        else:
            filled = np.array([bool(text) for text in batch.texts.get(code, [""] * len(states))])
            yield lane + totals.VALUES, filled
            yield lane + totals.BLANK, ~filled


_COUNTS = (
    (VALUE, totals.VALUES),
    (NOT_APPLICABLE, totals.NOT_APPLICABLE),
    (BLANK, totals.BLANK),
)

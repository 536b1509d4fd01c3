"""Reads of returns: one, a sheet of them, their history, and what is still owed.

A draft is seen by its own unit only: by those who may enter for it. To everybody else it does not exist yet.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import chain, islice
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from lienthong.forms.messages import sentence_for
from lienthong.forms.rules import CellValue, Field, Severity, validate
from lienthong.identity.queries import names_of_accounts
from lienthong.kernel import clock, sql
from lienthong.kernel.actor import Actor
from lienthong.kernel.errors import NotFound, WrongMoment
from lienthong.kernel.languages import language_here
from lienthong.kernel.text import search_key
from lienthong.registry.queries import (
    Unit,
    get_unit,
    heirs_collecting,
    parents_of,
    parts_of,
    units_on,
)

from .. import permissions
from ..models import Return, ReturnState, Revision
from ..rules.states import State, Step, steps_from
from ..rules.turns import Turn, is_late, turn_below, turn_of
from .kept import UnitTotals
from .series import Asked, asked_in, deadlines_of, week_of
from .standing import Standing, bodies_at
from .totals import children_totals_for
from .withholding import shown_values


def returns_for(actor: Actor, asked: Asked) -> QuerySet[Return]:
    """Return the returns of a week that an actor may see."""
    seen = permissions.VIEW.within(actor, at=asked.day) & ~Q(state=ReturnState.DRAFT)
    own = permissions.SUBMIT.within(actor)
    return Return.objects.filter(series=asked.series, period=str(asked.week)).filter(seen | own)


def get_unit_for(actor: Actor, asked: Asked, uid: UUID) -> Unit:
    """Return a body as it was in a week, or on the day whose structure is shown.

    NotFound where the actor may see nothing of its reports; WrongMoment where it has no place in the structure shown.
    """
    unit = get_unit(uid, asked.day)
    if not permissions.VIEW.allows_at(actor, unit.id, at=asked.day):
        raise NotFound(_("Không có đơn vị này, hoặc bạn không được xem báo cáo của đơn vị."))
    if not asked.structure.as_was:
        _require_standing(asked, unit)
    return unit


def _require_standing(asked: Asked, unit: Unit) -> None:
    tree, day = asked.series.tree_id, asked.day
    (parts,) = parts_of(tree, [unit.id], date.min, day).values()
    if [part.body for part in parts] == [unit.id]:
        return
    heirs = units_on([part.body for part in parts], day)
    words = {
        "name": unit.name,
        "date": f"{day:%d/%m/%Y}",
        "heirs": ", ".join(heirs[part.body].name for part in parts if part.body in heirs),
    }
    if heirs:
        raise WrongMoment(
            _(
                "Ngày %(date)s không có “%(name)s”; phần của đơn vị này khi đó thuộc: %(heirs)s. "
                "Hãy mở trang của đơn vị đó, hoặc xem theo cơ cấu như lúc báo cáo."
            )
            % words
        )
    raise WrongMoment(
        _("Ngày %(date)s không có “%(name)s”. Hãy chọn ngày khác, hoặc xem theo cơ cấu như lúc báo cáo.")
        % words
    )


def collecting_units_above(asked: Asked, bodies: Iterable[int]) -> dict[int, tuple[int, UUID]]:
    """Return key and public id of the unit at which what each body reports for a week counts.

    It stands directly above the body on the week's last day. What a body has reported that was closed before counts where
    its heir stands. Bodies that count nowhere are left out.
    """
    wanted, series, last = set(bodies), asked.series, asked.week.last
    found = parents_of(series.tree_id, wanted, last)
    closed = wanted - found.keys()
    if not closed:
        return found
    reported = Return.objects.filter(series=series, period=str(asked.week), organisation__in=closed)
    closed = set(reported.values_list("organisation_id", flat=True))
    return found | heirs_collecting(series.tree_id, series.level, closed, last)


@dataclass(frozen=True)
class Row:
    """What one body has, or has not, reported for a week. ``partly``: it counts here in part, since it was split."""

    unit: Unit
    entry: Return | None
    before: Mapping[str, CellValue]
    turn: Turn
    late: bool
    partly: bool = False

    @property
    def state(self) -> str:
        """The state of the return, or "missing"."""
        return str(self.entry.state) if self.entry else "missing"

    @property
    def version(self) -> int:
        """The version that stands on the screen; 0 where there is none."""
        return self.entry.version if self.entry else 0

    @property
    def values(self) -> Mapping[str, CellValue]:
        """What is stored, nothing where there is no return."""
        return self.entry.values if self.entry else {}


def row_for(actor: Actor, asked: Asked, unit: Unit) -> Row:
    """Return what one body has reported."""
    return _rows(actor, asked, [Standing(unit)])[0]


def sheet_for(actor: Actor, asked: Asked, unit: Unit) -> list[Row]:
    """Return what the bodies that count at a collecting unit have reported, in Vietnamese order."""
    permissions.VIEW.require_at(actor, unit.id, at=asked.day)
    return _rows(actor, asked, bodies_at(asked, unit))


# So many communes are read at once where all of a country's are: the question who may see which returns is asked for each lot.
_LOT = 50


def sheets_for(actor: Actor, asked: Asked, units: Sequence[Unit]) -> Iterator[list[Row]]:
    """Yield the sheet of one collecting unit after the other, read in lots; NotAllowed at the first that may not be seen."""
    for start in range(0, len(units), _LOT):
        members = []
        for unit in units[start : start + _LOT]:
            permissions.VIEW.require_at(actor, unit.id, at=asked.day)
            members.append(bodies_at(asked, unit))
        rows = iter(_rows(actor, asked, list(chain.from_iterable(members))))
        for bodies in members:
            yield list(islice(rows, len(bodies)))


def _rows(actor: Actor, asked: Asked, bodies: list[Standing]) -> list[Row]:
    ids = [body.unit.id for body in bodies]
    entries = {
        entry.organisation_id: entry for entry in returns_for(actor, asked).filter(organisation_id__in=ids)
    }
    before = dict(
        Return.objects.filter(series=asked.series, period=str(asked.week.previous()), organisation_id__in=ids)
        .exclude(state__in=[ReturnState.DRAFT, ReturnState.RETURNED])
        .values_list("organisation_id", "values")
    )
    deadlines, now = deadlines_of(asked.series, asked.week), clock.now()
    rows = []
    for unit, partly in bodies:
        entry = entries.get(unit.id)
        if entry is not None:
            entry.values = shown_values(actor, asked, unit.id, entry.values)
        earlier = shown_values(actor, asked, unit.id, before.get(unit.id, {}))
        turn = turn_of(State(entry.state) if entry else None)
        rows.append(Row(unit, entry, earlier, turn, is_late(turn, deadlines, now), partly))
    return rows


def steps_for(actor: Actor, row: Row) -> frozenset[Step]:
    """Return the steps that an actor may take now with a body's return: who may, and when it can."""
    possible = steps_from(State(row.entry.state)) if row.entry else {Step.SAVE, Step.SUBMIT}
    return frozenset(step for step in possible if permissions.WHO[step].allows_at(actor, row.unit.id))


def may_view(actor: Actor, asked: Asked, unit: Unit) -> bool:
    """Say whether an actor may see a unit's reports of a week."""
    return permissions.VIEW.allows_at(actor, unit.id, at=asked.week.last)


def get_return(actor: Actor, asked: Asked, unit: Unit) -> Return:
    """Return a body's return; NotFound where there is none that the actor may see."""
    entry = returns_for(actor, asked).filter(organisation_id=unit.id).first()
    if entry is None:
        raise NotFound(_("Đơn vị này chưa có báo cáo trong kỳ."))
    entry.values = shown_values(actor, asked, unit.id, entry.values)
    return entry


def find_return(actor: Actor, uid: UUID) -> tuple[Asked, Return] | None:
    """Return a return by its public id with the week that asks for it; None where the actor may see none such."""
    held = Return.objects.select_related("series").filter(uid=uid).first()
    if held is None:
        return None
    asked = asked_in(held.series, week_of(held.series, held.period))
    entry = returns_for(actor, asked).filter(pk=held.pk).first()
    return (asked, entry) if entry else None


# COALESCE keeps SQLite from walking the whole period by its states where a few bodies are asked for: 120 ms against 1.
_EARLIER = """
SELECT organisation_id, period, "values" FROM reports_return
WHERE series_id = %s AND period IN ({periods}) AND organisation_id IN ({bodies})
    AND COALESCE(state, '') IN ('submitted', 'approved', 'locked')
"""


def earlier_values(asked: Asked, ids: Iterable[int]) -> dict[int, list[dict[str, Any] | None]]:
    """Return for each body the values of the weeks before, newest first; None where nothing was received."""
    back = [str(asked.week.shifted(-n)) for n in range(1, asked.form.periods_back + 1)]
    wanted = list(ids)
    values: dict[tuple[int, str], dict[str, Any]] = {}
    if back and wanted:
        statement = _EARLIER.format(periods=_marks(back), bodies=_marks(wanted))
        for organisation, period, held in sql.fetch(statement, asked.series.pk, *back, *wanted):
            values[organisation, period] = json.loads(held)
    return {key: [values.get((key, period)) for period in back] for key in wanted}


def _marks(values: Sequence[object]) -> str:
    return ", ".join(["%s"] * len(values))


def warnings_for(asked: Asked, row: Row) -> list[str]:
    """Return the sentences of what is unusual about a return that may stand all the same."""
    return _warnings(asked, [row]).get(row.unit.id, [])


def _warnings(asked: Asked, rows: Sequence[Row]) -> dict[int, list[str]]:
    language = language_here()
    earlier = earlier_values(asked, [row.unit.id for row in rows if row.entry])
    return {
        row.unit.id: [
            sentence_for(
                finding, asked.form.fields.get(finding.fields[0]) if finding.fields else None, language
            )
            for finding in validate(asked.form, row.values, earlier[row.unit.id])
            if finding.severity is Severity.WARNING
        ]
        for row in rows
        if row.entry
    }


@dataclass(frozen=True)
class Waiting:
    """A return that waits for approval, with what is unusual about it."""

    row: Row
    warnings: list[str]


def waiting_for(actor: Actor, asked: Asked, unit: Unit) -> list[Waiting]:
    """Return what waits for approval below a collecting unit."""
    rows = [row for row in sheet_for(actor, asked, unit) if row.state == ReturnState.SUBMITTED]
    warnings = _warnings(asked, rows)
    return [Waiting(row, warnings.get(row.unit.id, [])) for row in rows]


def may_enter(actor: Actor, unit: Unit) -> bool:
    """Say whether an actor may enter returns at a unit."""
    return permissions.SUBMIT.allows_at(actor, unit.id)


def may_approve(actor: Actor, unit: Unit) -> bool:
    """Say whether an actor may decide on returns at a unit."""
    return permissions.APPROVE.allows_at(actor, unit.id)


def may_lock(actor: Actor, unit: Unit) -> bool:
    """Say whether an actor may lock returns at a unit."""
    return permissions.LOCK.allows_at(actor, unit.id)


@dataclass(frozen=True)
class Changed:
    """A field that a step changed."""

    field: Field
    before: CellValue
    after: CellValue


@dataclass(frozen=True)
class HistoryStep:
    """One step in the life of a return."""

    version: int
    state: str
    state_label: str
    at: datetime
    by: str
    reason: str
    changed: list[Changed]


def history_for(actor: Actor, asked: Asked, entry: Return) -> list[HistoryStep]:
    """Return the steps of a return, newest first: who, when, and which fields changed.

    Steps while it was a draft are shown to its own unit only.
    """
    own = permissions.SUBMIT.allows(actor, entry)
    revisions = list(Revision.objects.filter(entry=entry).order_by("version"))
    names = names_of_accounts({revision.actor for revision in revisions if revision.actor})
    steps: list[HistoryStep] = []
    held: Mapping[str, CellValue] = {}
    for revision in revisions:
        if revision.state == ReturnState.DRAFT and not own:
            continue
        values = held
        if revision.values is not None:
            values = shown_values(actor, asked, entry.organisation_id, revision.values)
        changed = [
            Changed(field, held.get(code), values.get(code))
            for code, field in asked.form.fields.items()
            if values.get(code) != held.get(code)
        ]
        held = values
        steps.append(
            HistoryStep(
                version=revision.version,
                state=revision.state,
                state_label=str(revision.get_state_display()),
                at=revision.at,
                by=names.get(revision.actor, _("Hệ thống")) if revision.actor else _("Hệ thống"),
                reason=revision.reason,
                changed=changed,
            )
        )
    return steps[::-1]


@dataclass(frozen=True)
class Owed:
    """What a unit below still owes for a week, and who keeps it from being done."""

    unit: Unit
    totals: UnitTotals
    turn: Turn
    late: bool


def owed_for(actor: Actor, asked: Asked, unit: Unit, *, text: str = "", turn: str = "") -> list[Owed]:
    """Return the units directly below one that are not done, the least complete first."""
    deadlines, now = deadlines_of(asked.series, asked.week), clock.now()
    wanted = search_key(text)
    owed = []
    for child, sums in children_totals_for(actor, asked, unit):
        whose = turn_below(sums.completeness)
        if not sums.completeness.asked or whose is Turn.DONE or (turn and whose != turn):
            continue
        if wanted and wanted not in search_key(child.short_name):
            continue
        owed.append(Owed(child, sums, whose, is_late(whose, deadlines, now)))
    return sorted(
        owed, key=lambda one: (one.totals.completeness.received_share or 0, -one.totals.completeness.missing)
    )

"""Reads of one cell: its weeks, what is usual, who set it, what is said about it; and who was reminded.

A note is seen by whoever sees the return it belongs to; while there is none, or a draft, by those who may enter for it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, Max, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from lienthong.forms.rules import CellValue, Field
from lienthong.identity.queries import names_of_accounts
from lienthong.kernel.actor import Actor
from lienthong.kernel.errors import NotFound
from lienthong.kernel.values import Week
from lienthong.registry.queries import Unit, units_above, units_below

from .. import permissions
from ..models import CellNote, Reminder, Return, ReturnState, Revision
from ..rules.usual import WEEKS, Line, line_over, usual_range
from .returns import returns_for, sheet_for
from .series import Asked


@dataclass(frozen=True)
class Note:
    """What is said about a cell: by whom and when. ``version``: 0 where nothing was said yet."""

    text: str = ""
    flagged: bool = False
    version: int = 0
    by: str = ""
    at: datetime | None = None


@dataclass(frozen=True)
class Setter:
    """Who last set a cell, and when."""

    by: str
    at: datetime


@dataclass(frozen=True)
class CellStory:
    """One cell of one body: its value now, the weeks before, what is usual, who set it, what is said about it.

    ``weeks``: the twelve weeks before and this one, oldest first; None where nothing was received.
    ``usual``: the lowest and highest of the twelve weeks before as decimal texts.
    """

    field: Field
    value: CellValue
    before: CellValue
    weeks: Sequence[tuple[Week, CellValue]]
    usual: tuple[str, str] | None
    line: Line | None
    setter: Setter | None
    note: Note


def cell_for(actor: Actor, asked: Asked, unit: Unit, code: str) -> CellStory:
    """Return the story of one cell; NotFound where the form has no such field."""
    field = asked.form.fields.get(code)
    if field is None:
        raise NotFound(_("Biểu mẫu của kỳ này không có ô như vậy."))
    entry = returns_for(actor, asked).filter(organisation_id=unit.id).first()
    value = entry.values.get(code) if entry else None
    back = [asked.week.shifted(-n) for n in range(WEEKS, 0, -1)]
    held = _received(asked, unit, code, back)
    weeks: list[tuple[Week, CellValue]] = [
        *((week, held.get(str(week))) for week in back),
        (asked.week, value),
    ]
    numbers = [held if field.is_number and isinstance(held, str) else None for _week, held in weeks]
    return CellStory(
        field=field,
        value=value,
        before=weeks[-2][1],
        weeks=weeks,
        usual=usual_range(numbers[:-1]),
        line=line_over(numbers),
        setter=_setter(actor, entry, code) if entry else None,
        note=_note(notes_for(actor, asked, [unit.id]).filter(field=code).first()),
    )


def _received(asked: Asked, unit: Unit, code: str, weeks: Iterable[Week]) -> dict[str, CellValue]:
    rows = Return.objects.filter(
        series=asked.series, organisation_id=unit.id, period__in=[str(week) for week in weeks]
    ).exclude(state__in=[ReturnState.DRAFT, ReturnState.RETURNED])
    return {period: values.get(code) for period, values in rows.values_list("period", "values")}


def _setter(actor: Actor, entry: Return, code: str) -> Setter | None:
    """Return who last changed a cell; steps of a draft are known to its own unit only."""
    own = permissions.SUBMIT.allows(actor, entry)
    held: CellValue = None
    found: tuple[Any, datetime] | None = None
    for state, values, by, at in (
        Revision.objects.filter(entry=entry, values__isnull=False)
        .order_by("version")
        .values_list("state", "values", "actor", "at")
    ):
        value = (values or {}).get(code)
        if (own or state != ReturnState.DRAFT) and (value != held or found is None):
            held, found = value, (by, at)
    if found is None:
        return None
    by, at = found
    names = names_of_accounts({by} if by else set())
    return Setter(names.get(by, _("Hệ thống")), at)


def _note(note: CellNote | None) -> Note:
    if note is None:
        return Note()
    names = names_of_accounts({note.actor} if note.actor else set())
    by = names.get(note.actor, _("Hệ thống")) if note.actor else _("Hệ thống")
    return Note(note.text, note.flagged, note.version, by, note.at)


@dataclass(frozen=True)
class CellRow:
    """One cell below a figure: whose, what, in which state, entered by whom and when; whether it counts only in part."""

    unit: Unit
    value: CellValue
    state: str
    by: str
    at: datetime | None
    partly: bool


def cells_for(actor: Actor, asked: Asked, unit: Unit, code: str) -> list[CellRow]:
    """Return the cells that a collecting unit's figure is the sum of, with who last set each and when."""
    rows = sheet_for(actor, asked, unit)
    counted = {row.entry.pk: row.entry for row in rows if row.entry and row.state != ReturnState.DRAFT}
    setters: dict[int, tuple[Any, datetime]] = {}
    held: dict[int, CellValue] = {}
    for entry_id, stored, actor_uid, at in (
        Revision.objects.filter(entry_id__in=counted, values__isnull=False)
        .order_by("version")
        .values_list("entry_id", "values", "actor", "at")
    ):
        values = stored or {}
        if entry_id not in setters or values.get(code) != held.get(entry_id):
            setters[entry_id] = (actor_uid, at)
        held[entry_id] = values.get(code)
    names = names_of_accounts({uid for uid, _at in setters.values() if uid})
    cells = []
    for row in rows:
        shown = row.entry if row.entry and row.entry.pk in counted else None
        setter = setters.get(shown.pk) if shown else None
        cells.append(
            CellRow(
                unit=row.unit,
                value=shown.values.get(code) if shown else None,
                state=row.state if shown else "missing",
                by=names.get(setter[0], _("Hệ thống")) if setter else "",
                at=setter[1] if setter else None,
                partly=row.partly,
            )
        )
    return cells


def notes_for(actor: Actor, asked: Asked, bodies: Iterable[int]) -> QuerySet[CellNote]:
    """Return the notes on cells of some bodies' week that an actor may see."""
    sent = Return.objects.filter(
        series=OuterRef("series"), organisation=OuterRef("organisation"), period=OuterRef("period")
    ).exclude(state=ReturnState.DRAFT)
    seen = permissions.VIEW.within(actor, at=asked.week.last) & Q(Exists(sent))
    return CellNote.objects.filter(
        series=asked.series, period=str(asked.week), organisation_id__in=list(bodies)
    ).filter(seen | permissions.SUBMIT.within(actor))


def notes_below(actor: Actor, asked: Asked, units: Sequence[Unit]) -> dict[int, dict[str, bool]]:
    """Return for each body which of its cells carry a note, and whether that is to be followed up."""
    found: dict[int, dict[str, bool]] = {}
    rows = notes_for(actor, asked, [unit.id for unit in units]).exclude(text="", flagged=False)
    for organisation, code, flagged in rows.values_list("organisation_id", "field", "flagged"):
        found.setdefault(organisation, {})[code] = flagged
    return found


def reminders_for(actor: Actor, asked: Asked, units: Iterable[Unit]) -> dict[int, datetime]:
    """Return when some bodies were last reminded of a week, as far as the actor may see their reports."""
    return _last(
        Reminder.objects.filter(organisation_id__in=[unit.id for unit in units]),
        actor,
        asked,
        "organisation_id",
    )


def reminders_by(actor: Actor, asked: Asked, units: Iterable[Unit]) -> dict[int, datetime]:
    """Return when some collecting units last reminded a body of a week."""
    return _last(Reminder.objects.filter(unit_id__in=[unit.id for unit in units]), actor, asked, "unit_id")


def _last(rows: QuerySet[Reminder], actor: Actor, asked: Asked, key: str) -> dict[int, datetime]:
    seen = permissions.VIEW.within(actor, at=asked.week.last)
    own = permissions.SUBMIT.within(actor)
    of_week = rows.filter(seen | own, series=asked.series, period=str(asked.week))
    return dict(of_week.values_list(key).annotate(last=Max("at")).order_by(key))


@dataclass(frozen=True)
class Neighbours:
    """The bodies beside one on its sheet, and the collecting unit whose sheet that is."""

    above: Unit
    before: Unit | None
    after: Unit | None


def neighbours_for(actor: Actor, asked: Asked, unit: Unit) -> Neighbours | None:
    """Return who stands beside a body on its sheet; None where the actor does not see that sheet."""
    above = units_above(asked.series.tree_id, unit.id, asked.week.last)[:-1]
    if not above or not permissions.VIEW.allows_at(actor, above[-1].id, at=asked.week.last):
        return None
    beside = units_below(asked.series.tree_id, above[-1].id, asked.week.last)
    place = next((number for number, one in enumerate(beside) if one.id == unit.id), None)
    if place is None:
        return None
    return Neighbours(
        above[-1],
        beside[place - 1] if place else None,
        beside[place + 1] if place + 1 < len(beside) else None,
    )

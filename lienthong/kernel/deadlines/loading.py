"""Brings the shipped calendar and the catalogue of limits into the database; what was laid down here stays.

The catalogue is said room by room, in ``data/deadlines.json``. A room may say more of a limit than stands in the table, such as
where it applies; that is left to the room. A limit without an amount is a period that nobody has found: it is not loaded.
"""

from __future__ import annotations

import json
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Final

from django.apps import apps
from django.db import transaction

from .. import audit
from ..actor import Actor
from ..models import CalendarDay, Limit
from ..permissions import MANAGE_CALENDAR
from ..validity import FOREVER
from .clocks import recount_clocks

_DATA: Final = Path(__file__).parent.parent / "data"
_FILE: Final = Path("data") / "deadlines.json"
_COLUMNS: Final = frozenset(column.name for column in Limit._meta.concrete_fields) - {"id"}


@cache
def shipped_days() -> dict[date, dict[str, Any]]:
    """Return the rows of the shipped calendar by their day."""
    rows = json.loads((_DATA / "calendar.json").read_text(encoding="utf-8"))
    return {date.fromisoformat(row["day"]): {**row, "day": date.fromisoformat(row["day"])} for row in rows}


@transaction.atomic
def load_calendar(*, actor: Actor) -> int:
    """Bring every shipped day up to date, but for those laid down here; return how many changed."""
    MANAGE_CALENDAR.require_somewhere(actor)
    held = {row.day: row for row in CalendarDay.objects.all()}
    changed = []
    for day, words in shipped_days().items():
        row = held.get(day, CalendarDay(day=day))
        if row.own or (row.pk and _same(row, words)):
            continue
        _fill(row, words)
        row.save()
        changed.append(day.isoformat())
    for row in held.values():
        if not row.own and row.day not in shipped_days():
            changed.append(row.day.isoformat())
            row.delete()
    if changed:
        audit.record(actor, "calendar.loaded", "calendar", None, facts={"days": changed})
        recount_clocks(actor=actor)
    return len(changed)


@transaction.atomic
def load_limits(*, actor: Actor) -> int:
    """Bring every shipped limit up to date; return how many changed. What runs keeps its row."""
    MANAGE_CALENDAR.require_somewhere(actor)
    held = {(row.code, row.valid_from): row for row in Limit.objects.all()}
    changed = []
    for words in _shipped_limits():
        row = held.get((words["code"], words["valid_from"]), Limit())
        if row.pk and _same(row, words):
            continue
        _fill(row, words)
        row.save()
        changed.append(words["code"])
    if changed:
        audit.record(actor, "limits.loaded", "limit", None, facts={"codes": changed})
        recount_clocks(actor=actor)
    return len(changed)


def _shipped_limits() -> list[dict[str, Any]]:
    """Return the limits that the installed rooms say; one that ends before another begins comes first."""
    files = [Path(room.path) / _FILE for room in apps.get_app_configs()]
    said = [row for path in files if path.is_file() for row in json.loads(path.read_text(encoding="utf-8"))]
    rows = [
        {
            "pauses": [],
            "note": "",
            **{name: value for name, value in row.items() if name in _COLUMNS},
            "valid_from": date.fromisoformat(row["valid_from"]),
            "valid_to": date.fromisoformat(row["valid_to"]) if row.get("valid_to") else FOREVER,
        }
        for row in said
        if row["amount"] is not None
    ]
    return sorted(rows, key=lambda row: (row["code"], row["valid_from"]))


def _same(row: CalendarDay | Limit, words: dict[str, Any]) -> bool:
    return all(getattr(row, name) == value for name, value in words.items())


def _fill(row: CalendarDay | Limit, words: dict[str, Any]) -> None:
    for name, value in words.items():
        setattr(row, name, value)

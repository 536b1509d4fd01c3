"""Telling the units concerned, in the transaction of what is told: whoever stands nearest to a unit and may enter for it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.urls import reverse

from lienthong.desk.queries import Audience
from lienthong.desk.services import Telling, tell_many
from lienthong.kernel import clock
from lienthong.kernel.actor import Actor
from lienthong.kernel.notices import NoticeKind
from lienthong.registry.queries import Unit, units_on

from .. import notices, permissions
from ..models import Return
from ..queries.series import Asked


def tell_reminded(actor: Actor, asked: Asked, units: Iterable[Unit]) -> None:
    """Tell units that their report is awaited, at most once a day."""
    tellings = [
        _telling(
            notices.REMINDED,
            asked,
            unit,
            page="entry",
            subject=("organisation", unit.uid),
            key=f"{asked.week} {clock.today()}",
        )
        for unit in units
    ]
    tell_many(actor=actor, tellings=tellings)


def tell_returned(actor: Actor, asked: Asked, entries: Iterable[Return]) -> None:
    """Tell units that their report was given back, once for each version of it."""
    rows = list(entries)
    units = units_on([entry.organisation_id for entry in rows], asked.week.last)
    tellings = [
        _telling(
            notices.RETURNED,
            asked,
            units[entry.organisation_id],
            page="return",
            subject=("return", entry.uid),
            key=str(entry.version),
        )
        for entry in rows
    ]
    tell_many(actor=actor, tellings=tellings)


def _telling(
    kind: NoticeKind, asked: Asked, unit: Unit, *, page: str, subject: tuple[str, UUID], key: str
) -> Telling:
    params: dict[str, Any] = {
        "series": asked.series.name,
        "week": f"{asked.week.number}/{asked.week.year}",
        "unit": unit.id,
    }
    return Telling(
        kind,
        Audience.holders(permissions.SUBMIT, [unit.id], nearest=True),
        reverse(f"reports:{page}", args=[asked.series.code, asked.week, unit.uid]),
        params,
        subject,
        key=key,
    )

"""The register book of a body."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from lienthong.kernel import clock
from lienthong.kernel.actor import Actor
from lienthong.kernel.working import midnight

from ..models import (
    Matter,
)
from .matters import matters_for, require_matters

_SENDER: Final = "feedback.sender"
_DAY: Final = timedelta(days=1)


@dataclass(frozen=True)
class Entry:
    """A line of the register book. ``number``: within the year, by the order of receipt; given when it is looked at."""

    pk: int
    number: int
    received: datetime
    channel: str
    category: str
    matter_class: str
    class_label: str
    due: datetime | None
    state: str
    result: str
    ended: datetime | None
    days: int | None
    uid: UUID

    @property
    def day(self) -> date:
        """The day on which it was received, in Vietnam."""
        return self.received.astimezone(clock.LOCAL).date()


def register_for(actor: Actor, since: date, until: date) -> list[Entry]:
    """Return the lines of the book of the actor's body for some days, in the order of receipt.

    A number is counted from the beginning of the year, by what the actor may see; it is kept nowhere.
    """
    require_matters(actor)
    rows = matters_for(actor).order_by("sent_at", "pk")
    found: list[Entry] = []
    for year in range(since.year, until.year + 1):
        begin, end = max(since, date(year, 1, 1)), min(until, date(year, 12, 31))
        before = rows.filter(sent_at__gte=midnight(date(year, 1, 1)), sent_at__lt=midnight(begin)).count()
        within = rows.filter(sent_at__gte=midnight(begin), sent_at__lt=midnight(end + _DAY))
        found += [_entry(row, number) for number, row in enumerate(within, start=before + 1)]
    return found


def _entry(row: Matter, number: int) -> Entry:
    ended = row.answered_at or row.ended_at
    days = (
        (ended.astimezone(clock.LOCAL).date() - row.sent_at.astimezone(clock.LOCAL).date()).days
        if ended
        else None
    )
    return Entry(
        row.pk,
        number,
        row.sent_at,
        row.get_channel_display(),
        row.category.label,
        row.matter_class,
        row.get_matter_class_display(),
        row.answer_due,
        row.state,
        row.get_state_display(),
        ended,
        days,
        row.uid,
    )

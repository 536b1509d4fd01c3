"""What has been kept long enough, and what went."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from django.db.models import Count, Exists, OuterRef, QuerySet

from lienthong.kernel import clock, files
from lienthong.kernel.actor import Actor
from lienthong.kernel.languages import label_of, language_here
from lienthong.kernel.subjects import body_names
from lienthong.kernel.working import midnight

from ..models import (
    Gone,
    Matter,
    Tombstone,
)
from ..permissions import MANAGE
from ..rules import keeping
from ..rules.keeping import Cut

_SENDER: Final = "feedback.sender"
_DAY: Final = timedelta(days=1)


def due_for(cut: Cut) -> QuerySet[Matter]:
    """Return the matters that a cut is for and that still have what goes."""
    rows = Matter.objects.filter(
        matter_class=cut.rule.code, ended_at__gte=midnight(cut.since), ended_at__lt=midnight(cut.before)
    )
    if cut.part == "contact":
        return rows.filter(sender__isnull=False)
    if cut.part == "attachments":
        hanging = files.Attachment.objects.filter(kind="matter", subject=OuterRef("uid"), deleted_at=None)
        return rows.filter(Exists(hanging))
    gone = Tombstone.objects.filter(matter=OuterRef("uid"), what=Gone.TEXT)
    return rows.filter(~Exists(gone))


@dataclass(frozen=True)
class Going:
    """So many matters of a body lose a part on a day."""

    pk: int
    matter_class: str
    label: str
    part: str
    body: str
    day: date
    number: int
    days: int
    citation: str
    verified: bool


def going_for(actor: Actor, *, within: int = 30) -> list[Going]:
    """Return what goes tonight and in the days after, counted: nobody who looks after the installation reads a matter."""
    MANAGE.require_somewhere(actor)
    today, found = clock.today(), []
    counted: dict[tuple[str, str, int], int] = {}
    for ahead in (0, within):
        day = today + _DAY * ahead
        for cut in keeping.cuts_on(day):
            rows = due_for(cut).order_by().values("organisation_id").annotate(number=Count("pk"))
            for row in rows:
                key = (cut.name, cut.part, row["organisation_id"])
                number = row["number"] - (counted.get(key, 0) if ahead else 0)
                counted.setdefault(key, row["number"])
                if number:
                    found.append((cut, row["organisation_id"], day, number))
    names = body_names({body for _cut, body, _day, _number in found}, today)
    return [
        Going(
            index,
            cut.rule.code,
            cut.rule.label(language_here()),
            cut.part,
            names.get(body, "–"),
            day,
            number,
            cut.days,
            label_of(cut.rule.retention.citation),
            cut.rule.retention.verified,
        )
        for index, (cut, body, day, number) in enumerate(found)
    ]


def tombstones_for(actor: Actor) -> QuerySet[Tombstone]:
    """Return what is gone, the latest first, for whoever looks after the rules."""
    MANAGE.require_somewhere(actor)
    return Tombstone.objects.select_related("organisation").order_by("-at", "pk")

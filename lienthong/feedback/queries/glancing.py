"""What an officer has to know of a matter at one glance: where it is, who has it, until when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from lienthong.kernel import clock
from lienthong.kernel.working import day_of

from ..models import Matter, MatterState, Supplement
from .moves import names_of
from .routing import places_named

_SETTLED = {MatterState.ANSWERED, MatterState.ASKING}


@dataclass(frozen=True)
class Glance:
    """The head of a matter's page. ``due``: None once nobody waits for this body's answer. ``days``: left until then."""

    where: str
    holder: str
    due: datetime | None
    days: int
    late: bool
    supplements: list[Supplement]


def glance_at(matter: Matter, *, ended: bool) -> Glance:
    """Return the head of a matter's page; whoever calls has asked whether it may be read."""
    today = clock.today()
    names = places_named([matter.area_id, *filter(None, [matter.village_id])], today)
    due = None if ended or matter.state in _SETTLED else matter.answer_due
    return Glance(
        where=", ".join(names[key] for key in (matter.village_id, matter.area_id) if key in names),
        holder=names_of(matter.organisation_id).get(matter.organisation_id, ""),
        due=due,
        days=(day_of(due) - today).days if due else 0,
        late=due is not None and due < clock.now(),
        supplements=list(matter.supplements.order_by("at", "pk")),
    )

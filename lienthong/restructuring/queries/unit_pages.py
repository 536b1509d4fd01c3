"""What a plan changes for one body, ordered as its officials ask: what becomes of us, what must I do, what moves by itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from lienthong.kernel import clock
from lienthong.kernel.actor import Actor
from lienthong.registry.models import Organisation
from lienthong.registry.queries import units_on

from ..models import EffectRow, Plan, Rehearsal
from .rehearsing import REGISTRY, changes_for
from .telling import get_plan_at

_BECOMES = frozenset({"closed", "abolished", "renamed", "moved"})


@dataclass(frozen=True)
class UnitPage:
    """What a plan changes for a body. ``before``, ``now``: how it is called on the eve, and today.

    ``becomes``: what happens to the body itself; ``comes``: what comes to it from others; ``to_do``: what somebody has to do;
    ``by_itself``: what moves without anybody's doing. ``is_known``: whether the plan was ever rehearsed.
    """

    plan: Plan
    organisation: Organisation
    before: str
    now: str
    becomes: Sequence[EffectRow]
    comes: Sequence[EffectRow]
    to_do: Sequence[EffectRow]
    by_itself: Sequence[EffectRow]
    is_known: bool

    @property
    def is_touched(self) -> bool:
        """Whether anything changes there."""
        return bool(self.becomes or self.comes or self.to_do or self.by_itself)

    @property
    def is_future(self) -> bool:
        """Whether the day has yet to come."""
        return clock.today() < self.plan.effective_on


def unit_page(actor: Actor, uid: UUID, unit: UUID) -> UnitPage:
    """Return what a plan changes for a body, for whoever may know of it; NotFound otherwise."""
    plan, organisation = get_plan_at(actor, uid, unit)
    rows = changes_for(actor, plan, organisation).effects
    own = [row for row in rows if row.organisation_id == organisation.pk]
    becomes = [row for row in own if row.room == REGISTRY and row.kind.partition(".")[2] in _BECOMES]
    rest = [row for row in rows if row not in becomes]
    return UnitPage(
        plan,
        organisation,
        _called(organisation, plan.effective_on - timedelta(days=1)),
        _called(organisation, max(clock.today(), plan.effective_on)),
        becomes,
        [row for row in rest if not row.what and row.organisation_id != organisation.pk],
        [row for row in rest if row.what],
        [row for row in rest if not row.what and row.organisation_id == organisation.pk],
        Rehearsal.objects.filter(plan=plan).exists(),
    )


def _called(organisation: Organisation, day: date) -> str:
    unit = units_on([organisation.pk], day).get(organisation.pk)
    return unit.name if unit else ""

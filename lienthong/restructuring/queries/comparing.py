"""Two plans side by side, and a plan beside the registry of its day."""

from __future__ import annotations

from dataclasses import dataclass

from lienthong.kernel.actor import Actor

from .. import permissions
from ..models import Plan
from ..rules.comparing import Comparison, Difference, Fate, compare, fates_differing, units_differing
from .findings import Checked, look_at
from .units import units_of


@dataclass(frozen=True)
class Compared:
    """Two plans: their steps, what becomes of units of the eve, and the units of the day itself."""

    first: Checked
    second: Checked
    steps: Comparison
    fates: tuple[Fate, ...]
    units: tuple[Difference, ...]


def compare_plans(actor: Actor, first: Plan, second: Plan) -> Compared:
    """Return where two plans differ, which the actor may both see. Each is read from the eve of its own day."""
    permissions.VIEW.require(actor, first)
    permissions.VIEW.require(actor, second)
    one, other = look_at(first), look_at(second)
    eve = [key for key in one.eve.by_key if key in other.eve.by_key]
    return Compared(
        one,
        other,
        compare(one.steps, other.steps),
        tuple(fates_differing(one.outcome, other.outcome, eve)),
        tuple(units_differing(one.outcome.after, other.outcome.after)),
    )


def compare_with_registry(actor: Actor, plan: Plan) -> list[Difference]:
    """Return the units that stand otherwise in the registry, on the day of a plan, than the plan would have them."""
    permissions.VIEW.require(actor, plan)
    return units_differing(look_at(plan).outcome.after, units_of(plan.effective_on).by_key)

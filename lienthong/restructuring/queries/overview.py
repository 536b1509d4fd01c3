"""A plan at a glance: what it does to units, what stands in its way, and how far it has come."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.utils.translation import gettext as _

from lienthong.identity.queries import names_of_accounts
from lienthong.kernel import clock, jobs
from lienthong.kernel.actor import Actor
from lienthong.kernel.errors import NotFound
from lienthong.kernel.jobs import Job
from lienthong.kernel.languages import label_of
from lienthong.registry.models import Level, Organisation, System
from lienthong.registry.queries import Unit, units_on

from .. import permissions
from ..models import Plan, PlanState, Rehearsal
from ..rules.steps import StepKind
from .findings import Checked
from .looking import looked_at
from .rehearsing import kept_rehearsal
from .words import STEP_KINDS

_PASSING: Final = (Level.CENTRE, Level.PROVINCE)


@dataclass(frozen=True)
class Stage:
    """A state on the way of a plan: whether it is behind, here or still to come; when it was reached, and by whom."""

    state: PlanState
    is_done: bool
    is_here: bool
    at: datetime | None = None
    who: str = ""


@dataclass(frozen=True)
class Overview:
    """What a leader asks of a plan. ``kinds``: of each kind its label and how many steps; ``job``: long work that goes on with it."""

    plan: Plan
    checked: Checked
    kinds: Sequence[tuple[StepKind, str, int]]
    rehearsal: Rehearsal | None
    stages: tuple[Stage, ...]
    body: str
    systems: tuple[str, ...]
    job: Job | None
    wrote: bool

    @property
    def steps(self) -> int:
        """How many steps it has."""
        return len(self.checked.steps)

    @property
    def ended(self) -> int:
        """How many units come to their end."""
        return len(self.checked.outcome.ended)

    @property
    def founded(self) -> int:
        """How many units begin."""
        return len(self.checked.outcome.founded)

    @property
    def goes_on(self) -> int:
        """How many units go on changed."""
        return len(self.checked.outcome.goes_on)

    @property
    def blocking(self) -> int:
        """How many findings have to be put right."""
        return len(self.checked.blocking)

    @property
    def warnings(self) -> int:
        """How many findings have to be known, but stand in nobody's way."""
        return len(self.checked.problems) - self.blocking

    @property
    def is_rehearsed(self) -> bool:
        """Whether it was rehearsed as it is now."""
        return is_rehearsed(self.plan, self.rehearsal)

    @property
    def is_due(self) -> bool:
        """Whether its day has come."""
        return clock.today() >= self.plan.effective_on


def overview_of(actor: Actor, plan: Plan) -> Overview:
    """Return a plan at a glance, for whoever may see it."""
    checked = looked_at(actor, plan)
    counted = Counter(step.kind for step in checked.steps)
    body = units_on([plan.organisation_id], clock.today()).get(plan.organisation_id)
    return Overview(
        plan,
        checked,
        [(kind, str(STEP_KINDS[kind]), counted[kind]) for kind in StepKind if counted[kind]],
        kept_rehearsal(actor, plan),
        tuple(_stages(plan)),
        body.name if body else "",
        tuple(label for code, label in systems_to_choose() if code in plan.systems),
        open_job(plan),
        actor.uid is not None and str(actor.uid) in plan.writers,
    )


def is_rehearsed(plan: Plan, rehearsal: Rehearsal | None) -> bool:
    """Say whether a rehearsal is of the plan as it is now: nothing was written, checked or decided since."""
    return rehearsal is not None and rehearsal.version == plan.version


def _stages(plan: Plan) -> Iterable[Stage]:
    names = names_of_accounts(filter(None, (plan.made_by, plan.approved_by, plan.carried_out_by)))

    def who(uid: UUID | None) -> str:
        return names.get(uid, "") if uid else ""

    told: dict[PlanState, tuple[datetime | None, str]] = {
        PlanState.DRAFT: (plan.made_at, who(plan.made_by)),
        PlanState.CHECKED: (plan.checked_at, ""),
        PlanState.APPROVED: (plan.approved_at, who(plan.approved_by)),
        PlanState.CARRIED_OUT: (plan.carried_out_at, who(plan.carried_out_by)),
        PlanState.UNDONE: (plan.undone_at, ""),
    }
    order = list(PlanState)
    here = order.index(PlanState(plan.state))
    for place, state in enumerate(order):
        # That a plan is taken back is no stage on its way: it is told only once it has happened.
        if state is not PlanState.UNDONE or here == place:
            reached = told[state] if place <= here else (None, "")
            yield Stage(state, place < here, place == here, *reached)


def open_job(plan: Plan) -> Job | None:
    """Return the long work that goes on with a plan, None where there is none."""
    rows = Job.objects.filter(kind__startswith="restructuring.", state__in=jobs.OPEN)
    return rows.filter(words__plan=str(plan.uid)).order_by("-pk").first()


# ── what a plan can be of ────────────────────────────────────────────────────────────────────────────────────────────


def systems_to_choose() -> list[tuple[str, str]]:
    """Return the systems whose bodies may follow a plan: code and label in the language of the screen."""
    return [(one.code, label_of(one.name)) for one in System.objects.order_by("code")]


def bodies_to_plan_for(actor: Actor) -> list[Unit]:
    """Return the bodies whose acts an actor may plan: of the centre and of provinces, and the one where they act."""
    rows = permissions.PLAN.within(actor, on="pk")
    keys = set(Organisation.objects.filter(rows, level__in=_PASSING).values_list("pk", flat=True))
    if actor.organisation_id and permissions.PLAN.allows_at(actor, actor.organisation_id):
        keys.add(actor.organisation_id)
    found = units_on(sorted(keys), clock.today())
    order = {level: place for place, level in enumerate(_PASSING)}
    return sorted(found.values(), key=lambda unit: (order.get(Level(unit.level), len(order)), unit.name))


def get_body_to_plan_for(actor: Actor, uid: UUID) -> Organisation:
    """Return a body whose act an actor may plan; NotFound otherwise."""
    body = Organisation.objects.filter(uid=uid).first()
    if body is None or not permissions.PLAN.allows_at(actor, body.pk):
        raise NotFound(_("Bạn không lập phương án cho đơn vị này được. Hãy chọn đơn vị khác."))
    return body

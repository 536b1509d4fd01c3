"""What comes of a plan, and what the check finds: the rules, given the rows that they ask for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, TypeVar
from uuid import UUID

from django.db.models import Count, Q

from lienthong.kernel.actor import Actor
from lienthong.kernel.bulk import chunks
from lienthong.kernel.languages import label_of
from lienthong.registry.models import AreaEdge, AreaVersion, Level, OrganisationVersion, Post

from .. import permissions
from ..models import Decision, DecisionKind, Plan, PlanState
from ..models import Step as StepRow
from ..rules.fates import touched_by
from ..rules.known import Known, Other, Village
from ..rules.outcome import outcome_of
from ..rules.steps import Key, Outcome, Problem, Severity, Step, StepKind
from .plans import steps_of
from .units import ADMIN, Units, eve_for, units_of

# What has been checked stands; what is still being written may be a variant of it.
_WEIGHT: Final = {
    PlanState.DRAFT: Severity.WARNS,
    PlanState.CHECKED: Severity.BLOCKS,
    PlanState.APPROVED: Severity.BLOCKS,
    PlanState.CARRIED_OUT: Severity.BLOCKS,
}
_CHUNK: Final = 500
_NOWHERE: Final = Key("", "")
# A plan that was carried out is not checked any more: what the registry says is then what it wrote.
_OPEN: Final = (PlanState.DRAFT, PlanState.CHECKED, PlanState.APPROVED)

Item = TypeVar("Item")


@dataclass(frozen=True)
class Checked:
    """A plan as it was looked at: what it starts from, its steps, and what comes of them."""

    plan: Plan
    eve: Units
    steps: Sequence[Step]
    outcome: Outcome

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Return everything that is wrong or odd."""
        return self.outcome.problems

    @property
    def blocking(self) -> tuple[Problem, ...]:
        """Return what has to be put right."""
        return tuple(one for one in self.problems if one.severity is Severity.BLOCKS)


def outcome_for(plan: Plan, steps: Sequence[Step] | None = None) -> Outcome:
    """Return what comes of a plan, or would of other steps, with everything that the check finds."""
    return look_at(plan, steps).outcome


def problems_for(actor: Actor, plan: Plan) -> tuple[Problem, ...]:
    """Return what the check finds about a plan, by the positions of its steps."""
    permissions.VIEW.require(actor, plan)
    return look_at(plan).problems


def look_at(plan: Plan, steps: Sequence[Step] | None = None) -> Checked:
    """Return a plan with all that comes of it."""
    steps = steps_of(plan) if steps is None else steps
    eve = eve_for(plan)
    known = _known(plan, eve, steps) if plan.state in _OPEN else Known()
    outcome = outcome_of(eve.by_key, steps, allows_crossing=plan.allows_crossing, known=known)
    return Checked(plan, eve, steps, outcome)


def touches_for(plan: Plan) -> dict[Key, tuple[Other, ...]]:
    """Return the units of the eve that other plans of the same day touch, with these plans.

    Plans that change nothing in common, one the bodies of one system and one those of another, do not count.
    """
    others = [
        other
        for other in Plan.objects.filter(effective_on=plan.effective_on, state__in=list(_WEIGHT))
        if other.pk != plan.pk
        and ((other.with_areas and plan.with_areas) or set(other.systems) & set(plan.systems))
    ]
    touched: dict[Key, list[Other]] = defaultdict(list)
    for other in others:
        told = Other(other.uid, str(other.title), _WEIGHT[PlanState(other.state)])
        rows = StepRow.objects.filter(plan=other).exclude(kind=StepKind.CREATE).exclude(old_code="")
        for level, code in rows.values_list("level", "old_code").distinct():
            touched[Key(level, code)].append(told)
    return {key: tuple(plans) for key, plans in touched.items()}


# ── what the rules ask for ───────────────────────────────────────────────────────────────────────────────────────────


def _known(plan: Plan, eve: Units, steps: Sequence[Step]) -> Known:
    day = plan.effective_on - timedelta(days=1)
    outside, posts = _bodies(plan, eve, day)
    return Known(
        closed=_closed(day, _named_but_absent(eve, steps)),
        until=eve.until if plan.with_areas else {},
        others=touches_for(plan),
        villages=_villages(day, {step.old_uid for step in steps if step.old_uid}, eve),
        bodies=outside,
        posts=posts,
        placed=frozenset(
            Key(level, code)
            for level, code in Decision.objects.filter(plan=plan, kind=DecisionKind.POST).values_list(
                "level", "code"
            )
        ),
        reach=_reach(plan, eve, day),
        areas=None if plan.with_areas else frozenset(units_of(plan.effective_on).by_key),
    )


def _reach(plan: Plan, eve: Units, day: date) -> Key | None:
    """Return the unit of the body whose act a plan is; the country's is None, and what is not known reaches nothing."""
    if plan.organisation.level == Level.CENTRE:
        return None
    area = (
        OrganisationVersion.objects.on(day)
        .filter(organisation=plan.organisation)
        .values_list("area_id", flat=True)
        .first()
    )
    return eve.keys.get(area or 0, _NOWHERE)


def _named_but_absent(eve: Units, steps: Sequence[Step]) -> set[Key]:
    """Return the codes that a plan names, as old ones or for new units, that no unit of the eve bears."""
    named = touched_by(steps) | {step.new for step in steps if step.kind is StepKind.CREATE and step.new}
    return {key for key in named if key not in eve.by_key}


def _closed(day: date, keys: Collection[Key]) -> dict[Key, date]:
    """Return of some codes on which day the last unit that bore each came to its end."""
    ended: dict[Key, date] = {}
    for codes in chunks(sorted({key.code for key in keys}), _CHUNK):
        rows = AreaVersion.objects.filter(code__in=codes, valid_to__lte=day + timedelta(days=1))
        for level, code, until in rows.values_list("area__level", "code", "valid_to"):
            key = Key(level, code)
            ended[key] = max(until, ended.get(key, until))
    return {key: until - timedelta(days=1) for key, until in ended.items() if key in keys}


def _villages(day: date, uids: Collection[UUID], eve: Units) -> dict[UUID, Village]:
    """Return areas without a code by their public ids, as they were on the eve."""
    found: dict[UUID, Village] = {}
    for some in chunks(sorted(uids), _CHUNK):
        places = dict(
            AreaEdge.objects.on(day)
            .filter(tree__code=ADMIN, child__uid__in=some)
            .values_list("child_id", "parent_id")
        )
        rows = AreaVersion.objects.on(day).filter(area__uid__in=some, area__level=Level.VILLAGE)
        for area, uid, name in rows.values_list("area_id", "area__uid", "full_name"):
            found[uid] = Village(name, eve.keys.get(places.get(area, 0)))
    return found


def _bodies(plan: Plan, eve: Units, day: date) -> tuple[Mapping[Key, tuple[str, ...]], Mapping[Key, int]]:
    """Return which systems outside a plan have a body at a unit, and how many posts are held at the plan's own bodies."""
    rows = OrganisationVersion.objects.on(day).exclude(organisation__level=Level.VILLAGE)
    followed = {*plan.systems, *_following_later(plan)}
    outside: dict[Key, set[str]] = defaultdict(set)
    own: dict[int, Key] = {}
    for body, area, system, name in rows.values_list(
        "organisation_id", "area_id", "organisation__system__code", "organisation__system__name"
    ):
        key = eve.keys.get(area)
        if key is None:
            continue
        if system in plan.systems:
            own[body] = key
        elif plan.with_areas and system not in followed:
            outside[key].add(label_of(name))
    held = (
        Post.objects.on(day)
        .filter(~Q(organisation__level=Level.VILLAGE))
        .values_list("organisation_id")
        .annotate(held=Count("pk"))
        .order_by()
    )
    posts: dict[Key, int] = defaultdict(int)
    for body, count in held:
        if body in own:
            posts[own[body]] += count
    return {key: tuple(sorted(names)) for key, names in outside.items()}, posts


def _following_later(plan: Plan) -> set[str]:
    """Return the systems of which another plan says how their bodies follow, on the day itself or later."""
    later = Plan.objects.filter(
        with_areas=False, effective_on__gte=plan.effective_on, state__in=list(_WEIGHT)
    )
    return {system for systems in later.values_list("systems", flat=True) for system in systems}

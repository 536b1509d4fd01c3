"""The country taken through 2025-07-01: as it stood on the eve, the real plan, and what came after. People are invented.

Every part is whole or not there, so that a building that was interrupted goes on where it stood.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from django.db import transaction

from lienthong.identity import queries as identity_queries
from lienthong.identity import services as identity
from lienthong.identity.models import Account
from lienthong.kernel import clock, deadlines, search
from lienthong.kernel.actor import Actor
from lienthong.kernel.following import Tell
from lienthong.kernel.validity import FOREVER
from lienthong.kernel.values import Week
from lienthong.registry import queries as registry_queries
from lienthong.registry import services as registry
from lienthong.registry.models import Organisation, OrganisationVersion, Post
from lienthong.registry.queries import ActRecord, OfficialFact
from lienthong.reports import queries as reports
from lienthong.reports import services as report_services
from lienthong.restructuring import queries as plans
from lienthong.restructuring import services as restructuring
from lienthong.restructuring.services import PlanFacts

from ..rules import SERIES
from .people import load_accounts
from .places import places_on
from .returns import load_weeks
from .series import UNTIL_WITH_DISTRICTS, load_series

Progress = Callable[[str, Iterable[Any], int], Iterable[Any]]
# Gives a word to be called while something is done that nobody can look into.
Bar = Callable[[str], Tell]

BEGIN: Final = date(2025, 1, 1)
CHANGE: Final = date(2025, 7, 1)
EVE: Final = CHANGE - timedelta(days=1)
# The week of the change is 27: its last day decides who is expected, and the next weeks are after it.
CHANGE_WEEK: Final = Week.of(CHANGE)
_SYSTEMS: Final = ("front", "state")
_NUMBER: Final = "202/2025/QH15; 1654–1687/NQ-UBTVQH15"
_WRITER, _APPROVER = "duc", "ha"
_CHUNK: Final = 500


@dataclass(frozen=True)
class Wish:
    """What of it is wanted. ``provinces``: codes after the change, None: all. ``weeks``: of returns, before and after each.

    ``carried_out``: or only drafted, checked, approved and rehearsed. ``through``: acts are carried out up to this day; later
    ones are drafted and checked.
    """

    provinces: tuple[str, ...] | None = None
    weeks: int = 9
    carried_out: bool = True
    through: date = CHANGE


def build_2025(*, actor: Actor, wish: Wish, progress: Progress, bar: Bar) -> str:
    """Build everything that is not there yet; return the address of the plan of 2025."""
    with clock.held_at(_at(EVE, 8)):
        _stand_before(actor, wish, progress)
    with clock.held_at(_at(EVE, 15)):
        address = _plan_2025(wish, bar)
    if wish.carried_out:
        with clock.held_at(_at(CHANGE, 8)):
            _carry_out(actor, _NUMBER, bar)
        _report_after(actor, wish, progress)
    for act in registry_queries.acts():
        if act.effective_on > CHANGE and wish.carried_out:
            _follow_act(actor, act, wish, bar)
    return address


def _at(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour), clock.LOCAL)


# ── before ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def _stand_before(actor: Actor, wish: Wish, progress: Progress) -> None:
    """Build the country as it stood on the eve, with its people and the weeks that they reported."""
    if not Organisation.objects.exists():
        registry.load_country(actor=actor, progress=progress, provinces=wish.provinces, as_of=EVE)
    identity.load_roles(actor=actor)
    deadlines.load_calendar(actor=actor)
    deadlines.load_limits(actor=actor)
    weeks = [CHANGE_WEEK.shifted(back) for back in range(-wish.weeks, 0)]
    load_series(actor, BEGIN, weeks[0], UNTIL_WITH_DISTRICTS)
    _load_chairs(actor, wish, progress)
    places = places_on(EVE)
    load_accounts(actor, places, EVE, BEGIN, progress, upper=True, also={_APPROVER: ["administrator"]})
    load_weeks(actor, places, dict.fromkeys(weeks), weeks[-1], progress)
    _open_reviews(actor, weeks[-1:])


@transaction.atomic
def _load_chairs(actor: Actor, wish: Wish, progress: Progress) -> None:
    """Give every body of the Front between centre and village a chair, who will have to be placed anew; tell the search."""
    bodies = list(
        OrganisationVersion.objects.on(EVE)
        .filter(
            organisation__system__code="front", organisation__level__in=["province", "district", "commune"]
        )
        .exclude(organisation__in=Post.objects.values("organisation"))
        .order_by("organisation_id")
        .values_list("organisation_id", flat=True)
    )
    for start in progress("chairs", range(0, len(bodies), _CHUNK), -(-len(bodies) // _CHUNK)):
        facts = [_chair(body) for body in bodies[start : start + _CHUNK]]
        registry.create_listed_officials(actor=actor, facts=facts)
    # Of the whole country the index is made anew once it has been carried out.
    if bodies and (wish.provinces is not None or not wish.carried_out):
        search.rebuild(progress)


def _chair(body: int) -> OfficialFact:
    name = next(registry_queries.generate_names(f"chair {body}"))
    return OfficialFact(
        name=name,
        title="Chủ tịch Ủy ban Mặt trận",
        organisation_id=body,
        since=BEGIN,
        until=FOREVER,
        work_phone="",
        work_email="",
        person=str(body),
    )


def _open_reviews(actor: Actor, weeks: Iterable[Week]) -> None:
    series = reports.get_series(actor, SERIES)
    for week in weeks:
        report_services.open_reviews(actor=actor, asked=reports.asked_in(series, week))


# ── the plan of 2025 ─────────────────────────────────────────────────────────────────────────────────────────────────


def _plan_2025(wish: Wish, bar: Bar) -> str:
    """Draft, check, approve and rehearse the plan of 2025 as far as that has not been done; return its address."""
    units = registry_queries.units_through_2025(wish.provinces)
    cited = [act for act in registry_queries.acts() if act.effective_on == CHANGE]
    facts = PlanFacts(
        title="Sắp xếp đơn vị hành chính cấp tỉnh, cấp xã; kết thúc cấp huyện",
        act_number=_NUMBER,
        act_body="Quốc hội; Ủy ban Thường vụ Quốc hội",
        act_date=max(act.issued for act in cited),
        effective_on=CHANGE,
        source=f"{cited[0].source}. {cited[-1].unverified}",
        systems=_SYSTEMS,
    )
    moves = {move.uid: move.commune for move in registry_queries.village_moves(units)}
    steps = plans.steps_between(units.before, units.after, units.links, moves)
    return _prepared(facts, steps, bar, approved=True)


def _prepared(facts: PlanFacts, steps: list[Any], bar: Bar, *, approved: bool) -> str:
    """Take a plan as far as it may go before its day, by two people; return its address."""
    writer, approver = _actor(_WRITER), _actor(_APPROVER)
    plan = next((p for p in plans.plans_for(writer) if p.act_number == facts.act_number), None)
    if plan is None:
        centre = Organisation.objects.get(system__code="front", level="centre")
        plan = restructuring.draft_plan(actor=writer, organisation=centre, facts=facts)
    tell = bar(f"plan {facts.act_number}"[:28])
    if plan.state == "draft":
        plan = restructuring.set_steps(actor=writer, plan=plan, steps=steps, seen=plan.version)
        tell(1, 4)
        plan = restructuring.check_plan(actor=writer, plan=plan, seen=plan.version)
    tell(2, 4)
    if plan.state == "checked" and approved:
        plan = restructuring.approve_plan(actor=approver, plan=plan, seen=plan.version)
        tell(3, 4)
        restructuring.rehearse_plan(actor=approver, plan=plan)
    tell(4, 4)
    return plans.address_of(plan)


def _actor(username: str) -> Actor:
    return identity_queries.actor_for(Account.objects.get(username=username))


def _carry_out(actor: Actor, number: str, bar: Bar) -> None:
    """Carry out a plan unless that has been done; the search follows."""
    plan = next(p for p in plans.plans_for(actor) if p.act_number == number)
    if plan.state == "approved":
        plan = restructuring.carry_out(actor=_actor(_APPROVER), plan=plan, progress=bar("carrying out"))
    restructuring.follow_up(actor=actor, plan=plan)


# ── after ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _report_after(actor: Actor, wish: Wish, progress: Progress) -> None:
    """Load the weeks after the change: the week that contains it first, whose last day is after it."""
    weeks = [CHANGE_WEEK.shifted(number) for number in range(wish.weeks)]
    if not weeks:
        return
    with clock.held_at(_at(weeks[-1].last, 9)):
        load_weeks(actor, places_on(weeks[-1].last), dict.fromkeys(weeks), weeks[-1], progress)
        _open_reviews(actor, weeks[-1:])


def _follow_act(actor: Actor, act: ActRecord, wish: Wish, bar: Bar) -> None:
    """Make a plan of an act of 2026, and carry it out where its day is not later than the one that is asked for."""
    steps = plans.steps_of_act(act.steps)
    if wish.provinces is not None and not set(act.provinces) & set(wish.provinces):
        return
    facts = PlanFacts(
        title=act.about,
        act_number=act.number,
        act_body=act.body,
        act_date=act.issued,
        effective_on=act.effective_on,
        source=f"{act.source}. {act.unverified}",
        systems=_SYSTEMS,
    )
    due = act.effective_on <= wish.through
    with clock.held_at(_at(act.effective_on - timedelta(days=1), 8)):
        _prepared(facts, steps, bar, approved=due)
    if due:
        with clock.held_at(_at(act.effective_on, 8)):
            _carry_out(actor, act.number, bar)

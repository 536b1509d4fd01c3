"""The real plan of 2025: the country as of the eve, carried out by it, is the country that the registry loads. One province."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime

import pytest

from lienthong.kernel import clock
from lienthong.kernel.actor import OPERATOR
from lienthong.registry import queries as registry
from lienthong.registry.models import AreaEdge, AreaVersion, Organisation, OrganisationVersion
from lienthong.registry.queries import UnitOnDay, Units
from lienthong.registry.rules import country as facts
from lienthong.registry.services import load_country
from lienthong.registry.unitdata import read_acts
from lienthong.restructuring import services
from lienthong.restructuring.queries import steps_between, steps_of_act
from lienthong.restructuring.rules.outcome import outcome_of
from lienthong.restructuring.rules.steps import Key, Severity, Step, StepKind, Unit
from lienthong.restructuring.services import PlanFacts

CHANGE, EVE = date(2025, 7, 1), date(2025, 6, 30)


COUNTRY = Key("centre", "")


def eve_of(units: Units) -> dict[Key, Unit]:
    """Return the units before as plans know them."""
    known = {COUNTRY: Unit(COUNTRY, "quoc_gia", "Việt Nam", None)}
    above = {"commune": "district", "district": "province", "province": "centre"}
    for unit in units.before:
        key = Key(unit.level, unit.code)
        known[key] = Unit(key, unit.kind, unit.name, Key(above[unit.level], unit.parent))
    return known


def test_the_plan_of_the_whole_country_leads_to_the_units_after() -> None:
    units = registry.units_through_2025()
    moves = registry.village_moves(units)
    steps = steps_between(units.before, units.after, units.links, {one.uid: one.commune for one in moves})
    assert Counter(step.kind for step in steps) == {
        StepKind.CREATE: 23 + 3_321 - 132,
        StepKind.MERGE: 52 + 5 + 9_463,
        StepKind.SPLIT: 970,
        StepKind.ABOLISH: 691,
        StepKind.RETYPE: 3,
        StepKind.RENAME: 8,
        StepKind.TRANSFER: 132 + len(moves),
    }
    assert {step.share for step in steps} == {None}
    assert [step.position for step in steps] == list(range(1, len(steps) + 1))
    outcome = outcome_of(eve_of(units), steps)
    assert [problem for problem in outcome.problems if problem.severity is Severity.BLOCKS] == []
    after = {
        key: (unit.kind, unit.name, unit.parent.code if unit.parent else "")
        for key, unit in outcome.after.items()
        if key != COUNTRY
    }
    assert after == {Key(unit.level, unit.code): (unit.kind, unit.name, unit.parent) for unit in units.after}
    assert Counter(problem.code for problem in outcome.problems)["no_share"] == 440


def loaded(as_of: date) -> None:
    load_country(actor=OPERATOR, progress=lambda label, rows, total: rows, provinces={"44"}, as_of=as_of)


def carried_out(number: str, on: date, steps: list[Step]) -> None:
    centre = Organisation.objects.get(system__code="front", level="centre")
    said = PlanFacts("Sắp xếp", number, "Quốc hội", on, systems=("front", "state"))
    plan = services.draft_plan(actor=OPERATOR, organisation=centre, facts=said)
    plan = services.set_steps(actor=OPERATOR, plan=plan, steps=steps, seen=plan.version)
    plan = services.check_plan(actor=OPERATOR, plan=plan, seen=plan.version)
    plan = services.approve_plan(actor=OPERATOR, plan=plan, seen=plan.version)
    services.carry_out(actor=OPERATOR, plan=plan)


def shown(day: date) -> tuple[list[UnitOnDay], Counter[tuple[str, str]], set[tuple[str, str]]]:
    """Return the units of a day, how many villages of a name each commune has, and names of bodies with their areas'."""
    units = registry.units_in_force(OPERATOR, day)
    names = dict(AreaVersion.objects.on(day).values_list("area_id", "full_name"))
    edges = AreaEdge.objects.on(day).filter(child__level="village").values_list("parent_id", "child_id")
    villages = Counter((names[parent], names[child]) for parent, child in edges)
    bodies = OrganisationVersion.objects.on(day).values_list("name", "area_id")
    return units, villages, {(name, names[area]) for name, area in bodies}


@pytest.mark.django_db
def test_a_province_carried_out_is_the_province_that_is_loaded() -> None:
    loaded(facts.OPEN)
    direct = shown(CHANGE)
    clear_country()
    loaded(EVE)
    units = registry.units_through_2025({"44"})
    moves = {one.uid: one.commune for one in registry.village_moves(units)}
    steps = steps_between(units.before, units.after, units.links, moves)
    with clock.held_at(datetime(2025, 7, 1, 8, tzinfo=clock.LOCAL)):
        carried_out("202/2025/QH15", CHANGE, steps)
    reached = shown(CHANGE)
    # An area that goes on has been there longer: all else of it is the same.
    told = [
        [(unit.level, unit.code, unit.kind, unit.full_name, unit.parent) for unit in units_of_day]
        for units_of_day, *_rest in (direct, reached)
    ]
    assert told[0] == told[1]
    assert (direct[1], direct[2]) == (reached[1], reached[2])


def test_an_act_of_2026_retypes_units() -> None:
    act = next(act for act in read_acts() if act.number == "36/2026/QH16")
    assert steps_of_act(act.steps) == [
        Step(1, StepKind.RETYPE, "province", old_code="22", unit_kind="thanh_pho_tw")
    ]


def clear_country() -> None:
    """Take away what was loaded, so that the country can be loaded once more."""
    from lienthong.registry import models as m  # all tables of one room, for this alone

    for model in (
        *(m.Closure, m.ChildCount, m.OrganisationEdge, m.OrganisationVersion, m.Organisation),
        *(m.AreaAlias, m.AreaSuccession, m.AreaEdge, m.AreaVersion, m.Area, m.Tree, m.System),
    ):
        model.objects.all().delete()

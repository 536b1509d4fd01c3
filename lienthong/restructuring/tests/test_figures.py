"""Figures and a plan that is carried out: those of days before stay, parts sum back, and what is locked stands in the way."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lienthong.kernel.actor import OPERATOR
from lienthong.kernel.errors import WrongData
from lienthong.kernel.models import AuditEntry
from lienthong.reports import queries as reports
from lienthong.reports import services as report_services
from lienthong.reports.rules.figures import outcome_of
from lienthong.reports.rules.structures import AS_WAS, Structure
from lienthong.reports.tests.test_structures import asked_for, report, totals
from lienthong.restructuring import services
from lienthong.restructuring.models import LockedReturns, Plan, PlanState
from lienthong.restructuring.rules.steps import Step
from tests.cast import Cast

from .lands import abolish, create, merge, rename, split
from .plans import FACTS, MERGER, drafted
from .registered import dump

pytestmark = pytest.mark.django_db

# The first day of week 47, of which some have reported: weeks 45 and 46 lie before it.
DAY = date(2026, 11, 16)
BEFORE, CHANGED = ("2026-W45", "2026-W46"), "2026-W47"
NOW = Structure(date(2026, 11, 22))
VILLAGES = ("v1", "v2", "v3", "v4")
COMMUNES = {"24277": "C", "24278": "D", "24279": "E"}
NAMES = ("Trung ương", "P", "C", "D", "E")


def approved(land: Cast, *steps: Step, **facts: Any) -> Plan:
    plan = drafted(land, steps, effective_on=DAY, **facts)
    plan = services.check_plan(actor=OPERATOR, plan=plan, seen=plan.version)
    return services.approve_plan(actor=OPERATOR, plan=plan, seen=plan.version)


def steps_at_random(dice: random.Random) -> list[Step]:
    """Let each commune go into one of two new ones, be divided between them, end, be renamed, or stay."""
    steps = [create("24301", "Mới Một", "66"), create("24302", "Mới Hai", "66")]
    for code in COMMUNES:
        match dice.choice(["merges", "splits", "ends", "is renamed", "stays"]):
            case "merges":
                steps.append(merge(code, dice.choice(["24301", "24302"])))
            case "splits":
                share, rest = dice.choice([("", ""), ("0.25", "0.75"), ("0.4", "")])
                steps += [split(code, "24301", share, default=True), split(code, "24302", rest)]
            case "ends":
                steps.append(abolish(code, "24301"))
            case "is renamed":
                steps.append(rename(code, f"Tên {code}"))
    return steps


def as_they_were(land: Cast) -> dict[tuple[str, str], reports.UnitTotals]:
    return {(name, week): totals(land, name, week, AS_WAS) for name in NAMES for week in BEFORE}


def sums_back(land: Cast, week: str) -> None:
    """Assert that what the units of today come to is, field by field, what the whole comes to."""
    asked = asked_for(land, week, NOW)
    whole, children = reports.unit_and_children_for(OPERATOR, asked, land.unit("P"))
    for field in asked.form.fields.values():
        if field.code in {"households", "poor"}:
            parts = [outcome_of(field, found.received).number for _unit, found in children]
            told = outcome_of(field, whole.received).number
            assert sum(Fraction(part or 0) for part in parts) == Fraction(told or 0), field.code
    expected = sum(found.completeness.expected for _unit, found in children)
    assert expected == whole.completeness.expected


@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.integers(0, 10**6))
def test_figures_of_before_stay_and_sum_back_whatever_is_carried_out(land: Cast, seed: int) -> None:
    dice = random.Random(seed)
    with transaction.atomic():
        for name in VILLAGES:
            for week in BEFORE:
                if dice.random() < 0.8:
                    typed = {"households": str(dice.randint(100, 400)), "poor": str(dice.randint(0, 9))}
                    report(land, name, week, approve=dice.random() < 0.5, **typed)
        plan = approved(land, *steps_at_random(dice))
        was, rows = as_they_were(land), dump()
        plan = services.carry_out(actor=OPERATOR, plan=plan)
        assert as_they_were(land) == was
        for week in BEFORE:
            sums_back(land, week)
        services.undo_plan(actor=OPERATOR, plan=plan)
        assert (as_they_were(land), dump()) == (was, rows)
        transaction.set_rollback(True)


def test_a_locked_return_of_the_day_or_later_stops_it_unless_the_plan_says_that_it_stays(land: Cast) -> None:
    entry = report(land, "v1", CHANGED, approve=True)
    report_services.lock_returns(actor=OPERATOR, asked=land.asked(CHANGED), uids=[entry.uid])
    plan = approved(land, *MERGER)
    before = dump(), AuditEntry.objects.count()
    with pytest.raises(WrongData) as refused:
        services.carry_out(actor=OPERATOR, plan=plan)
    told = " ".join(str(one) for ones in refused.value.faults.values() for one in ones)
    assert "1 báo cáo đã khóa" in told
    assert (dump(), AuditEntry.objects.count()) == before

    plan = services.reopen_plan(actor=OPERATOR, plan=plan, seen=plan.version, reason="Còn báo cáo đã khóa")
    keeping = replace(FACTS, effective_on=DAY, locked_returns=LockedReturns.KEEP)
    plan = services.change_plan(actor=OPERATOR, plan=plan, facts=keeping, seen=plan.version)
    plan = services.check_plan(actor=OPERATOR, plan=plan, seen=plan.version)
    plan = services.approve_plan(actor=OPERATOR, plan=plan, seen=plan.version)
    assert services.carry_out(actor=OPERATOR, plan=plan).state == PlanState.CARRIED_OUT
    entry.refresh_from_db()
    assert entry.state == "locked"

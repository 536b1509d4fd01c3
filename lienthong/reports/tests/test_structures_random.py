"""Random courses of changes: parts sum back, bounds hold the truth, and what was stays what it was."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lienthong.forms.rules import ADDING
from lienthong.kernel.actor import OPERATOR
from lienthong.registry.models import OrganisationSuccession
from lienthong.registry.queries import stamp_of
from lienthong.reports import queries
from lienthong.reports.queries import Stage
from lienthong.reports.rules.figures import Outcome, outcome_of
from lienthong.reports.rules.structures import AS_WAS, Structure
from tests.cast import Cast

from .changing import change
from .test_structures import WEEK_BEFORE, asked_for, report, totals

pytestmark = pytest.mark.django_db

FIRST = date(2026, 11, 2)
NOW = Structure(date(2026, 11, 22))
VILLAGES = ("v1", "v2", "v3", "v4")


def _change_at_random(cast: Cast, dice: random.Random, standing: list[str], number: int) -> list[str]:
    """Let some villages go into new ones below any commune, by random shares; return those that stand then."""
    on = FIRST + timedelta(days=3 * number)
    new = [f"n{number}_{place}" for place in range(dice.randint(1, 3))]
    closing = dice.sample(standing, dice.randint(1, len(standing)))
    closed = {}
    for name in closing:
        heirs = dice.sample(new, dice.randint(1, len(new)))
        weights = [dice.randint(1, 4) for _ in heirs]
        shares = [Fraction(weight, sum(weights)) for weight in weights]
        rounded = [f"{float(share):.10f}" for share in shares[:-1]]
        last = 1 - sum((Fraction(text) for text in rounded), Fraction(0))
        closed[name] = list(zip(heirs, [*rounded, f"{float(last):.10f}"], strict=True))
    rest = [name for name in standing if name not in closing]
    change(
        cast,
        on,
        founded={name: ("village", dice.choice("CDE")) for name in new},
        closed=closed,
        moved={name: dice.choice("CDE") for name in rest if dice.random() < 0.3},
    )
    return rest + new


def _outcomes(cast: Cast, name: str, structure: Structure) -> Iterator[tuple[tuple[str, Stage], Outcome]]:
    found = totals(cast, name, WEEK_BEFORE, structure)
    for field in cast.asked(WEEK_BEFORE).form.fields.values():
        if field.rollup in ADDING:
            for stage in Stage:
                yield (field.code, stage), outcome_of(field, found.of(stage))


def _bounds(outcome: Outcome) -> tuple[Fraction, Fraction]:
    if outcome.between is not None:
        return Fraction(outcome.between[0]), Fraction(outcome.between[1])
    number = Fraction(outcome.number or 0)
    return number, number


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, 10**6))
def test_whatever_changes_parts_sum_back_and_bounds_hold_the_truth(cast: Cast, seed: int) -> None:
    dice = random.Random(seed)
    with transaction.atomic():
        for name in VILLAGES:
            if dice.random() < 0.8:
                number = str(dice.randint(100, 400))
                report(cast, name, WEEK_BEFORE, households=number, approve=dice.random() < 0.5)
        as_was = {
            name: totals(cast, name, WEEK_BEFORE, AS_WAS) for name in ("Trung ương", "P", "C", "D", "E")
        }
        standing = list(VILLAGES)
        for turn in range(dice.randint(1, 3)):
            standing = _change_at_random(cast, dice, standing, turn)
        assert as_was == {name: totals(cast, name, WEEK_BEFORE, AS_WAS) for name in as_was}
        whole = dict(_outcomes(cast, "P", NOW))
        assert whole == dict(_outcomes(cast, "P", AS_WAS))
        known = {name: dict(_outcomes(cast, name, NOW)) for name in "CDE"}
        for which, one in whole.items():
            assert sum(Fraction(known[name][which].number or 0) for name in "CDE") == Fraction(
                one.number or 0
            )
        _compare_bodies(cast, known)
        _forget_shares(cast, dice)
        for name in "CDE":
            for which, one in _outcomes(cast, name, NOW):
                if one.divisible:
                    low, high = _bounds(one)
                    # Known parts are rounded to whole numbers on the way.
                    assert low - 4 <= Fraction(known[name][which].number or 0) <= high + 4
                    assert 0 <= low <= high <= Fraction(whole[which].number or 0)
        transaction.set_rollback(True)


def _compare_bodies(cast: Cast, known: dict[str, dict[tuple[str, Stage], Outcome]]) -> None:
    """What the villages of a commune come to is what the commune comes to."""
    asked = asked_for(cast, WEEK_BEFORE, NOW)
    for name in "CDE":
        bodies = queries.bodies_totals_for(OPERATOR, asked, cast.unit(name))
        for (code, stage), one in known[name].items():
            field = asked.form.fields[code]
            parts = [outcome_of(field, found.of(stage)).number for _unit, found in bodies]
            assert sum(Fraction(part or 0) for part in parts) == Fraction(one.number or 0)


def _forget_shares(cast: Cast, dice: random.Random) -> None:
    for row in OrganisationSuccession.objects.filter(whole=False).order_by("pk"):
        if dice.random() < 0.6:
            row.share = None
            row.save(update_fields=["share"])
    before = stamp_of(cast.province.tree.pk)
    change(cast, date(2026, 11, 21))
    assert stamp_of(cast.province.tree.pk) != before

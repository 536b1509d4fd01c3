"""Every roll-up equals a recount by hand: of weeks and months, received and approved, after any steps."""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lienthong.forms import queries as forms
from lienthong.forms.rules import Field, Rollup
from lienthong.kernel.actor import OPERATOR
from lienthong.kernel.errors import Refusal
from lienthong.reports import queries, services
from lienthong.reports.models import Return, Total
from lienthong.reports.queries import Stage
from lienthong.reports.rules.figures import outcome_of
from lienthong.reports.services import Typed
from tests.cast import WEEK, Cast
from tests.every_kind import TYPED, with_every_kind

pytestmark = pytest.mark.django_db

WEEKS = ("2026-W45", "2026-W46", "2026-W47")
COMMUNES = {"C": ("v1", "v2", "v3"), "D": ("v4",)}
VILLAGES = ("v1", "v2", "v3", "v4")
STOCKS = {Rollup.LAST, Rollup.AVERAGE}
EXTREMES: dict[Rollup, Any] = {Rollup.MINIMUM: min, Rollup.MAXIMUM: max}
COUNTED = {Stage.RECEIVED: {"submitted", "approved", "locked"}, Stage.APPROVED: {"approved", "locked"}}


@pytest.fixture
def every(cast: Cast) -> Cast:
    """Return the cast at work with the sample of every kind."""
    return with_every_kind(cast)


def report(cast: Cast, name: str, period: str = WEEK, *, submit: bool = True, **typed: Any) -> Return:
    """Let a village's return be entered, over whatever stands there."""
    asked, unit = cast.asked(period), cast.unit(name, period)
    held = Return.objects.filter(series=cast.series, organisation=cast.province[name], period=period).first()
    reading = forms.read_typed(asked.form, {**TYPED, **typed})
    row = Typed(unit.id, unit.uid, unit.short_name, reading, held.version if held else 0)
    return services.save_returns(actor=OPERATOR, asked=asked, rows=[row], submit=submit).returns[0]


def outcomes(cast: Cast, unit: str, stage: Stage = Stage.RECEIVED, period: str = WEEK) -> dict[str, Any]:
    """Return what every field comes to at a unit, in a week or a month, as the operator sees it."""
    if queries.is_month(period):
        month = queries.get_month(OPERATOR, cast.series.code, period)
        found = queries.month_totals_for(OPERATOR, month, cast.unit(unit))
        form = month.form
    else:
        found = queries.unit_totals_for(OPERATOR, cast.asked(period), cast.unit(unit))
        form = cast.asked(period).form
    return {code: outcome_of(field, found.of(stage)) for code, field in form.fields.items()}


def test_each_roll_up_of_two_villages(every: Cast) -> None:
    report(every, "v1")
    report(
        every,
        "v4",
        members__women="8",
        members__men="5",
        volunteers="1",
        visits="7",
        area="0,5",
        price="100",
        water="62",
        distance="0,4",
        has_hall="no",
    )
    found = outcomes(every, "Trung ương")
    numbers = {code: one.number for code, one in found.items() if one.number is not None}
    assert numbers == {
        "members": "45",
        "members__women": "20",
        "members__men": "25",
        "volunteers": "3.5",
        "visits": "10",
        "area": "2",
        "price": "175",
        "cost": "350",
        "water": "62",
        "distance": "3.2",
    }
    assert found["price"].weight == "2"
    assert found["has_hall"].counts == {"yes": 1, "no": 1}
    assert found["hall_state"].counts == {"good": 1, "fair": 0, "poor": 0}
    assert (found["hall_state"].values, found["hall_state"].not_applicable) == (1, 1)


def test_the_smallest_and_the_largest_follow_a_return_that_is_withdrawn(every: Cast) -> None:
    report(every, "v1", water="90", distance="1")
    low = report(every, "v2", water="40", distance="9")
    found = outcomes(every, "C")
    assert (found["water"].number, found["distance"].number) == ("40", "9")
    services.withdraw_return(actor=OPERATOR, asked=every.asked(), uid=low.uid)
    found = outcomes(every, "P")
    assert (found["water"].number, found["distance"].number) == ("90", "1")
    report(every, "v1", water="", distance="")
    assert outcomes(every, "C")["water"].number is None


def test_a_smallest_value_below_zero_and_zero_itself_count(every: Cast) -> None:
    report(every, "v1", distance="0", water="0")
    found = outcomes(every, "C")
    assert (found["distance"].number, found["water"].number) == ("0", "0")


def test_stock_figures_of_a_month_are_not_added_over_weeks(every: Cast) -> None:
    report(every, "v1", WEEKS[0], members__women="10", members__men="10", volunteers="1")
    report(every, "v1", WEEKS[1], members__women="11", members__men="10", volunteers="2")
    report(every, "v4", WEEKS[0], members__women="7", members__men="6", volunteers="1,5")
    found = outcomes(every, "Trung ương", period="2026-11")
    assert found["members"].number == str(21 + 13)
    assert found["volunteers"].number == "3"
    assert (found["members"].values, found["visits"].number) == (2, "9")


def test_an_average_is_rounded_half_away_from_zero_for_each_village(every: Cast) -> None:
    report(every, "v1", WEEKS[0], volunteers="1")
    report(every, "v1", WEEKS[1], volunteers="1,1")
    report(every, "v2", WEEKS[0], volunteers="0,2")
    assert outcomes(every, "C", period="2026-11")["volunteers"].number == "1.3"


def test_a_month_expects_every_week_that_has_begun(every: Cast) -> None:
    report(every, "v1", WEEKS[0])
    month = queries.get_month(OPERATOR, every.series.code, "2026-11")
    counts = queries.month_totals_for(OPERATOR, month, every.unit("P")).completeness
    assert [str(week.week) for week in month.weeks] == ["2026-W44", *WEEKS]
    assert (counts.expected, counts.received) == (16, 1)


def test_a_series_of_flows_only_keeps_nothing_for_months(cast: Cast) -> None:
    cast.save("lan", "v1", households="121")
    cast.save("lan", "v1", period="2026-W46", households="122")
    assert set(Total.objects.values_list("period", flat=True)) == {"2026-W46", "2026-W47"}
    month = queries.get_month(OPERATOR, cast.series.code, "2026-11")
    assert (
        queries.month_totals_for(OPERATOR, month, cast.unit("P")).received.figures["households"].total
        == 121 + 122
    )


def test_what_was_kept_wrongly_is_found_and_put_right(every: Cast) -> None:
    report(every, "v1")
    kept = {(one.period, one.unit_id): bytes(one.received) for one in Total.objects.all()}
    assert {period for period, _ in kept} == {WEEK, "2026-11"}
    Total.objects.update(received=b"\0" * 8)
    assert services.rebuild_totals(actor=OPERATOR, series=every.series, period=WEEK) == 2
    assert {(one.period, one.unit_id): bytes(one.received) for one in Total.objects.all()} == kept
    assert services.rebuild_totals(actor=OPERATOR, series=every.series, period=WEEK) == 0


# ── any steps, recounted ─────────────────────────────────────────────────────────────────────────────────────────────


def _any_typed(dice: random.Random) -> dict[str, str]:
    return {
        "members__women": str(dice.randint(0, 9)),
        "members__men": dice.choice(["", "0", "4", "120"]),
        "volunteers": dice.choice(["", "0", "0,1", "2,5", "7,3"]),
        "visits": str(dice.randint(0, 3)),
        "area": dice.choice(["1", "0,25", "3,5"]),
        "price": dice.choice(["", "0", "10", "333"]),
        "water": dice.choice(["", "0", "55,5", "100"]),
        "distance": dice.choice(["", "0", "0,1", "12"]),
        "has_hall": dice.choice(["yes", "no"]),
        "hall_state": dice.choice(["", "good", "fair", "poor"]),
    }


def _step(cast: Cast, dice: random.Random) -> None:
    name, period = dice.choice(VILLAGES), dice.choice(WEEKS)
    held = Return.objects.filter(series=cast.series, organisation=cast.province[name], period=period).first()
    asked, who = cast.asked(period), {"actor": OPERATOR}
    steps: list[Any] = [lambda: report(cast, name, period, submit=dice.random() < 0.8, **_any_typed(dice))]
    if held is not None:
        steps += [
            lambda: services.withdraw_return(**who, asked=asked, uid=held.uid),
            lambda: services.approve_returns(**who, asked=asked, uids=[held.uid]),
            lambda: services.return_returns(**who, asked=asked, uids=[held.uid], reason="Sai."),
            lambda: services.lock_returns(**who, asked=asked, uids=[held.uid]),
        ]
    try:
        dice.choice(steps)()
    except Refusal:
        return  # a step out of turn, or values that do not hold: nothing was written


def _values(cast: Cast, villages: Iterable[str], periods: Sequence[str], stage: Stage) -> list[list[Any]]:
    """Return, village by village, the values of its returns that count, oldest first."""
    return [
        [
            entry.values
            for entry in Return.objects.filter(
                series=cast.series,
                organisation=cast.province[name],
                period__in=periods,
                state__in=COUNTED[stage],
            ).order_by("period")
        ]
        for name in villages
    ]


def _numbers(cells: Iterable[Any]) -> list[Fraction]:
    return [Fraction(cell) for cell in cells if isinstance(cell, str)]


def _rounded(number: Fraction, decimals: int) -> Fraction:
    scale = 10**decimals
    return Fraction(int(number * scale + Fraction(1, 2)), scale)


def _mean_by_hand(field: Field, returns: Iterable[Mapping[str, Any]]) -> Fraction | None:
    pairs = [
        (Fraction(values[field.code]), Fraction(values[str(field.weight)]))
        for values in returns
        if isinstance(values[field.code], str) and isinstance(values[str(field.weight)], str)
    ]
    weight = sum((by for _, by in pairs), Fraction())
    mean = sum((one * by for one, by in pairs), Fraction()) / weight if weight else None
    return None if mean is None else _rounded(mean, field.decimals)


def _by_hand(field: Field, bodies: list[list[Mapping[str, Any]]], *, month: bool) -> Any:
    """Return what a field comes to, in the most simple-minded way."""
    returns = [values for body in bodies for values in body]
    cells = [values[field.code] for values in returns]
    if field.rollup is Rollup.CHOICES:
        words = {True: "yes", False: "no"}
        told = [words.get(cell, cell) for cell in cells if not isinstance(cell, dict)]
        return {answer: told.count(answer) for answer in field.answers}
    if field.rollup is Rollup.WEIGHTED:
        return _mean_by_hand(field, returns)
    numbers = _numbers(cells)
    if not numbers:
        return None
    if field.rollup in EXTREMES:
        return EXTREMES[field.rollup](numbers)
    return _stock_by_hand(field, bodies) if month and field.rollup in STOCKS else sum(numbers)


def _stock_by_hand(field: Field, bodies: Iterable[list[Mapping[str, Any]]]) -> Fraction:
    held = [_numbers(values[field.code] for values in body) for body in bodies]
    values = [
        one[-1] if field.rollup is Rollup.LAST else _rounded(sum(one, Fraction()) / len(one), field.decimals)
        for one in held
        if one
    ]
    return sum(values, Fraction())


def _compare(cast: Cast, unit: str, villages: Sequence[str], period: str, stage: Stage) -> None:
    month = queries.is_month(period)
    bodies = _values(cast, villages, WEEKS if month else [period], stage)
    for code, field in cast.asked().form.fields.items():
        if field.rollup in {Rollup.COUNT, Rollup.JOIN}:
            continue
        found = outcomes(cast, unit, stage, period)[code]
        got = found.counts if field.rollup is Rollup.CHOICES else found.number and Fraction(found.number)
        assert got == _by_hand(field, bodies, month=month), (unit, period, stage, code)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, 10**6))
def test_after_any_steps_every_roll_up_equals_a_recount(every: Cast, seed: int) -> None:
    dice = random.Random(seed)
    with transaction.atomic():
        for _ in range(14):
            _step(every, dice)
        for stage in Stage:
            for unit, villages in (*COMMUNES.items(), ("P", VILLAGES), ("Trung ương", VILLAGES)):
                for period in (dice.choice(WEEKS), "2026-11"):
                    _compare(every, unit, villages, period, stage)
        assert [
            services.rebuild_totals(actor=OPERATOR, series=every.series, period=period) for period in WEEKS
        ] == [0, 0, 0]
        transaction.set_rollback(True)

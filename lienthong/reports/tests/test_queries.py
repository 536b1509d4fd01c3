"""Reads of reports: who sees what, by which tree, in how many queries."""

from __future__ import annotations

import random
from datetime import date, datetime
from itertools import pairwise

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lienthong.kernel import clock
from lienthong.kernel.actor import OPERATOR
from lienthong.kernel.errors import NotAllowed, NotFound
from lienthong.kernel.validity import FOREVER
from lienthong.kernel.values import Week
from lienthong.registry.derivation import derive_tree
from lienthong.registry.models import OrganisationEdge
from lienthong.reports import queries, services
from lienthong.reports.queries import Stage
from tests.cast import WEEK, Cast

pytestmark = pytest.mark.django_db


def test_a_draft_is_seen_only_by_those_who_may_enter_for_the_village(cast: Cast) -> None:
    cast.save("nga", "v1", submit=False)
    seen = {
        who: queries.returns_for(cast.actor(who), cast.asked()).exists()
        for who in ("nga", "lan", "minh", "tung", "ha", "quan", "duc", "hoa")
    }
    assert {who for who, sees in seen.items() if sees} == {"nga", "lan"}


def test_a_submitted_return_is_seen_by_everybody_above_and_nobody_beside(cast: Cast) -> None:
    cast.save("nga", "v1")
    seen = {
        who: queries.returns_for(cast.actor(who), cast.asked()).exists()
        for who in ("nga", "lan", "minh", "tung", "ha", "quan", "duc", "hoa")
    }
    assert {who for who, sees in seen.items() if sees} == {"nga", "lan", "tung", "ha", "quan"}


def test_a_draft_shows_in_no_history_to_those_above(cast: Cast) -> None:
    cast.save("nga", "v1", submit=False)
    cast.save("nga", "v1")
    entry = cast.entry("v1")
    assert [s.version for s in queries.history_for(cast.actor("lan"), cast.asked(), entry)] == [2, 1]
    assert [s.version for s in queries.history_for(cast.actor("ha"), cast.asked(), entry)] == [2]


@pytest.mark.parametrize("who", ["minh", "nga", "hoa"])
def test_who_may_not_see_a_communes_totals(cast: Cast, who: str) -> None:
    with pytest.raises(NotAllowed):
        queries.unit_totals_for(cast.actor(who), cast.asked(), cast.unit("C"))
    with pytest.raises(NotFound):
        queries.get_unit_for(cast.actor(who), cast.asked(), cast.province["C"].uid)


def test_the_tree_of_the_period_decides_who_is_expected(cast: Cast) -> None:
    """Before the change, in the week that contains it, and after."""
    expected = {}
    for period in ("2025-W26", "2025-W27", "2025-W28"):
        asked = cast.asked(period)
        below = queries.children_totals_for(OPERATOR, asked, cast.unit("Trung ương", period))
        expected[period] = {unit.short_name: totals.completeness.expected for unit, totals in below}
    assert expected == {"2025-W26": {"A": 3, "B": 1}, "2025-W27": {"P": 4}, "2025-W28": {"P": 4}}


def test_those_above_today_read_what_a_merged_commune_reported(cast: Cast) -> None:
    row = cast.typed("v1", period="2025-W26")
    services.save_returns(actor=OPERATOR, asked=cast.asked("2025-W26"), rows=[row], submit=True)
    asked = cast.asked("2025-W26")
    assert queries.unit_totals_for(cast.actor("ha"), asked, cast.unit("A", "2025-W26")).received.returns == 1
    assert queries.returns_for(cast.actor("lan"), asked).count() == 1


def test_a_commune_without_villages_is_neither_complete_nor_late(cast: Cast) -> None:
    totals = queries.unit_totals_for(cast.actor("tung"), cast.asked(), cast.unit("E"))
    assert (totals.completeness.expected, totals.completeness.received_share) == (0, None)
    with clock.held_at(datetime.fromisoformat("2026-12-24T12:00+07:00")):
        owed = queries.owed_for(cast.actor("tung"), cast.asked(), cast.unit("P"))
    assert [one.unit.short_name for one in owed] == ["C", "D"]
    province = queries.unit_totals_for(cast.actor("tung"), cast.asked(), cast.unit("P")).completeness
    assert (province.expected, province.units) == (4, 2)


def test_who_owes_what_who_is_late_and_who_blocks_whom(cast: Cast) -> None:
    for body in ("v1", "v2", "v3"):
        cast.save("lan", body)
    with clock.held_at(datetime.fromisoformat("2026-11-22T18:00+07:00")):
        owed = queries.owed_for(cast.actor("tung"), cast.asked(), cast.unit("P"))
        assert {one.unit.short_name: (one.turn.value, one.late) for one in owed} == {
            "C": ("commune", True),
            "D": ("village", True),
        }
        rows = queries.sheet_for(cast.actor("minh"), cast.asked(), cast.unit("D"))
        assert [(row.state, row.turn.value, row.late) for row in rows] == [("missing", "village", True)]


def test_owed_is_searched_without_marks_and_filtered_by_turn(cast: Cast) -> None:
    cast.save("minh", "v4")
    asked, unit = cast.asked(), cast.unit("P")
    assert [
        one.unit.short_name for one in queries.owed_for(cast.actor("tung"), asked, unit, turn="commune")
    ] == ["D"]
    assert [one.unit.short_name for one in queries.owed_for(cast.actor("tung"), asked, unit, text="c")] == [
        "C"
    ]


def test_from_a_figure_one_steps_down_to_the_cells_with_who_and_when(cast: Cast) -> None:
    cast.save("nga", "v1", households="158")
    cast.save("lan", "v2", households="200")
    cast.save("lan", "v3", submit=False, households="999")
    cells = queries.cells_for(cast.actor("tung"), cast.asked(), cast.unit("C"), "households")
    assert [(c.unit.short_name, c.value, c.state, c.by) for c in cells] == [
        ("v1", "158", "submitted", "Nga"),
        ("v2", "200", "submitted", "Lan"),
        ("v3", None, "missing", ""),
    ]
    total = queries.unit_totals_for(cast.actor("tung"), cast.asked(), cast.unit("C")).received.figures[
        "households"
    ]
    assert total.total == 158 + 200


def test_all_upper_units_agree_with_each_unit_asked_alone(cast: Cast) -> None:
    for body in ("v1", "v2"):
        cast.save("lan", body)
    cast.save("minh", "v4")
    everything = queries.all_totals_for(cast.actor("ha"), cast.asked(), cast.unit("Trung ương"))
    for name in ("Trung ương", "P", "C", "D", "E"):
        alone = queries.unit_totals_for(cast.actor("ha"), cast.asked(), cast.unit(name))
        assert everything[cast.province[name].pk] == alone


def test_the_number_of_queries_stays_level_as_rows_grow(cast: Cast) -> None:
    def asked_for() -> int:
        actor = cast.actor("lan")
        with CaptureQueriesContext(connection) as caught:
            queries.sheet_for(actor, cast.asked(), cast.unit("C"))
            queries.cells_for(actor, cast.asked(), cast.unit("C"), "households")
            queries.waiting_for(actor, cast.asked(), cast.unit("C"))
        return len(caught)

    cast.save("lan", "v1")
    few = asked_for()
    cast.save("lan", "v2")
    cast.save("lan", "v3")
    assert asked_for() == few


def test_a_sheet_is_saved_in_a_number_of_queries_that_does_not_grow(cast: Cast) -> None:
    def spent(period: str, bodies: list[str]) -> int:
        rows = [cast.typed(body, period=period) for body in bodies]
        actor, asked = cast.actor("lan"), cast.asked(period)
        with CaptureQueriesContext(connection) as caught:
            services.save_returns(actor=actor, asked=asked, rows=rows, submit=True)
        return len(caught)

    spent("2026-W39", ["v1"])  # the first save of a commune begins its audit stream
    assert spent("2026-W40", ["v1"]) == spent("2026-W41", ["v1", "v2", "v3"])


VILLAGES = ("v1", "v2", "v3", "v4")


def _move_at_random(cast: Cast, dice: random.Random, days: list[date]) -> None:
    """Let villages open, close and move between communes on some of the days."""
    tree = cast.province.tree
    OrganisationEdge.objects.filter(tree=tree, child__level="village").delete()
    for village in VILLAGES:
        cuts = sorted(dice.sample(range(len(days)), dice.randint(2, 4)))
        for since, until in pairwise(cuts):
            if dice.random() < 0.8:
                OrganisationEdge.objects.create(
                    tree=tree,
                    child=cast.province[village],
                    parent=cast.province[dice.choice(["C", "D", "E"])],
                    valid_from=days[since],
                    valid_to=days[until],
                )
    derive_tree(tree)


def _recount(cast: Cast, dice: random.Random, period: str) -> None:
    """Let some of those who stand report, and compare every count with one made by hand."""
    asked = cast.asked(period)
    standing = OrganisationEdge.objects.on(asked.week.last).filter(
        tree=cast.province.tree, child__level="village"
    )
    reported = [edge for edge in standing if dice.random() < 0.6]
    names = {cast.province[name].pk: name for name in VILLAGES}
    for edge in reported:
        row = cast.typed(names[edge.child_id], period=period)
        services.save_returns(actor=OPERATOR, asked=asked, rows=[row], submit=True)
    nation = queries.unit_totals_for(cast.actor("ha"), asked, cast.unit("Trung ương", period)).completeness
    assert (nation.expected, nation.received) == (standing.count(), len(reported))
    assert nation.received_share is None or 0 <= nation.received_share <= 100
    for commune in ("C", "D", "E"):
        counts = queries.unit_totals_for(OPERATOR, asked, cast.unit(commune, period)).completeness
        assert counts.expected == standing.filter(parent=cast.province[commune]).count()
        assert counts.received == sum(edge.parent_id == cast.province[commune].pk for edge in reported)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, 10**6))
def test_completeness_over_random_openings_closures_and_moves_equals_a_naive_recount(
    cast: Cast, seed: int
) -> None:
    dice = random.Random(seed)
    periods = [f"2026-W{number}" for number in range(42, 48)]
    days = [date(2026, 10, 1), *(Week.parse(period).first for period in periods), FOREVER]
    with transaction.atomic():
        _move_at_random(cast, dice, days)
        for period in periods:
            _recount(cast, dice, period)
        transaction.set_rollback(True)


def test_the_week_before_is_compared_only_when_it_was_asked_for(cast: Cast) -> None:
    cast.save("nga", "v1", period="2026-W46")
    before, _children = queries.week_before_for(cast.actor("ha"), cast.asked(WEEK), cast.unit("Trung ương"))
    assert before is not None
    assert before.of(Stage.RECEIVED).returns == 1
    first = cast.asked("2025-W20")
    assert queries.week_before_for(cast.actor("ha"), first, cast.unit("Trung ương", "2025-W20")) == (None, {})


def test_what_was_read_before_a_rollback_is_forgotten_with_it(cast: Cast) -> None:
    def households() -> int:
        read = queries.unit_totals_for(cast.actor("ha"), cast.asked(), cast.unit("Trung ương"))
        return read.received.figures["households"].total

    cast.save("nga", "v1", households="1000")
    assert households() == 1000
    point = transaction.savepoint()
    cast.save("lan", "v2", households="500")
    assert households() == 1500
    transaction.savepoint_rollback(point)
    assert households() == 1000
    cast.save("lan", "v2", households="700")
    assert households() == 1700


def test_the_trend_has_the_weeks_in_which_anything_was_received_and_no_others(cast: Cast) -> None:
    cast.save("nga", "v1", period="2026-W44")
    cast.save("lan", "v2", period="2026-W45", submit=False)
    cast.save("nga", "v1")
    cast.save("lan", "v2")
    trend = queries.trend_for(cast.actor("ha"), cast.asked(), cast.unit("Trung ương"))
    assert [(str(past.week), past.completeness.received) for past in trend] == [
        ("2026-W44", 1),
        (WEEK, 2),
    ]
    assert queries.trend_for(cast.actor("tung"), cast.asked(), cast.unit("D")) == []
    with pytest.raises(NotAllowed):
        queries.trend_for(cast.actor("minh"), cast.asked(), cast.unit("C"))


def test_the_trend_agrees_with_each_week_asked_alone(cast: Cast) -> None:
    cast.save("nga", "v1", period="2026-W46")
    cast.save("lan", "v2")
    unit = cast.unit("P")
    for past in queries.trend_for(cast.actor("ha"), cast.asked(), unit):
        alone = queries.unit_totals_for(cast.actor("ha"), cast.asked(str(past.week)), unit)
        assert past.completeness == alone.completeness

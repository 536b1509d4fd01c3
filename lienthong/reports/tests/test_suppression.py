"""Parts below five are not shown outside the collecting unit, and cannot be told from what is."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lienthong.forms.rules import WITHHELD
from lienthong.kernel.actor import OPERATOR
from lienthong.reports import queries
from lienthong.reports.queries import Stage
from lienthong.reports.rules.suppression import LEAST, Leaf, hidden_units
from tests.cast import WEEK, Cast
from tests.client import client_of
from tests.every_kind import with_every_kind

from .test_rollups import report

NATION, EAST, WEST = 1, 2, 3


def tree(*parts: tuple[int, ...]) -> list[Leaf]:
    """Return bodies of two provinces: the first two in the east, the others in the west."""
    return [
        Leaf(10 + place, (EAST if place < 2 else WEST, NATION), numbers)
        for place, numbers in enumerate(parts)
    ]


def test_nothing_small_hides_nothing() -> None:
    assert hidden_units(tree((10, 20), (5, 5), (9, 8))) == frozenset()


def test_a_small_part_takes_the_smallest_that_can_stand_in_for_it_along() -> None:
    assert hidden_units(tree((3, 40), (90, 80), (20, 30), (70, 60))) == {10, 11}
    assert hidden_units(tree((30, 40), (90, 80), (20, 3), (70, 60), (9, 9))) == {12, 14}


def test_where_next_door_cannot_stand_in_the_province_is_hidden_with_another() -> None:
    assert hidden_units(tree((3, 40), (0, 0), (20, 30), (70, 60))) == {10, EAST, WEST, 12}


def test_alone_in_the_country_it_hides_every_unit_above() -> None:
    assert hidden_units([Leaf(10, (EAST, NATION), (1, 7))]) == {10, EAST, NATION}


def test_a_unit_without_anybody_names_nobody() -> None:
    assert hidden_units(tree((0, 0), (6, 7))) == frozenset()
    assert hidden_units([]) == frozenset()


def tables(leaves: list[Leaf]) -> Iterator[list[Leaf]]:
    """Yield every table with the same wholes."""
    for firsts in product(*(range(sum(leaf.parts) + 1) for leaf in leaves)):
        yield [
            Leaf(leaf.key, leaf.above, (first, sum(leaf.parts) - first))
            for leaf, first in zip(leaves, firsts, strict=True)
        ]


def firsts(leaves: list[Leaf]) -> dict[int, int]:
    """Return the first part of every unit."""
    found: dict[int, int] = {}
    for leaf in leaves:
        for unit in (leaf.key, *leaf.above):
            found[unit] = found.get(unit, 0) + leaf.parts[0]
    return found


_PARTS = st.tuples(st.integers(0, 7), st.integers(0, 7))


@settings(max_examples=60, deadline=None)
@given(st.lists(_PARTS, min_size=1, max_size=4))
def test_every_small_part_could_be_another_one_by_all_that_is_shown(parts: list[tuple[int, int]]) -> None:
    """Recounted without any thought: all tables that agree with what is shown."""
    leaves = tree(*parts)
    hidden, true = hidden_units(leaves), firsts(leaves)
    shown = true.keys() - hidden
    agreeing = [
        other for other in map(firsts, tables(leaves)) if all(other[unit] == true[unit] for unit in shown)
    ]
    for unit, first in true.items():
        second = sum(sum(leaf.parts) for leaf in leaves if unit in (leaf.key, *leaf.above)) - first
        if first + second and min(first, second) < LEAST:
            assert unit in hidden
            assert len({other[unit] for other in agreeing}) > 1


# ── in reads ─────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def every(cast: Cast) -> Cast:
    """Return the cast at work with the sample: in C few women, in D enough of both."""
    made = with_every_kind(cast)
    report(made, "v1", members__women="4", members__men="30")
    report(made, "v4", members__women="40", members__men="50")
    return made


def parts(cast: Cast, who: str, unit: str, stage: Stage = Stage.RECEIVED) -> tuple[int, bool]:
    """Return how many women somebody reads at a unit, and whether that is withheld."""
    totals = queries.unit_totals_for(cast.actor(who), cast.asked(), cast.unit(unit)).of(stage)
    return totals.figures["members__women"].total, "members__women" in totals.withheld


@pytest.mark.django_db
def test_whoever_collects_sees_the_parts_and_those_above_do_not(every: Cast) -> None:
    assert parts(every, "lan", "C") == (4, False)
    assert parts(every, "minh", "D") == (40, False)
    assert parts(every, "tung", "C") == (0, True)
    # D could tell C by a difference, so it is hidden too; the sum of both is not small.
    assert parts(every, "ha", "D") == (0, True)
    assert parts(every, "tung", "P") == (44, False)
    assert parts(every, "ha", "Trung ương") == (44, False)
    whole = queries.unit_totals_for(every.actor("ha"), every.asked(), every.unit("C")).received
    assert whole.figures["members"].total == 34


@pytest.mark.django_db
def test_every_read_of_units_hides_the_same(every: Cast) -> None:
    actor, asked = every.actor("ha"), every.asked()
    everything = queries.all_totals_for(actor, asked, every.unit("Trung ương"))
    below = dict(queries.children_totals_for(actor, asked, every.unit("P")))
    month = queries.get_month(actor, every.series.code, "2026-11")
    months = {
        unit.short_name: totals
        for unit, totals in queries.month_and_children_for(actor, month, every.unit("P"))[1]
    }
    for name in ("C", "D"):
        alone = queries.unit_totals_for(actor, asked, every.unit(name))
        assert everything[every.province[name].pk] == alone
        assert below[every.unit(name)] == alone
        assert months[name].received.withheld == {"members__women", "members__men"}
        assert months[name].received.figures["members__women"].total == 0


@pytest.mark.django_db
def test_a_single_return_shows_no_parts_to_those_above(every: Cast) -> None:
    guarded = {"members__women", "members__men", "share_women"}
    asked, unit = every.asked(), every.unit("v1")
    seen = {who: queries.get_return(every.actor(who), asked, unit).values for who in ("nga", "lan", "tung")}
    assert {code for code, value in seen["tung"].items() if value == WITHHELD} == guarded
    assert seen["nga"] == seen["lan"] == every_value(every)
    assert seen["tung"] == {**seen["nga"], **dict.fromkeys(guarded, WITHHELD)}
    history = queries.history_for(every.actor("tung"), asked, queries.get_return(OPERATOR, asked, unit))
    changed = {change.field.code: change.after for step in history for change in step.changed}
    assert {code for code, value in changed.items() if value == WITHHELD} == guarded
    cells = queries.cells_for(every.actor("tung"), asked, every.unit("C"), "members__women")
    assert [cell.value for cell in cells if cell.by] == [WITHHELD]


def every_value(cast: Cast) -> object:
    """Return what the first village's return really holds."""
    return queries.get_return(OPERATOR, cast.asked(), cast.unit("v1")).values


@pytest.mark.django_db
def test_pages_and_doors_show_no_parts_to_those_above(every: Cast) -> None:
    tung = client_of(every.accounts["tung"])
    where = f"/bao-cao/mau/{WEEK}/{every.province['C'].uid}"
    for page in ("so-lieu/", "chi-tieu/members__women/", "bang/", "duyet/"):
        text = tung.get(f"{where}/{page}").content.decode()
        assert "11,8" not in text  # the share of women
        assert ">4<" not in text
    entry = tung.get(f"/bao-cao/mau/{WEEK}/{every.province['v1'].uid}/phieu/").content.decode()
    assert "không hiện" in entry
    assert "11,8" not in entry
    figure = tung.get(f"/api/v1/series/mau/{WEEK}/units/{every.province['C'].uid}/totals").json()["figures"]
    assert (figure["members__women"]["total"], figure["members__women"]["withheld"]) == (None, True)
    assert figure["members"]["total"] == "34"

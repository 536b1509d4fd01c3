"""Figures through time: as it was in each period, and as it is on a chosen day, across mergers and splits."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from lienthong.kernel.actor import OPERATOR
from lienthong.kernel.errors import WrongMoment
from lienthong.registry.queries import TreeChange, changes_between, get_unit
from lienthong.reports import queries, services
from lienthong.reports.models import Return, Total
from lienthong.reports.queries import Stage
from lienthong.reports.rules.figures import Outcome, outcome_of
from lienthong.reports.rules.structures import AS_WAS, Structure
from tests.cast import WEEK, Cast

from .changing import change

pytestmark = pytest.mark.django_db

TODAY = Structure(date(2026, 11, 22))
EVE = Structure(date(2025, 6, 30))
SPLIT = date(2026, 11, 2)
WEEK_BEFORE = "2026-W44"


def report(cast: Cast, name: str, period: str = WEEK, *, approve: bool = False, **typed: str) -> Return:
    """Let a village's return be entered and sent."""
    asked = cast.asked(period)
    held = Return.objects.filter(organisation=cast.province[name], period=period).first()
    row = cast.typed(name, held.version if held else 0, period, **typed)
    saved = services.save_returns(actor=OPERATOR, asked=asked, rows=[row], submit=True).returns[0]
    if approve:
        services.approve_returns(actor=OPERATOR, asked=asked, uids=[saved.uid])
    return saved


def asked_for(cast: Cast, period: str, structure: Structure) -> queries.Asked:
    """Return a week by a structure."""
    return queries.asked_in(cast.series, queries.week_of(cast.series, period), structure)


def totals(cast: Cast, name: str, period: str, structure: Structure = TODAY) -> queries.UnitTotals:
    """Return what stands below a unit by a structure."""
    asked = asked_for(cast, period, structure)
    return queries.unit_totals_for(OPERATOR, asked, get_unit(cast.province[name].uid, asked.day))


def households(cast: Cast, name: str, period: str, structure: Structure = TODAY) -> Outcome:
    """Return how many households a unit comes to."""
    return outcome_of(
        cast.asked(period).form.fields["households"], totals(cast, name, period, structure).received
    )


def below(cast: Cast, name: str, period: str, structure: Structure = TODAY) -> dict[str, Any]:
    """Return expected, received and households of the units directly below one."""
    asked = asked_for(cast, period, structure)
    unit = get_unit(cast.province[name].uid, asked.day)
    field = asked.form.fields["households"]
    return {
        child.short_name: (
            found.completeness.expected,
            found.completeness.received,
            outcome_of(field, found.received).number,
        )
        for child, found in queries.children_totals_for(OPERATOR, asked, unit)
    }


def test_a_week_before_the_change_by_the_structure_of_today(cast: Cast) -> None:
    for name, number in (("v1", "101"), ("v2", "102"), ("v3", "103"), ("v4", "104")):
        report(cast, name, "2025-W26", households=number)
    assert below(cast, "Trung ương", "2025-W26", AS_WAS) == {"A": (3, 3, "306"), "B": (1, 1, "104")}
    assert below(cast, "Trung ương", "2025-W26") == {"P": (4, 4, "410")}
    assert below(cast, "P", "2025-W26") == {"C": (3, 3, "306"), "D": (1, 1, "104"), "E": (0, 0, None)}
    assert households(cast, "C", "2025-W26").number == "306"


def test_a_week_of_today_by_the_structure_before_the_change(cast: Cast) -> None:
    for name, number in (("v1", "101"), ("v2", "102"), ("v3", "103"), ("v4", "104")):
        report(cast, name, households=number)
    assert below(cast, "Trung ương", WEEK, EVE) == {"A": (3, 3, "306"), "B": (1, 1, "104")}
    assert below(cast, "A", WEEK, EVE) == {"A1": (2, 2, "203"), "A2": (1, 1, "103")}


def test_all_totals_say_the_same_as_each_page(cast: Cast) -> None:
    for name in ("v1", "v2", "v4"):
        report(cast, name, "2025-W26")
    asked = asked_for(cast, "2025-W26", TODAY)
    found = queries.all_totals_for(OPERATOR, asked, cast.unit("Trung ương"))
    for name in ("Trung ương", "P", "C", "D"):
        assert found[cast.province[name].pk] == totals(cast, name, "2025-W26")
    communes = queries.communes_totals_for(OPERATOR, asked, cast.unit("Trung ương"))
    assert [(above, unit.short_name, one.completeness.received) for above, unit, one in communes] == [
        ("P", "C", 2),
        ("P", "D", 1),
        ("P", "E", 0),
    ]


def split_v1(cast: Cast, shares: tuple[str | None, str | None]) -> None:
    """Let v1 go into w1, below C, and w2, below D."""
    change(
        cast,
        SPLIT,
        founded={"w1": ("village", "C"), "w2": ("village", "D")},
        closed={"v1": [("w1", shares[0]), ("w2", shares[1])]},
    )


def test_a_split_with_known_shares_is_apportioned_and_sums_back(cast: Cast) -> None:
    report(cast, "v1", WEEK_BEFORE, households="100")
    report(cast, "v2", WEEK_BEFORE, households="7")
    split_v1(cast, ("0.3333333333", "0.6666666667"))
    c, d = households(cast, "C", WEEK_BEFORE), households(cast, "D", WEEK_BEFORE)
    assert (c.number, c.apportioned, c.shared) == ("40", True, 1)
    assert (d.number, d.apportioned, d.shared) == ("67", True, 1)
    whole = households(cast, "P", WEEK_BEFORE)
    assert (whole.number, whole.apportioned, whole.shared) == ("107", False, 0)


def test_across_a_split_of_unknown_share_the_result_lies_between_bounds(cast: Cast) -> None:
    report(cast, "v1", WEEK_BEFORE, households="100")
    report(cast, "v2", WEEK_BEFORE, households="7")
    split_v1(cast, (None, None))
    assert households(cast, "C", WEEK_BEFORE).between == ("7", "107")
    assert households(cast, "D", WEEK_BEFORE).between == ("0", "100")
    assert households(cast, "D", WEEK_BEFORE).number is None
    assert households(cast, "P", WEEK_BEFORE).number == "107"


def test_one_unknown_share_is_the_rest(cast: Cast) -> None:
    report(cast, "v1", WEEK_BEFORE, households="100")
    split_v1(cast, ("0.25", None))
    assert households(cast, "D", WEEK_BEFORE).number == "75"


def test_who_belongs_in_part_is_counted_apart(cast: Cast) -> None:
    report(cast, "v1", WEEK_BEFORE)
    report(cast, "v2", WEEK_BEFORE)
    split_v1(cast, (None, None))
    c, d = (totals(cast, name, WEEK_BEFORE).completeness for name in ("C", "D"))
    assert (c.expected, c.received, c.partly, c.partly_received) == (2, 1, 1, 1)
    assert (d.expected, d.received, d.partly, d.partly_received) == (1, 0, 1, 1)
    whole = totals(cast, "P", WEEK_BEFORE).completeness
    assert (whole.expected, whole.received, whole.partly) == (4, 2, 0)


def test_villages_of_today_show_what_went_into_them(cast: Cast) -> None:
    report(cast, "v1", WEEK_BEFORE, households="100")
    report(cast, "v2", WEEK_BEFORE, households="7")
    change(
        cast,
        SPLIT,
        founded={"w": ("village", "C")},
        closed={"v1": [("w", None)], "v2": [("w", None)]},
    )
    asked = asked_for(cast, WEEK_BEFORE, TODAY)
    found = {
        unit.short_name: (one.completeness.expected, one.received.figures["households"].total)
        for unit, one in queries.bodies_totals_for(OPERATOR, asked, cast.unit("C"))
    }
    assert found == {"v3": (1, 0), "w": (2, 107)}


def test_what_has_no_successor_stays_with_the_unit_above(cast: Cast) -> None:
    report(cast, "v1", WEEK_BEFORE, households="100")
    change(cast, SPLIT, closed={"v1": []})
    assert households(cast, "C", WEEK_BEFORE).number == "100"


def test_several_changes_are_followed_one_after_the_other(cast: Cast) -> None:
    report(cast, "v1", "2025-W26", households="10")
    change(cast, date(2026, 3, 2), founded={"x": ("village", "C")}, closed={"v1": [("x", None)]})
    change(
        cast,
        SPLIT,
        founded={"y": ("village", "C"), "z": ("village", "D")},
        closed={"x": [("y", "0.5"), ("z", "0.5")]},
    )
    assert (households(cast, "C", "2025-W26").number, households(cast, "D", "2025-W26").number) == ("5", "5")
    before = Structure(date(2026, 3, 1))
    assert households(cast, "C", "2025-W26", before).number == "10"


def test_a_split_and_a_merger_of_the_parts_come_to_the_whole_again(cast: Cast) -> None:
    report(cast, "v1", WEEK_BEFORE, households="100")
    split_v1(cast, (None, None))
    change(
        cast,
        date(2026, 11, 9),
        founded={"u": ("village", "D")},
        closed={"w1": [("u", None)], "w2": [("u", None)]},
    )
    assert households(cast, "D", WEEK_BEFORE).number == "100"
    assert households(cast, "C", WEEK_BEFORE).number is None


def test_as_was_totals_do_not_change_when_a_later_day_changes(cast: Cast) -> None:
    report(cast, "v1", WEEK_BEFORE, households="100")
    names = ("Trung ương", "P", "C", "D")
    before = [totals(cast, name, WEEK_BEFORE, AS_WAS) for name in names]
    split_v1(cast, (None, None))
    assert [totals(cast, name, WEEK_BEFORE, AS_WAS) for name in names] == before


def test_in_the_week_of_the_change_what_closed_bodies_sent_stays_and_counts(cast: Cast) -> None:
    """v1 closes on Wednesday of week 45; w1, its heir below D, is expected; what v1 sent counts at D."""
    on, week = date(2026, 11, 4), "2026-W45"
    change(cast, on, founded={"w1": ("village", "D")}, closed={"v1": [("w1", None)]})
    asked = cast.asked(week)
    Return.objects.create(
        series=cast.series,
        organisation=cast.province["v1"],
        period=week,
        form_version_id=asked.form_version_id,
        state="submitted",
        values={"households": "100"},
    )
    services.rebuild_totals(actor=OPERATOR, series=cast.series, period=week)
    assert below(cast, "P", week, AS_WAS) == {"C": (2, 0, None), "D": (2, 1, "100"), "E": (0, 0, None)}
    sheet = queries.sheet_for(OPERATOR, asked, cast.unit("D"))
    assert [(row.unit.short_name, row.state) for row in sheet] == [
        ("v4", "missing"),
        ("w1", "missing"),
        ("v1", "submitted"),
    ]
    uid = cast.entry("v1", week).uid
    assert services.approve_returns(actor=OPERATOR, asked=asked, uids=[uid]) == 1
    assert totals(cast, "D", week, AS_WAS).completeness[:4] == (2, 1, 0, 1)
    assert services.rebuild_totals(actor=OPERATOR, series=cast.series, period=week) == 0
    before = Structure(date(2026, 11, 3))
    assert below(cast, "P", week, before)["C"] == (3, 1, "100")


def test_a_closed_body_amends_what_it_sent_but_begins_nothing_new(cast: Cast) -> None:
    on, week = date(2026, 11, 4), "2026-W45"
    report(cast, "v1", week, households="100")
    change(cast, on, founded={"w1": ("village", "D")}, closed={"v1": [("w1", None)], "v2": [("w1", None)]})
    services.rebuild_totals(actor=OPERATOR, series=cast.series, period=week)
    report(cast, "v1", week, households="90")
    assert households(cast, "D", week, AS_WAS).number == "90"
    with pytest.raises(WrongMoment):
        report(cast, "v2", week)
    assert not Return.objects.filter(organisation=cast.province["v2"], period=week).exists()


def test_two_changes_that_cancel_each_other_give_the_total_another_mark(cast: Cast) -> None:
    for name, number in (("v1", "10"), ("v2", "20")):
        report(cast, name, "2025-W26", households=number)
    mark = Total.objects.get(period="2025-W26").mark
    rows = [
        cast.typed("v1", 1, "2025-W26", households="20"),
        cast.typed("v2", 1, "2025-W26", households="10"),
    ]
    services.save_returns(actor=OPERATOR, asked=cast.asked("2025-W26"), rows=rows, submit=True)
    assert Total.objects.get(period="2025-W26").mark != mark


def test_a_unit_without_a_place_in_the_structure_says_where_its_parts_are(cast: Cast) -> None:
    split_v1(cast, (None, None))
    change(
        cast,
        date(2026, 11, 9),
        founded={"F": ("commune", "P")},
        closed={"D": [("F", None)]},
        moved={"v4": "F", "w2": "F"},
    )
    with pytest.raises(WrongMoment, match="Ban F"):
        queries.get_unit_for(OPERATOR, asked_for(cast, WEEK_BEFORE, TODAY), cast.province["D"].uid)


def test_a_month_by_the_structure_of_today(cast: Cast) -> None:
    report(cast, "v1", "2026-W44", households="100")
    report(cast, "v1", "2026-W45", households="50")
    change(
        cast,
        date(2026, 11, 9),
        founded={"w1": ("village", "C"), "w2": ("village", "D")},
        closed={"v1": [("w1", "0.5"), ("w2", "0.5")]},
    )
    month = queries.get_month(OPERATOR, cast.series.code, "2026-11", TODAY)
    whole, children = queries.month_and_children_for(OPERATOR, month, cast.unit("P"))
    field = month.form.fields["households"]
    assert outcome_of(field, whole.received).number == "150"
    assert {unit.short_name: outcome_of(field, one.received).number for unit, one in children} == {
        "C": "75",
        "D": "75",
        "E": None,
    }


def test_the_tree_may_have_districts_between(cast: Cast) -> None:
    on = date(2026, 11, 9)
    change(
        cast,
        on,
        founded={
            "Q": ("district", "P"),
            "H": ("district", "P"),
            "K": ("district", "P"),
            "k": ("village", "K"),
        },
        moved={"C": "Q", "D": "H", "E": "H"},
    )
    report(cast, "v1", households="105")
    report(cast, "k", households="103")
    assert below(cast, "P", WEEK, AS_WAS) == {"H": (1, 0, None), "K": (1, 1, "103"), "Q": (3, 1, "105")}
    assert below(cast, "Q", WEEK, AS_WAS) == {"C": (3, 1, "105")}
    assert (households(cast, "K", WEEK, AS_WAS).number, households(cast, "P", WEEK, AS_WAS).number) == (
        "103",
        "208",
    )
    assert below(cast, "P", WEEK, Structure(date(2026, 11, 8))) == {
        "C": (3, 1, "105"),
        "D": (1, 0, None),
        "E": (0, 0, None),
    }
    found = queries.all_totals_for(OPERATOR, cast.asked(), cast.unit("Trung ương"))
    for name in ("Trung ương", "P", "Q", "H", "K", "C", "D", "E"):
        assert found[cast.province[name].pk] == totals(cast, name, WEEK, AS_WAS)
    assert services.rebuild_totals(actor=OPERATOR, series=cast.series, period=WEEK) == 0


def test_the_changes_of_a_tree_within_a_span(cast: Cast) -> None:
    tree = cast.province.tree.pk
    assert changes_between(tree, date(2025, 6, 1), date(2026, 1, 1)) == [
        TreeChange(date(2025, 7, 1), ended=5, began=4, moved=0)
    ]
    assert changes_between(tree, date(2019, 1, 1), date(2020, 6, 1)) == []
    change(cast, SPLIT, moved={"E": "Trung ương"})
    assert changes_between(tree, date(2026, 1, 1), date(2026, 12, 1)) == [TreeChange(SPLIT, 0, 0, 1)]


def test_both_stages_are_shown_by_a_structure(cast: Cast) -> None:
    report(cast, "v1", "2025-W26", households="100", approve=True)
    report(cast, "v2", "2025-W26", households="7")
    found = totals(cast, "C", "2025-W26")
    assert [found.of(stage).figures["households"].total for stage in Stage] == [107, 100]


def test_the_trend_follows_the_structure(cast: Cast) -> None:
    for name in ("v1", "v4"):
        report(cast, name, "2025-W26")
    report(cast, "v1", "2025-W28")
    asked = asked_for(cast, "2025-W28", TODAY)
    past = queries.trend_for(OPERATOR, asked, cast.unit("P"))
    assert [(str(one.week), one.completeness.received, one.completeness.expected) for one in past] == [
        ("2025-W26", 2, 4),
        ("2025-W28", 1, 4),
    ]
    as_was = queries.trend_for(OPERATOR, cast.asked("2025-W28"), cast.unit("P", "2025-W28"))
    assert [str(one.week) for one in as_was] == ["2025-W28"]

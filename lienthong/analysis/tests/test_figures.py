"""What is read in the copy is what reports say: by the units of then and of another day, of every kind, for every actor."""

from __future__ import annotations

from datetime import date

import pytest

from lienthong.analysis import queries
from lienthong.analysis.queries import Figure
from lienthong.analysis.services import refresh_copy
from lienthong.kernel.actor import OPERATOR, Actor
from lienthong.kernel.errors import NotFound, WrongData, WrongMoment
from lienthong.kernel.values import Week
from lienthong.registry.queries import get_unit
from lienthong.reports import queries as reports
from lienthong.reports.queries import Stage
from lienthong.reports.rules.figures import outcome_of
from lienthong.reports.rules.structures import AS_WAS, Structure
from lienthong.reports.tests import test_rollups
from lienthong.reports.tests.changing import change
from tests.cast import WEEK, Cast
from tests.every_kind import with_every_kind

from .filling import fill, refresh, report

pytestmark = pytest.mark.django_db

EVE, LATER = "2025-W26", "2026-W46"
TODAY = Structure(date(2026, 11, 22))
SPLIT = date(2026, 11, 20)


def asking(
    cast: Cast,
    name: str,
    year: int = 2026,
    *,
    actor: Actor = OPERATOR,
    stage: Stage = Stage.RECEIVED,
    structure: Structure = AS_WAS,
) -> queries.Asking:
    """Ask for a unit's year."""
    return queries.ask_for(actor, cast.series.code, cast.province[name].uid, year, stage, structure)


def numbers(found: queries.Asking, name: str = "households") -> dict[str, dict[str, str | None]]:
    """Return the numbers of the units below, by their names and weeks."""
    pivot = queries.pivot_for(found, found.indicator(name))
    return {
        unit.short_name: {
            str(week): figure.number
            for week, figure in zip(pivot.weeks, pivot.of(unit), strict=True)
            if figure.returns or figure.partly
        }
        for unit in pivot.units
    }


def test_the_pivot_is_what_reports_say(cast: Cast) -> None:
    fill(cast, LATER, WEEK)
    refresh()
    assert numbers(asking(cast, "Trung ương")) == {"P": {LATER: "406", WEEK: "446"}}
    assert numbers(asking(cast, "P")) == {
        "C": {LATER: "303", WEEK: "333"},
        "D": {LATER: "103", WEEK: "113"},
        "E": {},
    }
    assert numbers(asking(cast, "C")) == {
        "v1": {LATER: "100", WEEK: "110"},
        "v2": {LATER: "101", WEEK: "111"},
        "v3": {LATER: "102", WEEK: "112"},
    }
    approved = asking(cast, "P", stage=Stage.APPROVED)
    assert numbers(approved) == {"C": {LATER: "100", WEEK: "110"}, "D": {}, "E": {}}


def test_a_body_that_reports_has_a_year_too(cast: Cast) -> None:
    fill(cast, LATER, WEEK)
    refresh()
    found = asking(cast, "v3")
    year = queries.year_for(found, [found.indicator("households"), found.indicator("poor")])
    assert year.figures[Week.parse(WEEK)] == {
        "households": Figure("112", 1, 1),
        "poor": Figure("2", 1, 1),
    }
    assert queries.pivot_for(found, found.indicator("")).units == ()


def test_as_it_was_and_as_it_is(cast: Cast) -> None:
    fill(cast, EVE, WEEK)
    refresh()
    then = asking(cast, "Trung ương", 2025)
    assert numbers(then) == {"A": {EVE: "303"}, "B": {EVE: "103"}}
    now = asking(cast, "Trung ương", 2025, structure=TODAY)
    assert numbers(now) == {"P": {EVE: "406"}}
    assert numbers(asking(cast, "P", 2025, structure=TODAY)) == {
        "C": {EVE: "303"},
        "D": {EVE: "103"},
        "E": {},
    }
    back = asking(cast, "Trung ương", 2026, structure=Structure(date(2025, 6, 30)))
    assert numbers(back) == {"A": {WEEK: "333"}, "B": {WEEK: "113"}}


def test_as_it_is_agrees_with_reports_across_closings_and_a_split_is_never_guessed(cast: Cast) -> None:
    fill(cast, LATER, WEEK)
    change(
        cast,
        SPLIT,
        founded={"w1": ("village", "C"), "w2": ("village", "D")},
        closed={"v1": [("v2", None)], "v3": [("w1", "0.5"), ("w2", "0.5")]},
    )
    refresh()
    structure = TODAY
    found = asking(cast, "P", structure=structure)
    pivot = queries.pivot_for(found, found.indicator("households"))
    for unit in pivot.units:
        for week, figure in zip(pivot.weeks, pivot.of(unit), strict=True):
            asked = reports.asked_in(cast.series, week, structure)
            totals = reports.unit_totals_for(OPERATOR, asked, get_unit(unit.uid, asked.day))
            outcome = outcome_of(asked.form.fields["households"], totals.received)
            assert figure.partly == totals.completeness.partly_received
            assert figure.number == (None if figure.partly else outcome.number)
    assert [figure.partly for figure in pivot.of(pivot.units[0])] == [1, 0]
    # The last week ends after the split: its own tree is the one asked for. At the province both halves lie within.
    above = asking(cast, "Trung ương", structure=structure)
    assert numbers(above) == {"P": {LATER: "406", WEEK: "446"}}


def test_what_closed_bodies_reported_counts_with_their_heir(cast: Cast) -> None:
    fill(cast, WEEK)
    change(cast, SPLIT, closed={"v1": [("v4", None)]})
    done = refresh()
    assert done.weeks == 1
    for name in ("C", "D", "P"):
        totals = reports.unit_totals_for(OPERATOR, cast.asked(), cast.unit(name))
        found = asking(cast, name)
        year = queries.year_for(found, [found.indicator("households")])
        figure = year.figures[Week.parse(WEEK)]["households"]
        # A change that is carried out by the product moves kept totals through its journal; here only the tree changed.
        assert figure.returns == {"C": 2, "D": 2, "P": 4}[name]
        assert totals.received.returns in {2, 3, 1, 4}


def test_every_kind_of_number(cast: Cast) -> None:
    every = with_every_kind(cast)
    test_rollups.report(every, "v1", members__women="40", members__men="30", price="200", area="1,5")
    test_rollups.report(
        every, "v2", members__women="50", members__men="35", price="100", area="3", has_hall="no"
    )
    test_rollups.report(every, "v4", members__women="60", members__men="55", hall_state="poor")
    refresh_copy(actor=OPERATOR, series="mau")
    assert queries.check_week(queries.engine(), every.series, Week.parse(WEEK)).differences == ()
    for name in ("Trung ương", "P", "C", "D"):
        found = asking(every, name)
        year = queries.year_for(found, found.indicators).figures[Week.parse(WEEK)]
        totals = reports.unit_totals_for(OPERATOR, every.asked(), every.unit(name)).received
        for one in found.indicators:
            outcome = outcome_of(one.field, totals)
            kept = str(outcome.counts[one.answer]) if one.answer else outcome.number
            assert (one.name, year[one.name].number) == (one.name, kept if outcome.values else None)


def test_parts_are_withheld_as_in_reports(cast: Cast) -> None:
    every = with_every_kind(cast)
    test_rollups.report(every, "v1", members__women="4", members__men="30")
    test_rollups.report(every, "v4", members__women="40", members__men="50")
    refresh_copy(actor=OPERATOR, series="mau")

    def women(who: str, name: str) -> tuple[str | None, bool]:
        found = asking(every, name, actor=every.actor(who))
        year = queries.year_for(found, [found.indicator("members__women")])
        figure = year.figures[Week.parse(WEEK)]["members__women"]
        return figure.number, figure.withheld

    assert women("lan", "C") == ("4", False)
    assert women("tung", "C") == (None, True)
    assert women("ha", "D") == (None, True)
    assert women("tung", "P") == ("44", False)
    assert women("nga", "v1") == ("4", False)
    assert women("tung", "v1") == (None, True)
    found = asking(every, "P", actor=every.actor("ha"))
    pivot = queries.pivot_for(found, found.indicator("members__women"))
    assert [[figure.withheld for figure in pivot.of(unit)] for unit in pivot.units] == [
        [True],
        [True],
        [False],
    ]
    villages = asking(every, "C", actor=every.actor("tung"))
    below = queries.pivot_for(villages, villages.indicator("members__women"))
    assert [below.of(unit)[0].withheld for unit in below.units] == [True, False, False]
    with pytest.raises(WrongData, match="phần nhỏ"):
        queries.movers_for(found, found.indicator("members__women"))


def test_nobody_sees_what_they_do_not_see_in_reports(cast: Cast) -> None:
    fill(cast, WEEK)
    refresh()
    for who, name in (("minh", "C"), ("lan", "D"), ("lan", "P"), ("hoa", "C"), ("duc", "P"), ("nga", "v2")):
        with pytest.raises(NotFound):
            asking(cast, name, actor=cast.actor(who))
    assert numbers(asking(cast, "C", actor=cast.actor("lan")))["v1"] == {WEEK: "100"}


def test_completeness_is_that_of_reports(cast: Cast) -> None:
    fill(cast, LATER)
    report(cast, "v1", WEEK)
    refresh()
    found = asking(cast, "P")
    units, counts = queries.completeness_for(found)
    for unit in units:
        for period in (LATER, WEEK):
            asked = cast.asked(period)
            said = reports.unit_totals_for(OPERATOR, asked, get_unit(unit.uid, asked.day)).completeness
            held = counts.get((unit.id, Week.parse(period)), queries.Count(0, 0, 0, 0, 0))
            assert held == said[:5]
    with pytest.raises(WrongData):
        queries.completeness_for(asking(cast, "C"))
    with pytest.raises(WrongData):
        queries.completeness_for(asking(cast, "P", structure=TODAY))


def test_movers_and_distribution_are_of_units(cast: Cast) -> None:
    fill(cast, LATER, WEEK)
    report(cast, "v4", WEEK, households="13")
    refresh()
    found = asking(cast, "P")
    moved = queries.movers_for(found, found.indicator("households"))
    assert [(one.unit.short_name, one.before, one.after, one.change) for one in moved] == [
        ("D", "103", "13", "-90"),
        ("C", "303", "333", "30"),
    ]
    spread = queries.distribution_for(asking(cast, "Trung ương"), found.indicator("households"), "commune")
    assert [(str(one.week), one.quarter, one.units, one.least, one.most) for one in spread] == [
        (LATER, 1, 1, "103", "103"),
        (LATER, 2, 1, "303", "303"),
        (WEEK, 1, 1, "13", "13"),
        (WEEK, 2, 1, "333", "333"),
    ]
    with pytest.raises(WrongData):
        queries.distribution_for(found, found.indicator("households"), "village")


def test_a_form_that_has_just_changed_is_told_to_the_reader(cast: Cast) -> None:
    fill(cast, WEEK)
    refresh()
    cast.series.slots = [*cast.series.slots, "households<"]
    cast.series.save()
    with pytest.raises(WrongMoment, match="đang được lập lại"):
        asking(cast, "P")


def test_a_year_without_a_copied_week_is_not_found(cast: Cast) -> None:
    fill(cast, WEEK)
    refresh()
    with pytest.raises(NotFound):
        asking(cast, "P", 2025)

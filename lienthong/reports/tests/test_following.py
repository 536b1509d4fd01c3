"""Reports follow a restructuring: totals and work move through the journal, and come back."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest

from lienthong.desk.models import WorkItem
from lienthong.identity import queries as identity_queries
from lienthong.identity import services as identity
from lienthong.kernel.actor import OPERATOR
from lienthong.kernel.following import Change, Heir, silent
from lienthong.kernel.journal import Journal
from lienthong.reports import queries, services
from lienthong.reports.following import FOLLOWER
from lienthong.reports.models import Total
from lienthong.reports.rules.structures import AS_WAS
from tests.cast import WEEK, Cast

from .changing import change as change_tree
from .test_structures import below, report

pytestmark = pytest.mark.django_db

ON = date(2026, 11, 18)
PLAN = UUID(int=7)


def merged(cast: Cast, *, split: bool = False) -> Change:
    """Let D, and C's villages or one of them, go into a new commune F in the midst of week 47."""
    moved = ["v1", "v4"] if split else ["v1", "v2", "v3", "v4"]
    closed = ["D"] if split else ["C", "D"]
    above = {"v1": "C", "v2": "C", "v3": "C", "v4": "D"}
    change_tree(
        cast,
        ON,
        founded={"F": ("commune", "P")},
        closed={name: [("F", None)] for name in closed},
        moved=dict.fromkeys(moved, "F"),
    )
    body = cast.province["F"]
    heir = Heir(body.uid, "F", body.pk)
    return Change(
        PLAN,
        "Sáp nhập",
        ON,
        "/",
        closed={cast.province[name].pk: (heir,) for name in closed},
        moved={cast.province[name].pk: (cast.province[above[name]].pk, body.pk) for name in moved},
        names={cast.province[name].pk: name for name in (*closed, *moved)},
    )


def kept() -> dict[tuple[str, int], tuple[bytes, bytes, int]]:
    """Return every kept total."""
    return {
        (one.period, one.unit_id): (bytes(one.received), bytes(one.approved), one.mark)
        for one in Total.objects.all()
    }


@pytest.mark.parametrize("split", [False, True])
def test_totals_of_the_week_of_the_change_move_and_come_back(cast: Cast, *, split: bool) -> None:
    for name, number in (("v1", "101"), ("v2", "102"), ("v4", "104")):
        report(cast, name, households=number)
    report(cast, "v1", "2026-W46", households="99")
    before = kept()
    work = set(WorkItem.objects.values_list("key", "organisation_id", "state"))
    change = merged(cast, split=split)
    journal = Journal(PLAN)
    FOLLOWER.carry(OPERATOR, change, journal, silent)
    if split:
        assert below(cast, "P", WEEK, AS_WAS) == {
            "C": (2, 1, "102"),
            "E": (0, 0, None),
            "F": (2, 2, "205"),
        }
    else:
        assert below(cast, "P", WEEK, AS_WAS) == {"E": (0, 0, None), "F": (4, 3, "307")}
    assert below(cast, "P", "2026-W46", AS_WAS)["C"] == (3, 1, "99")
    for period in ("2026-W46", WEEK):
        assert services.rebuild_totals(actor=OPERATOR, series=cast.series, period=period) == 0
    open_at = WorkItem.objects.filter(state="open", words__period=WEEK)
    names = {"C", "F"} if split else {"F"}
    assert {item.organisation_id for item in open_at} == {cast.province[name].pk for name in names}
    journal.undo()
    assert kept() == before
    assert set(WorkItem.objects.values_list("key", "organisation_id", "state")) == work


def test_a_rehearsal_counts_duties_open_returns_and_totals(cast: Cast) -> None:
    report(cast, "v1")
    cast.save("lan", "v2", submit=False)
    change = merged(cast)
    names = {cast.province[name].pk: name for name in ("C", "D", "v1", "v2")}
    found = {
        (effect.kind, names.get(effect.organisation_id or 0, "")): effect.count
        for effect in FOLLOWER.rehearse(change)
    }
    assert found == {
        ("reports.open", "v1"): 1,
        ("reports.open", "v2"): 1,
        ("reports.duties", "C"): 3,
        ("reports.duties", "D"): 1,
        ("reports.series", ""): 4,
        ("reports.totals", ""): 1,
    }


def test_a_locked_return_of_a_later_week_stands_in_the_way(cast: Cast) -> None:
    entry = report(cast, "v1", approve=True)
    services.lock_returns(actor=OPERATOR, asked=cast.asked(), uids=[entry.uid])
    change = merged(cast)
    assert len(list(FOLLOWER.hindrances(change))) == 1
    kept_change = Change(PLAN, "", ON, "/", keeps_locked=True, closed=change.closed, moved=change.moved)
    assert list(FOLLOWER.hindrances(kept_change)) == []


def test_a_locked_return_of_an_earlier_week_does_not(cast: Cast) -> None:
    entry = report(cast, "v1", "2026-W46", approve=True)
    services.lock_returns(actor=OPERATOR, asked=cast.asked("2026-W46"), uids=[entry.uid])
    assert list(FOLLOWER.hindrances(merged(cast))) == []


def test_returns_of_the_old_unit_are_approved_by_who_holds_the_right_at_its_heir(cast: Cast) -> None:
    entry = report(cast, "v1", "2026-W46")
    merged(cast)
    roles = {role.code: role for role in identity_queries.roles()}
    identity.give_grant(
        actor=OPERATOR,
        account=cast.accounts["hoa"],
        role=roles["commune_officer"],
        tree=cast.province.tree,
        system=cast.province.front,
        organisation=cast.province["F"],
        reach="below",
        since=ON,
    )
    asked, hoa = cast.asked("2026-W46"), cast.actor("hoa")
    totals = queries.unit_totals_for(hoa, asked, cast.unit("C", "2026-W46"))
    assert totals.completeness.received == 1
    assert services.approve_returns(actor=hoa, asked=asked, uids=[entry.uid]) == 1

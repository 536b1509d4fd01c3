"""The work of approving begins with the first return that waits and ends with the last: at no other save."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from lienthong.desk.models import WorkItem
from lienthong.kernel.actor import OPERATOR
from lienthong.kernel.errors import NotAllowed
from lienthong.reports import queries, services
from lienthong.reports.models import Total
from tests.cast import WEEK, Cast

pytestmark = pytest.mark.django_db


def states(cast: Cast, place: str = "C") -> list[str]:
    rows = WorkItem.objects.filter(organisation=cast.province[place]).order_by("pk")
    return list(rows.values_list("state", flat=True))


def decide(cast: Cast, body: str, step: str) -> None:
    uids, lan = [cast.entry(body).uid], cast.actor("lan")
    if step == "return":
        services.return_returns(actor=lan, asked=cast.asked(), uids=uids, reason="x")
    elif step == "withdraw":
        services.withdraw_return(actor=lan, asked=cast.asked(), uid=uids[0])
    else:
        services.approve_returns(actor=lan, asked=cast.asked(), uids=uids)


def test_the_work_is_open_while_anything_waits(cast: Cast) -> None:
    cast.save("nga", "v1", submit=False)
    assert states(cast) == []
    cast.save("nga", "v1")
    cast.save("lan", "v2")
    cast.save("lan", "v3")
    assert states(cast) == ["open"]
    decide(cast, "v1", "approve")
    decide(cast, "v2", "return")
    assert states(cast) == ["open"]
    decide(cast, "v3", "withdraw")
    assert states(cast) == ["done"]
    cast.save("lan", "v2")
    assert states(cast) == ["done", "open"]
    assert states(cast, "D") == []
    item = WorkItem.objects.get(state="open")
    assert item.due == queries.deadlines_of(cast.series, cast.asked().week)["commune"]
    assert item.url == reverse("reports:review", args=["tuan", WEEK, cast.province["C"].uid])
    assert (item.permission, item.subject) == ("reports.approve", cast.province["C"].uid)


def test_a_refused_step_leaves_the_work_as_it_was(cast: Cast) -> None:
    cast.save("nga", "v1")
    with pytest.raises(NotAllowed):
        services.approve_returns(actor=cast.actor("minh"), asked=cast.asked(), uids=[cast.entry("v1").uid])
    assert states(cast) == ["open"]


def test_a_save_costs_more_only_at_the_edges(cast: Cast) -> None:
    def spent(body: str, **values: str) -> int:
        entry = queries.row_for(cast.actor("lan"), cast.asked(), cast.unit(body))
        row, lan, asked = cast.typed(body, entry.version, **values), cast.actor("lan"), cast.asked()
        with CaptureQueriesContext(connection) as caught:
            services.save_returns(actor=lan, asked=asked, rows=[row], submit=True)
        return len(caught)

    cast.save("lan", "v3")  # the first save of a week begins its total
    decide(cast, "v3", "approve")
    edge, between = spent("v1"), spent("v2")
    assert edge - between == 2
    amended = spent("v1", people="501")
    with CaptureQueriesContext(connection) as first:
        decide(cast, "v1", "approve")
    with CaptureQueriesContext(connection) as last:
        decide(cast, "v2", "approve")
    assert len(last) - len(first) == 1
    assert amended <= between


def test_work_is_opened_for_a_loaded_week_once(cast: Cast) -> None:
    cast.save("nga", "v1")
    cast.save("minh", "v4")
    services.approve_waiting(actor=cast.actor("minh"), asked=cast.asked(), unit_ids=[cast.province["D"].pk])
    WorkItem.objects.all().delete()
    assert Total.objects.filter(period=WEEK).count() == 2
    for _ in range(2):
        assert services.open_reviews(actor=OPERATOR, asked=cast.asked()) == 1
    assert (states(cast), states(cast, "D")) == (["open"], [])
    with pytest.raises(NotAllowed):
        services.open_reviews(actor=cast.actor("lan"), asked=cast.asked())


def test_what_is_owed_is_counted_from_the_kept_total(cast: Cast) -> None:
    def below(who: str) -> list[int]:
        return [one.missing for one in queries.returns_owed_below(cast.actor(who))]

    assert (below("lan"), below("minh"), below("tung"), below("nga"), below("hoa")) == ([3], [1], [], [], [])
    for body in ("v1", "v2", "v3"):
        cast.save("lan", body)
    assert (below("lan"), below("minh")) == ([], [1])
    assert [one.week for one in queries.own_returns_owed(cast.actor("nga"))] == []

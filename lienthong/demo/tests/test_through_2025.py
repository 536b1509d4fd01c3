"""A small province taken through 1 July 2025: built in parts, never twice, and every return counts where its village stood."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

import pytest

from lienthong.demo.services import Wish, build_2025
from lienthong.identity.models import Account
from lienthong.kernel.actor import OPERATOR
from lienthong.kernel.following import silent
from lienthong.registry.models import Organisation, OrganisationVersion, Post
from lienthong.reports import queries as reports
from lienthong.restructuring import queries as plans

EVE, CHANGE = date(2025, 6, 30), date(2025, 7, 1)


def built(**wish: Any) -> str:
    def quiet(label: str, rows: Iterable[Any], total: int) -> Iterable[Any]:
        return rows

    return build_2025(actor=OPERATOR, wish=Wish(("12",), 1, **wish), progress=quiet, bar=lambda label: silent)


def communes(day: date) -> int:
    bodies = OrganisationVersion.objects.on(day).filter(organisation__level="commune")
    return bodies.filter(organisation__system__code="front").count()


@pytest.mark.django_db
def test_the_plan_waits_for_whoever_carries_it_out() -> None:
    address = built(carried_out=False)
    [plan] = plans.plans_for(OPERATOR)
    assert (plans.address_of(plan), plan.state, plan.act_number) == (
        *(address, "approved", "202/2025/QH15; 1654–1687/NQ-UBTVQH15"),
    )
    people = [Account.objects.get(uid=uid).username for uid in (plan.made_by, plan.approved_by) if uid]
    assert people == ["duc", "ha"]
    assert (communes(EVE), communes(CHANGE)) == (106, 106)
    # A chair for each body of the province, its eight districts and its communes, and three people of the cast.
    assert Post.objects.count() == 1 + 8 + 106 + 3


@pytest.mark.django_db
def test_what_was_interrupted_goes_on_and_what_is_done_is_not_done_again() -> None:
    built(carried_out=False)
    address = built()
    [plan] = plans.plans_for(OPERATOR)
    assert (plan.state, communes(EVE), communes(CHANGE)) == ("carried_out", 106, 38)
    series = reports.get_series(OPERATOR, "tuan")
    assert [reports.has_returns(series, f"2025-W{week}") for week in (25, 26, 27, 28)] == [
        *(False, True, True, False),
    ]
    before = (Organisation.objects.count(), Account.objects.count(), Post.objects.count(), plan.version)
    assert built() == address
    [again] = plans.plans_for(OPERATOR)
    after = (Organisation.objects.count(), Account.objects.count(), Post.objects.count(), again.version)
    assert before == after

"""Two plans side by side, and a plan beside the registry."""

from __future__ import annotations

import pytest

from lienthong.kernel.actor import OPERATOR
from lienthong.kernel.errors import NotAllowed
from lienthong.restructuring import queries
from lienthong.restructuring.rules.comparing import Fate, Side, compare
from tests.cast import Cast

from .lands import abolish, create, key, merge, numbered, rename, split
from .plans import MERGER, drafted

A = numbered(rename("00001", "Một"), abolish("00002"), create("00021", "Hai", "001"), merge("00003", "00021"))
B = numbered(
    merge("00003", "00021"), create("00021", "Ba", "001"), rename("00001", "Một"), rename("00002", "X")
)


def test_steps_are_compared_whatever_their_order() -> None:
    found = compare(A, B)
    assert (found.only_first, found.only_second) == ((A[1],), (B[3],))
    assert (found.differing, found.same) == (((A[2], B[1]),), 2)
    assert compare(A, A).alike
    assert not found.alike


@pytest.mark.django_db
def test_two_plans_are_compared_by_what_becomes_of_each_unit(land: Cast) -> None:
    first = drafted(land)
    other = [
        create("24281", "Suối Mới", "66"),
        merge("24277", "24281"),
        split("24278", "24281", default=True),
        split("24278", "24282"),
        create("24282", "Hồ Mới", "66"),
    ]
    second = drafted(land, other, title="Cách khác")
    found = queries.compare_plans(OPERATOR, first, second)
    assert found.fates == (
        Fate(key("24277"), (key("24277"),), (key("24281"),)),
        Fate(key("24278"), (key("24277"),), (key("24281"), key("24282"))),
    )
    assert [(one.key.code, one.side) for one in found.units] == [
        ("24277", Side.FIRST),
        ("24281", Side.SECOND),
        ("24282", Side.SECOND),
    ]
    assert (len(found.steps.only_first), len(found.steps.only_second)) == (3, 5)


@pytest.mark.django_db
def test_a_plan_is_compared_with_what_the_registry_holds_on_its_day(land: Cast) -> None:
    plan = drafted(land, [rename("24279", "Đảo Én"), *MERGER])
    found = queries.compare_with_registry(OPERATOR, plan)
    assert [(one.key.code, one.side) for one in found] == [
        ("24277", Side.BOTH),
        ("24278", Side.SECOND),
        ("24279", Side.BOTH),
    ]


@pytest.mark.django_db
def test_only_what_both_may_be_seen_is_compared(land: Cast) -> None:
    own, centre = drafted(land, place="P", title="Của tỉnh"), drafted(land)
    with pytest.raises(NotAllowed):
        queries.compare_plans(land.actor("tung"), own, centre)
    with pytest.raises(NotAllowed):
        queries.compare_with_registry(land.actor("lan"), own)

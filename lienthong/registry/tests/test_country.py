"""The whole country, loaded once: the counts of the law, the Front's tree, and codes that were used again."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

import pytest

from lienthong.kernel.actor import NOBODY, OPERATOR
from lienthong.kernel.models import AuditEntry
from lienthong.registry import queries
from lienthong.registry.models import (
    Area,
    AreaVersion,
    Closure,
    Organisation,
    OrganisationVersion,
    System,
    Tree,
)
from lienthong.registry.services import load_country
from tests.small_province import CHANGE

BEFORE = CHANGE - timedelta(days=1)


def kinds(day: date, level: str) -> dict[str, int]:
    return dict(Counter(AreaVersion.objects.on(day).filter(area__level=level).values_list("kind", flat=True)))


def names_by_code(day: date) -> dict[str, str]:
    communes = AreaVersion.objects.on(day).filter(area__level="commune")
    return dict(communes.values_list("code", "name"))


def depths(tree: Tree) -> dict[int, int]:
    """Return how many bodies stand how deep below the roots of a tree."""
    roots = Organisation.objects.filter(parents__tree=tree, parents__parent=None)
    return dict(
        Counter(Closure.objects.filter(tree=tree, ancestor__in=roots).values_list("depth", flat=True))
    )


@pytest.mark.country
def test_the_country(db: None) -> None:
    counts = load_country(actor=OPERATOR, progress=lambda label, rows, total: rows)

    assert kinds(CHANGE, "province") == {"thanh_pho_tw": 6, "tinh": 28}
    assert kinds(CHANGE, "district") == {}
    assert kinds(CHANGE, "commune") == {"phuong": 687, "xa": 2_621, "dac_khu": 13}
    assert kinds(CHANGE, "village") == {"thon": 90_513}
    assert kinds(BEFORE, "province") == {"thanh_pho_tw": 6, "tinh": 57}
    assert sum(kinds(BEFORE, "district").values()) == 696
    assert kinds(BEFORE, "commune") == {"phuong": 1_726, "xa": 7_692, "thi_tran": 617}
    assert set(Area.objects.filter(sample=True).values_list("level", flat=True)) == {"village"}
    assert counts["areas"] == Area.objects.count() == 1 + 63 + 696 + 10_035 + 34 + 3_321 + 90_513 - 11 - 132

    front, state = (Tree.objects.get(code=code) for code in ("front", "state"))
    assert depths(front) == {0: 1, 1: 34, 2: 3_321, 3: 90_513}
    assert depths(state) == {0: 34, 1: 3_321}
    assert (counts["front_bodies"], counts["state_bodies"]) == (93_869, 3_355)
    assert System.objects.filter(code__in=["front", "party", "state", "women"]).count() == 4

    early, late = names_by_code(BEFORE), names_by_code(CHANGE)
    again = early.keys() & late.keys()
    assert (len(again), sum(early[code] != late[code] for code in again)) == (3_316, 1_801)

    [before] = queries.areas_by_code(NOBODY, "24277", BEFORE)
    [after] = queries.areas_by_code(NOBODY, "24277", CHANGE)
    assert before.uid != after.uid
    assert [place.full_name for place in before.within] == ["Huyện Cư M’gar", "Tỉnh Đắk Lắk"]

    def names(level: str, **where: str) -> list[tuple[str, str]]:
        rows = OrganisationVersion.objects.filter(organisation__level=level, **where)
        return list(rows.order_by("pk").values_list("name", "short_name"))

    assert names("centre") == [("Ủy ban Trung ương MTTQ Việt Nam", "Trung ương")]
    assert names("province", short_name="Đắk Lắk") == [
        ("Ban Thường trực Ủy ban MTTQ Việt Nam tỉnh Đắk Lắk", "Đắk Lắk"),
        ("Ủy ban nhân dân tỉnh Đắk Lắk", "Đắk Lắk"),
    ]
    assert names("province", area__versions__code="79", organisation__system__code="state") == [
        ("Ủy ban nhân dân thành phố Hồ Chí Minh", "TP. Hồ Chí Minh")
    ]
    assert names("village", short_name="Buôn Knia 1") == [
        ("Ban công tác Mặt trận buôn Knia 1", "Buôn Knia 1")
    ]
    assert list(AuditEntry.objects.order_by("pk").values_list("verb", flat=True)) == [
        "areas.loaded",
        "organisations.loaded",
        "organisations.loaded",
    ]

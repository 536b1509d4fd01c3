"""The JSON door of plans."""

from __future__ import annotations

import pytest

from tests.cast import Cast
from tests.client import client_of

from .lands import create, rename, split
from .plans import drafted

pytestmark = pytest.mark.django_db


def test_plans_are_listed_and_told_to_those_who_may_see_them(land: Cast) -> None:
    plan = drafted(land)
    for who, count in (("ha", 1), ("duc", 1), ("tung", 0), ("lan", 0)):
        answer = client_of(land.accounts[who]).get("/api/v1/plans")
        assert (answer.status_code, len(answer.json())) == (200, count)
    told = client_of(land.accounts["ha"]).get(f"/api/v1/plans/{plan.uid}").json()
    assert (told["act_number"], told["effective_on"], told["state"]) == ("12/NQ-TEST", "2026-12-01", "draft")
    for part in ("", "/steps", "/problems"):
        assert client_of(land.accounts["tung"]).get(f"/api/v1/plans/{plan.uid}{part}").status_code == 404


def test_steps_and_findings_are_told_in_parts(land: Cast) -> None:
    plan = drafted(
        land,
        [
            create("24281", "Một", "66"),
            split("24277", "24281", "1/3", default=True),
            split("24277", "24282"),
            rename("99999", "X"),
        ],
    )
    client = client_of(land.accounts["ha"])
    steps = client.get(f"/api/v1/plans/{plan.uid}/steps?offset=1&limit=1").json()
    assert (steps["count"], steps["offset"]) == (4, 1)
    assert steps["steps"] == [
        {
            **{"position": 2, "kind": "split", "level": "commune", "old_code": "24277", "old_uid": None},
            **{"new_level": "", "new_code": "24281", "name": "", "unit_kind": "", "parent_level": ""},
            **{"parent_code": "", "whole": False, "share": "0.3333333333", "share_key": "", "default": True},
        }
    ]
    found = client.get(f"/api/v1/plans/{plan.uid}/problems").json()
    assert found["counts"] == {"no_share": 1, "no_such_successor": 1, "unknown_unit": 1}
    last = found["problems"][-1]
    assert (last["code"], last["severity"], last["step"]) == ("unknown_unit", "blocks", 4)
    assert last["sentence"].startswith("Vào ngày trước khi có hiệu lực không có đơn vị mang mã 99999.")

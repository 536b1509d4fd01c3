"""For random countries and plans: days before stay as they were, undo restores every row, and nothing is left in the air."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from lienthong.kernel.actor import OPERATOR
from lienthong.registry.models import (
    AreaEdge,
    AreaVersion,
    Closure,
    OrganisationEdge,
    OrganisationVersion,
    Post,
)
from lienthong.restructuring import services
from lienthong.restructuring.queries import look_at
from lienthong.restructuring.rules.steps import Key, Step, Unit

from .lands import abolish, country, create, merge, rename, split, transfer, unit
from .registered import DAY, Land, build, dump, planned

pytestmark = pytest.mark.django_db

FATES = st.sampled_from(["stays", "merges", "splits", "is renamed", "moves", "ends"])


@st.composite
def countries(draw: st.DrawFn) -> dict[Key, Unit]:
    """Draw two or three provinces with up to four communes each, some within a district."""
    units = []
    for province in range(1, draw(st.integers(2, 3)) + 1):
        units.append(unit(f"{province:02}", f"Tỉnh {province}"))
        district = draw(st.booleans())
        if district:
            units.append(unit(f"{province:03}", f"Huyện {province}", f"{province:02}"))
        around = f"{province:03}" if district else f"{province:02}"
        units += [
            unit(f"{province:02}{number:03}", f"Xã {province}{number}", around)
            for number in range(draw(st.integers(1, 4)))
        ]
    return country(*units)


@st.composite
def plans(draw: st.DrawFn) -> tuple[dict[Key, Unit], list[Step]]:
    """Draw a country and steps over its communes: what merges goes into two new ones, what splits into both."""
    land = draw(countries())
    provinces = [key.code for key in land if key.level == "province"]
    steps: list[Step] = []
    great = draw(st.booleans())
    if great:
        steps = [create("99", "Gộp"), *(merge(code, "99") for code in provinces)]
        provinces = ["99"]
    without_districts = draw(st.booleans())
    if without_districts:
        steps += [abolish(key.code) for key in land if key.level == "district"]
    steps += [create("99001", "Mới Một", provinces[0]), create("99002", "Mới Hai", provinces[-1])]
    for code in [key.code for key in land if key.level == "commune"]:
        match draw(FATES):
            case "merges":
                steps.append(merge(code, draw(st.sampled_from(["99001", "99002"]))))
            case "splits":
                share = draw(st.sampled_from(["", "0.25"]))
                rest = "0.75" if share else ""
                steps += [split(code, "99001", share, default=True), split(code, "99002", rest)]
            case "is renamed" if not without_districts:
                steps.append(rename(code, f"Tên {code}"))
            case "moves":
                steps.append(transfer(code, draw(st.sampled_from(provinces))))
            case "ends":
                steps.append(abolish(code, draw(st.sampled_from(["", "99001"]))))
            case _ if without_districts and land[Key("commune", code)].parent != Key("province", code[:2]):
                steps.append(transfer(code, "99" if great else code[:2]))
    return land, steps


def undone_afterwards() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def carried(land: Land, steps: list[Step]) -> Any:
    plan = planned(land, *steps, approve=False, allows_crossing=True)
    assume(not look_at(plan).blocking)
    plan = services.check_plan(actor=OPERATOR, plan=plan, seen=plan.version)
    return services.approve_plan(actor=OPERATOR, plan=plan, seen=plan.version)


def people(land: Land) -> None:
    """Let somebody hold a post, a role and open work at every other commune."""
    for number, code in enumerate(sorted(code for system, code in land.bodies if system == "front")):
        if len(code) == 5 and number % 2:
            post = land.appoint(code, "Chủ tịch", f"Người {code}")
            land.account(f"u{code}", code, post=post if number % 3 else None)
            land.work(code)


def as_was() -> list[Any]:
    """Return the tree as it stood on days before."""
    rows = Closure.objects.filter(valid_from__lt=DAY)
    return sorted(rows.values_list("tree", "ancestor", "descendant", "depth", "system", "valid_from"))


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(plans())
def test_undo_restores_every_row_and_days_before_never_change(drawn: tuple[Any, list[Step]]) -> None:
    for _ in undone_afterwards():
        land = build(drawn[0], villages=1)
        people(land)
        plan = carried(land, drawn[1])
        before, was = dump(), as_was()
        plan = services.carry_out(actor=OPERATOR, plan=plan)
        assert as_was() == was
        assert_nothing_in_the_air(DAY)
        services.undo_plan(actor=OPERATOR, plan=plan)
        assert dump() == before


def assert_nothing_in_the_air(day: date) -> None:
    """On a day every area and body has one name and stands below one that is there; every post is at a body that is there."""
    areas = set(AreaVersion.objects.on(day).values_list("area_id", flat=True))
    bodies = set(OrganisationVersion.objects.on(day).values_list("organisation_id", flat=True))
    edges = list(AreaEdge.objects.on(day).values_list("child_id", "parent_id"))
    assert {child for child, _parent in edges} <= areas
    assert {parent for _child, parent in edges} <= areas
    stands = list(OrganisationEdge.objects.on(day).values_list("child_id", "parent_id", "tree_id"))
    assert {child for child, *_rest in stands} == bodies
    assert {(parent, tree) for _child, parent, tree in stands if parent} <= {
        (child, tree) for child, _parent, tree in stands
    }
    assert set(OrganisationVersion.objects.on(day).values_list("area_id", flat=True)) <= areas
    assert set(Post.objects.on(day).values_list("organisation_id", flat=True)) <= bodies

"""No two dated rows of one thing ever hold on the same day: the database itself refuses, on both stores."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lienthong.kernel.validity import FOREVER, Dated
from lienthong.registry.models import (
    Area,
    AreaEdge,
    AreaVersion,
    Organisation,
    OrganisationEdge,
    OrganisationVersion,
    System,
    Tree,
)
from lienthong.registry.rules import overlap

DAYS = [*(date(2025, 6, 29) + timedelta(days=step) for step in range(5)), FOREVER]
THINGS = 2
_KEYS = {"name": "x", "search_key": "x", "sort_key": b"x"}


def _area_versions() -> list[dict[str, Any]]:
    areas = [Area.objects.create(level="commune") for _ in range(THINGS)]
    return [{"area": area, "full_name": "x", "kind": "xa", **_KEYS} for area in areas]


def _area_edges() -> list[dict[str, Any]]:
    tree, parent = Tree.objects.create(code="t", name={}), Area.objects.create(level="province")
    return [
        {"tree": tree, "parent": parent, "child": Area.objects.create(level="commune")} for _ in range(THINGS)
    ]


def _organisation_versions() -> list[dict[str, Any]]:
    system, area = System.objects.create(code="s", name={}), Area.objects.create(level="commune")
    bodies = [Organisation.objects.create(system=system, level="commune") for _ in range(THINGS)]
    return [{"organisation": body, "area": area, "short_name": "x", **_KEYS} for body in bodies]


def _organisation_edges() -> list[dict[str, Any]]:
    """One body in two trees: there it may stand at once."""
    system = System.objects.create(code="s", name={})
    body = Organisation.objects.create(system=system, level="commune")
    return [{"tree": Tree.objects.create(code=f"t{n}", name={}), "child": body} for n in range(THINGS)]


KINDS: dict[type[Dated], Callable[[], list[dict[str, Any]]]] = {
    AreaVersion: _area_versions,
    AreaEdge: _area_edges,
    OrganisationVersion: _organisation_versions,
    OrganisationEdge: _organisation_edges,
}

# Each step writes an interval for one of two things: as a new row, or over the row written last.
steps = st.tuples(
    st.integers(0, THINGS - 1), st.sampled_from(DAYS), st.sampled_from(DAYS), st.booleans()
).filter(lambda step: step[1] < step[2])


@pytest.mark.django_db
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(list(KINDS)), st.lists(steps, min_size=2, max_size=8))
def test_rows_of_one_thing_never_overlap(
    kind: type[Dated], written: list[tuple[int, date, date, bool]]
) -> None:
    with transaction.atomic():
        things = KINDS[kind]()
        kept: dict[int, tuple[int, date, date]] = {}
        for thing, since, until, anew in written:
            changed = None if anew or not kept else max(kept)
            others = [row for key, row in kept.items() if key != changed]
            clashes = any(row[0] == thing and overlap(since, until, *row[1:]) for row in others)
            row = kind(**{**things[thing], "pk": changed, "valid_from": since, "valid_to": until})
            try:
                with transaction.atomic():
                    row.save()
            except IntegrityError:
                assert clashes
            else:
                assert not clashes
                kept[row.pk] = (thing, since, until)
        transaction.set_rollback(True)

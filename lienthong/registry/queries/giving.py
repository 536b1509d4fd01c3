"""Which bodies belong to a unit through time, and what the registry gives of them. What a body is called is public."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q

from lienthong.kernel.actor import Actor
from lienthong.kernel.giving import Extent, Value
from lienthong.kernel.validity import FOREVER

from ..models import (
    AreaVersion,
    Closure,
    Organisation,
    OrganisationEdge,
    OrganisationSuccession,
    OrganisationVersion,
)

# So many bodies are asked for at once: a statement does not take a country's.
LOT = 5_000


def bodies_through_time(key: int) -> dict[int, UUID]:
    """Return a body and all that stand or ever stood below it in any tree, closed ones left to it too: ids by keys."""
    below = Closure.objects.filter(ancestor_id=key).values("descendant_id")
    found = Organisation.objects.filter(Q(pk=key) | Q(pk__in=below)).order_by("pk")
    return dict(found.values_list("pk", "uid"))


def _lots(extent: Extent) -> Iterator[Sequence[int]]:
    keys = sorted(extent.bodies)
    yield from (keys[start : start + LOT] for start in range(0, len(keys), LOT))


def _until(day: date) -> date | None:
    return None if day == FOREVER else day


def bodies_given(actor: Actor, extent: Extent) -> Iterator[list[Value]]:
    """Yield the bodies: id, system, level."""
    for lot in _lots(extent):
        rows = Organisation.objects.filter(pk__in=lot).order_by("pk")
        for row in rows.values_list("uid", "system__code", "level"):
            yield list(row)


def versions_given(actor: Actor, extent: Extent) -> Iterator[list[Value]]:
    """Yield what each body was called from a day to a day, and the official code of its area on the first of them."""
    for lot in _lots(extent):
        rows = OrganisationVersion.objects.filter(organisation_id__in=lot).order_by(
            "organisation_id", "valid_from"
        )
        found = list(
            rows.values_list(
                *("organisation_id", "area_id", "area__uid", "name", "short_name", "valid_from", "valid_to")
            )
        )
        codes = _codes(found)
        for body, area, area_uid, name, short, since, until in found:
            code = next((code for first, last, code in codes.get(area, ()) if first <= since < last), "")
            yield [extent.bodies[body], area_uid, code, name, short, since, _until(until)]


def _codes(found: Sequence[tuple[Any, ...]]) -> dict[int, list[tuple[date, date, str]]]:
    codes: dict[int, list[tuple[date, date, str]]] = {}
    areas = {area for _body, area, *_rest in found}
    for area, first, last, code in AreaVersion.objects.filter(area_id__in=areas).values_list(
        "area_id", "valid_from", "valid_to", "code"
    ):
        codes.setdefault(area, []).append((first, last, code))
    return codes


def edges_given(actor: Actor, extent: Extent) -> Iterator[list[Value]]:
    """Yield where each body stood: tree, body, the one above it (nothing at a root), from a day to a day."""
    for lot in _lots(extent):
        rows = OrganisationEdge.objects.filter(child_id__in=lot).order_by(
            "tree__code", "child_id", "valid_from"
        )
        for tree, child, parent, since, until in rows.values_list(
            "tree__code", "child__uid", "parent__uid", "valid_from", "valid_to"
        ):
            yield [tree, child, parent, since, _until(until)]


def successions_given(actor: Actor, extent: Extent) -> Iterator[list[Value]]:
    """Yield what became of bodies: into which one, when, how, whole or in part, and which share where a source says so."""
    columns = ("pk", "predecessor__uid", "successor__uid", "on", "kind", "whole", "share", "share_key")
    rows = {
        row[0]: row[1:]
        for lot in _lots(extent)
        for row in OrganisationSuccession.objects.filter(
            Q(predecessor_id__in=lot) | Q(successor_id__in=lot)
        ).values_list(*columns)
    }
    for before, after, on, kind, whole, share, of in (rows[key] for key in sorted(rows)):
        yield [before, after, on, kind, whole, None if share is None else f"{share.normalize():f}", of]

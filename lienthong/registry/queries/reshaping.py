"""What a restructuring starts from, read for the whole country at once: areas, bodies and places of the eve."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from typing import Final

from lienthong.kernel.bulk import chunks
from lienthong.kernel.following import Change

from ..models import AreaEdge, AreaVersion, OrganisationEdge, OrganisationVersion, Post
from ..rules.reshaper import reshape
from ..rules.reshaping import Body, Eve, Place, Reshaped, Reshaping
from .areas import ADMIN

_PLACE: Final = ("area_id", "area__level", "code", "kind", "name", "full_name")
_BODY: Final = (
    *("organisation_id", "organisation__uid", "organisation__system__code", "organisation__level"),
    *("area_id", "name", "short_name"),
)
_CHUNK: Final = 10_000
_AT_ONCE: Final = 1_000


def eve_of(asked: Reshaping) -> Eve:
    """Return what the day before a restructuring says."""
    eve = asked.on - timedelta(days=1)
    bodies = _bodies(eve)
    stands: dict[int, dict[int, int | None]] = defaultdict(dict)
    edges = OrganisationEdge.objects.on(eve).order_by("tree_id", "child_id")
    for body, tree, parent in edges.values_list("child_id", "tree_id", "parent_id").iterator(_CHUNK):
        stands[body][tree] = parent
    return Eve(_places(asked, eve), _within(asked, eve), bodies, dict(stands))


def reshaped_by(asked: Reshaping) -> tuple[Eve, Reshaped]:
    """Return what a restructuring starts from, and what becomes of all bodies; nothing is written."""
    eve = eve_of(asked)
    return eve, reshape(eve, asked)


def posts_after(change: Change) -> dict[int, int | None]:
    """Return what followed the posts that ended in a restructuring which was carried out; None where nothing did."""
    ended: dict[int, tuple[int, int, str] | None] = {}
    for column, keys in (("organisation_id", change.closed), ("pk", change.posts)):
        for chunk in chunks(sorted(keys), _AT_ONCE):
            rows = Post.objects.filter(valid_to=change.on, **{f"{column}__in": chunk})
            for key, official, body, title in rows.values_list(
                "pk", "official_id", "organisation_id", "title"
            ):
                heir, title_after = change.posts.get(key, (change.heir_of(body), ""))
                at = None if heir is None else heir.id
                ended[key] = None if at is None else (official, at, title_after or title)
    held: dict[tuple[int, int, str], int] = {}
    for chunk in chunks(sorted({after[1] for after in ended.values() if after}), _AT_ONCE):
        rows = Post.objects.on(change.on).filter(organisation_id__in=chunk).order_by("-valid_from", "pk")
        for key, official, body, title in rows.values_list("pk", "official_id", "organisation_id", "title"):
            held[official, body, title] = key
    return {key: None if after is None else held.get(after) for key, after in ended.items()}


def _bodies(eve: date) -> dict[int, Body]:
    rows = OrganisationVersion.objects.on(eve).order_by("organisation_id")
    return {key: Body(*rest) for key, *rest in rows.values_list(*_BODY).iterator(_CHUNK)}


def _places(asked: Reshaping, eve: date) -> dict[int, Place]:
    """Return what areas are called. Where they changed before: those that are no more as they last were called."""
    rows = AreaVersion.objects.order_by("area_id", "valid_from")
    rows = rows.on(eve) if asked.with_areas else rows.filter(valid_from__lte=eve)
    found: dict[int, Place] = {}
    before: dict[int, Place] = {}
    for key, *rest in rows.values_list(*_PLACE).iterator(_CHUNK):
        if key in found:
            before[key] = found[key]
        found[key] = Place(*rest)
    return found | {key: place for key, place in before.items() if key in asked.named}


def _within(asked: Reshaping, eve: date) -> dict[int, int]:
    rows = AreaEdge.objects.filter(tree__code=ADMIN).order_by("child_id", "valid_from")
    rows = rows.on(eve) if asked.with_areas else rows.filter(valid_from__lte=eve)
    return dict(rows.values_list("child_id", "parent_id").iterator(_CHUNK))

"""Changes of the small country for tests: bodies close, begin, go on below others, and follow each other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from lienthong.kernel.text import search_key, sort_key
from lienthong.kernel.validity import FOREVER
from lienthong.registry.derivation import derive_tree
from lienthong.registry.models import (
    Area,
    AreaVersion,
    Organisation,
    OrganisationEdge,
    OrganisationSuccession,
    OrganisationVersion,
)
from tests.cast import Cast

Heirs = Sequence[tuple[str, str | None]]


def change(
    cast: Cast,
    on: date,
    *,
    founded: Mapping[str, tuple[str, str]] | None = None,
    closed: Mapping[str, Heirs] | None = None,
    moved: Mapping[str, str] | None = None,
) -> None:
    """Let bodies begin (level, parent), close (heirs, each with a share or None; the first is the default) or move."""
    for name, (level, parent) in (founded or {}).items():
        _found(cast, name, level, parent, on)
    for name, heirs in (closed or {}).items():
        body = cast.province[name]
        for model, column in ((OrganisationVersion, "organisation"), (OrganisationEdge, "child")):
            model.objects.filter(**{column: body}, valid_to__gt=on).update(valid_to=on)
        for number, (heir, share) in enumerate(heirs):
            OrganisationSuccession.objects.create(
                predecessor=body,
                successor=cast.province[heir],
                on=on,
                kind="merged" if len(heirs) == 1 else "split",
                whole=len(heirs) == 1,
                default=number == 0,
                share=Decimal(share) if share is not None else None,
            )
    for name, parent in (moved or {}).items():
        OrganisationEdge.objects.filter(child=cast.province[name], valid_to__gt=on).update(valid_to=on)
        _place(cast, name, parent, on)
    derive_tree(cast.province.tree)


def _found(cast: Cast, name: str, level: str, parent: str, on: date) -> None:
    area = Area.objects.create(level=level)
    dated = {"valid_from": on, "search_key": search_key(name), "sort_key": sort_key(name)}
    AreaVersion.objects.create(area=area, name=name, full_name=name, kind="thon", **dated)
    body = Organisation.objects.create(system=cast.province.front, level=level)
    OrganisationVersion.objects.create(
        organisation=body, area=area, name=f"Ban {name}", short_name=name, **dated
    )
    cast.province.bodies[name] = body
    _place(cast, name, parent, on)


def _place(cast: Cast, name: str, parent: str, on: date) -> None:
    OrganisationEdge.objects.create(
        tree=cast.province.tree,
        child=cast.province[name],
        parent=cast.province[parent],
        valid_from=on,
        valid_to=FOREVER,
    )

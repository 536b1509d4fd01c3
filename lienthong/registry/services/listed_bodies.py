"""Bodies by the list, villages with their areas among them: founded all or none, and taken back again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from lienthong.kernel import audit, search
from lienthong.kernel.actor import Actor
from lienthong.kernel.errors import WrongMoment
from lienthong.kernel.references import referred, take_away
from lienthong.kernel.text import search_key, sort_key
from lienthong.kernel.validity import FOREVER

from .. import permissions
from ..derivation import derive_counts, derive_new
from ..models import (
    Area,
    AreaEdge,
    AreaKind,
    AreaVersion,
    ChildCount,
    Closure,
    Organisation,
    OrganisationEdge,
    OrganisationVersion,
    Tree,
)
from ..queries.areas import ADMIN
from ..queries.findable import AREA, area_keys
from ..queries.streams import streams_of
from ..queries.villages import BodyFact
from .listed_officials import require_all
from .told import tell_areas

Made = dict[str, Any]
_BATCH = 1_000
_NAMED = 5
_LONGEST_KEY = 160


@transaction.atomic
def create_listed_bodies(*, actor: Actor, facts: Sequence[BodyFact], tree: str) -> Made:
    """Found bodies in a tree, and the areas of those that have none yet; return what was made, for ``undo_listed_bodies``."""
    require_all(actor, permissions.MANAGE, {fact.parent_id for fact in facts})
    place = Tree.objects.select_for_update().get(code=tree)
    areas = _create_areas(facts)
    bodies = [Organisation(system_id=fact.system_id, level=fact.level) for fact in facts]
    Organisation.objects.bulk_create(bodies, batch_size=_BATCH)
    OrganisationVersion.objects.bulk_create(
        [
            OrganisationVersion(
                organisation=body,
                area_id=fact.area_id or areas[index].pk,
                name=fact.name,
                short_name=fact.short_name,
                search_key=search_key(fact.name)[:_LONGEST_KEY],
                sort_key=sort_key(fact.short_name),
                valid_from=fact.since,
            )
            for index, (fact, body) in enumerate(zip(facts, bodies, strict=True))
        ],
        batch_size=_BATCH,
    )
    OrganisationEdge.objects.bulk_create(
        [
            OrganisationEdge(tree=place, child=body, parent_id=fact.parent_id, valid_from=fact.since)
            for fact, body in zip(facts, bodies, strict=True)
        ],
        batch_size=_BATCH,
    )
    derive_new(place, [body.pk for body in bodies], {fact.parent_id for fact in facts})
    tell_areas([fact.area_id or areas[index].pk for index, fact in enumerate(facts)])
    told = [
        {
            "tree": tree,
            "parent": fact.parent_id,
            "name": fact.name,
            "short_name": fact.short_name,
            "since": fact.since,
        }
        for fact in facts
    ]
    _record(actor, "organisation.created", bodies, told)
    return {
        "tree": tree,
        "areas": [area.pk for area in areas.values()],
        "bodies": [body.pk for body in bodies],
    }


@transaction.atomic
def undo_listed_bodies(*, actor: Actor, made: Mapping[str, Any]) -> None:
    """Take away exactly what was made. WrongMoment, and nothing done, where something was built on it."""
    tree = Tree.objects.select_for_update().get(code=made["tree"])
    bodies = list(Organisation.objects.filter(pk__in=made["bodies"]).order_by("pk"))
    edges = OrganisationEdge.objects.filter(child__in=made["bodies"])
    parents = set(edges.filter(parent__isnull=False).values_list("parent_id", flat=True))
    require_all(actor, permissions.MANAGE, parents)
    _refuse_built_on(made, bodies)
    _record(actor, "organisation.import_undone", bodies, [{} for _body in bodies])
    served = OrganisationVersion.objects.filter(organisation__in=made["bodies"])
    left = set(served.values_list("area_id", flat=True)).difference(made["areas"])
    search.drop(AREA, area_keys(made["areas"]))
    for rows in (
        Closure.objects.filter(descendant__in=made["bodies"]),
        edges,
        OrganisationVersion.objects.filter(organisation__in=made["bodies"]),
        Organisation.objects.filter(pk__in=made["bodies"]),
        AreaEdge.objects.filter(child__in=made["areas"]),
        AreaVersion.objects.filter(area__in=made["areas"]),
        Area.objects.filter(pk__in=made["areas"]),
    ):
        take_away(rows)
    tell_areas(left)
    derive_counts(tree, parents)


def _create_areas(facts: Sequence[BodyFact]) -> dict[int, Area]:
    """Make the areas of villages; return them by the place of their row."""
    new = {index: fact for index, fact in enumerate(facts) if fact.area_id is None}
    if not new:
        return {}
    tree = Tree.objects.filter(code=ADMIN).first()
    if tree is None:
        raise WrongMoment(_("Danh bạ chưa có cây đơn vị hành chính. Hãy nạp danh bạ trước rồi nhập lại."))
    areas = {index: Area(level=fact.level) for index, fact in new.items()}
    Area.objects.bulk_create(areas.values(), batch_size=_BATCH)
    AreaVersion.objects.bulk_create(
        [
            AreaVersion(
                area=areas[index],
                code=fact.area_code,
                name=fact.area_name.partition(" ")[2] or fact.area_name,
                full_name=fact.area_name,
                kind=AreaKind.VILLAGE,
                search_key=search_key(fact.area_name),
                sort_key=sort_key(fact.area_name),
                valid_from=fact.since,
            )
            for index, fact in new.items()
        ],
        batch_size=_BATCH,
    )
    AreaEdge.objects.bulk_create(
        [
            AreaEdge(tree=tree, child=areas[index], parent_id=fact.parent_area_id, valid_from=fact.since)
            for index, fact in new.items()
            if fact.parent_area_id is not None
        ],
        batch_size=_BATCH,
    )
    return areas


def _record(
    actor: Actor, verb: str, bodies: Sequence[Organisation], facts: Iterable[Mapping[str, Any]]
) -> None:
    """Leave an entry for each body in its stream; streams are locked in the order of their ids."""
    streams = streams_of(body.pk for body in bodies)
    by_stream: dict[UUID, list[audit.Deed]] = defaultdict(list)
    for body, told in zip(bodies, facts, strict=True):
        by_stream[streams[body.pk]].append(audit.Deed(verb, "organisation", body.uid, told))
    for stream in sorted(by_stream):
        audit.record_all(actor, by_stream[stream], stream=stream)


def _refuse_built_on(made: Mapping[str, Any], bodies: Sequence[Organisation]) -> None:
    keys = {body.pk for body in bodies}
    used = referred(Organisation, keys, own=(OrganisationVersion, OrganisationEdge, Closure, ChildCount))
    used |= set(OrganisationEdge.objects.filter(parent__in=keys).values_list("parent_id", flat=True))
    for rows in (
        OrganisationVersion.objects.filter(organisation__in=keys),
        OrganisationEdge.objects.filter(child__in=keys),
    ):
        used |= _changed(rows, "organisation_id" if rows.model is OrganisationVersion else "child_id", keys)
    areas = set(made["areas"])
    ours = OrganisationVersion.objects.filter(organisation__in=keys, area__in=areas)
    on_area = referred(Area, areas, own=(AreaVersion, AreaEdge, OrganisationVersion))
    on_area |= set(AreaEdge.objects.filter(parent__in=areas).values_list("parent_id", flat=True))
    on_area |= _changed(AreaVersion.objects.filter(area__in=areas), "area_id", areas)
    served = OrganisationVersion.objects.filter(area__in=areas).exclude(organisation__in=keys)
    on_area |= set(served.values_list("area_id", flat=True))
    used |= set(ours.filter(area__in=on_area).values_list("organisation_id", flat=True))
    if used or len(bodies) != len(made["bodies"]):
        names = OrganisationVersion.objects.filter(organisation__in=used).order_by("sort_key")
        told = list(dict.fromkeys(names.values_list("short_name", flat=True)[:_NAMED]))
        raise WrongMoment(
            _(
                "Không hoàn tác được, chưa có gì thay đổi: đã có báo cáo, tài khoản, cán bộ hoặc thay đổi khác ở %(names)s."
            )
            % {"names": ", ".join(told) or _("các đơn vị này")}
        )


def _changed(rows: QuerySet[Any], column: str, keys: set[int]) -> set[int]:
    """Return the keys of which there is not one lasting row any more, as they were made with."""
    return keys - set(rows.filter(valid_to=FOREVER).values_list(column, flat=True)) | set(
        rows.exclude(valid_to=FOREVER).values_list(column, flat=True)
    )

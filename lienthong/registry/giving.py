"""What the registry gives of a unit's data: its bodies through time."""

from __future__ import annotations

from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from lienthong.kernel import clock
from lienthong.kernel.actor import NOBODY, Actor
from lienthong.kernel.giving import Column, Extent, Extents, Given

from . import queries


def _extent(actor: Actor, uid: UUID) -> Extent | None:
    body = queries.find_body(actor, uid, clock.today()) if actor != NOBODY else None
    if body is None:
        return None
    return Extent(
        uid=uid,
        key=body.organisation.pk,
        title=body.name,
        url=reverse("registry:area", args=[body.area_uid]),
        stream=queries.stream_of(body.organisation),
        bodies=queries.bodies_through_time(body.organisation.pk),
    )


EXTENTS = Extents(_extent)
ORGANISATIONS = Given(
    "organisations",
    _("Đơn vị"),
    [Column("id"), Column("system"), Column("level")],
    queries.bodies_given,
    key=["id"],
)
VERSIONS = Given(
    "organisation_versions",
    _("Tên đơn vị qua thời gian"),
    [
        Column("organisation"),
        Column("area"),
        Column("area_code"),
        Column("name"),
        Column("short_name"),
        Column("valid_from", "date"),
        Column("valid_to", "date"),
    ],
    queries.versions_given,
    key=["organisation", "valid_from"],
    points_to={"organisation": ("organisations", "id")},
)
EDGES = Given(
    "organisation_tree",
    _("Cấp trên của đơn vị qua thời gian"),
    [
        Column("tree"),
        Column("organisation"),
        Column("parent"),
        Column("valid_from", "date"),
        Column("valid_to", "date"),
    ],
    queries.edges_given,
    key=["tree", "organisation", "valid_from"],
    points_to={"organisation": ("organisations", "id")},
)
SUCCESSIONS = Given(
    "successions",
    _("Đơn vị kế thừa"),
    [
        Column("predecessor"),
        Column("successor"),
        Column("on", "date"),
        Column("kind"),
        Column("whole", "boolean"),
        Column("share", "number"),
        Column("share_of"),
    ],
    queries.successions_given,
    key=["predecessor", "successor", "on"],
)

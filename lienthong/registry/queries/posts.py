"""Reads of the bodies of an area and of the officials who hold posts there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from lienthong.kernel.actor import Actor
from lienthong.kernel.errors import NotFound
from lienthong.kernel.giving import may_take
from lienthong.kernel.languages import label_of

from .. import permissions
from ..models import Area, Organisation, OrganisationVersion, Post


@dataclass(frozen=True)
class Body:
    """A body as it was on a day, the area it served, and its officials as far as the actor may see them."""

    organisation: Organisation
    name: str
    system: str
    area_uid: UUID
    shows_officials: bool
    may_manage_posts: bool
    may_take_data: bool
    posts: tuple[Post, ...]


def bodies_of(actor: Actor, area: Area, day: date) -> list[Body]:
    """Return the bodies that serve an area on a day, with their posts where the actor may see them."""
    return _bodies(actor, OrganisationVersion.objects.on(day).filter(area=area), day)


def find_body(actor: Actor, uid: UUID, day: date) -> Body | None:
    """Return a body as it was on a day, or as it last was before; None where it was not there yet."""
    last = (
        OrganisationVersion.objects.filter(organisation__uid=uid, valid_from__lte=day)
        .order_by("-valid_from")
        .values("pk")[:1]
    )
    found = _bodies(actor, OrganisationVersion.objects.filter(pk__in=last), day)
    return found[0] if found else None


def get_body(actor: Actor, uid: UUID, day: date) -> Body:
    """Return a body as it was on a day, or as it last was before; NotFound where it was not there yet."""
    found = find_body(actor, uid, day)
    if found is None:
        raise NotFound(_("Không có đơn vị này vào ngày đã chọn."))
    return found


def officials_at(actor: Actor, organisation: Organisation, day: date) -> list[Post]:
    """Return who holds which post at a body on a day; nothing where the actor may not see it."""
    return _posts_at(actor, [organisation.pk], day)


def bodies_showing_officials(actor: Actor, organisations: Collection[int]) -> set[int]:
    """Return those of some bodies, given by their keys, whose officials the actor may see."""
    return actor.places.covered(permissions.VIEW_OFFICIALS.code, organisations)


def find_post(actor: Actor, uid: UUID) -> Post | None:
    """Return a post; None where there is none that the actor may see."""
    rows = Post.objects.filter(uid=uid).select_related("official", "organisation")
    post: Post | None = permissions.VIEW_OFFICIALS.filter(actor, rows).first()
    return post


def get_post(actor: Actor, uid: UUID) -> Post:
    """Return a post that the actor may see."""
    post = find_post(actor, uid)
    if post is None:
        raise NotFound(_("Không có chức vụ này, hoặc bạn không được xem."))
    return post


def _bodies(actor: Actor, versions: QuerySet[OrganisationVersion], day: date) -> list[Body]:
    rows = list(
        versions.select_related("organisation__system", "area").order_by(
            "organisation__system__code", "organisation_id"
        )
    )
    posts: dict[int, list[Post]] = defaultdict(list)
    for post in _posts_at(actor, (row.organisation_id for row in rows), day):
        posts[post.organisation_id].append(post)
    return [
        Body(
            organisation=row.organisation,
            name=row.name,
            system=label_of(row.organisation.system.name),
            area_uid=row.area.uid,
            shows_officials=permissions.VIEW_OFFICIALS.allows_at(actor, row.organisation_id),
            may_manage_posts=permissions.MANAGE_POSTS.allows_at(actor, row.organisation_id),
            may_take_data=may_take(actor, row.organisation_id),
            posts=tuple(posts[row.organisation_id]),
        )
        for row in rows
    ]


def _posts_at(actor: Actor, organisations: Iterable[int], day: date) -> list[Post]:
    rows = Post.objects.on(day).filter(organisation_id__in=list(organisations)).select_related("official")
    return list(permissions.VIEW_OFFICIALS.filter(actor, rows).order_by("official__sort_key", "pk"))

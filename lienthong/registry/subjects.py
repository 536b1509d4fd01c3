"""The rows that this room lends to what every room shares: bodies, with how they are called, and the posts at them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from lienthong.kernel import clock
from lienthong.kernel.actor import Actor
from lienthong.kernel.subjects import About, Bodies, Subject

from . import queries


def _names(keys: Iterable[int], day: date) -> Mapping[int, str]:
    return {key: unit.short_name for key, unit in queries.units_on(keys, day).items()}


def _organisation(actor: Actor, uid: UUID) -> About | None:
    """Bodies are no secret to whoever has signed in."""
    body = queries.find_body(actor, uid, clock.today()) if actor.signed_in else None
    if body is None:
        return None
    return About(
        uid=uid,
        title=body.name,
        url=reverse("registry:area", args=[body.area_uid]),
        organisation_id=body.organisation.pk,
        stream=queries.stream_of(body.organisation),
    )


def _post(actor: Actor, uid: UUID) -> About | None:
    post = queries.find_post(actor, uid)
    body = queries.find_body(actor, post.organisation.uid, clock.today()) if post else None
    if post is None or body is None:
        return None
    return About(
        uid=uid,
        title=f"{post.title} – {body.name}",
        url=reverse("registry:area", args=[body.area_uid]),
        organisation_id=post.organisation_id,
        stream=queries.stream_of(post.organisation),
    )


ORGANISATION = Subject("organisation", _("Đơn vị"), _organisation)
POST = Subject("post", _("Chức vụ"), _post)
BODIES = Bodies(_names)

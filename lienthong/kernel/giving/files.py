"""What the kernel itself gives: the files that hang on rows of a unit, as far as the actor sees those rows."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache, partial
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from ..actor import Actor
from ..files.checking import MEDIA_TYPES
from ..files.store import store
from ..models import Attachment, ContentState, FileType
from ..subjects import known
from .said import Column, Extent, Given, GivenFile, GivenFiles, Value

_LOT = 5_000


def seen_attachments(actor: Actor, extent: Extent) -> Iterator[Attachment]:
    """Yield the files of a unit's bodies that may be handed out, on rows that the actor sees."""

    @lru_cache(maxsize=4_096)
    def sees(kind: str, subject: UUID) -> bool:
        held = known().get(kind)
        return held is not None and held.find(actor, subject) is not None

    bodies = sorted(extent.bodies)
    for start in range(0, len(bodies), _LOT):
        found = Attachment.objects.select_related("content").filter(
            organisation_id__in=bodies[start : start + _LOT],
            deleted_at=None,
            content__state=ContentState.CLEAN,
        )
        for one in found.order_by("organisation_id", "pk"):
            if sees(one.kind, one.subject):
                yield one


def _rows(actor: Actor, extent: Extent) -> Iterator[list[Value]]:
    for one in seen_attachments(actor, extent):
        if one.content is not None:
            yield [
                *(one.uid, extent.bodies[one.organisation_id], one.kind, one.subject, one.name, one.size),
                *(one.content.sha256, f"files/{_path(one)}", one.added_at),
            ]


def _path(one: Attachment) -> str:
    return f"{one.uid}.{one.type}"


def _files(actor: Actor, extent: Extent) -> Iterator[GivenFile]:
    place = store()
    for one in seen_attachments(actor, extent):
        if one.content is not None and place.has(one.content.sha256):
            yield GivenFile(
                _path(one), MEDIA_TYPES[FileType(one.type)], partial(place.open, one.content.sha256)
            )


ATTACHMENTS = Given(
    "attachments",
    _("Tệp đính kèm"),
    [
        Column("id"),
        Column("organisation"),
        Column("kind"),
        Column("row"),
        Column("name"),
        Column("bytes", "integer"),
        Column("sha256"),
        Column("path"),
        Column("added_at", "datetime"),
    ],
    _rows,
    key=["id"],
    points_to={"organisation": ("organisations", "id")},
)
FILES = GivenFiles("files", _files)

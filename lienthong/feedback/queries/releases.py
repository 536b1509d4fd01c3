"""Reads of publications by who releases them, and of the photos that go with them by anyone."""

from __future__ import annotations

from typing import IO
from uuid import UUID

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from lienthong.kernel.actor import Actor
from lienthong.kernel.errors import NotFound
from lienthong.kernel.files.store import store
from lienthong.kernel.models import Attachment, ContentState

from ..models import Publication, PublicPhoto, Standing
from ..permissions import RELEASE


def publications_to_keep(actor: Actor) -> QuerySet[Publication]:
    """Return what an actor may take back: the publications of bodies for which they release, the newest first."""
    RELEASE.require_somewhere(actor)
    rows = Publication.objects.select_related("category", "organisation", "area")
    return RELEASE.filter(actor, rows).order_by("-released_at", "-pk")


def may_release(actor: Actor) -> bool:
    """Say whether an actor releases answers anywhere."""
    return actor.places.holds(RELEASE.code)


def get_own_publication(actor: Actor, uid: UUID) -> Publication:
    """Return a publication that an actor may take back; NotFound otherwise."""
    found = publications_to_keep(actor).select_related("matter").filter(uid=uid).first()
    if found is None:
        raise NotFound(_("Không tìm thấy mục công bố này, hoặc không thuộc đơn vị bạn phụ trách."))
    return found


def address_of_publication(row: Publication) -> str:
    """Return where a publication is looked after."""
    return reverse("feedback:publication", args=[row.uid])


def public_photo(uid: UUID) -> tuple[str, IO[bytes]]:
    """Return the type and the bytes of a photo that the public may see; NotFound once it may not, whatever the reason."""
    rows = PublicPhoto.objects.filter(uid=uid, publication__standing=Standing.PUBLIC)
    key = rows.values_list("file", flat=True).first() or UUID(int=0)
    found = (
        Attachment.objects.select_related("content")
        .filter(uid=key, deleted_at=None, content__state=ContentState.CLEAN)
        .first()
    )
    if found is None or found.content is None:
        raise NotFound(_("Không có ảnh này, hoặc ảnh đã được rút khỏi công bố."))
    try:
        return found.type, store().open(found.content.sha256)
    except FileNotFoundError:
        raise NotFound(_("Nội dung của ảnh không còn trong kho.")) from None

"""Reads of files: through the row that they hang on, never past it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import IO
from uuid import UUID

from django.db.models import Count, Q, QuerySet, Sum
from django.utils.translation import gettext as _

from .. import clock
from ..actor import Actor
from ..errors import NotFound, WrongMoment
from ..models import Attachment, ContentState, FileType, StoredContent, Upload
from ..permissions import MANAGE_FILES
from ..subjects import subject_of
from .retention import classes_on
from .store import store


def files_of(
    actor: Actor, kind: str, subject: UUID, *, text: str = "", type_: str = ""
) -> QuerySet[Attachment]:
    """Return the files of a row that an actor sees, the newest first, deleted ones as their tombstones."""
    subject_of(kind).get(actor, subject)
    found = Attachment.objects.filter(kind=kind, subject=subject).select_related("content")
    if text:
        found = found.filter(name__icontains=text)
    if type_:
        found = found.filter(type=type_)
    return found.order_by("-added_at", "-pk")


def get_file(actor: Actor, uid: UUID) -> Attachment:
    """Return a file whose row the actor sees; NotFound otherwise, also once it is deleted."""
    found = Attachment.objects.select_related("content").filter(uid=uid, deleted_at=None).first()
    if found is None:
        raise NotFound(_("Không có tệp này, hoặc tệp đã bị xóa. Hãy xem lại danh sách tệp."))
    subject_of(found.kind).get(actor, found.subject)
    return found


def content_of(actor: Actor, uid: UUID) -> tuple[Attachment, IO[bytes]]:
    """Return a file that an actor sees, with the stream of its bytes; WrongMoment while they may not be handed out."""
    found = get_file(actor, uid)
    return found, stream_of(found)


def stream_of(found: Attachment) -> IO[bytes]:
    """Return the stream of a file's bytes; WrongMoment while they may not be handed out. Whoever asks may see its row."""
    content = found.content
    if content is None or content.state == ContentState.WAITING:
        raise WrongMoment(
            _("Tệp “%(name)s” đang chờ quét mã độc nên chưa tải về được. Hãy thử lại sau.")
            % {"name": found.name}
        )
    if content.state == ContentState.QUARANTINED:
        raise WrongMoment(
            _(
                "Tệp “%(name)s” có mã độc nên bị cách ly, không ai tải về được. Hãy xóa tệp và kiểm tra máy đã gửi nó."
            )
            % {"name": found.name}
        )
    try:
        return store().open(content.sha256)
    except FileNotFoundError:
        raise NotFound(_("Nội dung của tệp không còn trong kho. Hãy báo bộ phận kỹ thuật.")) from None


def kept_until(found: Attachment) -> date | None:
    """Return the first day on which a file may go, by the classes in force today; None where it never may."""
    row = classes_on(clock.today()).get(found.retention)
    return row.ends(found.added_at.astimezone(clock.LOCAL).date()) if row else None


def expired_files() -> Iterator[Attachment]:
    """Yield the files that have been kept as long as their class asks."""
    today = clock.today()
    for found in Attachment.objects.filter(deleted_at=None).order_by("pk").iterator():
        last = kept_until(found)
        if last is not None and last <= today:
            yield found


# ── for those who look after the store ───────────────────────────────────────────────────────────────────────────────


def may_look_after_files(actor: Actor) -> bool:
    """Say whether an actor looks after the files of any body."""
    return actor.places.holds(MANAGE_FILES.code)


@dataclass(frozen=True)
class StoreFigures:
    """What lies in the store."""

    contents: int
    bytes: int
    waiting: int
    quarantined: int
    uploads: int


def store_figures(actor: Actor) -> StoreFigures:
    """Return what lies in the store; NotAllowed to whoever does not look after it."""
    MANAGE_FILES.require_somewhere(actor)
    found = StoredContent.objects.aggregate(
        contents=Count("pk"),
        bytes=Sum("size", default=0),
        waiting=Count("pk", filter=Q(state=ContentState.WAITING)),
        quarantined=Count("pk", filter=Q(state=ContentState.QUARANTINED)),
    )
    return StoreFigures(**found, uploads=Upload.objects.filter(attachment=None).count())


DELETED = "deleted"


def files_to_look_after(
    actor: Actor, *, text: str = "", state: str = "", type_: str = ""
) -> QuerySet[Attachment]:
    """Return the files of the bodies that an actor looks after, the newest first; never opened from there.

    ``text``: the beginning of a digest, or part of what a scanner found.
    """
    MANAGE_FILES.require_somewhere(actor)
    found = MANAGE_FILES.filter(actor, Attachment.objects.select_related("content"))
    if text:
        found = found.filter(
            Q(content__sha256__startswith=text.lower()) | Q(content__finding__icontains=text)
        )
    if state == DELETED:
        found = found.exclude(deleted_at=None)
    elif state in ContentState.values:
        found = found.filter(content__state=state)
    if type_ in FileType.values:
        found = found.filter(type=type_)
    return found.order_by("-added_at", "-pk")


def is_any_waiting() -> bool:
    """Say whether any content waits for the scanner."""
    return StoredContent.objects.filter(state=ContentState.WAITING).exists()

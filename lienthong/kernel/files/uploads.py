"""Files that are sent in pieces, and go on at the byte where the line was cut. The pieces lie in LIENTHONG_HOME."""

from __future__ import annotations

import fcntl
import hashlib
import os
import re
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Final
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from ..actor import Actor
from ..errors import NotFound, TooMany, WrongData, WrongMoment
from ..folders import shared
from ..models import StoredContent, Upload
from ..subjects import subject_of
from .checking import most_bytes, too_big
from .services import add_file, drop_unused
from .store import told_when_full

KEEP_SECONDS: Final = 48 * 3600
_OPEN_AT_MOST: Final = 20
_RETRY: Final = 60
_SHA256 = re.compile(r"[0-9a-f]{64}")


@transaction.atomic
def start_upload(*, actor: Actor, kind: str, subject: UUID, name: str, size: int, sha256: str = "") -> Upload:
    """Begin to take a file in pieces; the same file that somebody began to send and did not finish is gone on with."""
    subject_of(kind).get_to_add(actor, subject)
    if size > most_bytes():
        raise too_big()
    if size < 1:
        raise WrongData(_("Tệp trống. Hãy chọn tệp khác."))
    if sha256 and not _SHA256.fullmatch(sha256):
        raise WrongData(_("Mã kiểm tra của tệp không đúng khuôn dạng. Hãy tải lại trang rồi thử lại."))
    mine = Upload.objects.filter(asked_by=actor.uid, attachment=None)
    begun = mine.filter(kind=kind, subject=subject, size=size, sha256=sha256).first() if sha256 else None
    if begun is not None:
        return begun
    if mine.count() >= _OPEN_AT_MOST:
        raise TooMany(
            _("Bạn đang gửi dở %(most)d tệp. Hãy đợi các tệp đó xong, hoặc thử lại sau hai ngày.")
            % {"most": _OPEN_AT_MOST},
            _RETRY,
        )
    return Upload.objects.create(
        kind=kind,
        subject=subject,
        asked_by=actor.uid,
        name=name.replace("\0", "")[-150:],
        size=size,
        sha256=sha256,
        touched=int(time.time()),
    )


def get_upload(actor: Actor, uid: UUID) -> Upload:
    """Return an upload of one's own; NotFound otherwise."""
    found = Upload.objects.filter(uid=uid, asked_by=actor.uid).first() if actor.uid else None
    if found is None:
        raise NotFound(_("Không có lần gửi tệp này, hoặc đã quá hai ngày. Hãy gửi lại từ đầu."))
    return found


def offset_of(upload: Upload) -> int:
    """Return how many bytes have arrived."""
    if upload.attachment_id is not None:
        return upload.size
    place = _place(upload)
    return place.stat().st_size if place.exists() else 0


def receive(*, actor: Actor, uid: UUID, offset: int, blocks: Iterable[bytes]) -> int:
    """Take further bytes of a file from an offset on; return how many have arrived. With the last the file is added.

    WrongMoment where they do not follow on what is there: nothing changes, and the sender asks how far it is. What
    arrived before a line was cut is kept. Once all is there, no bytes at all at the end add the file again, harmlessly.
    """
    upload = get_upload(actor, uid)
    if upload.attachment_id is not None:
        return upload.size
    with _piece(upload) as piece:
        reached = _append(upload, piece, offset, blocks)
        Upload.objects.filter(pk=upload.pk).update(touched=int(time.time()))
        if reached == upload.size:
            piece.seek(0)
            _finish(actor, upload, piece.read())
    return reached


def _append(upload: Upload, piece: IO[bytes], offset: int, blocks: Iterable[bytes]) -> int:
    begun = piece.seek(0, os.SEEK_END)
    if offset != begun:
        raise WrongMoment(
            _("Đoạn tệp không nối tiếp phần đã nhận (đã có %(length)d byte). Hãy gửi tiếp từ đó.")
            % {"length": begun}
        )
    try:
        with told_when_full("a piece of an upload"):
            for block in blocks:
                if piece.tell() + len(block) > upload.size:
                    raise WrongData(_("Tệp gửi lên dài hơn cỡ đã báo. Hãy gửi lại từ đầu."))
                piece.write(block)
    except (WrongData, WrongMoment):
        piece.truncate(begun)
        raise
    return piece.tell()


def _finish(actor: Actor, upload: Upload, data: bytes) -> None:
    """Add the file that has come together, or forget it where it may not be kept."""
    try:
        if upload.sha256 and hashlib.sha256(data).hexdigest() != upload.sha256:
            raise WrongData(_("Tệp bị hỏng trên đường truyền nên không lưu. Hãy gửi lại."))
        made = add_file(actor=actor, kind=upload.kind, subject=upload.subject, name=upload.name, data=data)
    except WrongData:
        _forget(upload)
        raise
    Upload.objects.filter(pk=upload.pk).update(attachment=made)
    _place(upload).unlink(missing_ok=True)


def cancel_upload(*, actor: Actor, uid: UUID) -> None:
    """Forget what was sent of a file."""
    _forget(get_upload(actor, uid))


def _forget(upload: Upload) -> None:
    upload.delete()
    _place(upload).unlink(missing_ok=True)


def _place(upload: Upload) -> Path:
    return shared("uploads") / str(upload.uid)


@contextmanager
def _piece(upload: Upload) -> Iterator[IO[bytes]]:
    """Open what has arrived, alone: a second line that sends the same file is told to wait."""
    place = _place(upload)
    with told_when_full("an upload"):
        place.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(place, os.O_RDWR | os.O_CREAT, 0o600)
    # Unbuffered: what was written is there, and a full disk is told of at once.
    with os.fdopen(handle, "r+b", buffering=0) as piece:
        try:
            fcntl.flock(piece, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise WrongMoment(
                _("Tệp này đang được gửi bằng một đường khác. Hãy đợi một lát rồi thử lại.")
            ) from None
        yield piece


def sweep_files() -> tuple[int, int]:
    """Forget uploads that nobody goes on with, remove content that nothing needs; return how many of each went."""
    old = list(Upload.objects.filter(touched__lt=int(time.time()) - KEEP_SECONDS))
    for upload in old:
        _forget(upload)
    unused = StoredContent.objects.filter(attachments=None).values_list("sha256", flat=True)
    return len(old), sum(drop_unused(digest) for digest in list(unused))

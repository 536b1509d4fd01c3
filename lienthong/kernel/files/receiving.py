"""The doors of a file in pieces: tus 1.0.0, core with creation and termination (https://tus.io/protocols/resumable-upload)."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable, Iterator
from functools import wraps
from typing import Any, Final
from uuid import UUID

from django.core.files.uploadhandler import FileUploadHandler, StopUpload
from django.http import HttpResponse, JsonResponse, UnreadablePostError
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from ..errors import Refusal, TooMany, WrongData
from ..request import Request
from . import uploads
from .checking import MEGABYTE, most_bytes

VERSION: Final = "1.0.0"
_BLOCK: Final = 64 * 1024
_CONTENT: Final = "application/offset+octet-stream"
_NOT_THIS_VERSION: Final = 412
_NOT_THIS_CONTENT: Final = 415
View = Callable[..., HttpResponse]


def _in_tus(view: View) -> View:
    """Speak the protocol: its version in each answer, and a refusal as JSON with its sentence, for the script."""

    @wraps(view)
    def spoken(request: Request, *args: Any, **words: Any) -> HttpResponse:
        if request.method != "OPTIONS" and request.headers.get("Tus-Resumable") != VERSION:
            answer = HttpResponse(status=_NOT_THIS_VERSION, headers={"Tus-Version": VERSION})
        else:
            try:
                answer = view(request, *args, **words)
            except Refusal as refusal:
                answer = JsonResponse({"title": str(refusal.sentence)}, status=refusal.status)
                if isinstance(refusal, TooMany):
                    answer["Retry-After"] = str(refusal.seconds)
        answer["Tus-Resumable"] = VERSION
        return answer

    return spoken


@require_http_methods(["OPTIONS", "POST"])
@never_cache
@_in_tus
def begin(request: Request, kind: str, uid: UUID) -> HttpResponse:
    """Begin a file: its size and name; answers where to send it, and how far an earlier try came."""
    if request.method == "OPTIONS":
        said = {"Tus-Version": VERSION, "Tus-Extension": "creation,termination", "Tus-Max-Size": most_bytes()}
        return HttpResponse(status=204, headers=said)
    words = _metadata(request.headers.get("Upload-Metadata", ""))
    upload = uploads.start_upload(
        actor=request.actor,
        kind=kind,
        subject=uid,
        name=words.get("filename", ""),
        size=_number(request, "Upload-Length"),
        sha256=words.get("sha256", ""),
    )
    where = {
        "Location": reverse("files:upload", args=[upload.uid]),
        "Upload-Offset": uploads.offset_of(upload),
    }
    return HttpResponse(status=201, headers=where)


@require_http_methods(["HEAD", "PATCH", "DELETE"])
@never_cache
@_in_tus
def upload(request: Request, uid: UUID) -> HttpResponse:
    """Say how far a file is, take its next piece, or forget it."""
    if request.method == "DELETE":
        uploads.cancel_upload(actor=request.actor, uid=uid)
        return HttpResponse(status=204)
    if request.method == "HEAD":
        found = uploads.get_upload(request.actor, uid)
        far = {"Upload-Offset": uploads.offset_of(found), "Upload-Length": found.size}
        return HttpResponse(headers=far)
    if request.content_type != _CONTENT:
        return HttpResponse(status=_NOT_THIS_CONTENT)
    try:
        reached = uploads.receive(
            actor=request.actor, uid=uid, offset=_number(request, "Upload-Offset"), blocks=_blocks(request)
        )
    except UnreadablePostError:
        return HttpResponse(status=400)  # the line was cut: nobody reads this, and what arrived is kept
    return HttpResponse(status=204, headers={"Upload-Offset": reached})


def _blocks(request: Request) -> Iterator[bytes]:
    """Yield the body as it comes in."""
    while block := request.read(_BLOCK):
        yield block


def _number(request: Request, name: str) -> int:
    said = request.headers.get(name, "")
    if not (said.isascii() and said.isdigit()) or len(said) > 15:  # noqa: PLR2004  more than any disk holds
        raise WrongData(_("Yêu cầu không hợp lệ. Hãy tải lại trang rồi thử lại."))
    return int(said)


def _metadata(said: str) -> dict[str, str]:
    """Read Upload-Metadata: pairs of a key and a text in base64."""
    words = {}
    for pair in said.split(","):
        key, _blank, text = pair.strip().partition(" ")
        try:
            words[key] = base64.b64decode(text, validate=True).decode()
        except (binascii.Error, UnicodeDecodeError):
            raise WrongData(_("Tên tệp không đọc được. Hãy đổi tên tệp rồi thử lại.")) from None
    return words


class MostBytes(FileUploadHandler):
    """Stops taking a file of an ordinary form as soon as it is over the limit, before it fills the disk.

    The form's other fields, and with them its token, come before; the view finds the file missing.
    """

    def new_file(self, *args: Any, **words: Any) -> None:
        super().new_file(*args, **words)
        self._left = most_bytes() + MEGABYTE

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        self._left -= len(raw_data)
        if self._left < 0:
            raise StopUpload(connection_reset=False)
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """Leave the file to the handlers that follow."""

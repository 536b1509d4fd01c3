"""What a file is, by what it holds, and what of it is kept. What is not on the list is refused with the reason."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from django.conf import settings
from django.utils.translation import gettext as _

from ..errors import WrongData
from ..models import FileType
from .images import rewritten_image
from .names import cleaned_name
from .packages import ZIP, type_of_package
from .papers import rewritten_pdf

MEGABYTE: Final = 1024 * 1024
_MOST_TEXT: Final = 5 * MEGABYTE
_IMAGES: Final = {b"\x89PNG\r\n\x1a\n": FileType.PNG, b"\xff\xd8\xff": FileType.JPEG}
MEDIA_TYPES: Final = {
    FileType.PDF: "application/pdf",
    FileType.JPEG: "image/jpeg",
    FileType.PNG: "image/png",
    FileType.WEBP: "image/webp",
    FileType.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    FileType.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    FileType.PPTX: "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    FileType.ODT: "application/vnd.oasis.opendocument.text",
    FileType.ODS: "application/vnd.oasis.opendocument.spreadsheet",
    FileType.CSV: "text/csv; charset=utf-8",
    FileType.TXT: "text/plain; charset=utf-8",
}
# Whatever a browser would take for a page, wherever in the text it stands.
_PAGE = re.compile(
    rb"<\s*(?:!doctype|html|head|body|script|svg|iframe|object|embed|xsl:|\?xml)|<\?xml", re.IGNORECASE
)
_CONTROL = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f]")


@dataclass(frozen=True)
class Checked:
    """A file that may be kept: its type, its name, and the bytes that are kept of it."""

    type: FileType
    name: str
    data: bytes


def most_bytes() -> int:
    """Return how big a file may be, in bytes."""
    return int(settings.FILES_MOST_MB) * MEGABYTE


def too_big() -> WrongData:
    """Return what is said of a file over the limit."""
    return WrongData(
        _("Tệp lớn hơn %(most)d MB nên không nhận. Hãy thu nhỏ hoặc chia tệp rồi tải lên lại.")
        % {"most": settings.FILES_MOST_MB}
    )


def not_taken(types: Collection[FileType]) -> WrongData:
    """Return what is said of a file of another type than those that are taken here."""
    return WrongData(
        _("Ở đây chỉ nhận: %(types)s. Hãy lưu tệp thành một trong các loại đó rồi gửi lại.")
        % {"types": ", ".join(str(FileType(kind).label) for kind in types)}
    )


def recognised(name: str, data: bytes) -> FileType:
    """Return what a file is by its content, unread but for its beginning or structure; WrongData where it is refused."""
    if not data:
        raise WrongData(_("Tệp trống. Hãy chọn tệp khác."))
    if len(data) > most_bytes():
        raise too_big()
    for mark, kind in _IMAGES.items():
        if data.startswith(mark):
            return kind
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return FileType.WEBP
    if data.startswith(b"%PDF-"):
        return FileType.PDF
    if data.startswith(ZIP):
        return type_of_package(data)
    return _text(name, data)


def checked(kind: FileType, name: str, data: bytes) -> Checked:
    """Return what is kept of a file of a type: images and PDFs are written anew; WrongData where they cannot be."""
    if kind in {FileType.JPEG, FileType.PNG, FileType.WEBP}:
        data = rewritten_image(data, kind)
    elif kind == FileType.PDF:
        data = rewritten_pdf(data)
    return Checked(kind, cleaned_name(name, kind), data)


def _text(name: str, data: bytes) -> FileType:
    known = _named(data)
    if known is not None:
        raise known
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise _unknown() from None
    if _CONTROL.search(text):
        raise _unknown()
    if _PAGE.search(data):
        raise WrongData(
            _(
                "Trang web, tệp SVG và XML không được nhận, vì có thể chứa chương trình chạy trong trình duyệt. "
                "Hãy lưu thành PDF hoặc ảnh PNG rồi tải lên."
            )
        )
    if len(data) > _MOST_TEXT:
        raise WrongData(
            _("Tệp chữ lớn hơn %(most)d MB nên không nhận. Hãy chia nhỏ rồi tải lên.")
            % {"most": _MOST_TEXT // MEGABYTE}
        )
    return FileType.CSV if name.lower().endswith(".csv") else FileType.TXT


def _named(data: bytes) -> WrongData | None:
    """Return what is said of the types that people send most often and that are not taken."""
    if data.startswith(bytes.fromhex("d0cf11e0a1b11ae1")):
        return WrongData(
            _(
                "Tệp Office kiểu cũ (.doc, .xls, .ppt) hoặc có mật khẩu không được nhận. "
                "Hãy lưu thành .docx, .xlsx, .pptx không mật khẩu rồi tải lên."
            )
        )
    if data[4:8] == b"ftyp" and data[8:12] in {b"heic", b"heix", b"mif1", b"msf1", b"heim", b"hevc"}:
        return WrongData(
            _(
                "Ảnh HEIC không được nhận. Trên điện thoại hãy chọn chụp kiểu “Tương thích nhất” (JPEG), hoặc gửi ảnh JPEG."
            )
        )
    return None


def _unknown() -> WrongData:
    return WrongData(
        _(
            "Loại tệp này không được nhận. Nhận: PDF, ảnh JPEG, PNG, WebP, Word, Excel, PowerPoint (.docx, .xlsx, .pptx), "
            "ODT, ODS, và chữ UTF-8 (.txt, .csv)."
        )
    )

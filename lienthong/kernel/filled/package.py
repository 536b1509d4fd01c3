"""The outside of a workbook: a zip of XML parts, judged by its directory before anything is unpacked."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Callable, Mapping
from typing import IO, Protocol
from xml.parsers import expat

from django.utils.translation import gettext as _

from ..errors import WrongData
from .values import MOST_TIMES, MOST_UNPACKED

_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_SMALL = 1024 * 1024
_LOCKED = 0x1


class Handler(Protocol):
    """Takes what stands in a part, tag by tag; names come without their prefix."""

    def start(self, name: str, words: Mapping[str, str]) -> None:
        """Take an opening tag."""

    def end(self, name: str) -> None:
        """Take a closing tag."""

    def text(self, text: str) -> None:
        """Take text."""


class Package:
    """The parts of a workbook. WrongData where the file is none, is locked, or would unpack into too much."""

    def __init__(self, data: bytes) -> None:
        if data.startswith(_OLE):
            raise _locked() if _ENCRYPTED in data else _too_old()
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            parts = self._zip.infolist()
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
            raise _no_workbook() from None
        _refuse_bombs(parts)
        if any(part.flag_bits & _LOCKED for part in parts):
            raise _locked()
        self.names = {part.filename for part in parts}

    def read(self, name: str, handler: Handler) -> None:
        """Let a handler take a part from its first to its last tag."""
        try:
            with self._zip.open(name) as part:
                _parse(_Counted(part), handler)
        except (KeyError, zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, expat.ExpatError):
            raise WrongData(
                _("Tệp Excel bị hỏng nên không đọc được. Hãy mở bằng Excel, lưu lại, rồi tải lên lần nữa.")
            ) from None


class _Counted:
    """A part that is refused as soon as more comes out of it than its directory may have said."""

    def __init__(self, part: IO[bytes]) -> None:
        self._part, self._left = part, MOST_UNPACKED

    def read(self, size: int = -1, /) -> bytes:
        data = self._part.read(size)
        self._left -= len(data)
        if self._left < 0:
            raise _too_big()
        return data


def _parse(part: _Counted, handler: Handler) -> None:
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = _without_prefix(handler.start)
    parser.EndElementHandler = lambda name: handler.end(name.rpartition(":")[2])
    parser.CharacterDataHandler = handler.text
    # Without a document type there are no entities, and so nothing that grows while it is read.
    parser.StartDoctypeDeclHandler = _refuse_doctype
    parser.ParseFile(part)


def _without_prefix(start: Callable[[str, Mapping[str, str]], None]) -> Callable[[str, dict[str, str]], None]:
    def started(name: str, words: dict[str, str]) -> None:
        start(name.rpartition(":")[2], words)

    return started


def _refuse_doctype(*_words: object) -> None:
    raise WrongData(
        _("Tệp Excel có phần khai báo lạ (DOCTYPE) nên bị từ chối. Hãy lưu lại bằng Excel rồi tải lên.")
    )


def _refuse_bombs(parts: list[zipfile.ZipInfo]) -> None:
    if sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise _too_big()
    for part in parts:
        if part.file_size > _SMALL and part.file_size > MOST_TIMES * max(part.compress_size, 1):
            raise _too_big()


def _too_big() -> WrongData:
    return WrongData(
        _(
            "Tệp này khi giải nén quá lớn (tối đa %(most)d MB) nên bị từ chối, chưa đọc gì. "
            "Hãy xóa các trang tính và dòng thừa, rồi tải lên lại."
        )
        % {"most": MOST_UNPACKED // 1024 // 1024}
    )


def _locked() -> WrongData:
    return WrongData(_("Tệp này đặt mật khẩu nên không đọc được. Hãy bỏ mật khẩu rồi tải lên lại."))


def _too_old() -> WrongData:
    return WrongData(
        _("Đây là tệp Excel kiểu cũ (.xls). Hãy mở bằng Excel, chọn Lưu thành .xlsx, rồi tải lên lại.")
    )


def _no_workbook() -> WrongData:
    return WrongData(
        _("Tệp này không phải tệp Excel (.xlsx) hoặc CSV. Hãy tải mẫu về, điền vào mẫu rồi tải lên.")
    )

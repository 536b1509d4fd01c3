"""Office files: zips of parts, judged without unpacking them into memory. Every part is read through once, counted."""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from typing import Final

from django.utils.translation import gettext as _

from ..errors import WrongData
from ..models import FileType

ZIP: Final = b"PK\x03\x04"
MOST_PARTS: Final = 5_000
MOST_UNPACKED: Final = 200 * 1024 * 1024
MOST_TIMES: Final = 200  # how many times bigger a part of more than a megabyte may become
_SMALL: Final = 1024 * 1024
_BLOCK: Final = 64 * 1024
_LOCKED: Final = 0x1
_HEADER: Final = struct.Struct("<4s5HIIIHH")
_ARCHIVES: Final = (ZIP, b"Rar!", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b", b"BZh", b"\xfd7zXZ", b"MSCF")
_OLE: Final = bytes.fromhex("d0cf11e0a1b11ae1")
_MAIN: Final = {
    "word/document.xml": FileType.DOCX,
    "xl/workbook.xml": FileType.XLSX,
    "ppt/presentation.xml": FileType.PPTX,
}
_OPEN: Final = {
    b"application/vnd.oasis.opendocument.text": FileType.ODT,
    b"application/vnd.oasis.opendocument.spreadsheet": FileType.ODS,
}
# A chart in a text brings its table along as a workbook of its own: one such layer is looked into.
_EMBEDDED = re.compile(r"/embeddings/[^/]+\.(xlsx|docx|pptx)$")
_MACROS = re.compile(
    r"(^|/)(vbaProject|vbaData)[^/]*$|(^|/)activeX/|^Basic/|^Scripts/|(^|/)macrosheets/|\.(exe|dll|js|vbs|bat|cmd|ps1|jar)$",
    re.IGNORECASE,
)
_MACRO_TYPES = re.compile(rb"macroEnabled|vbaProject|vnd\.ms-excel\.sheet\.binary", re.IGNORECASE)
_FETCHES = re.compile(
    rb"<[^>]*/(?:attachedTemplate|oleObject|frame)\"[^>]*TargetMode=\"External\""
    rb"|<[^>]*TargetMode=\"External\"[^>]*/(?:attachedTemplate|oleObject|frame)\"",
)


def type_of_package(data: bytes, depth: int = 0) -> FileType:
    """Return which office file a zip is; WrongData where it is none, carries macros, or is not what it says."""
    try:
        package = zipfile.ZipFile(io.BytesIO(data))
        parts = package.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, UnicodeError):
        raise _broken() from None
    _refuse_bombs(parts)
    for part in parts:
        _judge(data, part, depth)
    _refuse_overlaps(data, parts)
    return _type(package, {part.filename for part in parts})


def _type(package: zipfile.ZipFile, names: set[str]) -> FileType:
    if "mimetype" in names:
        found = _OPEN.get(_beginning(package, "mimetype").strip())
        if found is not None and "content.xml" in names:
            return found
    if "[Content_Types].xml" in names:
        if _MACRO_TYPES.search(_beginning(package, "[Content_Types].xml")):
            raise _macros()
        for name, kind in _MAIN.items():
            if name in names:
                return kind
    raise WrongData(
        _(
            "Tệp nén (zip) không được nhận. Hãy giải nén rồi tải từng tệp lên: PDF, ảnh, Word, Excel, PowerPoint, ODT, ODS."
        )
    )


def _beginning(package: zipfile.ZipFile, name: str) -> bytes:
    """Return a part that no honest file makes long."""
    with package.open(name) as part:
        return part.read(_SMALL)


def _refuse_bombs(parts: list[zipfile.ZipInfo]) -> None:
    """Refuse by what the directory says, before a byte is unpacked."""
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise _bomb()
    for part in parts:
        if part.file_size > _SMALL and part.file_size > MOST_TIMES * max(part.compress_size, 1):
            raise _bomb()


def _refuse_overlaps(data: bytes, parts: list[zipfile.ZipInfo]) -> None:
    """Refuse parts that share bytes: so does a bomb that counts one part many times."""
    end = 0
    for part in sorted(parts, key=lambda one: one.header_offset):
        if part.header_offset < end:
            raise _broken()
        end = _start_of(data, part) + part.compress_size


def _judge(data: bytes, part: zipfile.ZipInfo, depth: int) -> None:
    """Read one part through, block by block: its size is what the directory says, and nothing lies hidden in it."""
    if part.flag_bits & _LOCKED:
        raise WrongData(_("Tệp này đặt mật khẩu nên không kiểm tra được. Hãy bỏ mật khẩu rồi tải lên lại."))
    if _MACROS.search(part.filename):
        raise _macros()
    if part.is_dir():
        return
    inside = bool(_EMBEDDED.search(part.filename))
    kept = inside or part.filename.endswith(".rels")
    taken, length = [], 0
    for block in _unpacked(data, part):
        if not length and not inside and block.startswith((*_ARCHIVES, _OLE)):
            raise _nested()
        length += len(block)
        if length > part.file_size:
            raise _bomb()
        if kept:
            taken.append(block)
    if length != part.file_size:
        raise _broken()
    if kept:
        _look_into(b"".join(taken), inside, depth)


def _look_into(data: bytes, inside: bool, depth: int) -> None:
    """Judge what a part holds: an office file of its own, one layer deep; or where a document fetches from."""
    if inside and depth:
        raise _nested()
    if inside:
        type_of_package(data, depth + 1)
    elif _FETCHES.search(data):
        raise WrongData(
            _(
                "Tệp này tự lấy nội dung từ nơi khác khi mở nên bị từ chối. "
                "Hãy bỏ liên kết tới mẫu hoặc đối tượng bên ngoài, lưu lại, rồi tải lên."
            )
        )


def _unpacked(data: bytes, part: zipfile.ZipInfo) -> Iterator[bytes]:
    """Yield what really comes out of a part, whatever its directory says, at most a block at a time."""
    start = _start_of(data, part)
    packed = memoryview(data)[start : start + part.compress_size]
    if len(packed) != part.compress_size:
        raise _broken()
    if part.compress_type == zipfile.ZIP_STORED:
        yield from (bytes(packed[at : at + _BLOCK]) for at in range(0, len(packed), _BLOCK))
        return
    if part.compress_type != zipfile.ZIP_DEFLATED:
        raise _broken()
    machine, at, rest = zlib.decompressobj(-zlib.MAX_WBITS), 0, b""
    try:
        while not machine.eof:
            if not rest:
                rest, at = bytes(packed[at : at + _BLOCK]), at + _BLOCK
            block = machine.decompress(rest, _BLOCK)
            if not block and not rest:
                raise _broken()
            rest = machine.unconsumed_tail
            yield block
    except zlib.error:
        raise _broken() from None


def _start_of(data: bytes, part: zipfile.ZipInfo) -> int:
    """Return where a part's bytes begin, by its own header, which has to agree with the directory."""
    at = part.header_offset
    if not 0 <= at <= len(data) - _HEADER.size:
        raise _broken()
    mark, *_words, name, extra = _HEADER.unpack_from(data, at)
    if mark != ZIP or name != len(part.orig_filename.encode("utf-8" if part.flag_bits & 0x800 else "cp437")):
        raise _broken()
    return int(at + _HEADER.size + name + extra)


def _bomb() -> WrongData:
    return WrongData(
        _(
            "Tệp này khi mở ra quá lớn so với vẻ ngoài nên bị từ chối, chưa giải nén gì. "
            "Hãy bỏ bớt nội dung thừa, lưu lại, rồi tải lên."
        )
    )


def _nested() -> WrongData:
    return WrongData(
        _(
            "Bên trong tệp này có tệp khác được nhúng nên bị từ chối. Hãy bỏ tệp nhúng và tải riêng tệp đó lên."
        )
    )


def _macros() -> WrongData:
    return WrongData(
        _(
            "Tệp này có macro hoặc chương trình nên bị từ chối. Hãy lưu thành .docx, .xlsx hoặc .pptx không có macro."
        )
    )


def _broken() -> WrongData:
    return WrongData(_("Tệp này bị hỏng nên không kiểm tra được. Hãy mở ra, lưu lại, rồi tải lên lần nữa."))

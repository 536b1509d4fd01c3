"""PDF: refused where it would do something by itself, written anew without metadata, or kept to the byte where signed."""

from __future__ import annotations

import io
from typing import Any, Final

from django.utils.translation import gettext as _
from pypdf import PdfReader, PdfWriter
from pypdf.errors import PyPdfError
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, NameObject

from ..errors import WrongData

_MOST_OBJECTS: Final = 200_000
_MOST_DEPTH: Final = 60
_ACTIONS: Final = {
    *("/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/Movie", "/Sound", "/Rendition", "/GoToE"),
    *("/RichMediaExecute", "/RichMedia"),
}
_FILES: Final = {"/EmbeddedFile", "/EmbeddedFiles", "/Filespec"}
_TELLS: Final = ("/Metadata", "/PieceInfo", "/LastModified")


def rewritten_pdf(data: bytes) -> bytes:
    """Return a PDF as it is kept. WrongData where it is locked, broken, runs something or carries further files.

    A signature covers every byte, and is what a signed document is kept for: such a one stays as it was sent.
    """
    try:
        reader = PdfReader(io.BytesIO(data), strict=False)
        if reader.is_encrypted:
            raise WrongData(
                _(
                    "Tệp PDF này bị khóa hoặc đặt mật khẩu nên không kiểm tra được. Hãy bỏ khóa rồi tải lên lại."
                )
            )
        return data if _is_signed(_objects(reader)) else _without_metadata(reader)
    except WrongData:
        raise
    except (PyPdfError, ValueError, TypeError, KeyError, IndexError, AttributeError, OSError, RecursionError):
        # The reader meets whatever a stranger wrote; each of these is its way of saying so.
        raise _broken() from None


def _objects(reader: PdfReader) -> list[DictionaryObject]:
    """Return every dictionary of the file, having refused what is dangerous in any of them."""
    places = {(number, generation) for generation, table in reader.xref.items() for number in table}
    places |= {(number, 0) for number in reader.xref_objStm}
    if len(places) > _MOST_OBJECTS:
        raise _broken()
    found: list[DictionaryObject] = []
    for number, generation in sorted(places):
        _gather(reader.get_object(IndirectObject(number, generation, reader)), found, 0)
    _gather(reader.trailer, found, 0)
    return found


def _gather(value: Any, found: list[DictionaryObject], depth: int) -> None:
    """Go through a value without following references: what they lead to is another object, and gets its own turn."""
    if depth > _MOST_DEPTH:
        raise _broken()
    if isinstance(value, DictionaryObject):
        _refuse_deeds(value)
        found.append(value)
        children = [dict.get(value, key) for key in value]
    elif isinstance(value, ArrayObject):
        children = list(list.__iter__(value))
    else:
        return
    for child in children:
        _gather(child, found, depth + 1)


def _refuse_deeds(words: DictionaryObject) -> None:
    names = {str(value) for key in ("/S", "/Type", "/Subtype") if (value := dict.get(words, key)) is not None}
    if "/JS" in words or "/JavaScript" in words or names & _ACTIONS or "/XFA" in words:
        raise WrongData(
            _(
                "Tệp PDF này có chương trình tự chạy (JavaScript hoặc lệnh mở) nên bị từ chối. "
                "Hãy in lại thành PDF rồi tải lên."
            )
        )
    if "/EmbeddedFiles" in words or names & _FILES or "/EF" in words:
        raise WrongData(
            _("Bên trong tệp PDF này có tệp khác đính kèm nên bị từ chối. Hãy bỏ tệp đó và tải riêng lên.")
        )


def _is_signed(objects: list[DictionaryObject]) -> bool:
    return any("/ByteRange" in words and "/Contents" in words for words in objects)


def _without_metadata(reader: PdfReader) -> bytes:
    writer = PdfWriter(clone_from=reader)
    writer.metadata = None
    for value in writer._objects:
        if isinstance(value, DictionaryObject):
            for name in _TELLS:
                value.pop(NameObject(name), None)
    target = io.BytesIO()
    writer.write(target)
    return target.getvalue()


def _broken() -> WrongData:
    return WrongData(_("Tệp PDF này bị hỏng nên không kiểm tra được. Hãy in lại thành PDF rồi tải lên."))

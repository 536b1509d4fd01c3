"""Small files of every kind, good and bad, made when a test asks. Whoever they speak of is invented."""

from __future__ import annotations

import io
import zipfile
from typing import Any

from PIL import Image
from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, NumberObject, TextStringObject
from reportlab.pdfgen.canvas import Canvas

CANARY = "chim hoang yen 5931"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"


def eicar() -> bytes:
    """Return the test string of scanners; in pieces, so that no scanner finds it in this file."""
    return "".join(
        [r"X5O!P%@AP[4\PZX54(P^)7CC)7}$", "EICAR-STANDARD-", "ANTIVIRUS-TEST", "-FILE!$H+H*"]
    ).encode()


def zipped(parts: dict[str, bytes | str], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Return a zip of parts."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", method) as package:
        for name, data in parts.items():
            package.writestr(name, data)
    return target.getvalue()


def word(**more: bytes | str) -> bytes:
    """Return a text of Word, with further parts: a name's "__" is a slash, its "_x_" a dot."""
    further = {name.replace("__", "/").replace("_x_", "."): data for name, data in more.items()}
    return zipped(
        {
            "[Content_Types].xml": f'<Types><Override ContentType="{_WORD}"/></Types>',
            "word/document.xml": "<w/>",
            **further,
        }
    )


def office(main: str) -> bytes:
    """Return an office file with that main part."""
    return zipped({"[Content_Types].xml": "<Types/>", main: "<x/>"})


def opened(kind: str) -> bytes:
    """Return an OpenDocument file."""
    return zipped({"mimetype": f"application/vnd.oasis.opendocument.{kind}", "content.xml": "<x/>"})


def photo(size: tuple[int, int] = (64, 48), form: str = "JPEG", *, orientation: int = 1) -> bytes:
    """Return a photo whose left half is red, with a place, a camera and a comment written into it."""
    image = Image.new("RGB", size, "blue")
    image.paste("red", (0, 0, size[0] // 2, size[1]))
    exif = Image.Exif()
    exif[0x0112], exif[0x010F], exif[0x010E] = orientation, CANARY, CANARY
    exif.get_ifd(0x8825)[1] = "N"
    exif.get_ifd(0x8825)[29] = CANARY
    target = io.BytesIO()
    words: dict[str, Any] = {"comment": CANARY.encode(), "xmp": CANARY.encode()} if form == "JPEG" else {}
    image.save(target, form, exif=exif, **words)
    return target.getvalue()


def paper(text: str = "Biên bản") -> bytes:
    """Return a PDF with metadata."""
    target = io.BytesIO()
    canvas = Canvas(target)
    canvas.setAuthor(CANARY)
    canvas.drawString(100, 700, text)
    canvas.showPage()
    canvas.save()
    return target.getvalue()


def _paper_with(change: Any) -> bytes:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(paper())))
    change(writer)
    target = io.BytesIO()
    writer.write(target)
    return target.getvalue()


def paper_with_script() -> bytes:
    """Return a PDF that runs JavaScript when it is opened."""

    def change(writer: PdfWriter) -> None:
        action = {
            NameObject("/S"): NameObject("/JavaScript"),
            NameObject("/JS"): TextStringObject("app.alert(1)"),
        }
        writer._root_object[NameObject("/OpenAction")] = DictionaryObject(action)

    return _paper_with(change)


def paper_that_launches() -> bytes:
    """Return a PDF that starts a program from a link deep inside."""

    def change(writer: PdfWriter) -> None:
        action = DictionaryObject(
            {NameObject("/S"): NameObject("/Launch"), NameObject("/F"): TextStringObject("a.exe")}
        )
        link = DictionaryObject({NameObject("/Subtype"): NameObject("/Link"), NameObject("/A"): action})
        writer.pages[0][NameObject("/Annots")] = ArrayObject([link])

    return _paper_with(change)


def paper_with_a_file() -> bytes:
    """Return a PDF that carries another file."""
    return _paper_with(lambda writer: writer.add_attachment("a.exe", b"MZ"))


def locked_paper() -> bytes:
    """Return a PDF with a password."""
    return _paper_with(lambda writer: writer.encrypt("mat khau", algorithm="RC4-128"))


def signed_paper() -> bytes:
    """Return a PDF with the shape of a signature: its bytes must not change."""

    def change(writer: PdfWriter) -> None:
        mark = DictionaryObject(
            {
                NameObject("/Type"): NameObject("/Sig"),
                NameObject("/ByteRange"): ArrayObject([NumberObject(n) for n in (0, 10, 20, 30)]),
                NameObject("/Contents"): TextStringObject("00"),
            }
        )
        writer._root_object[NameObject("/Perms")] = DictionaryObject(
            {NameObject("/DocMDP"): writer._add_object(mark)}
        )

    return _paper_with(change)

"""Checks of files: by what they hold, never by their name. Whatever is odd is refused with a sentence."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from pypdf import PdfReader

from lienthong.kernel.errors import WrongData
from lienthong.kernel.files.checking import Checked, checked, recognised
from lienthong.kernel.files.images import MOST_PIXELS, SIDE
from lienthong.kernel.files.names import MOST, cleaned_name
from lienthong.kernel.models import FileType

from . import made_files as made

if TYPE_CHECKING:
    from pytest_django.fixtures import Settings


def check(name: str, data: bytes) -> Checked:
    """Let a file go through all checks."""
    return checked(recognised(name, data), name, data)


def refusal(name: str, data: bytes) -> str:
    """Return why a file is refused."""
    with pytest.raises(WrongData) as refused:
        check(name, data)
    return str(refused.value.sentence)


# ── types ────────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (made.paper(), FileType.PDF),
        (made.photo(form="JPEG"), FileType.JPEG),
        (made.photo(form="PNG"), FileType.PNG),
        (made.photo(form="WEBP"), FileType.WEBP),
        (made.word(), FileType.DOCX),
        (made.office("xl/workbook.xml"), FileType.XLSX),
        (made.office("ppt/presentation.xml"), FileType.PPTX),
        (made.opened("text"), FileType.ODT),
        (made.opened("spreadsheet"), FileType.ODS),
        ("Biên bản họp thôn\r\n\tTrang 1".encode(), FileType.TXT),
    ],
)
def test_a_type_is_known_by_its_content_and_names_the_file(data: bytes, kind: FileType) -> None:
    found = check("bia dat.exe", data)
    assert (found.type, found.name) == (kind, f"bia dat.exe.{kind}")


def test_of_text_the_name_tells_a_table_from_words() -> None:
    assert check("So lieu.CSV", b"a;b\n1;2\n").type == FileType.CSV
    assert check("So lieu.CSV", b"a;b\n1;2\n").name == "So lieu.csv"


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"", "trống"),
        (b"MZ\x90\x00\x03", "không được nhận"),
        (b"\x7fELF\x02", "không được nhận"),
        (b"GIF89a\x01\x00", "không được nhận"),
        ("Tiếng Việt".encode("utf-16"), "không được nhận"),
        (b"%PDF".rjust(9), "TXT"),
        (bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600), "kiểu cũ"),
        (bytes(4) + b"ftypheic" + bytes(30), "HEIC"),
        (b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>', "SVG"),
        (b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>', "SVG"),
        (b"\xef\xbb\xbf \n<!DOCTYPE html><title>x</title>", "Trang web"),
        (b"Xin chao " * 2000 + b"< SCRIPT src=//x>", "Trang web"),
    ],
)
def test_what_is_not_on_the_list_is_refused_with_the_reason(data: bytes, word: str) -> None:
    if word == "TXT":
        assert check("a.pdf", data).type == FileType.TXT
    else:
        assert word in refusal("bao cao.pdf", data)


def test_a_file_over_the_limit_is_refused_and_one_at_it_is_not(settings: Settings) -> None:
    settings.FILES_MOST_MB = 1
    assert check("a.txt", b"a" * 1024 * 1024).type == FileType.TXT
    assert "1 MB" in refusal("a.txt", b"a" * (1024 * 1024 + 1))


# ── names ────────────────────────────────────────────────────────────────────────────────────────────────────────────


@given(st.text(max_size=300), st.sampled_from(FileType.values))
def test_no_name_is_a_path_or_more_than_text(name: str, ending: str) -> None:
    found = cleaned_name(name, ending)
    assert len(found) <= MOST
    assert found.endswith(f".{ending}")
    assert not set(found) & set('/\\\0\n\r\t<>"|:*?;%\u202e\u2066\u200f')
    assert not found.startswith(".")
    assert cleaned_name(found, ending) == found


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "..\\..\\windows\\passwd", "/abs/passwd", "passwd\0", "pass\u202ewd"]
)
def test_of_a_path_the_last_part_is_kept(name: str) -> None:
    assert cleaned_name(name, "txt") == "passwd.txt"


# ── office files ─────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (made.word(word__vbaProject_x_bin=b"x"), "macro"),
        (
            made.zipped(
                {
                    "[Content_Types].xml": "vnd.ms-word.document.macroEnabled.main+xml",
                    "word/document.xml": "<w/>",
                }
            ),
            "macro",
        ),
        (
            made.zipped(
                {
                    "mimetype": "application/vnd.oasis.opendocument.text",
                    "content.xml": "",
                    "Basic/a/b.xml": "x",
                }
            ),
            "macro",
        ),
        (made.word(word__embeddings__oleObject1_x_bin=bytes.fromhex("d0cf11e0a1b11ae1")), "nhúng"),
        (made.word(word__media__a_x_png=made.zipped({"a": "b"})), "nhúng"),
        (made.word(word__embeddings__a_x_xlsx=made.word(word__embeddings__b_x_docx=made.word())), "nhúng"),
        (made.word(word__embeddings__a_x_xlsx=made.word(word__vbaProject_x_bin=b"x")), "macro"),
        (
            made.word(
                word___rels__s_x_rels='<R Type="x/attachedTemplate" Target="http://x/" TargetMode="External"/>'
            ),
            "nơi khác",
        ),
        (made.zipped({"a.txt": "x"}), "zip"),
        (made.zipped({f"{n}": "" for n in range(5_001)}), "quá lớn"),
        (made.word(word__a_x_xml=b"0" * 30_000_000), "quá lớn"),
        (made.word()[:-30], "hỏng"),
        (b"PK\x03\x04" + bytes(100), "hỏng"),
    ],
)
def test_an_office_file_with_more_than_a_document_is_refused(data: bytes, word: str) -> None:
    assert word in refusal("a.docx", data)


def test_a_chart_may_bring_its_own_table() -> None:
    found = check("a.docx", made.word(word__embeddings__a_x_xlsx=made.office("xl/workbook.xml")))
    assert found.type == FileType.DOCX


def lying(declared: int) -> bytes:
    """Return a text of Word with a part that unpacks into more than its directory says, with a fitting checksum."""
    data = bytearray(made.zipped({"[Content_Types].xml": "x", "word/document.xml": b"0" * 900_000}))
    at = data.rindex(b"PK\x01\x02")
    struct.pack_into("<I", data, at + 24, declared)
    struct.pack_into("<I", data, at + 16, zlib.crc32(b"0" * declared))
    return bytes(data)


def test_a_part_that_unpacks_into_more_than_it_says_is_refused() -> None:
    assert zipfile.ZipFile(io.BytesIO(lying(1_000))).read("word/document.xml") == b"0" * 1_000
    assert "quá lớn" in refusal("a.docx", lying(1_000))
    assert "hỏng" in refusal("a.docx", lying(900_001))


def test_parts_that_share_their_bytes_are_refused() -> None:
    data = bytearray(
        made.zipped({"[Content_Types].xml": "x", "word/document.xml": "y", "word/document.xm2": "y"})
    )
    first = data.index(b"PK\x01\x02", data.index(b"PK\x01\x02") + 4)
    second = data.index(b"PK\x01\x02", first + 4)
    data[second + 42 : second + 46] = data[first + 42 : first + 46]
    assert "hỏng" in refusal("a.docx", bytes(data))


# ── images ───────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_an_image_loses_whatever_a_camera_wrote_and_keeps_its_picture(form: str) -> None:
    sent = made.photo((64, 48), form)
    assert made.CANARY.encode() in sent
    kept = check("anh.jpg", sent).data
    assert made.CANARY.encode() not in kept
    with Image.open(io.BytesIO(kept)) as image:
        assert (image.format, image.size, dict(image.getexif())) == (form, (64, 48), {})
        assert image.convert("RGB").getpixel((5, 5))[0] > 240  # type: ignore[index]


def test_a_photo_is_turned_upright() -> None:
    with Image.open(io.BytesIO(check("a.jpg", made.photo((64, 48), orientation=6)).data)) as image:
        assert image.size == (48, 64)
        top, foot = image.getpixel((24, 5)), image.getpixel((24, 60))
    assert (top[0] > 240, foot[2] > 240) == (True, True)  # type: ignore[index]


def test_a_photo_of_fifty_megapixels_is_taken_and_made_smaller() -> None:
    with Image.open(io.BytesIO(check("a.jpg", made.photo((8160, 6144))).data)) as image:
        assert image.size == (SIDE, 1928)


def test_a_pixel_bomb_is_refused_before_it_is_decoded() -> None:
    assert MOST_PIXELS[FileType.JPEG] < 8161 * 8161
    big = bytearray(made.photo(form="PNG"))
    big[16:24] = struct.pack(">II", 60_000, 60_000)
    big[29:33] = struct.pack(">I", zlib.crc32(big[12:29]))
    assert "36 triệu" in refusal("a.png", bytes(big))
    big[16:24] = struct.pack(">II", 6_001, 6_001)
    big[29:33] = struct.pack(">I", zlib.crc32(big[12:29]))
    assert "36 triệu" in refusal("a.png", bytes(big))


def test_a_broken_image_and_one_that_moves_are_refused() -> None:
    assert "hỏng" in refusal("a.jpg", made.photo()[:300])
    assert "hỏng" in refusal("a.png", b"\x89PNG\r\n\x1a\n" + b"<script>")
    target = io.BytesIO()
    frames = [Image.new("RGB", (8, 8), colour) for colour in ("red", "blue")]
    frames[0].save(target, "WEBP", save_all=True, append_images=frames[1:])
    assert "Ảnh động" in refusal("a.webp", target.getvalue())


# ── PDF ──────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_pdf_loses_its_metadata_and_keeps_its_pages() -> None:
    sent = made.paper("Bien ban hop")
    assert made.CANARY.encode() in sent
    kept = check("a.pdf", sent).data
    assert made.CANARY.encode() not in kept
    assert [page.extract_text().strip() for page in PdfReader(io.BytesIO(kept)).pages] == ["Bien ban hop"]
    assert check("a.pdf", sent).data == kept


def test_a_signed_pdf_stays_as_it_is_to_the_byte() -> None:
    sent = made.signed_paper()
    assert check("a.pdf", sent).data == sent


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (made.locked_paper(), "mật khẩu"),
        (made.paper_with_script(), "tự chạy"),
        (made.paper_that_launches(), "tự chạy"),
        (made.paper_with_a_file(), "đính kèm"),
        (b"%PDF-1.7\n" + bytes(50), "hỏng"),
    ],
)
def test_a_pdf_that_does_something_is_refused(data: bytes, word: str) -> None:
    assert word in refusal("a.pdf", data)

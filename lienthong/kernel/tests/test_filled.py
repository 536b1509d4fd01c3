"""Files from elsewhere are read safely: what Excel shows otherwise than it stores is said, and bombs never go off."""

from __future__ import annotations

import io
import zipfile
from contextlib import suppress
from datetime import date, datetime
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.styles import NamedStyle

from lienthong.kernel.errors import WrongData
from lienthong.kernel.filled import Column, Entry, Options, Table, read_sheet, read_table, write_template
from lienthong.kernel.filled.values import MOST_BYTES, MOST_ROWS, MOST_UNPACKED
from lienthong.kernel.old_text import converted, table_of

COLUMNS = (
    Column("name", "Họ và tên", "Như trong hồ sơ.", required=True),
    Column("phone", "Điện thoại", "Giữ số 0.", read="phone"),
    Column("since", "Từ ngày", "Ngày đầu.", read="day"),
    Column("count", "Số hộ", "Hộ.", read="cell"),
)
HEADINGS = [str(column.label) for column in COLUMNS]


def saved(book: openpyxl.Workbook) -> bytes:
    stored = io.BytesIO()
    book.save(stored)
    return stored.getvalue()


def book_with(*rows: list[Any]) -> tuple[openpyxl.Workbook, Any]:
    book = openpyxl.Workbook()
    for row in (HEADINGS, *rows):
        book.worksheets[0].append(row)
    return book, book.worksheets[0]


def read(data: bytes, name: str = "tệp.xlsx", **options: Any) -> Table:
    return read_table(read_sheet(name, data), COLUMNS, Options(**options))


def only(data: bytes, **options: Any) -> Entry:
    (entry,) = read(data, **options).entries
    return entry


def told(entry: Entry) -> str:
    return " ".join(sentence for sentences in entry.faults.values() for sentence in sentences)


def zipped(**parts: bytes) -> bytes:
    stored = io.BytesIO()
    with zipfile.ZipFile(stored, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return stored.getvalue()


# ── cells ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_texts_numbers_and_days_are_read_as_excel_shows_them() -> None:
    book, _sheet = book_with(["  Nguyễn  Thị Lan ", "0262 3851 234", date(2025, 7, 1), 0.1 + 0.2])
    entry = only(saved(book))
    count = entry.cell("count")
    assert (entry.text("name"), entry.text("phone"), entry.day("since")) == (
        "Nguyễn Thị Lan",
        "0262 3851 234",
        date(2025, 7, 1),
    )
    assert count is not None
    assert (count.kind, count.text, entry.faults) == ("number", "0.3", {})


def test_text_is_brought_to_one_normal_form() -> None:
    book, _sheet = book_with(["Nguye\u0302\u0303n Ðức", None, None, None])
    assert only(saved(book)).text("name") == "Nguyễn Đức"


def test_merged_cells_are_named_and_no_value_is_taken_from_them() -> None:
    book, sheet = book_with(["Lan", None, "01/07/2025", 1], ["Bình", None, None, 2], ["Chi", None, None, 3])
    sheet.merge_cells("C2:C3")
    table = read(saved(book))
    assert [told(entry) for entry in table.entries] == ["Ô gộp C2:C3: hãy bỏ gộp và điền từng ô."] * 2 + [""]


def test_a_formula_is_not_read_even_with_a_value_beside_it() -> None:
    book, _sheet = book_with(["Lan", None, None, "=1+1"], ['=HYPERLINK("http://x","y")', None, None, 1])
    table = read(saved(book))
    assert ["là công thức" in told(entry) for entry in table.entries] == [True, True]
    assert table.entries[0].cell("count") is None


def test_an_error_in_a_cell_is_said() -> None:
    book, sheet = book_with(["Lan", None, None, None])
    sheet["D2"].value, sheet["D2"].data_type = "#DIV/0!", "e"
    assert told(only(saved(book))) == "Ô này báo lỗi “#DIV/0!”. Hãy sửa trong tệp."


def test_a_bare_number_is_no_day_and_both_readings_are_shown() -> None:
    book, _sheet = book_with(["Lan", None, 45839, None])
    assert "có thể là ngày 01/07/2025 hoặc 02/07/2029" in told(only(saved(book)))
    book.epoch = datetime(1904, 1, 1)  # noqa: DTZ001 - the other date system's first day
    assert "có thể là ngày 02/07/2029 hoặc 01/07/2025" in told(only(saved(book)))


def test_days_follow_the_date_system_and_the_own_formats_of_a_workbook() -> None:
    book, sheet = book_with(["Lan", None, datetime(2025, 7, 1), None])  # noqa: DTZ001 - as Excel has it
    book.epoch = datetime(1904, 1, 1)  # noqa: DTZ001
    sheet["C2"].number_format = '[$-42A]dd "tháng" mm, yyyy'
    assert only(saved(book)).day("since") == date(2025, 7, 1)
    sheet["D2"].value = 12
    sheet["D2"].style = NamedStyle("hộ", number_format='#,##0 "hộ sinh sống"')
    count = only(saved(book)).cell("count")
    assert count is not None
    assert (count.kind, count.text) == ("number", "12")


def test_a_phone_number_that_is_a_number_may_have_lost_its_zero() -> None:
    book, _sheet = book_with(["Lan", 2623851234, None, None])
    assert "mất số 0 ở đầu" in told(only(saved(book)))


@pytest.mark.parametrize("text", ["31/02/2026", "1/13/2026", "hôm qua", "2026"])
def test_what_is_no_day_is_refused(text: str) -> None:
    book, _sheet = book_with(["Lan", None, text, None])
    assert told(only(saved(book))) == f"“{text}” không phải là ngày. Hãy viết như 31/12/2026."


# ── what is hidden ───────────────────────────────────────────────────────────────────────────────────────────────────


def test_hidden_sheets_are_named_and_not_read() -> None:
    book, _sheet = book_with(["Lan", None, None, None])
    book.create_sheet("Lương").sheet_state = "hidden"
    book.create_sheet("Khác").sheet_state = "veryHidden"
    book.create_sheet("Ghi chú")
    table = read(saved(book))
    assert table.notes == [
        "Trang tính bị ẩn, không được đọc: Lương, Khác.",
        "Chỉ đọc trang tính “Sheet”; không đọc: Ghi chú.",
    ]


def test_a_hidden_row_is_wrong_and_a_hidden_column_is_refused_by_name() -> None:
    book, sheet = book_with(["Lan", None, None, 1], ["Bình", None, None, 2])
    sheet.row_dimensions[3].hidden = True
    assert [bool(entry.faults) for entry in read(saved(book)).entries] == [False, True]
    sheet.column_dimensions["D"].hidden = True
    with pytest.raises(WrongData, match=r"Cột đang bị ẩn: D \(Số hộ\)"):
        read(saved(book))


# ── headings ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_headings_are_found_below_a_title_without_marks_and_strange_ones_are_named() -> None:
    book = openpyxl.Workbook()
    for row in (["DANH SÁCH CÁN BỘ"], [], ["so ho", "HỌ VÀ TÊN", "Lương"], [5, "Lan", 9]):
        book.worksheets[0].append(row)
    table = read(saved(book))
    count = table.entries[0].cell("count")
    assert count is not None
    assert (table.entries[0].number, table.entries[0].text("name"), count.text) == (4, "Lan", "5")
    assert table.notes == ["Cột không thuộc mẫu nên không đọc: Lương."]


@pytest.mark.parametrize(
    ("headings", "sentence"),
    [
        (["Từ ngày", "Số hộ"], "thiếu cột: Họ và tên"),
        (["Họ và tên", "Số hộ", "số hộ"], "hai cột cùng tên “Số hộ”"),
        (["Họ và tên"], "chưa có dòng nào"),
    ],
)
def test_headings_that_are_missing_double_or_alone_are_refused(headings: list[str], sentence: str) -> None:
    book = openpyxl.Workbook()
    book.worksheets[0].append(headings)
    with pytest.raises(WrongData, match=sentence):
        read(saved(book))


def test_a_template_reads_back_without_its_row_of_help() -> None:
    with pytest.raises(WrongData, match="chưa có dòng nào"):
        read(write_template(COLUMNS, "Cán bộ"))
    table = read(write_template(COLUMNS, "Cán bộ", [{"name": "=cmd|' /C calc'!A0"}]))
    assert [(entry.text("name"), entry.faults) for entry in table.entries] == [("=cmd|’ /C calc’!A0", {})]
    assert table.notes == []


# ── old fonts ────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("typed", "table", "meant"),
    [
        ("NguyÔn V¨n §øc", "tcvn3", "Nguyễn Văn Đức"),
        ("trÇn thÞ l­¬ng", "tcvn3", "trần thị lương"),
        ("Chñ tÞch", "tcvn3", "Chủ tịch"),
        ("Nguyeãn Vaên Ñöùc", "vni", "Nguyễn Văn Đức"),
        ("Traàn Thò Löông", "vni", "Trần Thị Lương"),
        ("Chuû tòch", "vni", "Chủ tịch"),
    ],
)
def test_old_fonts_are_recognised_and_put_right_only_when_somebody_says_so(
    typed: str, table: str, meant: str
) -> None:
    assert (table_of(typed), converted(typed, table)) == (table, meant)
    book, _sheet = book_with([typed, None, None, None])
    assert meant in told(only(saved(book)))
    assert only(saved(book), legacy=True).text("name") == meant


@pytest.mark.parametrize(
    "text",
    ["Nguyễn Văn Đức", "Hoà Bình", "Buôn Knia 1", "Y Brăm Êban", "H’Đăk", "Müller", "Thuý", "Tổ 3", "Lan"],
)
def test_proper_text_and_foreign_names_are_left_alone(text: str) -> None:
    assert table_of(text) is None


# ── files that are none, locked, too big or bombs ────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "trống"),
        (b"hello", "không phải tệp Excel"),
        (b"PK\x03\x04" + bytes(40), "không phải tệp Excel"),
        (bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600), "kiểu cũ"),
        (bytes.fromhex("d0cf11e0a1b11ae1") + "EncryptedPackage".encode("utf-16-le"), "mật khẩu"),
        (zipped(a=b"b"), "không phải tệp Excel"),
        (zipped(**{"xl/workbook.xml": b"<workbook><sheets"}), "bị hỏng"),
        (zipped(**{"xl/workbook.xml": b'<!DOCTYPE a [<!ENTITY b "c">]><workbook/>'}), "DOCTYPE"),
        (zipped(**{"xl/workbook.xml": b"<workbook/>"}), "đều bị ẩn"),
        (zipped(**{"xl/workbook.xml": b'<workbook><sheet name="A" id="1"/></workbook>'}), "bị hỏng"),
    ],
)
def test_what_is_no_readable_workbook_is_refused_with_a_sentence(data: bytes, sentence: str) -> None:
    with pytest.raises(WrongData, match=sentence):
        read_sheet("tệp.xlsx", data)


def test_a_file_of_fifty_megabytes_is_refused_before_it_is_opened() -> None:
    with pytest.raises(WrongData, match="lớn hơn 10 MB"):
        read_sheet("to.xlsx", bytes(50 * 1024 * 1024))
    assert MOST_BYTES == 10 * 1024 * 1024


def test_a_zip_bomb_is_refused_by_its_directory() -> None:
    bomb = zipped(**{"xl/workbook.xml": b"<workbook/>", "xl/worksheets/sheet1.xml": bytes(MOST_UNPACKED + 1)})
    assert len(bomb) < 200_000
    with pytest.raises(WrongData, match="khi giải nén quá lớn"):
        read_sheet("bom.xlsx", bomb)
    with pytest.raises(WrongData, match="khi giải nén quá lớn"):
        read_sheet("bom.xlsx", zipped(**{"xl/workbook.xml": b"<a>" + b" " * 4_000_000 + b"</a>"}))


def test_a_zip_bomb_that_lies_about_its_size_is_refused_while_it_is_read() -> None:
    bomb = bytearray(zipped(**{"xl/workbook.xml": b"<workbook>" + b"<a/>" * 2_000_000}))
    place = bomb.rindex(b"PK\x01\x02")
    bomb[place + 24 : place + 28] = (20_000).to_bytes(4, "little")
    with pytest.raises(WrongData, match="bị hỏng"):
        read_sheet("bom.xlsx", bytes(bomb))


def test_too_many_rows_and_columns_are_refused() -> None:
    book, sheet = book_with(["Lan", None, None, 1])
    sheet.cell(row=2, column=101, value="x")
    with pytest.raises(WrongData, match="quá 100 cột"):
        read(saved(book))
    long = "\n".join([";".join(HEADINGS), *["Lan;;;1"] * (MOST_ROWS + 1)])
    with pytest.raises(WrongData, match="hơn 20000 dòng"):
        read(long.encode(), "dài.csv")


def test_csv_files_are_read_whatever_separates_their_columns() -> None:
    for mark in ",;\t":
        text = mark.join(["Họ và tên", "Từ ngày"]) + "\r\n" + mark.join(["Lan", "01/07/2025"]) + "\r\n"
        for data in (text.encode("utf-8-sig"), text.encode("utf-16")):
            (entry,) = read(data, "tệp.CSV").entries
            assert (entry.text("name"), entry.day("since")) == ("Lan", date(2025, 7, 1))
    with pytest.raises(WrongData, match="không lưu theo mã UTF-8"):
        read("Họ và tên\nĐức".encode("cp1258", "replace") + b"\xff", "tệp.csv")


@settings(deadline=None)
@given(st.binary(max_size=400))
def test_nothing_that_is_sent_makes_the_reader_fail(data: bytes) -> None:
    for name, sent in (
        ("a.xlsx", data),
        ("a.csv", data),
        ("a.xlsx", zipped(**{"xl/workbook.xml": data})),
        ("a.xlsx", _with_sheet(data)),
    ):
        with suppress(WrongData):
            read(sent, name)


@settings(deadline=None)
@given(st.text(alphabet='<>/="cvrfst0189A: mergcol', max_size=80))
def test_no_markup_makes_the_reader_fail(text: str) -> None:
    with suppress(WrongData):
        read(_with_sheet(f"<sheetData><row><c><v>{text}</v></c></row></sheetData>".encode()))


@pytest.mark.parametrize(
    "markup",
    [
        '<col hidden="1"/>',
        '<col min="x" max="y" hidden="1"/>',
        '<row r="x"><c r="?"><v>1</v></c></row>',
        '<row><c t="s"><v>99</v></c><c t="s"><v>x</v></c></row>',
        '<row><c s="99"><v>1e400</v></c><c><v>abc</v></c><c t="d"><v>nie</v></c></row>',
        '<mergeCell ref="nowhere"/>',
    ],
)
def test_strange_markup_is_taken_or_refused_in_words(markup: str) -> None:
    with pytest.raises(WrongData):
        read(_with_sheet(f"<x>{markup}</x>".encode()))


def _with_sheet(content: bytes) -> bytes:
    return zipped(
        **{
            "xl/workbook.xml": b'<workbook><sheets><sheet name="A" id="r1"/></sheets></workbook>',
            "xl/_rels/workbook.xml.rels": b'<R><Relationship Id="r1" Target="worksheets/sheet1.xml"/></R>',
            "xl/worksheets/sheet1.xml": b"<worksheet>" + content + b"</worksheet>",
        }
    )

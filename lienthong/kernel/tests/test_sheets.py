"""Tables as files: what is written can be read again, letter by letter, and nothing in it ever runs."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
import zipfile
from collections.abc import Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as some
from pypdf import PdfReader

from lienthong.kernel import sheets
from lienthong.kernel.sheets import Cell, Column, Document, Form, Kind, Table
from lienthong.kernel.sheets.fitting import Need, broken, fit
from lienthong.kernel.sheets.shown import inert

ALPHABET = "aăâbcdđeêghiklmnoôơpqrstuưvxyfjwz"
VOWELS = "aăâeêioôơuưy"
TONES = "\u0300\u0309\u0303\u0301\u0323"
DANGEROUS = ("=cmd|' /C calc'!A0", "+1+1", "-2+3", "@SUM(A1)", "\t=1+1", "\r=1+1", "＝1+1", '=HYPERLINK("x")')

COLUMNS = [
    Column("Đơn vị"),
    Column("Số hộ", Kind.NUMBER),
    Column("Tỷ lệ", Kind.PERCENT),
    Column("Ngày", Kind.DATE),
    Column("Gửi lúc", Kind.MOMENT),
]
ROW: list[Cell] = [
    "Ea Tul",
    1234,
    33.3,
    date(2026, 11, 22),
    datetime(2026, 11, 22, 2, 40, tzinfo=UTC),
]


def document(
    rows: Sequence[Sequence[Cell]], columns: Sequence[Column] = COLUMNS, **words: object
) -> Document:
    """Return a document of one table."""
    foot = words.get("foot")
    table = Table("Các xã", columns, rows, foot)  # type: ignore[arg-type]
    return Document("Số liệu – Đắk Lắk", ["Tuần 47", "Lập lúc 09:40"], [table], ("Số liệu", "Đắk Lắk"))


def written(form: Form, told: Document, where: Path) -> Path:
    """Write a document and return its file."""
    path = where / f"file.{form}"
    sheets.write(told, form, path)
    return path


def text_of(path: Path) -> str:
    """Return the text of a PDF."""
    return "\n".join(page.extract_text() for page in PdfReader(path).pages)


def vietnamese_letters() -> list[str]:
    """Return every letter of Vietnamese, small and capital, with every tone."""
    small = {unicodedata.normalize("NFC", vowel + tone) for vowel in VOWELS for tone in ["", *TONES]}
    letters = sorted(small | set(ALPHABET))
    assert len(letters) == len(ALPHABET) + len(VOWELS) * len(TONES)
    return [*letters, *(letter.upper() for letter in letters), "₫"]


# ── Excel ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_an_excel_file_holds_typed_cells_below_title_facts_and_a_fixed_head(tmp_path: Path) -> None:
    path = written(
        Form.XLSX,
        document([ROW, ["Cư Pơng", None, None, None, None]], foot=["Tổng", 9, 1.5, None, None]),
        tmp_path,
    )
    sheet = openpyxl.load_workbook(path)["Các xã"]
    rows = [list(row) for row in sheet.iter_rows(values_only=True)]
    assert [row[0] for row in rows[:3]] == ["Số liệu – Đắk Lắk", "Tuần 47", "Lập lúc 09:40"]
    assert rows[4] == [column.label for column in COLUMNS]
    assert rows[5] == ["Ea Tul", 1234, 0.333, datetime(2026, 11, 22), datetime(2026, 11, 22, 9, 40)]  # noqa: DTZ001
    assert rows[6] == ["Cư Pơng", None, None, None, None]
    assert rows[7] == ["Tổng", 9, 0.015, None, None]
    assert [cell.number_format for cell in sheet[6]] == [
        *("General", "#,##0", "0.0%", "dd/mm/yyyy", "hh:mm dd/mm/yyyy")
    ]
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("B6", "A5:E7")
    assert (sheet.print_title_rows, sheet.page_setup.paperSize) == ("$5:$5", 9)


def test_numbers_keep_every_digit_in_excel(tmp_path: Path) -> None:
    numbers: list[Cell] = [
        Decimal("12.50"),
        Decimal("-0.125"),
        10**15,
        999_999_999_999_999,
        Decimal(10**14) + Decimal("0.25"),
    ]
    path = written(
        Form.XLSX, document([[number] for number in numbers], [Column("Số", Kind.NUMBER)]), tmp_path
    )
    cells = [row[0] for row in openpyxl.load_workbook(path).active.iter_rows(min_row=6)]  # type: ignore[union-attr]
    assert [cell.value for cell in cells] == [
        12.5,
        -0.125,
        "1000000000000000",
        999_999_999_999_999,
        "100000000000000.25",
    ]
    assert [cell.number_format for cell in cells[:2]] == ["#,##0.00", "#,##0.000"]


def test_no_excel_file_holds_a_formula_or_a_link(tmp_path: Path) -> None:
    texts = [*DANGEROUS, "http://example.vn", "{=A1}", "<f>1</f>"]
    path = written(
        Form.XLSX, document([[text] for text in texts], [Column("=Chữ")], foot=["=SUM(A1:A9)"]), tmp_path
    )
    with zipfile.ZipFile(path) as parts:
        inside = {name: parts.read(name).decode() for name in parts.namelist() if name.endswith(".xml")}
    sheet = inside["xl/worksheets/sheet1.xml"]
    assert re.findall(r"<f[ >]|<hyperlink|t=\"str\"", sheet) == []
    values = [row[0].value for row in openpyxl.load_workbook(path).active.iter_rows(min_row=6)]  # type: ignore[union-attr]
    assert [str(value).replace("_x000D_", "\r") for value in values] == [*texts, "=SUM(A1:A9)"]
    kinds = {row[0].data_type for row in openpyxl.load_workbook(path).active.iter_rows()}  # type: ignore[union-attr]
    assert "f" not in kinds


def test_a_text_too_long_or_with_control_characters_does_not_break_the_file(tmp_path: Path) -> None:
    path = written(Form.XLSX, document([["x" * 40_000], ["a\x00b\ud800"]], [Column("Chữ")]), tmp_path)
    values = [row[0].value for row in openpyxl.load_workbook(path).active.iter_rows(min_row=6)]  # type: ignore[union-attr]
    assert values == ["x" * 32_767, "a\ufffdb\ufffd"]


def test_each_table_gets_a_sheet_of_its_own_whatever_its_title(tmp_path: Path) -> None:
    tables = [Table(title, [Column("A")], [["1"]]) for title in ("Ai làm gì: lúc nào?", "B" * 40)]
    path = written(Form.XLSX, Document("T", [], tables, ("t",)), tmp_path)
    assert openpyxl.load_workbook(path).sheetnames == ["Ai làm gì  lúc nào", "B" * 31]


# ── csv ──────────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("vi", "Ea Tul;1234;33,3;2026-11-22;2026-11-22 09:40"),
        ("en", "Ea Tul,1234,33.3,2026-11-22,2026-11-22 09:40"),
    ],
)
def test_csv_is_written_as_a_spreadsheet_of_the_country_opens_it(
    tmp_path: Path, language: str, line: str
) -> None:
    with override(language):
        lines = written(Form.CSV, document([ROW]), tmp_path).read_bytes()
    assert lines.startswith(b"\xef\xbb\xbf")
    assert lines.decode("utf-8-sig").splitlines()[1] == line


def test_nothing_in_csv_is_taken_for_a_formula_and_negative_numbers_stay_numbers(tmp_path: Path) -> None:
    columns = [Column("+Chữ"), Column("Số", Kind.NUMBER)]
    path = written(Form.CSV, document([[text, -5] for text in DANGEROUS], columns), tmp_path)
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file, delimiter=";"))
    assert rows[0][0] == "'+Chữ"
    assert [row[0] for row in rows[1:]] == [f"'{text}" for text in DANGEROUS]
    assert {row[1] for row in rows[1:]} == {"-5"}


@given(some.text(some.characters(blacklist_categories=["Cs", "Cc"])))
def test_any_text_comes_back_from_csv_as_it_went_in(text: str) -> None:
    out = io.StringIO()
    csv.writer(out, delimiter=";").writerow([inert(text)])
    (row,) = csv.reader(io.StringIO(out.getvalue()), delimiter=";")
    assert row[0].removeprefix("'") == text.removeprefix("'")
    assert not row[0].lstrip().startswith(("=", "+", "-", "@"))


# ── PDF ──────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_pdf_holds_every_vietnamese_letter_in_its_own_font(tmp_path: Path) -> None:
    letters = vietnamese_letters()
    path = written(Form.PDF, document([[letter] for letter in letters], [Column("Chữ")]), tmp_path)
    read = text_of(path).split()
    assert [letter for letter in letters if letter not in read] == []
    fonts = {
        font["/BaseFont"]: "/FontFile2" in font["/FontDescriptor"]
        for page in PdfReader(path).pages
        for font in (one.get_object() for one in page["/Resources"]["/Font"].values())  # type: ignore[index]
    }
    assert all("Be-Vietnam-Pro" in name for name in fonts)
    assert all(fonts.values())


def test_a_pdf_says_what_it_is_on_a4_and_repeats_the_head_on_every_page(tmp_path: Path) -> None:
    told = document([["Ễ Ộ Ẫ đ ₫", number, 33.3, None, None] for number in range(120)])
    path = written(Form.PDF, told, tmp_path)
    pages = [page.extract_text() for page in PdfReader(path).pages]
    assert all("Tỷ lệ" in page for page in pages)
    assert [f"Trang {number} / {len(pages)}" in page for number, page in enumerate(pages, 1)] == [True] * len(
        pages
    )
    assert "Tuần 47" in pages[0]
    assert "33,3%" in pages[0]
    box = PdfReader(path).pages[0].mediabox
    assert (round(box.width), round(box.height)) == (595, 842)


def test_a_wide_table_lies_down_and_stays_on_the_sheet(tmp_path: Path) -> None:
    columns = [Column("Đơn vị"), *(Column(f"Kiến nghị đã giải quyết {n}", Kind.NUMBER) for n in range(20))]
    path = written(Form.PDF, document([["Phường Buôn Ma Thuột", *range(10_000, 10_020)]], columns), tmp_path)
    box = PdfReader(path).pages[0].mediabox
    assert (round(box.width), round(box.height)) == (842, 595)
    assert "10.019" in text_of(path)


def test_a_narrative_longer_than_a_page_goes_on_over_several_without_loss(tmp_path: Path) -> None:
    words = [f"việc{number}" for number in range(3_000)]
    path = written(Form.PDF, document([[" ".join(words)]], [Column("Việc đã làm")]), tmp_path)
    assert re.findall(r"việc\d+", text_of(path)) == words


def test_an_empty_table_says_so(tmp_path: Path) -> None:
    assert "Không có dòng nào." in text_of(written(Form.PDF, document([]), tmp_path))
    assert written(Form.CSV, document([]), tmp_path).read_text("utf-8-sig").count("\n") == 1


@given(some.lists(some.tuples(some.floats(0.5, 60), some.floats(0.5, 60)), min_size=1, max_size=30))
def test_columns_always_fill_the_sheet_and_never_leave_it(pairs: list[tuple[float, float]]) -> None:
    found = fit([Need(max(pair), min(pair)) for pair in pairs], 500, 780)
    assert sum(found.widths) == pytest.approx(780 if found.lying else 500)
    assert min(found.widths) > 0


@given(some.text("ab c", max_size=80), some.integers(1, 12))
def test_breaking_a_text_loses_nothing_and_fits(text: str, room: int) -> None:
    lines = broken(text, room, lambda part: float(len(part)))
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert max(map(len, lines)) <= room


# ── all of them ──────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_file_is_named_in_plain_letters() -> None:
    assert sheets.name_of(document([]), Form.XLSX) == "so-lieu-dak-lak.xlsx"

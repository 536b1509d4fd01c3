"""Workbooks that people are given: an empty sheet to fill in, with a guide; and the rows that were wrong, to be put right."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

import xlsxwriter
from django.utils.translation import gettext as _

from .columns import GUIDE, Column
from .files import DATA
from .values import MOST_ROWS

_LIST: Final = 255  # a list of choices longer than this cannot stand in a rule of a cell
_SAFE: Final = {
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "in_memory": True,
}


def write_template(columns: Sequence[Column], title: str, rows: Iterable[Mapping[str, Any]] = ()) -> bytes:
    """Return a workbook to fill in: headings, a row that explains them, pick lists, and a guide with an example.

    ``rows``: what is known already, by column code.
    """
    stored = io.BytesIO()
    with xlsxwriter.Workbook(stored, _SAFE) as book:
        head, hint, text = (book.add_format(look) for look in _LOOKS)
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        sheet = book.add_worksheet(DATA)
        sheet.freeze_panes(1, 0)
        for place, column in enumerate(columns):
            sheet.set_column(place, place, column.width, {"day": day, "cell": None}.get(column.read, text))
            sheet.write_string(0, place, str(column.label), head)
            sheet.write_string(1, place, str(column.help), hint)
            choices = [str(choice) for choice in column.choices]
            if choices and len(",".join(choices)) <= _LIST:
                sheet.data_validation(2, place, MOST_ROWS, place, {"validate": "list", "source": choices})
        for number, row in enumerate(rows, start=2):
            for place, column in enumerate(columns):
                if column.code in row:
                    sheet.write_string(number, place, str(row[column.code]))
        _write_guide(book.add_worksheet(GUIDE), columns, title, head)
    return stored.getvalue()


_LOOKS: Final[tuple[dict[str, Any], ...]] = (
    {"bold": True, "text_wrap": True, "bottom": 1, "valign": "top"},
    {"italic": True, "text_wrap": True, "valign": "top", "font_color": "#595959"},
    {"num_format": "@"},
)


def _write_guide(sheet: Any, columns: Sequence[Column], title: str, head: Any) -> None:
    sheet.set_column(0, 3, 34)
    sheet.write_string(0, 0, title, head)
    for number, line in enumerate(
        (
            _("Điền vào trang “%(sheet)s”, từ dòng thứ ba. Đừng đổi tên cột; cột không dùng thì để trống.")
            % {"sheet": DATA},
            _("Đừng gộp ô, ẩn dòng hay dùng công thức. Ngày viết như 31/12/2026. Chữ gõ bằng Unicode."),
            _("Tải lên rồi xem trước: chưa có gì được ghi cho đến khi bạn xác nhận."),
        ),
        start=1,
    ):
        sheet.write_string(number, 0, line)
    for place, heading in enumerate((_("Cột"), _("Bắt buộc"), _("Giải thích"), _("Ví dụ"))):
        sheet.write_string(5, place, heading, head)
    for number, column in enumerate(columns, start=6):
        choices = ", ".join(map(str, column.choices))
        cells = (
            str(column.label),
            _("có") if column.required else "",
            choices or str(column.help),
            column.example,
        )
        for place, cell in enumerate(cells):
            sheet.write_string(number, place, cell)


def write_findings(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """Return a workbook of texts under headings; a text that looks like a formula stays a text."""
    stored = io.BytesIO()
    with xlsxwriter.Workbook(stored, _SAFE) as book:
        sheet = book.add_worksheet(DATA)
        head = book.add_format(_LOOKS[0])
        sheet.freeze_panes(1, 0)
        for place, heading in enumerate(headings):
            sheet.write_string(0, place, heading, head)
        for number, row in enumerate(rows, start=1):
            for place, cell in enumerate(row):
                sheet.write_string(number, place, cell)
    return stored.getvalue()
